import type { CustomerFields } from './customer.js';
import type { Instant } from './environment.js';

/** A customer's present membership of a group. */
export interface Member {
  customerId: string;
  groupId: number;
  /** Stays the same when the window changes. */
  relationId: string;
  startsAt: Instant;
  endsAt: Instant | null;
  createdAt: Instant;
  /** When the window was last set. */
  validFrom: Instant;
}

/** A membership as lists show it; with the customer where that is asked for. */
export interface ListedMember extends Member {
  customer?: CustomerFields;
}

export interface MemberListing {
  /** Part of the customer's id, name or e-mail address, any case. */
  search?: string | undefined;
  withCustomer?: boolean | undefined;
}

/** Customers that somebody names: by id, or by e-mail address in any case. */
export interface NamedCustomers {
  customerIds: readonly string[];
  emails: readonly string[];
}

/** A customer that was named. */
export interface NamedCustomer {
  customerId: string;
  /** The address as it was given; null where the id was. */
  email: string | null;
}

/** How those who were named stand to a group, in the order in which they were named. */
export interface MemberCheck {
  absent: NamedCustomer[];
  members: NamedCustomer[];
  /** The ids and addresses that no customer has. */
  unknown: string[];
}

export const memberKey = ({ customerId, groupId }: Pick<Member, 'customerId' | 'groupId'>) =>
  `${groupId}/${customerId}`;

/** A customer and a group that it is in now, for APIs that show no more of a membership. */
export interface Pair {
  customerId: string;
  groupId: number;
  /** The group's. */
  externalReferenceId: string | null;
}

/** How many pairs are read at a time: a list of them may have any length. */
export const PAIRS_PER_PAGE = 5_000;
