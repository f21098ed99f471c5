import { Alert, Button, Group as Row, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { t } from '../texts';
import { CodeBlock } from './code-block';
import { Dialog } from './dialog';

interface SecretShownProps {
  title: string;
  secret: string;
  /** What is said of it beside that it is shown this once. */
  text: string;
  /** Other things that go with it, by name. */
  also?: readonly (readonly [string, string])[];
  action?: ReactNode;
  onClose: () => void;
}

/** A secret, the one time that it is shown: a click beside it does not lose it. */
export function SecretShown({ title, secret, text, also = [], ...rest }: SecretShownProps) {
  return (
    <Dialog
      onClose={rest.onClose}
      title={title}
      size="lg"
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <Stack>
        <Alert color="yellow" title={t.connect.shownOnce}>
          {text}
        </Alert>
        <CodeBlock title={t.connect.secret} code={secret} isLine />
        {also.map(([name, value]) => (
          <CodeBlock key={name} title={name} code={value} isLine />
        ))}
        <Row justify="flex-end">
          {rest.action}
          <Button onClick={rest.onClose}>{t.connect.done}</Button>
        </Row>
      </Stack>
    </Dialog>
  );
}
