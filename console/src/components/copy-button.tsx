import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { t } from '../texts';
import { notifyFailure } from './notify';

interface CopyButtonProps {
  text: string;
  /** What is copied, for whoever does not see where the button stands. */
  what: string;
  variant?: 'default' | 'filled';
}

const SAID_MS = 2_000;

/** Copies a text, and says so for a moment. */
export function CopyButton({ text, what, variant = 'default' }: CopyButtonProps) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async () => {
    try {
      // Not there at all where the page comes by http from another machine.
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      notifyFailure(t.connect.copyFailed);
    }
  };
  const Icon = isCopied ? IconCheck : IconCopy;
  return (
    <Button
      size="xs"
      variant={variant}
      style={{ flex: 'none' }}
      leftSection={<Icon size={14} aria-hidden />}
      aria-label={isCopied ? t.connect.copied : t.connect.copyWhat(what)}
      onClick={() => void copy()}
    >
      {isCopied ? t.connect.copied : t.connect.copy}
    </Button>
  );
}
