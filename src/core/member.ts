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
