import { Stack } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { type Group, type GroupSort, groupsQuery } from '../../api/groups';
import { DataTable } from '../../components/data-table';
import { DeleteGroups } from '../../components/delete-groups';
import { EmptyList } from '../../components/empty-list';
import { Pager } from '../../components/pager';
import { Loaded } from '../../components/states';
import { Ticked } from '../../components/ticked';
import { useTicked } from '../../components/use-ticked';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import { columns } from './columns';

const route = getRouteApi('/signed-in/stores/$store/groups');

const PAGE = 25;

/** The groups by page; those that are ticked stay so on other pages. */
export function GroupList({ onCreate }: { onCreate: () => void }) {
  const { id, can } = useStore();
  const { search, sort, cursor } = route.useSearch();
  const navigate = route.useNavigate();
  const query = {
    limit: PAGE,
    sort: sort ?? 'name',
    ...(search && { search }),
    ...(cursor && { cursor }),
  };
  const groups = useQuery({ ...groupsQuery(id, query), placeholderData: keepPreviousData });
  const { ticked, tick } = useTicked<Group>();
  const [isDeleting, setDeleting] = useState(false);
  return (
    <Stack>
      {ticked.size > 0 && (
        <Ticked
          words={t.groups.selected(ticked.size)}
          action={t.actions.delete}
          icon={<IconTrash size={16} aria-hidden />}
          onAct={() => setDeleting(true)}
        />
      )}
      <Loaded query={groups}>
        {({ data, nextCursor }) =>
          data.length === 0 ? (
            <EmptyList
              words={t.groups}
              isSearch={search !== undefined}
              onCreate={can('groups:write') ? onCreate : undefined}
            />
          ) : (
            <>
              <DataTable
                caption={t.groups.title}
                columns={columns}
                rows={data}
                rowKey={({ id }) => id}
                sort={query.sort}
                onSort={(next) => void navigate({ search: { search, sort: next as GroupSort } })}
                selection={
                  can('groups:write')
                    ? {
                        isSelected: (row) => ticked.has(row.id),
                        onChange: tick,
                        nameOf: ({ name }) => name,
                      }
                    : undefined
                }
                isStale={groups.isPlaceholderData}
              />
              <Pager nextCursor={nextCursor} />
            </>
          )
        }
      </Loaded>
      {isDeleting && (
        <DeleteGroups
          groups={[...ticked.values()]}
          onClose={() => setDeleting(false)}
          onDeleted={(gone) => tick(gone, false)}
        />
      )}
    </Stack>
  );
}
