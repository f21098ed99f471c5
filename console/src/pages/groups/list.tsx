import { Button, Group as Row, Stack, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { type Group, groupsQuery } from '../../api/groups';
import { DataTable } from '../../components/data-table';
import { DeleteGroups } from '../../components/delete-groups';
import { Pager } from '../../components/pager';
import { Empty, Loaded } from '../../components/states';
import { useStore } from '../../session/store';
import type { SORTS } from '../../sorts';
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
  const [ticked, setTicked] = useState<ReadonlyMap<number, Group>>(new Map());
  const [isDeleting, setDeleting] = useState(false);
  const tick = (rows: readonly Group[], isTicked: boolean) => {
    const next = new Map(ticked);
    for (const row of rows) isTicked ? next.set(row.id, row) : next.delete(row.id);
    setTicked(next);
  };
  return (
    <Stack>
      {ticked.size > 0 && (
        <Row justify="space-between" role="status">
          <Text>{t.groups.selected(ticked.size)}</Text>
          <Button
            color="red"
            variant="outline"
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={() => setDeleting(true)}
          >
            {t.actions.delete}
          </Button>
        </Row>
      )}
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

function NoGroups({
  isSearch,
  onCreate,
}: {
  isSearch: boolean;
  onCreate: (() => void) | undefined;
}) {
  if (isSearch) return <Empty title={t.groups.noMatch}>{t.groups.noMatchText}</Empty>;
  return (
    <Empty
      title={t.groups.empty}
      action={onCreate && <Button onClick={onCreate}>{t.groups.create}</Button>}
    >
      {t.groups.emptyText}
    </Empty>
  );
}
