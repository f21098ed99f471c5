import type { Member } from '../../../api/members';
import { CustomerLink, type NamedCustomer, nameOf } from '../../../components/customer-link';
import { type MembershipActions, membershipColumns } from '../../../components/membership-columns';
import { t } from '../../../texts';

/** Without a name where the names of customers may not be read. */
export const customerOf = ({ customerId, customer }: Member): NamedCustomer => ({
  id: customerId,
  name: customer?.name ?? null,
  email: customer?.email ?? null,
});

/** The list of members. */
export const memberColumns = (actions: MembershipActions<Member> | undefined) =>
  membershipColumns<Member>({
    first: {
      title: t.members.customer,
      render: (member) => <CustomerLink customer={customerOf(member)} />,
    },
    nameOf: (member) => nameOf(customerOf(member)),
    actions,
  });
