import type { Customer } from '../../api/customers';
import { CustomerLink } from '../../components/customer-link';
import type { Column } from '../../components/data-table';
import { SomeGroups } from '../../components/some-groups';
import { t } from '../../texts';
import { ago, moment } from '../../texts/format';

export const columns: readonly Column<Customer>[] = [
  { title: t.customers.name, render: (customer) => <CustomerLink customer={customer} /> },
  {
    title: t.customers.groups,
    render: ({ groupIds }) => <SomeGroups ids={groupIds} />,
  },
  {
    title: t.customers.createdAt,
    render: ({ createdAt }) => (
      <time dateTime={createdAt} title={moment(createdAt)}>
        {ago(createdAt)}
      </time>
    ),
  },
];
