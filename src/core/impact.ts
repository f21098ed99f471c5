import type { Unit } from './database.js';
import { MAX_IMPACT_PRODUCTS } from './limits.js';
import type { Money } from './money.js';
import { unitPrices } from './pricing/unit-prices.js';

/** What a write would change. */
export interface Impact {
  /** Distinct customers of the groups and of those below them; of a change of members, theirs. */
  customers: number;
  /** Membership rows, likewise. */
  members: number;
  /** Products whose price for one of the groups changes, at quantity 1; null: too many to look at. */
  prices: number | null;
  /** Whether there were too many products to look at each. */
  estimated: boolean;
}

/** Looks at what is there; what it gives looks again after the write, and tells the difference. */
export type Probe = (unit: Unit) => Promise<(written: unknown) => Promise<Impact>>;

/** By group, the price of each product. Null: too many products. */
type Prices = Map<number, Map<string, Money | null>> | null;

/** Of a write to a group; `undefined` for one that is only made by it. */
export const probeGroup =
  (groupId?: number): Probe =>
  async (unit) => {
    const before = await pricesFor(unit, groupId === undefined ? [] : [groupId]);
    const people = await peopleOf(unit, groupId === undefined ? [] : [groupId]);
    return async (written) => {
      const id = groupId ?? (written as { id: number }).id;
      return { ...people, ...difference(before, await pricesFor(unit, [id])) };
    };
  };

/** Of a write to a price list or to its prices: it is about the groups that it is the list of. */
export const probePriceList =
  (listId?: string): Probe =>
  async (unit) => {
    const groups = listId === undefined ? [] : await groupsWithList(unit, listId);
    const people = await peopleOf(unit, groups);
    const before = await pricesFor(unit, groups);
    return async () => ({ ...people, ...difference(before, await pricesFor(unit, groups)) });
  };

/** Of members that come and go: the prices of the group stay as they are. */
export const probeMembers = (): Probe => async () => async (written) => {
  const { added, removed } = written as { added: number; removed: number };
  return ofMembers(added + removed);
};

/** Of one membership, which may stay as it is. */
export const probeMember =
  (groupId: number, customerId: string): Probe =>
  async (unit) => {
    const window = async () => {
      const { present } = await unit.members.relation(unit.caller.storeId, groupId, customerId);
      return present && `${present.relationId} ${present.startsAt} ${present.endsAt}`;
    };
    const before = await window();
    return async () => ofMembers(before === (await window()) ? 0 : 1);
  };

const ofMembers = (members: number): Impact => ({
  customers: members,
  members,
  prices: 0,
  estimated: false,
});

/** Those that name the list, and those below them, which may inherit it. */
async function groupsWithList(unit: Unit, listId: string): Promise<number[]> {
  const { storeId } = unit.caller;
  const groups = await unit.groups.usingPriceList(storeId, listId);
  return unit.groups.withDescendants(
    storeId,
    groups.map(({ id }) => id),
  );
}

async function peopleOf(unit: Unit, groupIds: readonly number[]) {
  if (groupIds.length === 0) return { customers: 0, members: 0 };
  const { storeId } = unit.caller;
  return unit.members.countAll(storeId, await unit.groups.withDescendants(storeId, groupIds));
}

/** A group that is not there has the prices that hold without any. */
async function pricesFor(unit: Unit, groupIds: readonly number[]): Promise<Prices> {
  const { storeId } = unit.caller;
  const { memberships } = await unit.pricing.groups(storeId, { groupIds }, undefined);
  const listIds = new Set(
    memberships.flatMap(({ group, ancestors }) =>
      [group, ...ancestors].flatMap(({ defaultPriceListId: id }) => (id === null ? [] : [id])),
    ),
  );
  const limit = MAX_IMPACT_PRODUCTS + 1;
  const productIds = await unit.pricing.productIds(storeId, listIds, limit);
  if (productIds.length === limit) return null;
  const [loaded, store] = await Promise.all([
    unit.pricing.prices(storeId, { listIds, productIds, categoryIds: [] }, undefined),
    unit.stores.find(storeId),
  ]);
  const items = productIds.map((productId) => ({
    productId,
    quantity: 1,
    unitPrice: null,
    categoryIds: null,
  }));
  const currency = store?.currency ?? '';
  const all = { currency, storeCurrency: currency, at: unit.now, guest: null, items, ...loaded };
  const pricesOf = (of: typeof memberships) => {
    const prices = unitPrices({ ...all, memberships: of });
    return new Map(productIds.map((id, index) => [id, prices[index] ?? null]));
  };
  const byGroup = new Map(memberships.map((line) => [line.group.id, pricesOf([line])]));
  return byGroup.set(WITHOUT_GROUP, pricesOf([]));
}

/** No group has this id. */
const WITHOUT_GROUP = 0;

function difference(before: Prices, after: Prices): Pick<Impact, 'prices' | 'estimated'> {
  if (!before || !after) return { prices: null, estimated: true };
  const changed = new Set<string>();
  for (const groupId of new Set([...before.keys(), ...after.keys()])) {
    const old = before.get(groupId) ?? before.get(WITHOUT_GROUP);
    const now = after.get(groupId) ?? after.get(WITHOUT_GROUP);
    for (const id of new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])) {
      if ((old?.get(id) ?? null) !== (now?.get(id) ?? null)) changed.add(id);
    }
  }
  return { prices: changed.size, estimated: false };
}
