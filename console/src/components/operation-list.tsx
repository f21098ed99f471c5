import { Button, Group as Row, Stack, Text } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useState } from 'react';
import type { Change } from '../api/changes';
import { useStore } from '../session/store';
import { t } from '../texts';
import { ago, moment } from '../texts/format';
import { ChangeDiff } from './change-diff';
import { ChangeWords, changeInWords, whoInWords } from './change-list';
import { offersUndo } from './notify';
import classes from './operation-list.module.css';
import { UndoOperation } from './undo-operation';

/** Changes that were done at once stand together: they are taken back at once, too. */
function operationsOf(changes: readonly Change[]): [Change, ...Change[]][] {
  const operations = new Map<string, [Change, ...Change[]]>();
  for (const change of changes) {
    const operation = operations.get(change.operationId);
    if (operation) operation.push(change);
    else operations.set(change.operationId, [change]);
  }
  return [...operations.values()];
}

/** Changes with what they have changed, and the way back. */
export function OperationList({ changes }: { changes: readonly Change[] }) {
  const [undone, setUndone] = useState<Change>();
  return (
    <>
      <ol className={classes.list}>
        {operationsOf(changes).map((operation) => (
          <Operation
            key={operation[0].operationId}
            changes={operation}
            onUndo={() => setUndone(operation[0])}
          />
        ))}
      </ol>
      {undone && <UndoOperation change={undone} onClose={() => setUndone(undefined)} />}
    </>
  );
}

interface OperationProps {
  changes: [Change, ...Change[]];
  onUndo: () => void;
}

function Operation({ changes, onUndo }: OperationProps) {
  const store = useStore();
  const [first] = changes;
  const { undoes } = first as { undoes?: string | null };
  return (
    <li className={classes.operation}>
      <Stack gap="xs">
        <Row justify="space-between" align="flex-start" gap="xs" wrap="nowrap">
          <Text size="xs" c="dimmed" miw={0}>
            <time dateTime={first.at} title={moment(first.at)}>
              {ago(first.at)}
            </time>{' '}
            {whoInWords(first)}
            {undoes && ` · ${t.history.partOf}`}
          </Text>
          {offersUndo(store) && (
            <Button
              variant="default"
              size="xs"
              style={{ flex: 'none' }}
              leftSection={<IconArrowBackUp size={14} aria-hidden />}
              aria-label={t.history.undoIt(changeInWords(first))}
              onClick={onUndo}
            >
              {t.actions.undo}
            </Button>
          )}
        </Row>
        {changes.map((change) => (
          <Stack key={change.seq} gap={4}>
            <Text size="sm" fw={600}>
              <ChangeWords change={change} />
            </Text>
            <ChangeDiff change={change} />
          </Stack>
        ))}
      </Stack>
    </li>
  );
}
