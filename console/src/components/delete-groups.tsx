import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { deleteGroup, deletionImpactsQuery, type Group, type Impact } from '../api/groups';
import { useStore } from '../session/store';
import { t } from '../texts';
import { number } from '../texts/format';
import { Confirm } from './ask';
import { type Column, DataTable } from './data-table';
import { Loaded } from './states';
import { type DeletionProps, useDeletion } from './use-deletion';

interface DeleteGroupsProps extends DeletionProps<Group> {
  groups: readonly Group[];
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
export function DeleteGroups({ groups, ...on }: DeleteGroupsProps) {
  const { id: store } = useStore();
  const ids = groups.map(({ id }) => id);
  const impacts = useQuery(deletionImpactsQuery(store, ids));
  const { question } = useDeletion({
    ...on,
    rows: groups,
    remove: ({ id }, requestId) => deleteGroup(store, id, requestId),
    deletedInWords: (gone) => t.groups.deleted(gone.map(({ name }) => name)),
  });
  const names = groups.map(({ name }) => name);
  const theDefault = groups.find(({ isDefault }) => isDefault);
  return (
    <Confirm
      {...question}
      title={t.deletion.title(names)}
      confirm={t.deletion.confirm(groups.length)}
      isReady={impacts.data !== undefined}
    >
      <Text>{t.deletion.explained}</Text>
      {theDefault && <Text>{t.deletion.isDefault(theDefault.name)}</Text>}
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
