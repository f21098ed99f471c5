import type { Customer } from '../../api/customers';
import { Ago } from '../../components/ago';
import { CustomerLink } from '../../components/customer-link';
import type { Column } from '../../components/data-table';
import { SomeGroups } from '../../components/some-groups';
import { t } from '../../texts';

export const columns: readonly Column<Customer>[] = [
  { title: t.customers.name, render: (customer) => <CustomerLink customer={customer} /> },
  {
    title: t.customers.groups,
    render: ({ groupIds }) => <SomeGroups ids={groupIds} />,
  },
  {
    title: t.customers.createdAt,
    render: ({ createdAt }) => <Ago at={createdAt} />,
  },
];
