import { isDeepStrictEqual } from 'node:util';
import { authorize } from './actor.js';
import type { GroupPage, PageOfGroups, Unit, View } from './database.js';
import { type Fault, invalid, notFound } from './errors.js';
import type { CategoryAccess, Group, GroupFields, GroupFilter } from './group.js';
import { newGroupFields } from './group.js';
import { deleteEmptyGroups, recordGroup, replaceGroups } from './group-writes.js';
import { MAX_GROUP_LEVELS } from './limits.js';
import { assertCurrent, type Precondition } from './precondition.js';
import { accessOf } from './pricing/group-terms.js';
import { checkGroup } from './rules.js';

export type NewGroup = Partial<GroupFields> & Pick<GroupFields, 'name'>;

export const groupTag = (group: Group): string => String(group.version);

export async function getGroup(view: View, id: number): Promise<Group> {
  authorize(view.caller, 'groups:read');
  return existing(view, id);
}

export function findGroupByExternalId(
  view: View,
  externalReferenceId: string,
): Promise<Group | undefined> {
  authorize(view.caller, 'groups:read');
  return view.groups.findByExternalId(view.caller.storeId, externalReferenceId);
}

export function findGroup(view: View, id: number): Promise<Group | undefined> {
  authorize(view.caller, 'groups:read');
  return view.groups.find(view.caller.storeId, id);
}

export function listGroups(view: View, filter: GroupFilter, page: GroupPage): Promise<Group[]> {
  authorize(view.caller, 'groups:read');
  return view.groups.list(view.caller.storeId, filter, page);
}

export function countGroups(view: View, filter: GroupFilter): Promise<number> {
  authorize(view.caller, 'groups:read');
  return view.groups.count(view.caller.storeId, filter);
}

export function pageOfGroups(
  view: View,
  filter: GroupFilter,
  page: GroupPage,
): Promise<PageOfGroups> {
  authorize(view.caller, 'groups:read');
  return view.groups.page(view.caller.storeId, filter, page);
}

/** What each group lets its members see, with what it inherits; `all` where nothing is said. */
export async function effectiveAccess(
  view: View,
  groups: readonly Group[],
): Promise<Map<number, CategoryAccess>> {
  const unset = groups.filter((group) => group.categoryAccess === null && group.parentId !== null);
  const ancestors =
    unset.length === 0
      ? new Map<number, Group[]>()
      : await view.groups.ancestors(
          view.caller.storeId,
          unset.map(({ id }) => id),
        );
  return new Map(
    groups.map((group) => [
      group.id,
      accessOf({ group, ancestors: ancestors.get(group.id) ?? [] }),
    ]),
  );
}

export async function createGroup(unit: Unit, command: NewGroup): Promise<Group> {
  authorize(unit.caller, 'groups:write');
  const { storeId } = unit.caller;
  const fields: GroupFields = { ...newGroupFields, ...command };
  const id = await unit.newGroupId();
  await check(unit, id, newGroupFields, fields);
  await takeFlags(unit, id, newGroupFields, fields);
  const group: Group = {
    ...fields,
    storeId,
    id,
    memberCount: 0,
    version: 1,
    createdAt: unit.now,
    updatedAt: unit.now,
  };
  unit.groups.insert(group);
  recordGroup(unit, 'group.created', null, group);
  return group;
}

/** `change` says what to set, given the group as it is now; what it leaves out stays. */
export async function updateGroup(
  unit: Unit,
  id: number,
  change: (current: Group) => Partial<GroupFields>,
  precondition?: Precondition,
): Promise<Group> {
  authorize(unit.caller, 'groups:write');
  const before = await existing(unit, id);
  assertCurrent(precondition, 'group', groupTag(before));
  const after: Group = { ...before, ...change(before) };
  if (isDeepStrictEqual(before, after)) return before;
  await check(unit, id, before, after);
  await takeFlags(unit, id, before, after);
  return replaceGroups(unit, [before], () => after)[0] as Group;
}

export async function deleteGroup(
  unit: Unit,
  id: number,
  precondition?: Precondition,
): Promise<Group> {
  authorize(unit.caller, 'groups:write');
  const group = await existing(unit, id);
  assertCurrent(precondition, 'group', groupTag(group));
  await remove(unit, [group]);
  return group;
}

/** Deletes every group that the filter matches. @returns the deleted groups */
export async function deleteGroups(unit: Unit, filter: GroupFilter): Promise<Group[]> {
  authorize(unit.caller, 'groups:write');
  const groups = await unit.groups.list(unit.caller.storeId, filter, {
    sort: 'id',
    limit: Number.MAX_SAFE_INTEGER,
  });
  if (groups.length > 0) await remove(unit, groups);
  return groups;
}

export async function existing(view: View, id: number): Promise<Group> {
  const group = await view.groups.find(view.caller.storeId, id);
  if (!group) throw notFound('group', id);
  return group;
}

/** @throws invalid with every fault of the fields, and of the groups and lists that they name */
async function check(
  unit: Unit,
  id: number,
  before: Pick<GroupFields, 'parentId' | 'defaultPriceListId'>,
  after: GroupFields,
): Promise<void> {
  const { storeId } = unit.caller;
  const faults: Fault[] = checkGroup(after);
  const listId = after.defaultPriceListId;
  if (listId !== null && listId !== before.defaultPriceListId) {
    const list = await unit.priceLists.find(storeId, listId);
    if (!list) {
      faults.push({ path: ['defaultPriceListId'], message: `there is no price list '${listId}'` });
    }
  }
  if (after.parentId !== null && after.parentId !== before.parentId) {
    const message = await parentFault(unit, id, after.parentId);
    if (message) faults.push({ path: ['parentId'], message });
  }
  if (faults.length > 0) throw invalid(faults, 'group');
}

async function parentFault(unit: Unit, id: number, parentId: number): Promise<string | undefined> {
  const { storeId } = unit.caller;
  if (parentId === id) return 'must not be the group itself';
  const parent = await unit.groups.find(storeId, parentId);
  if (!parent) return `there is no group ${parentId}`;
  const above = (await unit.groups.ancestors(storeId, [parentId])).get(parentId) ?? [];
  if (above.some((ancestor) => ancestor.id === id)) return 'would make a group its own ancestor';
  const below = await unit.groups.height(storeId, id);
  // The parent and what is above it, this group, and what is below it.
  const levels = above.length + 1 + 1 + below;
  return levels > MAX_GROUP_LEVELS
    ? `would make ${levels} levels of groups; at most ${MAX_GROUP_LEVELS} are allowed`
    : undefined;
}

/** At most one default and one guest group: a new one takes the flag from the old one. */
async function takeFlags(
  unit: Unit,
  id: number,
  before: Pick<GroupFields, 'isDefault' | 'isGuest'>,
  after: GroupFields,
): Promise<void> {
  for (const flag of ['isDefault', 'isGuest'] as const) {
    if (!after[flag] || before[flag]) continue;
    const holders = await unit.groups.list(
      unit.caller.storeId,
      { [flag]: true },
      { sort: 'id', limit: 1 },
    );
    replaceGroups(
      unit,
      holders.filter((holder) => holder.id !== id),
      (holder) => ({ ...holder, [flag]: false }),
    );
  }
}

/** Deletes groups with their memberships; their children move up to the nearest one that stays. */
async function remove(unit: Unit, groups: readonly Group[]): Promise<void> {
  const { storeId } = unit.caller;
  const ids = groups.map(({ id }) => id);
  const gone = new Set(ids);
  const orphans = (await unit.groups.children(storeId, ids)).filter(({ id }) => !gone.has(id));
  if (orphans.length > 0) {
    const ancestors = await unit.groups.ancestors(
      storeId,
      orphans.map(({ id }) => id),
    );
    replaceGroups(unit, orphans, (orphan) => ({
      ...orphan,
      parentId: ancestors.get(orphan.id)?.find(({ id }) => !gone.has(id))?.id ?? null,
    }));
  }
  if (groups.some(({ memberCount }) => memberCount > 0)) {
    unit.counters.customersWithoutGroup += await unit.members.closeGroups(storeId, ids);
  }
  deleteEmptyGroups(unit, groups);
}
