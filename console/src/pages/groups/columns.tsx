import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type Group, groupQuery } from '../../api/groups';
import type { Column } from '../../components/data-table';
import { GroupLink } from '../../components/group-link';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import { ago, moment, number } from '../../texts/format';

/** The list of groups; how it sorts is the API's. */
export const columns: readonly Column<Group>[] = [
  {
    title: t.groups.name,
    sort: 'name',
    render: (group) => (
      <Stack gap={2}>
        <GroupLink group={group} />
        {group.parentId !== null && <Parent id={group.parentId} />}
        {group.description && (
          <Text size="sm" c="dimmed" lineClamp={1}>
            {group.description}
          </Text>
        )}
      </Stack>
    ),
  },
  {
    title: t.groups.members,
    isNumber: true,
    render: ({ memberCount }) => number(memberCount),
  },
  {
    title: t.groups.updated,
    sort: 'updatedAt',
    render: ({ updatedAt }) => (
      <time dateTime={updatedAt} title={moment(updatedAt)}>
        {ago(updatedAt)}
      </time>
    ),
  },
];

/** Most groups of a page share a few parents, each of which is asked for once. */
function Parent({ id }: { id: number }) {
  const { id: store } = useStore();
  const parent = useQuery({ ...groupQuery(store, id), staleTime: 60_000 });
  return (
    <Text size="sm" c="dimmed">
      {t.groups.below(parent.data?.data.name ?? '…')}
    </Text>
  );
}
