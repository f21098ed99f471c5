import { inParts } from './bulk.js';
import type { Unit } from './database.js';
import { MEMBERS_PER_CHANGE, ROWS_PER_STATEMENT } from './limits.js';
import { type Member, memberKey } from './member.js';

/** A present membership, and what becomes of its window. */
export interface WindowChange {
  before: Member;
  after: Member;
}

/** Writes new windows of present memberships, and logs them. */
export function changeWindows(unit: Unit, changes: readonly WindowChange[]): void {
  const { storeId } = unit.caller;
  for (const part of inParts(changes, ROWS_PER_STATEMENT)) {
    unit.members.close(
      storeId,
      part.map(({ before }) => before),
      unit.now,
    );
    unit.members.insert(
      storeId,
      part.map(({ after }) => ({ ...after, validFrom: unit.now })),
    );
  }
  for (const { before, after } of changes) {
    unit.record({
      operation: 'member.updated',
      entity: 'member',
      entityId: memberKey(before),
      before: { startsAt: before.startsAt, endsAt: before.endsAt },
      after: { startsAt: after.startsAt, endsAt: after.endsAt },
      customerId: before.customerId,
    });
  }
}

export const changeWindow = (unit: Unit, before: Member, after: Member): void =>
  changeWindows(unit, [{ before, after }]);

/** Writes memberships that begin and end, with their counts and their rows in the log. */
export function applyMemberships(
  unit: Unit,
  {
    joining,
    leaving,
  }: {
    joining: readonly Member[];
    leaving: readonly Pick<Member, 'customerId' | 'groupId'>[];
  },
): void {
  if (joining.length + leaving.length === 0) return;
  const { storeId } = unit.caller;
  for (const part of inParts(leaving, ROWS_PER_STATEMENT)) {
    unit.members.close(storeId, part, unit.now);
  }
  for (const part of inParts(joining, ROWS_PER_STATEMENT)) unit.members.insert(storeId, part);
  const added = byGroup(joining);
  const removed = byGroup(leaving);
  const deltas = [...new Set([...added.keys(), ...removed.keys()])].map((groupId) => ({
    groupId,
    added: added.get(groupId)?.length ?? 0,
    removed: removed.get(groupId)?.length ?? 0,
  }));
  unit.members.count(deltas);
  recordMembers(unit, 'members.removed', removed);
  recordMembers(unit, 'members.added', added);
}

function byGroup(
  members: readonly Pick<Member, 'customerId' | 'groupId'>[],
): Map<number, string[]> {
  const groups = new Map<number, string[]>();
  for (const { groupId, customerId } of members) {
    const ids = groups.get(groupId);
    if (ids) ids.push(customerId);
    else groups.set(groupId, [customerId]);
  }
  return groups;
}

function recordMembers(
  unit: Unit,
  operation: 'members.added' | 'members.removed',
  groups: ReadonlyMap<number, readonly string[]>,
): void {
  for (const [groupId, ids] of groups) {
    for (const customerIds of inParts(ids, MEMBERS_PER_CHANGE)) {
      unit.record({
        operation,
        entity: 'members',
        entityId: String(groupId),
        before: operation === 'members.removed' ? { customerIds } : null,
        after: operation === 'members.added' ? { customerIds } : null,
        ...(customerIds.length === 1 && { customerId: customerIds[0] }),
      });
    }
  }
}
