import { Progress, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type Customer, deleteCustomer } from '../api/customers';
import { membershipsQuery } from '../api/members';
import { useStore } from '../session/store';
import { t } from '../texts';
import { Confirm } from './ask';
import { nameOf } from './customer-link';
import { type DeletionProps, useDeletion } from './use-deletion';

interface DeleteCustomersProps extends DeletionProps<Customer> {
  customers: readonly Customer[];
}

/** Asks before customers are deleted, one after the other. */
export function DeleteCustomers({ customers, ...on }: DeleteCustomersProps) {
  const { id: store } = useStore();
  const { done, question } = useDeletion({
    ...on,
    rows: customers,
    remove: ({ id }, requestId) => deleteCustomer(store, id, { requestId }),
    deletedInWords: (gone) => t.customers.deleted(gone.map(nameOf)),
  });
  const names = customers.map(nameOf);
  const [only] = customers;
  return (
    <Confirm
      {...question}
      title={t.customerDeletion.title(names)}
      confirm={t.customerDeletion.confirm(customers.length)}
    >
      {customers.length === 1 && only ? (
        <Memberships customer={only.id} />
      ) : (
        <Text>{t.customerDeletion.many(customers.length)}</Text>
      )}
      <Text>{t.customerDeletion.history}</Text>
      {question.isWorking && customers.length > 1 && (
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
