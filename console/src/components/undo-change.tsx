import { Alert, Button, Group as Row, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type Change, changesQuery, inTheWay, undoChange } from '../api/changes';
import { MAX_PAGE } from '../api/client';
import { asProblem } from '../api/problem';
import { inStore } from '../api/stores';
import { useStore } from '../session/store';
import { t } from '../texts';
import { BriefChanges } from './brief-changes';
import { Dialog } from './dialog';
import { notifyDone, notifyUndoable, skippedInWords } from './notify';
import { Failure, Loaded } from './states';

interface UndoChangeProps {
  change: Change;
  onClose: () => void;
}

/** So many of an operation's changes are shown. */
const SHOWN = 5;

/** Asks before an operation is taken back, and shows what stands in the way. */
export function UndoChange({ change, onClose }: UndoChangeProps) {
  const store = useStore();
  const client = useQueryClient();
  const { operationId } = change;
  const operation = useQuery(changesQuery(store.id, { operationId, limit: MAX_PAGE }));
  const undoing = useMutation({
    mutationFn: async () => {
      const requestId = crypto.randomUUID();
      const undone = await undoChange(store.id, change.seq, requestId);
      const message = t.changeLog.undone(undone.changes);
      notifyUndoable({ message, store, requestIds: [requestId], client });
      const skipped = skippedInWords([undone]);
      if (skipped) notifyDone(skipped);
    },
    onSuccess: async () => {
      onClose();
      await client.invalidateQueries({ queryKey: inStore(store.id) });
    },
  });
  const problem = undoing.error ? asProblem(undoing.error) : undefined;
  const later = inTheWay(undoing.error);
  return (
    <Dialog onClose={onClose} title={t.changeLog.undoTitle} size="lg">
      <Stack>
        <Loaded query={operation}>
          {({ data, nextCursor }) => (
            <Stack gap="xs">
              <Text>
                {nextCursor === null
                  ? t.changeLog.undoText(data.length)
                  : t.changeLog.undoMany(data.length)}
              </Text>
              <BriefChanges changes={data.slice(0, SHOWN)} />
              {data.length > SHOWN && (
                <Text size="sm" c="dimmed">
                  {t.more(data.length - SHOWN)}
                </Text>
              )}
            </Stack>
          )}
        </Loaded>
        {problem &&
          (later.changes.length > 0 ? (
            <Alert color="yellow" title={t.changeLog.inTheWay}>
              <Stack gap="xs">
                <Text size="sm">{t.changeLog.inTheWayText(later.total)}</Text>
                <BriefChanges changes={later.changes} />
              </Stack>
            </Alert>
          ) : (
            <Failure error={problem} {...(problem.isConflict && { title: t.changeLog.cannot })} />
          ))}
        <Row justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {problem?.isConflict ? t.actions.close : t.actions.cancel}
          </Button>
          {!problem?.isConflict && (
            <Button
              color="red"
              loading={undoing.isPending}
              disabled={!operation.data}
              onClick={() => undoing.mutate()}
            >
              {t.changeLog.undoConfirm}
            </Button>
          )}
        </Row>
      </Stack>
    </Dialog>
  );
}
