import { Stack } from '@mantine/core';
import { IconUserMinus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { Group } from '../../../api/groups';
import { type Member, membersQuery } from '../../../api/members';
import { nameOf } from '../../../components/customer-link';
import { DataTable } from '../../../components/data-table';
import { EditWindow } from '../../../components/edit-window';
import { EmptyList } from '../../../components/empty-list';
import { Pager } from '../../../components/pager';
import { RemoveMembers } from '../../../components/remove-members';
import { Loaded } from '../../../components/states';
import { Ticked } from '../../../components/ticked';
import { useTicked } from '../../../components/use-ticked';
import { useStore } from '../../../session/store';
import { t } from '../../../texts';
import { customerOf, memberColumns } from './columns';

const route = getRouteApi('/signed-in/stores/$store/groups/$group/members');

const PAGE = 25;

/** A group has each customer once, so that the customer's id tells members apart. */
interface Row extends Member {
  id: string;
}

const rowOf = (member: Member): Row => ({ ...member, id: member.customerId });

/** The members by page; those that are ticked stay so on other pages. */
export function MemberList({ group }: { group: Group }) {
  const { id, can } = useStore();
  const { search, cursor } = route.useSearch();
  const members = useQuery({
    ...membersQuery(id, group.id, {
      limit: PAGE,
      ...(can('customers:read') && { expand: 'customer' as const, ...(search && { search }) }),
      ...(cursor && { cursor }),
    }),
    placeholderData: keepPreviousData,
  });
  const { ticked, tick } = useTicked<Row>();
  const [editing, setEditing] = useState<Member>();
  const [removing, setRemoving] = useState<readonly Row[]>([]);
  const mayWrite = can('groups:write');
  const columns = memberColumns(
    mayWrite
      ? { onEdit: setEditing, onRemove: (member) => setRemoving([rowOf(member)]) }
      : undefined,
  );
  return (
    <Stack>
      {ticked.size > 0 && (
        <Ticked
          words={t.members.selected(ticked.size)}
          action={t.members.removeButton}
          icon={<IconUserMinus size={16} aria-hidden />}
          onAct={() => setRemoving([...ticked.values()])}
        />
      )}
      <Loaded query={members}>
        {({ data, nextCursor }) =>
          data.length === 0 ? (
            <EmptyList words={t.members} isSearch={search !== undefined} />
          ) : (
            <>
              <DataTable
                caption={t.members.caption}
                columns={columns}
                rows={data.map(rowOf)}
                rowKey={({ id }) => id}
                selection={
                  mayWrite
                    ? {
                        isSelected: (row) => ticked.has(row.id),
                        onChange: tick,
                        nameOf: (member) => nameOf(customerOf(member)),
                      }
                    : undefined
                }
                isStale={members.isPlaceholderData}
              />
              <Pager nextCursor={nextCursor} />
            </>
          )
        }
      </Loaded>
      {editing && (
        <EditWindow
          member={{
            group: group.id,
            groupName: group.name,
            customer: editing.customerId,
            customerName: nameOf(customerOf(editing)),
          }}
          onClose={() => setEditing(undefined)}
        />
      )}
      {removing.length > 0 && (
        <RemoveMembers
          group={group}
          customers={removing.map(customerOf)}
          onClose={() => setRemoving([])}
          onRemoved={() => tick(removing, false)}
        />
      )}
    </Stack>
  );
}
