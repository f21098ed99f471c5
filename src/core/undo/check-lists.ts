import type { Unit } from '../database.js';
import { checkWindow } from '../rules.js';
import { type LaterChanges, touches } from './later-changes.js';
import { outcome, type Plan } from './plan.js';
import { staying } from './plan-prices.js';

/** What a rule about price lists, or what hangs on a list by now, has against a plan. */
export async function checkLists(
  unit: Unit,
  { lists, groups, prices }: Plan,
  inTheWay: LaterChanges,
): Promise<void> {
  for (const { before, after } of lists.replaced) {
    if (checkWindow(after.startsAt, after.endsAt).length > 0) {
      inTheWay.add('price-list', after.id, touches('startsAt', 'endsAt'));
    }
    if (before.currency === after.currency) continue;
    for await (const key of staying(unit, after.id, prices)) inTheWay.addPrice(after.id, key);
  }
  for (const { id } of lists.deleted) {
    for await (const key of staying(unit, id, prices)) inTheWay.addPrice(id, key);
    const users = await unit.groups.usingPriceList(unit.caller.storeId, id);
    const after = outcome(new Map(users.map((group) => [group.id, group])), groups);
    for (const user of users) {
      if (after.get(user.id)?.defaultPriceListId === id) {
        inTheWay.add('group', user.id, touches('defaultPriceListId'));
      }
    }
  }
}
