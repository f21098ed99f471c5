import type { Instant } from '../environment.js';
import type { PricingInput, PricingLine, PricingMembership } from './input.js';
import type { CandidateReason } from './quote.js';

/** Who asks, and when. */
export type Audience = Pick<PricingInput, 'at' | 'memberships' | 'guest'>;

/** A group that the customer is or was in, but that does not count. */
export interface Absent {
  groupId: number;
  reason: Extract<CandidateReason, 'group inactive' | 'membership not begun' | 'membership ended'>;
}

/**
 * The groups that count, by id: those of the customer, or else the guest group. Who is in inactive
 * groups alone is a guest too, so that deactivating a group gives nobody more than a stranger has.
 */
export function countingLines({ at, memberships, guest }: Audience): readonly PricingLine[] {
  const counting = memberships.filter((membership) => absence(membership, at) === null);
  if (counting.length > 0) return counting.sort((a, b) => a.group.id - b.group.id);
  return guest?.group.isActive ? [guest] : [];
}

/** The groups that do not count, with the reason. */
export function absentGroups({ at, memberships, guest }: Audience): readonly Absent[] {
  const counting = new Set(countingLines({ at, memberships, guest }).map(({ group }) => group.id));
  const absent = new Map<number, Absent>();
  for (const membership of memberships) {
    const groupId = membership.group.id;
    const reason = absence(membership, at);
    if (reason && !counting.has(groupId)) absent.set(groupId, { groupId, reason });
  }
  // Nothing counts, not even the guest group where there is one: it is inactive.
  if (guest && counting.size === 0) {
    absent.set(guest.group.id, { groupId: guest.group.id, reason: 'group inactive' });
  }
  return [...absent.values()];
}

function absence(
  { group, startsAt, endsAt }: PricingMembership,
  at: Instant,
): Absent['reason'] | null {
  if (!group.isActive) return 'group inactive';
  if (startsAt !== null && at < startsAt) return 'membership not begun';
  return endsAt !== null && at >= endsAt ? 'membership ended' : null;
}
