import type { Unit } from '../database.js';
import type { Group } from '../group.js';
import { MAX_GROUP_LEVELS } from '../limits.js';
import type { PriceList } from '../price-list.js';
import { isDeletion, type LaterChanges, touches } from './later-changes.js';
import { idsIn } from './operation.js';
import { outcome, type Plan, type RecordPlan } from './plan.js';

/** What a rule about groups, or what hangs on a group by now, has against a plan. */
export async function checkGroups(
  unit: Unit,
  plan: Plan,
  lists: ReadonlyMap<string, PriceList>,
  inTheWay: LaterChanges,
): Promise<void> {
  const { groups } = plan;
  if (groups.restored.length + groups.replaced.length + groups.deleted.length === 0) return;
  await checkTree(unit, groups, inTheWay);
  await checkFlags(unit, groups, inTheWay);
  await checkExternalIds(unit, groups, inTheWay);
  for (const { defaultPriceListId: id } of gaining(groups, 'defaultPriceListId')) {
    if (id !== null && !lists.has(id)) inTheWay.add('price-list', id, isDeletion);
  }
  if (groups.deleted.length > 0) await checkDeleted(unit, plan, inTheWay);
}

/** Groups that will have something else in a field than they have now. */
function gaining(groups: RecordPlan<Group>, field: keyof Group): Group[] {
  const changed = groups.replaced.filter(({ before, after }) => before[field] !== after[field]);
  return [...groups.restored, ...changed.map(({ after }) => after)];
}

/** Every line of groups that the plan changes must end at the top, and soon enough. */
async function checkTree(unit: Unit, plan: RecordPlan<Group>, inTheWay: LaterChanges) {
  const { storeId } = unit.caller;
  const moved = gaining(plan, 'parentId').filter(({ parentId }) => parentId !== null);
  if (moved.length === 0) return;
  const ids = new Set(moved.flatMap(({ id, parentId }) => (parentId ? [id, parentId] : [id])));
  const [lines, below] = await Promise.all([
    unit.groups.ancestors(storeId, [...ids]),
    unit.groups.withDescendants(
      storeId,
      moved.map(({ id }) => id),
    ),
  ]);
  const near = await unit.groups.findAll(storeId, [...new Set([...ids, ...below])]);
  const present = [...near, ...[...lines.values()].flat()];
  const after = outcome(new Map(present.map((group) => [group.id, group])), plan);
  for (const id of new Set([...moved.map((group) => group.id), ...below])) {
    const line: number[] = [];
    let at: number | null = id;
    while (at !== null && line.length <= MAX_GROUP_LEVELS) {
      const group = after.get(at);
      if (!group) break;
      line.push(at);
      at = group.parentId;
    }
    if (at === null && line.length <= MAX_GROUP_LEVELS) continue;
    if (at !== null && !after.has(at)) inTheWay.add('group', at, isDeletion);
    else for (const each of line) inTheWay.add('group', each, touches('parentId'));
  }
}

async function checkFlags(unit: Unit, plan: RecordPlan<Group>, inTheWay: LaterChanges) {
  for (const flag of ['isDefault', 'isGuest'] as const) {
    if (!gaining(plan, flag).some((group) => group[flag])) continue;
    const page = { sort: 'id', limit: 1 } as const;
    const holders = await unit.groups.list(unit.caller.storeId, { [flag]: true }, page);
    const after = outcome(new Map(holders.map((group) => [group.id, group])), plan);
    for (const { id } of holders)
      if (after.get(id)?.[flag]) inTheWay.add('group', id, touches(flag));
  }
}

async function checkExternalIds(unit: Unit, plan: RecordPlan<Group>, inTheWay: LaterChanges) {
  const field = 'externalReferenceId';
  const wanted = gaining(plan, field).flatMap((group) => group[field] ?? []);
  if (wanted.length === 0) return;
  const holders = await unit.groups.findByExternalIds(unit.caller.storeId, wanted);
  const after = outcome(new Map(holders.map((group) => [group.id, group])), plan);
  for (const { id, externalReferenceId } of holders) {
    if (after.get(id)?.[field] === externalReferenceId) inTheWay.add('group', id, touches(field));
  }
}

/** Nothing may hang on a group that goes: neither groups nor members that came later. */
async function checkDeleted(unit: Unit, plan: Plan, inTheWay: LaterChanges) {
  const { groups, members } = plan;
  const children = await unit.groups.children(
    unit.caller.storeId,
    groups.deleted.map(({ id }) => id),
  );
  const after = outcome(new Map(children.map((child) => [child.id, child])), groups);
  const gone = new Set(groups.deleted.map(({ id }) => id));
  for (const { id } of children) {
    const parentId = after.get(id)?.parentId ?? null;
    if (parentId !== null && gone.has(parentId)) inTheWay.add('group', id, touches('parentId'));
  }
  const leaving = new Map<number, number>();
  for (const { groupId } of members.leaving) leaving.set(groupId, (leaving.get(groupId) ?? 0) + 1);
  for (const { id, memberCount } of groups.deleted) {
    if (memberCount === (leaving.get(id) ?? 0)) continue;
    const planned = new Set(
      members.leaving.filter((m) => m.groupId === id).map((m) => m.customerId),
    );
    inTheWay.add(
      'members',
      id,
      ({ after: added }) =>
        added !== null && idsIn(added).some((customer) => !planned.has(customer)),
    );
  }
}
