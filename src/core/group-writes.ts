import type { Unit } from './database.js';
import type { Group } from './group.js';

/** Puts in groups that are not there, and logs them. */
export function insertGroups(unit: Unit, groups: readonly Group[]): void {
  if (groups.length === 0) return;
  unit.groups.insertAll(unit.caller.storeId, groups);
  for (const group of groups) recordGroup(unit, 'group.created', null, group);
}

/** Deletes groups that nobody is in and that are no parents of groups that stay, and logs them. */
export function deleteEmptyGroups(unit: Unit, groups: readonly Group[]): void {
  if (groups.length === 0) return;
  for (const group of groups) recordGroup(unit, 'group.deleted', group, null);
  const ids = groups.map(({ id }) => id);
  unit.groups.delete(unit.caller.storeId, ids, unit.now);
}

/** Writes new states of groups, a version above the old ones, and logs them. */
export function replaceGroups(
  unit: Unit,
  before: readonly Group[],
  change: (group: Group) => Group,
): readonly Group[] {
  if (before.length === 0) return [];
  const after = before.map((group) => ({
    ...change(group),
    version: group.version + 1,
    updatedAt: unit.now,
  }));
  unit.groups.update(unit.caller.storeId, after);
  before.forEach((group, index) => {
    recordGroup(unit, 'group.updated', group, after[index] as Group);
  });
  return after;
}

export function recordGroup(
  unit: Unit,
  operation: `group.${string}`,
  before: Group | null,
  after: Group | null,
): void {
  unit.record({
    operation,
    entity: 'group',
    entityId: String((after ?? (before as Group)).id),
    before: before && loggedGroup(before),
    after: after && loggedGroup(after),
  });
}

/** Members are logged on their own, and the store is the log's. */
const loggedGroup = ({ storeId: _, memberCount: __, ...group }: Group): object => group;
