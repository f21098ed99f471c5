import { Button, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { Customer } from '../../api/customers';
import { type Membership, membershipsQuery } from '../../api/members';
import { nameOf } from '../../components/customer-link';
import { DataTable } from '../../components/data-table';
import { EditWindow } from '../../components/edit-window';
import { Section } from '../../components/page';
import { Pager } from '../../components/pager';
import { RemoveMembers } from '../../components/remove-members';
import { Empty, Loaded } from '../../components/states';
import { useDialogStep } from '../../components/use-dialog-step';
import { useGroupsById } from '../../components/use-name';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import { AddGroup } from './add-group';
import { groupColumns } from './columns';

const route = getRouteApi('/signed-in/stores/$store/customers/$customer/');

const PAGE = 25;

/** The groups of a customer, with their windows. */
export function Memberships({ customer }: { customer: Customer }) {
  const { can } = useStore();
  const { add } = route.useSearch();
  const navigate = route.useNavigate();
  const setAdding = useDialogStep(
    add,
    (adding, step) => void navigate({ search: (before) => ({ ...before, add: adding }), ...step }),
  );
  const mayAdd = can('groups:write');
  return (
    <Section
      title={t.customers.groups}
      hint={t.customer.groupsHint}
      actions={
        mayAdd && (
          <Button
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setAdding('true')}
          >
            {t.customer.addGroup}
          </Button>
        )
      }
    >
      {can('groups:read') ? <List customer={customer} /> : <Text>{t.customer.needsGroups}</Text>}
      {mayAdd && add && <AddGroup customer={customer} onClose={() => setAdding(undefined)} />}
    </Section>
  );
}

function List({ customer }: { customer: Customer }) {
  const { id: store, can } = useStore();
  const { cursor } = route.useSearch();
  const query = { limit: PAGE, ...(cursor && { cursor }) };
  const memberships = useQuery({
    ...membershipsQuery(store, customer.id, query),
    placeholderData: keepPreviousData,
  });
  const ids = memberships.data?.data.map(({ groupId }) => groupId) ?? [];
  const groups = useGroupsById(ids);
  const [editing, setEditing] = useState<Membership>();
  const [removing, setRemoving] = useState<Membership>();
  const groupOf = ({ groupId: id }: Membership) => ({
    id,
    name: groups.get(id)?.name ?? t.customer.noGroup(id),
  });
  const columns = groupColumns({
    groups,
    actions: can('groups:write') ? { onEdit: setEditing, onRemove: setRemoving } : undefined,
  });
  return (
    <Stack>
      <Loaded query={memberships}>
        {({ data, nextCursor }) =>
          data.length === 0 ? (
            <Empty title={t.customer.noGroups}>{t.customer.noGroupsText}</Empty>
          ) : (
            <>
              <DataTable
                caption={t.customers.groups}
                columns={columns}
                rows={data}
                rowKey={({ groupId }) => groupId}
                isStale={memberships.isPlaceholderData}
              />
              <Pager nextCursor={nextCursor} />
            </>
          )
        }
      </Loaded>
      {editing && (
        <EditWindow
          member={{
            group: editing.groupId,
            groupName: groupOf(editing).name,
            customer: customer.id,
            customerName: nameOf(customer),
          }}
          onClose={() => setEditing(undefined)}
        />
      )}
      {removing && (
        <RemoveMembers
          group={groupOf(removing)}
          customers={[customer]}
          onClose={() => setRemoving(undefined)}
        />
      )}
    </Stack>
  );
}
