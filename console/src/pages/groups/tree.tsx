import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { allGroupsQuery, MOST_IN_TREE } from '../../api/groups';
import { GroupTree } from '../../components/group-tree';
import { Empty, Loaded } from '../../components/states';
import { useStore } from '../../session/store';
import { t } from '../../texts';

export function AllGroups() {
  const { id } = useStore();
  const groups = useQuery(allGroupsQuery(id));
  return (
    <Loaded query={groups}>
      {({ entries, complete }) => (
        <Stack>
          {entries.length === 0 && <Empty title={t.groups.empty}>{t.groups.emptyText}</Empty>}
          {!complete && <Text c="dimmed">{t.groups.tooMany(MOST_IN_TREE)}</Text>}
          <GroupTree groups={entries} />
        </Stack>
      )}
    </Loaded>
  );
}
