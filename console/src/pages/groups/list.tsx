import { Stack } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { type Group, groupsQuery } from '../../api/groups';
import { DataTable } from '../../components/data-table';
import { DeleteGroups } from '../../components/delete-groups';
import { Pager } from '../../components/pager';
import { Loaded } from '../../components/states';
import { useTicked } from '../../components/use-ticked';
import { useStore } from '../../session/store';
import type { SORTS } from '../../sorts';
import { t } from '../../texts';
import { columns } from './columns';
import { NoGroups } from './no-groups';
import { Ticked } from './ticked';

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
      {ticked.size > 0 && <Ticked count={ticked.size} onDelete={() => setDeleting(true)} />}
      <Loaded query={groups}>
        {({ data, nextCursor }) =>
          data.length === 0 ? (
            <NoGroups
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
                onSort={(next) =>
                  void navigate({ search: { search, sort: next as (typeof SORTS)[number] } })
                }
                selection={
                  can('groups:write')
                    ? {
                        isSelected: (row) => ticked.has(row.id),
                        onChange: tick,
                        label: ({ name }) => t.groups.select(name),
                        labelAll: t.groups.selectAll,
                      }
                    : undefined
                }
                isStale={groups.isPlaceholderData}
              />
              <Pager
                cursor={cursor}
                nextCursor={nextCursor}
                onCursor={(next, pagesBefore) =>
                  void navigate({ search: { search, sort, cursor: next }, state: { pagesBefore } })
                }
              />
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
