import { inParts } from '../bulk.js';
import type { Unit } from '../database.js';
import { notFound } from '../errors.js';
import { ROWS_PER_STATEMENT } from '../limits.js';
import { checkCatalog } from './check-catalog.js';
import { checkCustomers } from './check-customers.js';
import { checkGroups } from './check-groups.js';
import { checkLists } from './check-lists.js';
import { Currencies } from './currencies.js';
import type { LaterChanges } from './later-changes.js';
import type { Folded, Operation } from './operation.js';
import { outcome, type Plan } from './plan.js';
import { planMembers } from './plan-members.js';
import { planPrices } from './plan-prices.js';
import { KINDS, planRecords } from './records.js';

/** What has to be done to take the operation back, and what stands in the way of it. */
export async function makePlan(
  unit: Unit,
  operation: Operation,
  inTheWay: LaterChanges,
): Promise<Plan> {
  const present = await loadPresent(unit, operation);
  const { skipped, folded: customers } = withoutGone(operation.customers, present.customers);
  const records = {
    groups: planRecords(KINDS.group, {
      folded: operation.groups,
      present: present.groups,
      inTheWay,
    }),
    customers: planRecords(KINDS.customer, {
      folded: customers,
      present: present.customers,
      inTheWay,
    }),
    lists: planRecords(KINDS.list, { folded: operation.lists, present: present.lists, inTheWay }),
    categories: planRecords(KINDS.category, {
      folded: operation.categories,
      present: present.categories,
      inTheWay,
    }),
    products: planRecords(KINDS.product, {
      folded: operation.products,
      present: present.products,
      inTheWay,
    }),
  };
  const lists = outcome(present.lists, records.lists);
  const currencies = await Currencies.load(unit, operation);
  const members = await planMembers(unit, operation, {
    inTheWay,
    restoredCustomers: new Set(records.customers.restored.map(({ id }) => id)),
    deletedCustomers: new Set(records.customers.deleted.map(({ id }) => id)),
    groupIds: outcome(present.groups, records.groups),
  });
  for (const id of skipped) members.skipped.add(id);
  const prices = await planPrices(unit, operation, {
    present: present.lists,
    lists,
    currencies,
    inTheWay,
  });
  const plan = { ...records, members, prices, currency: present.store.currency };

  await checkGroups(unit, plan, lists, inTheWay);
  await checkCustomers(unit, plan, inTheWay);
  await checkLists(unit, plan, inTheWay);
  const { categories, store } = present;
  await checkCatalog(unit, plan, { categories, store, currencies, inTheWay });
  return plan;
}

/** Of a customer who is gone nothing can be put back: it is passed over. */
function withoutGone<State>(
  all: ReadonlyMap<string, Folded<State>>,
  present: ReadonlyMap<string, State>,
) {
  const skipped: string[] = [];
  const folded = new Map<string, Folded<State>>();
  for (const [id, states] of all) {
    if (states.before && states.after && !present.has(id)) skipped.push(id);
    else folded.set(id, states);
  }
  return { skipped, folded };
}

/** What the operation was about, as it is now, and what it referred to before. */
async function loadPresent(unit: Unit, operation: Operation) {
  const { storeId } = unit.caller;
  const before = {
    groups: [...operation.groups.values()].flatMap((group) => group.before ?? []),
    categories: [...operation.categories.values()].flatMap((category) => category.before ?? []),
    products: [...operation.products.values()].flatMap((product) => product.before ?? []),
  };
  const [groups, customers, lists, categories, products, store] = await Promise.all([
    load(
      [...operation.groups.keys(), ...[...operation.pairs.values()].map(({ groupId }) => groupId)],
      (ids) => unit.groups.findAll(storeId, ids),
    ),
    load(operation.customers.keys(), (ids) => unit.customers.findAll(storeId, ids, unit.now)),
    load(
      [
        ...operation.lists.keys(),
        ...operation.prices.keys(),
        ...before.groups.flatMap((group) => group.defaultPriceListId ?? []),
      ],
      (ids) => unit.priceLists.findAll(storeId, ids),
    ),
    load(
      [
        ...operation.categories.keys(),
        ...before.categories.flatMap((category) => category.parentId ?? []),
        ...before.products.flatMap((product) => product.categoryIds),
      ],
      (ids) => unit.categories.line(storeId, ids),
    ),
    load(operation.products.keys(), (ids) => unit.products.findAll(storeId, ids)),
    unit.stores.find(storeId),
  ]);
  if (!store) throw notFound('store', storeId);
  return { groups, customers, lists, categories, products, store };
}

async function load<Id, State extends { id: Id }>(
  ids: Iterable<Id>,
  find: (ids: readonly Id[]) => Promise<State[]>,
): Promise<Map<Id, State>> {
  const found = new Map<Id, State>();
  for (const part of inParts([...new Set(ids)], ROWS_PER_STATEMENT)) {
    for (const state of await find(part)) found.set(state.id, state);
  }
  return found;
}
