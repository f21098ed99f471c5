import { Stack, Text } from '@mantine/core';
import classes from './code-block.module.css';
import { CopyButton } from './copy-button';

interface CodeBlockProps {
  title: string;
  /** Such as what it needs. */
  hint?: string | undefined;
  code: string;
  /** A single line that is shown on several. */
  isLine?: boolean;
}

/** Something to paste elsewhere. */
export function CodeBlock({ title, hint, code, isLine = false }: CodeBlockProps) {
  return (
    <div className={classes.block}>
      <div className={classes.head}>
        <Stack gap={0} miw={0}>
          <Text size="sm" fw={600}>
            {title}
          </Text>
          {hint && (
            <Text size="xs" c="dimmed">
              {hint}
            </Text>
          )}
        </Stack>
        <CopyButton text={code} what={title} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keyboard too */}
      <pre className={`${classes.code} ${isLine ? classes.one : ''}`} tabIndex={0}>
        <code>{code}</code>
      </pre>
    </div>
  );
}
