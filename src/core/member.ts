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
