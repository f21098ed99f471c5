import { authorize } from './actor.js';
import type { Page, Unit, View } from './database.js';
import { newId } from './environment.js';
import { type Fault, invalid, notFound } from './errors.js';
import { existing as existingGroup } from './group-service.js';
import type { ListedMember, Member, MemberListing } from './member.js';
import { applyMemberships, changeWindow } from './member-writes.js';
import { assertCurrent, type Precondition } from './precondition.js';
import { checkWindow } from './rules.js';

export interface Window {
  startsAt?: string | undefined;
  endsAt?: string | null | undefined;
}

/** A membership's tag is the instant at which its window was last set. */
export const memberTag = (member: Member): string => String(Date.parse(member.validFrom));

/** Names and e-mail addresses are the customers': whoever looks at them reads customers. */
export async function listMembers(
  view: View,
  groupId: number,
  page: Page<string>,
  listing: MemberListing = {},
): Promise<ListedMember[]> {
  authorize(view.caller, 'groups:read');
  if (listing.search !== undefined || listing.withCustomer) {
    authorize(view.caller, 'customers:read');
  }
  await existingGroup(view, groupId);
  return view.members.list(view.caller.storeId, groupId, page, listing);
}

/**
 * Adds and removes many at once, all or nothing.
 * @throws invalid with a fault for each unknown customer
 */
export async function changeMembers(
  unit: Unit,
  groupId: number,
  { add, remove }: { add: readonly string[]; remove: readonly string[] },
): Promise<{ added: number; removed: number; unchanged: number }> {
  authorize(unit.caller, 'groups:write');
  await existingGroup(unit, groupId);
  const wanted = new Map<string, 'add' | 'remove'>();
  const faults: Fault[] = [];
  for (const id of add) wanted.set(id, 'add');
  remove.forEach((id, index) => {
    if (wanted.get(id) === 'add') {
      faults.push({ path: ['remove', index], message: `'${id}' is in both lists` });
    } else wanted.set(id, 'remove');
  });
  if (faults.length > 0) throw invalid(faults, 'member');

  const standings = await unit.members.standings(unit.caller.storeId, groupId, [...wanted.keys()]);
  const unknown = new Set(standings.filter(({ exists }) => !exists).map((s) => s.customerId));
  if (unknown.size > 0) throw invalid(unknownCustomers({ add, remove }, unknown), 'customer');

  const joining: Member[] = [];
  const leaving: { customerId: string; groupId: number }[] = [];
  for (const { customerId, isMember, memberships } of standings) {
    const adds = wanted.get(customerId) === 'add';
    if (adds === isMember) continue;
    if (adds) {
      joining.push(newMember(unit, customerId, groupId));
      if (memberships === 0) unit.counters.customersWithoutGroup--;
    } else {
      leaving.push({ customerId, groupId });
      if (memberships === 1) unit.counters.customersWithoutGroup++;
    }
  }
  applyMemberships(unit, { joining, leaving });
  return {
    added: joining.length,
    removed: leaving.length,
    unchanged: wanted.size - joining.length - leaving.length,
  };
}

function unknownCustomers(
  lists: { add: readonly string[]; remove: readonly string[] },
  unknown: ReadonlySet<string>,
): Fault[] {
  return (['add', 'remove'] as const).flatMap((list) =>
    lists[list].flatMap((id, index) =>
      unknown.has(id) ? [{ path: [list, index], message: `there is no customer '${id}'` }] : [],
    ),
  );
}

/**
 * Makes a customer a member, with a window if one is given. Without one, a present window stays
 * as it is, and one that has ended begins anew.
 */
export async function putMember(
  unit: Unit,
  groupId: number,
  customerId: string,
  window: Window,
  precondition?: Precondition,
): Promise<{ member: Member; created: boolean }> {
  authorize(unit.caller, 'groups:write');
  const { storeId } = unit.caller;
  const { groupExists, customerExists, memberships, present } = await unit.members.relation(
    storeId,
    groupId,
    customerId,
  );
  if (!groupExists) throw notFound('group', groupId);
  if (!customerExists) throw notFound('customer', customerId);
  assertCurrent(precondition, 'member', present ? memberTag(present) : '');
  if (!present) {
    const member = { ...newMember(unit, customerId, groupId), ...given(window) };
    checkMember(member);
    if (memberships === 0) unit.counters.customersWithoutGroup--;
    applyMemberships(unit, { joining: [member], leaving: [] });
    return { member, created: true };
  }
  const member = { ...present, ...renewed(unit, present, window) };
  checkMember(member);
  if (member.startsAt !== present.startsAt || member.endsAt !== present.endsAt) {
    changeWindow(unit, present, member);
    return { member: { ...member, validFrom: unit.now }, created: false };
  }
  return { member: present, created: false };
}

export async function removeMember(
  unit: Unit,
  groupId: number,
  customerId: string,
  precondition?: Precondition,
): Promise<void> {
  authorize(unit.caller, 'groups:write');
  const { storeId } = unit.caller;
  const { groupExists, memberships, present } = await unit.members.relation(
    storeId,
    groupId,
    customerId,
  );
  if (!groupExists) throw notFound('group', groupId);
  if (!present) throw notFound('member', customerId);
  assertCurrent(precondition, 'member', memberTag(present));
  if (memberships === 1) unit.counters.customersWithoutGroup++;
  applyMemberships(unit, { joining: [], leaving: [present] });
}

/**
 * Leaves a customer in exactly these groups; `present` are the memberships that it has now.
 * Those that stay keep their window, unless it has ended: then it begins anew.
 * @throws invalid with a fault at `path` for each unknown group
 */
export async function setGroupsOf(
  unit: Unit,
  customerId: string,
  present: readonly Member[],
  groupIds: readonly number[],
  path: Fault['path'] = ['groupIds'],
): Promise<void> {
  const wanted = new Set(groupIds);
  const known = new Set(present.map(({ groupId }) => groupId));
  const missing = [...wanted].filter((id) => !known.has(id));
  await requireGroups(unit, groupIds, missing, path);
  const leaving = present.filter(({ groupId }) => !wanted.has(groupId));
  for (const member of present) {
    if (!wanted.has(member.groupId)) continue;
    const window = renewed(unit, member, {});
    if (window.startsAt) changeWindow(unit, member, { ...member, ...window });
  }
  if (present.length === 0 && wanted.size > 0) unit.counters.customersWithoutGroup--;
  if (present.length > 0 && wanted.size === 0) unit.counters.customersWithoutGroup++;
  applyMemberships(unit, {
    joining: missing.map((groupId) => newMember(unit, customerId, groupId)),
    leaving,
  });
}

async function requireGroups(
  unit: Unit,
  groupIds: readonly number[],
  missing: readonly number[],
  path: Fault['path'],
): Promise<void> {
  if (missing.length === 0) return;
  const groups = await unit.groups.findAll(unit.caller.storeId, missing);
  if (groups.length === missing.length) return;
  const found = new Set(groups.map(({ id }) => id));
  const unknown = new Set(missing.filter((id) => !found.has(id)));
  throw invalid(
    groupIds.flatMap((id, index) =>
      unknown.has(id) ? [{ path: [...path, index], message: `there is no group ${id}` }] : [],
    ),
    'group',
  );
}

export const newMember = (unit: Unit, customerId: string, groupId: number): Member => ({
  customerId,
  groupId,
  relationId: newId(unit.environment),
  startsAt: unit.now,
  endsAt: null,
  createdAt: unit.now,
  validFrom: unit.now,
});

const given = ({ startsAt, endsAt }: Window): Partial<Member> => ({
  ...(startsAt !== undefined && { startsAt }),
  ...(endsAt !== undefined && { endsAt }),
});

/** What a new window changes of a present one; without one, what has ended begins anew. */
function renewed(unit: Unit, present: Member, window: Window): Partial<Member> {
  if (window.startsAt !== undefined || window.endsAt !== undefined) return given(window);
  const ended = present.endsAt !== null && present.endsAt <= unit.now;
  return ended ? { startsAt: unit.now, endsAt: null } : {};
}

function checkMember({ startsAt, endsAt }: Member): void {
  const faults = checkWindow(startsAt, endsAt);
  if (faults.length > 0) throw invalid(faults, 'member');
}
