import type { Customer } from '../../api/customers';
import { FactList } from '../../components/facts';
import { t } from '../../texts';
import { moment } from '../../texts/format';

/** What nobody can change of a customer. */
export const Facts = ({ customer: { id, createdAt, updatedAt } }: { customer: Customer }) => (
  <FactList
    title={t.customer.facts}
    facts={[
      [t.customers.id, id],
      [t.customers.createdAt, moment(createdAt)],
      [t.customers.updatedAt, moment(updatedAt)],
    ]}
  />
);
