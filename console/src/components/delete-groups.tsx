import { Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { deleteGroup, deletionImpactsQuery, type Group, type Impact } from '../api/groups';
import { inStore } from '../api/stores';
import { useStore } from '../session/store';
import { t } from '../texts';
import { number } from '../texts/format';
import { Confirm } from './ask';
import { type Column, DataTable } from './data-table';
import { notifyUndoable } from './notify';
import { Loaded } from './states';

interface DeleteGroupsProps {
  groups: readonly Group[];
  onClose: () => void;
  /** With the groups that are gone, which may be some of them only. */
  onDeleted: (groups: readonly Group[]) => void;
}

interface Line {
  group: Group;
  impact: Impact;
}

const columns: readonly Column<Line>[] = [
  { title: t.deletion.group, render: ({ group }) => <Text fw={600}>{group.name}</Text> },
  { title: t.deletion.members, isNumber: true, render: ({ impact }) => number(impact.members) },
  {
    title: t.deletion.prices,
    isNumber: true,
    render: ({ impact }) => (impact.prices === null ? t.deletion.many : number(impact.prices)),
  },
];

/** Asks before groups are deleted, and shows first what that changes. */
export function DeleteGroups({ groups, onClose, onDeleted }: DeleteGroupsProps) {
  const store = useStore();
  const client = useQueryClient();
  const ids = groups.map(({ id }) => id);
  const impacts = useQuery(deletionImpactsQuery(store.id, ids));
  const deletion = useMutation({
    mutationFn: async () => {
      const done: Group[] = [];
      const requestIds: string[] = [];
      try {
        for (const group of groups) {
          const requestId = crypto.randomUUID();
          const isMine = await deleteGroup(store.id, group.id, requestId);
          done.push(group);
          if (isMine) requestIds.push(requestId);
        }
      } finally {
        // Also when one of them cannot go: the others are gone.
        if (done.length > 0) {
          const message = t.groups.deleted(done.map(({ name }) => name));
          notifyUndoable({ message, store, requestIds, client });
          onDeleted(done);
          void client.invalidateQueries({ queryKey: inStore(store.id) });
        }
      }
    },
    onSuccess: onClose,
  });
  const names = groups.map(({ name }) => name);
  return (
    <Confirm
      title={t.deletion.title(names)}
      confirm={t.deletion.confirm(groups.length)}
      error={deletion.error}
      isWorking={deletion.isPending}
      isReady={impacts.data !== undefined}
      onConfirm={() => deletion.mutate()}
      onClose={onClose}
    >
      <Text>{t.deletion.explained}</Text>
      <Loaded query={impacts}>
        {(found) => (
          <DataTable
            caption={t.deletion.title(names)}
            columns={columns}
            rows={groups.flatMap((group, index) => {
              const impact = found[index];
              return impact ? [{ group, impact }] : [];
            })}
            rowKey={({ group }) => group.id}
          />
        )}
      </Loaded>
    </Confirm>
  );
}
