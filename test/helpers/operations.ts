import fc from 'fast-check';
import * as categories from '../../src/core/category-service.js';
import * as customers from '../../src/core/customer-service.js';
import type { Unit } from '../../src/core/database.js';
import * as groups from '../../src/core/group-service.js';
import * as members from '../../src/core/member-service.js';
import * as lists from '../../src/core/price-list-service.js';
import * as prices from '../../src/core/price-service.js';
import * as products from '../../src/core/product-service.js';
import { updateStore } from '../../src/core/store-service.js';
import { undoChange } from '../../src/core/undo/undo-service.js';

/** An operation of the core, with a text that says which. */
export interface Operation {
  text: string;
  run(unit: Unit): Promise<unknown>;
  /** Milliseconds on the clock before it: none, a few, days, or some back. */
  later: number;
}

/** Mostly of groups and customers that are there from the beginning. */
const groupId = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 4 }) },
  { weight: 1, arbitrary: fc.integer({ min: 5, max: 9 }) },
);
const customerId = fc.constantFrom('c1', 'c2', 'c3', 'Ä/ü 😀');
const listId = fc.constantFrom('trade', 'retail');
const customerIds = fc.array(customerId, { maxLength: 4 });
const known = fc.constantFrom('c1', 'c2', 'c3');
const groupIds = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 });
const text = fc.constantFrom('', 'Wholesale', 'straße', 'Ünï_%\\', 'ﬃ Å', '😀'.repeat(60));
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 3 });
const later = fc.constantFrom(0, 0, 0, 1, 7, 1_000, 86_400_000, -5_000);
const time = fc.constantFrom(
  '2026-01-01T00:00:00.000Z',
  '2026-01-05T12:00:00.001Z',
  '2027-01-01T00:00:00.000Z',
);

const groupPatch = fc.record(
  {
    name: fc.constantFrom('A', 'B', 'straße'),
    description: maybe(text),
    descriptions: maybe(fc.dictionary(fc.constantFrom('en', 'de'), text)),
    isDefault: fc.boolean(),
    isGuest: fc.boolean(),
    isActive: fc.boolean(),
    parentId: maybe(groupId),
    categoryAccess: maybe(
      fc.oneof(
        fc.record({ type: fc.constantFrom('all' as const, 'none' as const) }),
        fc.record({ type: fc.constant('specific' as const), categories: customerIds }),
      ),
    ),
    defaultPriceListId: maybe(listId),
    externalReferenceId: maybe(fc.constantFrom('e1', 'e2')),
  },
  { requiredKeys: [] },
);
const customerPatch = fc.record(
  { name: maybe(text), email: maybe(text), groupIds },
  { requiredKeys: [] },
);
const listPatch = fc.record(
  {
    name: fc.constantFrom('L', 'M'),
    currency: fc.constantFrom('USD', 'EUR'),
    startsAt: maybe(time),
    endsAt: maybe(time),
  },
  { requiredKeys: [] },
);
const categoryId = fc.constantFrom('k1', 'k2', 'k3', 'k4', 'Ä/ü 😀');
const productId = fc.constantFrom('p1', 'p2', 'p/3');
const amount = fc.constantFrom('0', '5', '9.5', '9.50', '12.34', '0.125');
const someCategories = fc.array(
  fc.record(
    { id: categoryId, name: fc.constantFrom('C', 'D'), parentId: maybe(categoryId) },
    { requiredKeys: ['id', 'name'] },
  ),
  { maxLength: 4 },
);
const someProducts = fc.array(
  fc.record(
    {
      id: productId,
      name: maybe(text),
      price: maybe(amount),
      categoryIds: fc.array(categoryId, { maxLength: 3 }),
    },
    { requiredKeys: ['id'] },
  ),
  { maxLength: 3 },
);
const somePrices = fc.array(
  fc.record(
    { productId, minQuantity: fc.constantFrom(1, 2, 10), amount },
    { requiredKeys: ['productId', 'amount'] },
  ),
  { minLength: 1, maxLength: 4 },
);
const window = fc.record({ startsAt: time, endsAt: maybe(time) }, { requiredKeys: [] });

/** An operation of a kind: its arguments are random, and what it does with them. */
function kind<Arguments>(
  name: string,
  given: fc.Arbitrary<Arguments>,
  run: (unit: Unit, given: Arguments) => Promise<unknown>,
): fc.Arbitrary<Operation> {
  return fc.tuple(given, later).map(([values, ms]) => ({
    text: `${name} ${JSON.stringify(values)} after ${ms} ms`,
    run: (unit) => run(unit, values),
    later: ms,
    // Shown in a counterexample.
    [fc.toStringMethod]: () => `${name} ${JSON.stringify(values)} after ${ms} ms`,
  }));
}

/** Everything that can be taken back, and what changes the currency of the store. */
export const operation: fc.Arbitrary<Operation> = fc.oneof(
  kind('create group', groupPatch, (unit, patch) =>
    groups.createGroup(unit, { name: 'N', ...patch }),
  ),
  kind('create group', groupPatch, (unit, patch) =>
    groups.createGroup(unit, { name: 'N', ...patch }),
  ),
  kind('update group', fc.tuple(groupId, groupPatch), (unit, [id, patch]) =>
    groups.updateGroup(unit, id, () => patch),
  ),
  kind('update group', fc.tuple(groupId, groupPatch), (unit, [id, patch]) =>
    groups.updateGroup(unit, id, () => patch),
  ),
  kind('move group', fc.tuple(groupId, maybe(groupId)), (unit, [id, parentId]) =>
    groups.updateGroup(unit, id, () => ({ parentId })),
  ),
  kind(
    'flag group',
    fc.tuple(groupId, fc.constantFrom('isDefault', 'isGuest')),
    (unit, [id, flag]) => groups.updateGroup(unit, id, () => ({ [flag]: true })),
  ),
  kind('delete group', groupId, (unit, id) => groups.deleteGroup(unit, id)),
  kind('delete groups', fc.record({ isActive: fc.boolean() }), (unit, filter) =>
    groups.deleteGroups(unit, filter),
  ),
  kind('create customer', fc.tuple(customerId, customerPatch), (unit, [id, patch]) =>
    customers.createCustomer(unit, { id, ...patch }),
  ),
  kind('put customer', fc.tuple(customerId, customerPatch), (unit, [id, patch]) =>
    customers.putCustomer(unit, id, patch),
  ),
  kind('update customer', fc.tuple(customerId, customerPatch), (unit, [id, patch]) =>
    customers.updateCustomer(unit, id, patch),
  ),
  kind('delete customer', fc.tuple(customerId, fc.boolean()), (unit, [id, erase]) =>
    customers.deleteCustomer(unit, id, { erase }),
  ),
  kind('put groups', fc.tuple(customerId, groupIds), (unit, [id, ids]) =>
    customers.putCustomerGroups(unit, id, ids),
  ),
  kind('add members', fc.tuple(groupId, fc.array(known)), (unit, [id, add]) =>
    members.changeMembers(unit, id, { add, remove: [] }),
  ),
  kind('remove members', fc.tuple(groupId, fc.array(known)), (unit, [id, remove]) =>
    members.changeMembers(unit, id, { add: [], remove }),
  ),
  kind('change members', fc.tuple(groupId, customerIds, customerIds), (unit, [id, add, remove]) =>
    members.changeMembers(unit, id, { add, remove }),
  ),
  kind('put member', fc.tuple(groupId, customerId, window), (unit, [id, customer, given]) =>
    members.putMember(unit, id, customer, given),
  ),
  kind('remove member', fc.tuple(groupId, customerId), (unit, [id, customer]) =>
    members.removeMember(unit, id, customer),
  ),
  kind('create list', fc.tuple(listId, listPatch), (unit, [id, patch]) =>
    lists.createPriceList(unit, { id, name: 'L', ...patch }),
  ),
  kind('update list', fc.tuple(listId, listPatch), (unit, [id, patch]) =>
    lists.updatePriceList(unit, id, patch),
  ),
  kind('delete list', listId, (unit, id) => lists.deletePriceList(unit, id)),
  kind('put categories', someCategories, (unit, entries) =>
    categories.putCategories(unit, entries),
  ),
  kind('delete category', categoryId, (unit, id) => categories.deleteCategory(unit, id)),
  kind('put products', someProducts, (unit, entries) => products.putProducts(unit, entries)),
  kind('delete product', productId, (unit, id) => products.deleteProduct(unit, id)),
  kind('put prices', fc.tuple(listId, somePrices), (unit, [id, entries]) =>
    prices.putPrices(unit, id, entries),
  ),
  kind('put prices', somePrices, (unit, entries) => prices.putPrices(unit, 'trade', entries)),
  kind('delete prices', fc.tuple(listId, productId), (unit, [id, product]) =>
    prices.deletePrices(unit, id, product),
  ),
  kind('change currency', fc.constantFrom('USD', 'JPY', 'KWD'), (unit, currency) =>
    updateStore(unit, { currency }),
  ),
);

/** Of any change, also of those that are not there or that nobody can take back. */
export const undo: fc.Arbitrary<Operation> = kind(
  'undo',
  fc.integer({ min: 1, max: 90 }),
  (unit, seq) => undoChange(unit, seq, 400),
);
