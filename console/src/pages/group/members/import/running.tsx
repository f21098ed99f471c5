import { Button, Progress, Group as Row, Stack, Text } from '@mantine/core';
import { t } from '../../../../texts';
import type { RunningState } from './use-import';

interface RunningProps {
  state: RunningState;
  onStop: () => void;
}

/** How far it is; it can be stopped. */
export function Running({ state: { step, done, of, isStopping }, onStop }: RunningProps) {
  const words = step === 'checking' ? t.import.checking : t.import.adding;
  return (
    <Stack>
      <Row justify="space-between">
        <Text role="status">{isStopping ? t.import.stopping : words}</Text>
        <Text>{t.import.progress(done, of)}</Text>
      </Row>
      <Progress.Root size="lg">
        <Progress.Section value={of === 0 ? 100 : (done / of) * 100} aria-label={words} animated />
      </Progress.Root>
      <Row justify="flex-end">
        <Button variant="default" onClick={onStop} disabled={isStopping}>
          {t.actions.stop}
        </Button>
      </Row>
    </Stack>
  );
}
