import { Progress, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Customer, deleteCustomer } from '../api/customers';
import { membershipsQuery } from '../api/members';
import { inStore } from '../api/stores';
import { useStore } from '../session/store';
import { t } from '../texts';
import { Confirm } from './ask';
import { nameOf } from './customer-link';
import { notifyUndoable } from './notify';

interface DeleteCustomersProps {
  customers: readonly Customer[];
  onClose: () => void;
  /** With those who are gone, which may be some of them only. */
  onDeleted: (customers: readonly Customer[]) => void;
}

/** Asks before customers are deleted, one after the other. */
export function DeleteCustomers({ customers, onClose, onDeleted }: DeleteCustomersProps) {
  const store = useStore();
  const client = useQueryClient();
  const [done, setDone] = useState(0);
  const names = customers.map(nameOf);
  const deletion = useMutation({
    mutationFn: async () => {
      const gone: Customer[] = [];
      const requestIds: string[] = [];
      try {
        for (const customer of customers) {
          const requestId = crypto.randomUUID();
          const isMine = await deleteCustomer(store.id, customer.id, { requestId });
          gone.push(customer);
          if (isMine) requestIds.push(requestId);
          setDone(gone.length);
        }
      } finally {
        // Also when one of them cannot go: the others are gone.
        if (gone.length > 0) {
          const message = t.customers.deleted(gone.map(nameOf));
          notifyUndoable({ message, store, requestIds, client });
          onDeleted(gone);
          void client.invalidateQueries({ queryKey: inStore(store.id) });
        }
      }
    },
    onSuccess: onClose,
  });
  const [only] = customers;
  return (
    <Confirm
      title={t.customerDeletion.title(names)}
      confirm={t.customerDeletion.confirm(customers.length)}
      error={deletion.error}
      isWorking={deletion.isPending}
      onConfirm={() => deletion.mutate()}
      onClose={onClose}
    >
      {customers.length === 1 && only ? (
        <Memberships customer={only.id} />
      ) : (
        <Text>{t.customerDeletion.many(customers.length)}</Text>
      )}
      <Text>{t.customerDeletion.history}</Text>
      {deletion.isPending && customers.length > 1 && (
        <Progress
          value={(done / customers.length) * 100}
          aria-label={t.customerDeletion.progress(done, customers.length)}
        />
      )}
    </Confirm>
  );
}

/** Counted as far as one page; more are as many as anybody would count. */
const COUNTED = 200;

function Memberships({ customer }: { customer: string }) {
  const { id: store, can } = useStore();
  const memberships = useQuery({
    ...membershipsQuery(store, customer, { limit: COUNTED }),
    enabled: can('groups:read'),
  });
  const isMore = memberships.data?.nextCursor;
  return (
    <Text>
      {t.customerDeletion.explained(isMore ? COUNTED : (memberships.data?.data.length ?? 0))}
    </Text>
  );
}
