import type { Unit } from '../database.js';
import { memberKey } from '../member.js';
import type { LaterChanges } from './later-changes.js';
import type { Plan } from './plan.js';

/** A customer who goes may be in no group but those that the operation has put it in. */
export async function checkCustomers(
  unit: Unit,
  { customers, members }: Plan,
  inTheWay: LaterChanges,
): Promise<void> {
  const { deleted } = customers;
  if (deleted.length === 0) return;
  const leaving = new Set(members.leaving.map(memberKey));
  const pairs = await unit.members.pairsOfCustomers(
    unit.caller.storeId,
    deleted.map(({ id }) => id),
  );
  for (const pair of pairs) if (!leaving.has(memberKey(pair))) inTheWay.addPair(pair);
}
