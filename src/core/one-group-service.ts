import { authorize } from './actor.js';
import type { Unit, View } from './database.js';
import { type CoreError, conflict, notFound } from './errors.js';
import type { Member, Pair } from './member.js';
import { newMember } from './member-service.js';
import { applyMemberships, changeWindow } from './member-writes.js';

/*
 * For APIs in which a customer is in one group at most. They show the customer's newest membership
 * whose window holds, and write all of the customer's memberships at once.
 */

/** The next of all pairs of the store, by customer and group; none after the last one. */
export function listPairs(view: View, after?: Pair): Promise<Pair[]> {
  authorize(view.caller, 'groups:read');
  return view.members.listPairs(view.caller.storeId, after, view.now);
}

/** The newest group that the customer is in; undefined for a customer that is not there, too. */
export function newestPair(view: View, customerId: string): Promise<Pair | undefined> {
  authorize(view.caller, 'groups:read');
  return view.members.newestPair(view.caller.storeId, customerId, view.now);
}

/**
 * Puts a customer into a group that is in none yet; being in the store's default group, which
 * nobody chose, does not count.
 * @param groupId of a group that is there
 * @throws not_found for an unknown customer
 * @throws conflict `in_a_group` when the customer is in another group, or in this one
 */
export async function joinFirstGroup(
  unit: Unit,
  customerId: string,
  groupId: number,
): Promise<void> {
  authorize(unit.caller, 'groups:write');
  const [present, defaults] = await Promise.all([
    membershipsOf(unit, customerId),
    unit.groups.list(unit.caller.storeId, { isDefault: true }, { sort: 'id', limit: 1 }),
  ]);
  const chosen = present.filter(
    (member) => holds(unit, member) && member.groupId !== defaults[0]?.id,
  );
  if (chosen.length > 0) throw groupTaken(customerId);
  settle(unit, customerId, present, groupId);
}

/**
 * Leaves a customer in exactly this group.
 * @param groupId of a group that is there
 * @throws not_found for an unknown customer
 */
export async function moveToGroup(unit: Unit, customerId: string, groupId: number): Promise<void> {
  authorize(unit.caller, 'groups:write');
  settle(unit, customerId, await membershipsOf(unit, customerId), groupId);
}

/** Leaves a customer in no group. Who is in none, or is not there, is as it should be. */
export async function leaveGroups(unit: Unit, customerId: string): Promise<void> {
  authorize(unit.caller, 'groups:write');
  const present = await unit.members.listByCustomer(unit.caller.storeId, customerId);
  settle(unit, customerId, present, null);
}

async function membershipsOf(unit: Unit, customerId: string): Promise<Member[]> {
  const { storeId } = unit.caller;
  const [customer, present] = await Promise.all([
    unit.customers.find(storeId, customerId, unit.now),
    unit.members.listByCustomer(storeId, customerId),
  ]);
  if (!customer) throw notFound('customer', customerId);
  return present;
}

const holds = ({ now }: Unit, { startsAt, endsAt }: Member): boolean =>
  startsAt <= now && (endsAt === null || endsAt > now);

/** A membership of the group that is over, or is still to come, begins anew. */
function settle(
  unit: Unit,
  customerId: string,
  present: readonly Member[],
  groupId: number | null,
): void {
  const kept = present.find((member) => member.groupId === groupId);
  if (kept && !holds(unit, kept)) {
    changeWindow(unit, kept, { ...kept, startsAt: unit.now, endsAt: null });
  }
  if (present.length === 0 && groupId !== null) unit.counters.customersWithoutGroup--;
  if (present.length > 0 && groupId === null) unit.counters.customersWithoutGroup++;
  applyMemberships(unit, {
    joining: groupId === null || kept ? [] : [newMember(unit, customerId, groupId)],
    leaving: present.filter((member) => member.groupId !== groupId),
  });
}

const groupTaken = (customerId: string): CoreError =>
  conflict('in_a_group', `The customer '${customerId}' is in a group already.`, 'member');
