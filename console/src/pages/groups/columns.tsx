import { Stack, Text } from '@mantine/core';
import type { Group } from '../../api/groups';
import { Ago } from '../../components/ago';
import type { Column } from '../../components/data-table';
import { GroupLink } from '../../components/group-link';
import { useGroupName } from '../../components/use-name';
import { t } from '../../texts';
import { number } from '../../texts/format';

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
    render: ({ updatedAt }) => <Ago at={updatedAt} />,
  },
];

/** Most groups of a page share a few parents, each of which is asked for once. */
function Parent({ id }: { id: number }) {
  const name = useGroupName(id) ?? '…';
  return (
    <Text size="sm" c="dimmed">
      {t.groups.below(name)}
    </Text>
  );
}
