import { Stack } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { type Customer, customersQuery } from '../../api/customers';
import { nameOf } from '../../components/customer-link';
import { DataTable } from '../../components/data-table';
import { DeleteCustomers } from '../../components/delete-customers';
import { EmptyList } from '../../components/empty-list';
import { Pager } from '../../components/pager';
import { GroupNames } from '../../components/some-groups';
import { Loaded } from '../../components/states';
import { Ticked } from '../../components/ticked';
import { useTicked } from '../../components/use-ticked';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import { columns } from './columns';

const route = getRouteApi('/signed-in/stores/$store/customers');

const PAGE = 25;

/** The customers by page; those that are ticked stay so on other pages. */
export function CustomerList({ onCreate }: { onCreate: () => void }) {
  const { id, can } = useStore();
  const { search, group, withoutGroup, cursor } = route.useSearch();
  const customers = useQuery({
    ...customersQuery(id, {
      limit: PAGE,
      ...(search && { search }),
      ...(group && { groupId: Number(group) }),
      ...(withoutGroup && { withoutGroup: true }),
      ...(cursor && { cursor }),
    }),
    placeholderData: keepPreviousData,
  });
  const { ticked, tick } = useTicked<Customer>();
  const [isDeleting, setDeleting] = useState(false);
  return (
    <Stack>
      {ticked.size > 0 && (
        <Ticked
          words={t.customers.selected(ticked.size)}
          action={t.actions.delete}
          icon={<IconTrash size={16} aria-hidden />}
          onAct={() => setDeleting(true)}
        />
      )}
      <Loaded query={customers}>
        {({ data, nextCursor }) =>
          data.length === 0 ? (
            <EmptyList
              words={t.customers}
              isSearch={Boolean(search || group || withoutGroup)}
              onCreate={can('customers:write') ? onCreate : undefined}
            />
          ) : (
            <GroupNames rows={data.map(({ groupIds }) => groupIds)}>
              <DataTable
                caption={t.customers.title}
                columns={columns}
                rows={data}
                rowKey={({ id }) => id}
                selection={
                  can('customers:write')
                    ? {
                        isSelected: (row) => ticked.has(row.id),
                        onChange: tick,
                        nameOf,
                      }
                    : undefined
                }
                isStale={customers.isPlaceholderData}
              />
              <Pager nextCursor={nextCursor} />
            </GroupNames>
          )
        }
      </Loaded>
      {isDeleting && (
        <DeleteCustomers
          customers={[...ticked.values()]}
          onClose={() => setDeleting(false)}
          onDeleted={(gone) => tick(gone, false)}
        />
      )}
    </Stack>
  );
}
