import { Button, Group as Row, Stack, Text } from '@mantine/core';
import { Failure } from '../../../../components/states';
import { t } from '../../../../texts';
import { DownloadUnknown } from './download';
import type { DoneState, ImportActions } from './use-import';

interface OutcomeProps extends Pick<ImportActions, 'add' | 'check'> {
  state: DoneState;
  onClose: () => void;
}

/** What was done, and how to go on where it is not all of it. */
export function Outcome({ state, add, check, onClose }: OutcomeProps) {
  const { compared, added, error } = state;
  const { length: of } = compared.fresh;
  const isComplete = added.done === of;
  const words = isComplete
    ? t.import.done(added.added)
    : (error === null ? t.import.stopped : t.import.failed)(added.added, of);
  return (
    <Stack>
      <Text role="status" fw={600}>
        {words}
      </Text>
      {error !== null && <Failure error={error} />}
      {added.meanwhile > 0 && <Text>{t.import.meanwhile(added.meanwhile)}</Text>}
      {compared.unknown.length > 0 && (
        <Row justify="space-between">
          <Text>{t.import.unknownCount(compared.unknown.length)}</Text>
          <DownloadUnknown names={compared.unknown} />
        </Row>
      )}
      <Row justify="flex-end">
        {!isComplete && (
          <>
            <Button variant="default" onClick={() => void check()}>
              {t.import.checkAgain}
            </Button>
            <Button variant="default" onClick={() => void add(compared, added)}>
              {error === null ? t.import.goOn : t.actions.retry}
            </Button>
          </>
        )}
        <Button onClick={onClose} data-autofocus>
          {t.actions.close}
        </Button>
      </Row>
    </Stack>
  );
}
