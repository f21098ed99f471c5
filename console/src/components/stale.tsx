import { Alert, Button, Group as Row, Stack, Text } from '@mantine/core';
import { t } from '../texts';

interface StaleProps {
  onReload: () => void;
  /** Saves whatever somebody else has saved meanwhile. */
  onOverwrite: () => void;
}

/** Somebody else was faster: nothing typed is lost, and it can be saved all the same. */
export function Stale({ onReload, onOverwrite }: StaleProps) {
  return (
    <Alert color="yellow" title={t.saving.stale}>
      <Stack gap="sm">
        <Text size="sm">{t.saving.staleText}</Text>
        <Row gap="sm">
          <Button size="xs" variant="default" onClick={onReload}>
            {t.actions.reload}
          </Button>
          <Button size="xs" color="red" variant="outline" onClick={onOverwrite}>
            {t.actions.overwrite}
          </Button>
        </Row>
      </Stack>
    </Alert>
  );
}
