import type { Group } from '../../api/groups';
import type { Membership } from '../../api/members';
import { GroupLink } from '../../components/group-link';
import { type MembershipActions, membershipColumns } from '../../components/membership-columns';
import { t } from '../../texts';

interface Options {
  /** By id, as far as they are known yet. */
  groups: ReadonlyMap<number, Group>;
  actions: MembershipActions<Membership> | undefined;
}

/** The groups of a customer. */
export const groupColumns = ({ groups, actions }: Options) =>
  membershipColumns<Membership>({
    first: {
      title: t.customer.group,
      render: ({ groupId }) => {
        const group = groups.get(groupId);
        return group ? <GroupLink group={group} /> : t.customer.noGroup(groupId);
      },
    },
    nameOf: ({ groupId }) => groups.get(groupId)?.name ?? t.customer.noGroup(groupId),
    actions,
  });
