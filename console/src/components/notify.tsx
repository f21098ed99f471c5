import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { QueryClient } from '@tanstack/react-query';
import { type Undone, undoRequests } from '../api/changes';
import { asProblem } from '../api/problem';
import { inStore } from '../api/stores';
import type { CurrentStore } from '../session/store';
import { t } from '../texts';
import { wordsFor } from './states';

export const notifyDone = (message: string): void => {
  notifications.show({
    message,
    color: 'green',
    closeButtonProps: { 'aria-label': t.actions.close },
  });
};

/** @param words for what the service says to programs */
export const notifyFailure = (error: unknown, words?: string): void => {
  notifications.show({
    title: t.failure.title,
    message: words ?? wordsFor(asProblem(error)),
    color: 'red',
    autoClose: false,
    closeButtonProps: { 'aria-label': t.actions.close },
  });
};

/** So many customers are named, of those of whom nothing came back. */
const NAMED = 5;

/** Of whom nothing came back; empty where that is nobody. */
export function skippedInWords(undone: readonly Undone[]): string {
  const skipped = undone.reduce((sum, each) => sum + each.skipped, 0);
  if (skipped === 0) return '';
  const named = undone.flatMap(({ skippedCustomers }) => skippedCustomers).slice(0, NAMED);
  const rest = skipped - named.length;
  const list = rest > 0 ? `${named.join(', ')} ${t.more(rest)}` : named.join(', ');
  return t.changeLog.skipped(skipped, list);
}

const UNDO_OFFERED_MS = 15_000;

/** Whether an action in the store can be taken back: by whoever may. */
export const offersUndo = (store: CurrentStore): boolean => store.can('store:admin');

interface Undoable {
  message: string;
  store: CurrentStore;
  /** Of the requests that did it, in the order in which they were sent. */
  requestIds: readonly string[];
  client: QueryClient;
}

/** Says what was done, and offers to take it back. */
export function notifyUndoable({ message, store, requestIds, client }: Undoable): void {
  if (!offersUndo(store) || requestIds.length === 0) {
    notifyDone(message);
    return;
  }
  const id = requestIds.join();
  const undo = async () => {
    notifications.hide(id);
    try {
      const { undone, isAll } = await undoRequests(store.id, requestIds);
      notifyDone([isAll ? t.undone : t.undonePartly, skippedInWords(undone)].join(' ').trim());
    } catch (error) {
      notifyFailure(error, asProblem(error).isConflict ? t.undoRefused : undefined);
    }
    await client.invalidateQueries({ queryKey: inStore(store.id) });
  };
  notifications.show({
    id,
    color: 'green',
    autoClose: UNDO_OFFERED_MS,
    closeButtonProps: { 'aria-label': t.actions.close },
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{message}</Text>
        <Button size="xs" variant="default" onClick={() => void undo()}>
          {t.actions.undo}
        </Button>
      </Group>
    ),
  });
}
