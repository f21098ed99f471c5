import { ActionIcon } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { t } from '../texts';

interface TreeOpenerProps {
  name: string;
  isOpen: boolean;
  onToggle: () => void;
}

/** Shows what is below a branch of a tree, or hides it. */
export function TreeOpener({ name, isOpen, onToggle }: TreeOpenerProps) {
  const Icon = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-expanded={isOpen}
      aria-label={(isOpen ? t.groups.close : t.groups.open)(name)}
      onClick={onToggle}
    >
      <Icon size={18} aria-hidden />
    </ActionIcon>
  );
}
