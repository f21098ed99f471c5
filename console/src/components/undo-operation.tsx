import { Alert, Button, Group as Row, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type Change, changesQuery, inTheWay, undoChange } from '../api/changes';
import { inStore } from '../api/stores';
import { useStore } from '../session/store';
import { t } from '../texts';
import { ChangeList } from './change-list';
import { Dialog } from './dialog';
import { notifyDone, undoneInWords } from './notify';
import { Failure, Loaded } from './states';

const SHOWN = 10;

interface UndoOperationProps {
  /** Any change of the operation. */
  change: Change;
  onClose: () => void;
}

/** Asks before an operation is taken back, and shows first all that it has done. */
export function UndoOperation({ change, onClose }: UndoOperationProps) {
  const { id: store } = useStore();
  const client = useQueryClient();
  const { operationId, seq } = change;
  const changes = useQuery(changesQuery(store, { operationId, limit: SHOWN }));
  const undoing = useMutation({
    mutationFn: () => undoChange(store, seq),
    onSuccess: (undone) => {
      notifyDone(undoneInWords([undone]));
      void client.invalidateQueries({ queryKey: inStore(store) });
      onClose();
    },
  });
  return (
    <Dialog onClose={onClose} title={t.history.undoTitle} size="lg">
      <Stack>
        <Text>{t.history.undoExplained}</Text>
        <Loaded query={changes}>
          {({ data, nextCursor }) => (
            <div>
              <ChangeList changes={data} />
              {nextCursor !== null && <Text size="sm">{t.history.andMore}</Text>}
            </div>
          )}
        </Loaded>
        {undoing.error ? (
          <Refusal error={undoing.error} />
        ) : (
          <Text size="sm" c="dimmed">
            {t.history.undoAgain}
          </Text>
        )}
        <Row justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t.actions.cancel}
          </Button>
          <Button
            loading={undoing.isPending}
            disabled={!changes.data}
            onClick={() => undoing.mutate()}
          >
            {t.history.undo}
          </Button>
        </Row>
      </Stack>
    </Dialog>
  );
}

/** Why nothing was taken back, with what stands in the way. */
function Refusal({ error }: { error: unknown }) {
  const { changes, total } = inTheWay(error);
  if (changes.length === 0) return <Failure error={error} />;
  return (
    <Alert color="red" variant="outline" title={t.history.inTheWay(total)}>
      <Stack gap="xs">
        <Text size="sm">{t.history.inTheWayText}</Text>
        <ChangeList changes={changes.slice(0, SHOWN)} />
        {total > SHOWN && <Text size="sm">{t.history.more(total - SHOWN)}</Text>}
      </Stack>
    </Alert>
  );
}
