import { inParts } from '../bulk.js';
import type { Category } from '../category.js';
import { recordCategory } from '../category-service.js';
import type { ChangeEntity } from '../change.js';
import { deleteCustomers, insertCustomers, replaceCustomers } from '../customer-writes.js';
import type { Unit } from '../database.js';
import type { Instant } from '../environment.js';
import type { Group } from '../group.js';
import { deleteEmptyGroups, insertGroups, replaceGroups } from '../group-writes.js';
import { ROWS_PER_STATEMENT } from '../limits.js';
import { applyMemberships, changeWindows } from '../member-writes.js';
import type { PriceList } from '../price-list.js';
import { recordPriceList } from '../price-list-service.js';
import { recordPrice } from '../price-service.js';
import type { Product } from '../product.js';
import { recordProduct } from '../product-service.js';
import type { Plan, PricePlan, RecordPlan } from './plan.js';

/**
 * Writes what a plan says, in an order that no reference and no unique index stands against. What
 * hangs on something comes after it and goes before it.
 */
export async function applyPlan(unit: Unit, plan: Plan): Promise<void> {
  const { groups, customers, lists, members } = plan;
  await restoreLists(unit, lists);
  const ending = new Set(lists.deleted.map(({ id }) => id));
  for (const prices of plan.prices) if (!ending.has(prices.list.id)) applyPrices(unit, prices);
  await applyCategories(unit, plan.categories);
  await applyProducts(unit, plan);

  insertCustomers(unit, await revived(unit, 'customer', customers.restored));
  replaceCustomers(unit, customers.replaced);
  countWithoutGroup(unit, plan);
  applyMemberships(unit, { joining: [], leaving: members.leaving });
  changeWindows(unit, members.windows);

  const restored = new Set(groups.restored.map(({ id }) => id));
  const isLate = (group: Replacement): boolean =>
    taken(group).length > 0 || restored.has(group.after.parentId ?? 0);
  replaceAll(
    unit,
    groups.replaced.filter((group) => !isLate(group)),
  );
  deleteEmptyGroups(unit, groups.deleted);
  insertGroups(unit, await revived(unit, 'group', groups.restored));
  for (const part of inTurn(groups.replaced.filter(isLate))) replaceAll(unit, part);

  applyMemberships(unit, { joining: members.joining, leaving: [] });
  deleteCustomers(unit, customers.deleted);
  await deleteLists(unit, lists.deleted);
}

type Replacement = RecordPlan<Group>['replaced'][number];

/** What only one group of a store can have. */
const unique = (group: Group): string[] => [
  ...(group.isDefault ? ['default'] : []),
  ...(group.isGuest ? ['guest'] : []),
  ...(group.externalReferenceId === null ? [] : [`id ${group.externalReferenceId}`]),
];

const taken = ({ before, after }: Replacement): string[] =>
  unique(after).filter((name) => !unique(before).includes(name));

/** In sets, so that each takes what an earlier set has given up. */
function* inTurn(replacements: readonly Replacement[]): Generator<readonly Replacement[]> {
  let left = replacements;
  while (left.length > 0) {
    const held = new Set(left.flatMap(({ before }) => unique(before)));
    const ready = left.filter((group) => !taken(group).some((name) => held.has(name)));
    // None at all would be groups that exchange what they have, which no operation does.
    yield ready.length > 0 ? ready : left;
    left = ready.length > 0 ? left.filter((group) => !ready.includes(group)) : [];
  }
}

function replaceAll(unit: Unit, replacements: readonly Replacement[]): void {
  const after = new Map(replacements.map((group) => [group.before.id, group.after]));
  replaceGroups(
    unit,
    replacements.map(({ before }) => before),
    (group) => after.get(group.id) ?? group,
  );
}

/** As they were, with a version that none under this id has ever had. */
async function revived<State extends { id: string | number; version: number; updatedAt: Instant }>(
  unit: Unit,
  entity: ChangeEntity,
  states: readonly State[],
): Promise<State[]> {
  const revivedStates: State[] = [];
  for (const part of inParts(states, ROWS_PER_STATEMENT)) {
    const ids = part.map(({ id }) => String(id));
    const highest = await unit.changes.highestVersions(unit.caller.storeId, entity, ids);
    for (const state of part) {
      const version = Math.max(state.version, highest.get(String(state.id)) ?? 0) + 1;
      revivedStates.push({ ...state, version, updatedAt: unit.now });
    }
  }
  return revivedStates;
}

const newer = <State extends { version: number; updatedAt: Instant }>(
  unit: Unit,
  { before, after }: { before: State; after: State },
): State => ({ ...after, version: before.version + 1, updatedAt: unit.now });

/** Before the customers and their memberships change: how many of them are in no group then. */
function countWithoutGroup(unit: Unit, { customers, members }: Plan): void {
  const countOf = (id: string) => members.memberships.get(id) ?? { before: 0, after: 0 };
  const restored = new Set(customers.restored.map(({ id }) => id));
  const deleted = new Set(customers.deleted.map(({ id }) => id));
  for (const id of restored) if (countOf(id).after === 0) unit.counters.customersWithoutGroup++;
  for (const id of deleted) if (countOf(id).before === 0) unit.counters.customersWithoutGroup--;
  for (const [id, { before, after }] of members.memberships) {
    if (restored.has(id) || deleted.has(id)) continue;
    if (before > 0 && after === 0) unit.counters.customersWithoutGroup++;
    if (before === 0 && after > 0) unit.counters.customersWithoutGroup--;
  }
}

async function restoreLists(unit: Unit, { restored, replaced }: RecordPlan<PriceList>) {
  for (const list of await revived(unit, 'price-list', restored)) {
    unit.priceLists.insert(list);
    recordPriceList(unit, 'price-list.created', null, list);
  }
  for (const replacement of replaced) {
    const after = newer(unit, replacement);
    unit.priceLists.update(after);
    recordPriceList(unit, 'price-list.updated', replacement.before, after);
  }
}

async function deleteLists(unit: Unit, lists: readonly PriceList[]) {
  for (const list of lists) {
    await unit.prices.closeList(list);
    unit.priceLists.delete(list, unit.now);
    recordPriceList(unit, 'price-list.deleted', list, null);
  }
}

function applyPrices(unit: Unit, { list, changes }: PricePlan): void {
  const { storeId } = unit.caller;
  for (const part of inParts(changes, ROWS_PER_STATEMENT)) {
    const ending = part.flatMap(({ before }) => before ?? []);
    const beginning = part.flatMap(({ after }) => after ?? []);
    if (ending.length > 0) unit.prices.close(storeId, list.id, ending, unit.now);
    if (beginning.length > 0) unit.prices.insert(storeId, list.id, beginning);
    for (const change of part) recordPrice(unit, list, change);
  }
}

async function applyCategories(unit: Unit, plan: RecordPlan<Category>) {
  const { storeId } = unit.caller;
  const restored = await revived(unit, 'category', plan.restored);
  if (restored.length > 0) unit.categories.insert(storeId, restored);
  for (const category of restored) recordCategory(unit, 'category.created', null, category);
  const replaced = plan.replaced.map((each) => ({ ...each, after: newer(unit, each) }));
  if (replaced.length > 0) {
    unit.categories.update(
      storeId,
      replaced.map(({ after }) => after),
    );
  }
  for (const { before, after } of replaced) recordCategory(unit, 'category.updated', before, after);
  if (plan.deleted.length > 0) {
    unit.categories.delete(
      storeId,
      plan.deleted.map(({ id }) => id),
    );
  }
  for (const category of plan.deleted) recordCategory(unit, 'category.deleted', category, null);
}

async function applyProducts(unit: Unit, { products: plan, currency }: Plan) {
  const { storeId } = unit.caller;
  const log = (operation: `product.${string}`, before: Product | null, after: Product | null) =>
    recordProduct(unit, operation, { before, after, currency });
  const restored = await revived(unit, 'product', plan.restored);
  if (restored.length > 0) unit.products.insert(storeId, restored);
  for (const product of restored) log('product.created', null, product);
  const replaced = plan.replaced.map((each) => ({ ...each, after: newer(unit, each) }));
  if (replaced.length > 0) {
    unit.products.update(
      storeId,
      replaced.map(({ after }) => after),
    );
  }
  for (const { before, after } of replaced) log('product.updated', before, after);
  if (plan.deleted.length > 0) {
    unit.products.delete(
      storeId,
      plan.deleted.map(({ id }) => id),
    );
  }
  for (const product of plan.deleted) log('product.deleted', product, null);
}
