import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { inStore } from '../api/stores';
import { useStore } from '../session/store';
import { notifyUndoable } from './notify';

export interface DeletionProps<Row> {
  onClose: () => void;
  /** With those that are gone, which may be some of them only. */
  onDeleted: (gone: readonly Row[]) => void;
}

interface Deletion<Row> extends DeletionProps<Row> {
  rows: readonly Row[];
  /** Whether it was there, and is gone by this request. */
  remove: (row: Row, requestId: string) => Promise<boolean>;
  deletedInWords: (gone: readonly Row[]) => string;
}

/** Deletes one after the other, until it is stopped: whoever closes the question wants no more. */
export function useDeletion<Row>({ rows, remove, deletedInWords, ...on }: Deletion<Row>) {
  const store = useStore();
  const client = useQueryClient();
  const [done, setDone] = useState(0);
  const isWanted = useRef(true);
  useEffect(() => {
    isWanted.current = true;
    return () => {
      isWanted.current = false;
    };
  }, []);
  const deletion = useMutation({
    mutationFn: async () => {
      const gone: Row[] = [];
      const requestIds: string[] = [];
      setDone(0);
      try {
        for (const row of rows) {
          if (!isWanted.current) break;
          const requestId = crypto.randomUUID();
          const isMine = await remove(row, requestId);
          gone.push(row);
          if (isMine) requestIds.push(requestId);
          setDone(gone.length);
        }
      } finally {
        // Also when one of them cannot go, or no more of them should: the others are gone.
        if (gone.length > 0) {
          notifyUndoable({ message: deletedInWords(gone), store, requestIds, client });
          on.onDeleted(gone);
          void client.invalidateQueries({ queryKey: inStore(store.id) });
        }
      }
    },
    onSuccess: on.onClose,
  });
  const { error, isPending: isWorking } = deletion;
  const stop = () => {
    isWanted.current = false;
  };
  return {
    done,
    question: {
      error,
      isWorking,
      canStop: rows.length > 1,
      onConfirm: () => deletion.mutate(),
      onClose: isWorking ? stop : on.onClose,
    },
  };
}
