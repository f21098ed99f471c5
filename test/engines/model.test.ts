import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, inject, it } from 'vitest';
import * as categories from '../../src/core/category-service.js';
import * as customers from '../../src/core/customer-service.js';
import type { Unit } from '../../src/core/database.js';
import type { Environment } from '../../src/core/environment.js';
import { CoreError } from '../../src/core/errors.js';
import * as groups from '../../src/core/group-service.js';
import * as members from '../../src/core/member-service.js';
import * as lists from '../../src/core/price-list-service.js';
import * as prices from '../../src/core/price-service.js';
import * as products from '../../src/core/product-service.js';
import { createStore, updateStore } from '../../src/core/store-service.js';
import { EngineDatabase } from '../../src/database/database.js';
import type { Engine } from '../../src/database/engine.js';
import { migrate } from '../../src/database/migrate.js';
import { commandCaller } from '../../src/runtime.js';
import { type Dump, dump, openEngine } from '../helpers/database.js';
import { type EngineName, makePlace, type Place } from '../helpers/engines.js';
import { violations } from '../helpers/invariants.js';

/** An operation of the core, with a text that says which. */
interface Operation {
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

const operation: fc.Arbitrary<Operation> = fc.oneof(
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

/** Clock and ids follow from the operations alone, so that two runs can be compared to the letter. */
class Deterministic implements Environment {
  now = Date.parse('2026-01-01T00:00:00Z');
  #count = 0;
  readonly clock = () => this.now;
  random(bytes: number): Buffer {
    return createHash('sha512')
      .update(String(this.#count++))
      .digest()
      .subarray(0, bytes);
  }
}

interface Subject {
  place: Place;
  engine: Engine;
  database: EngineDatabase;
  environment: Deterministic;
}

const CALLER = commandCaller('acme');

async function open(name: EngineName): Promise<Subject> {
  const place = await makePlace(name);
  const engine = openEngine(place);
  const environment = new Deterministic();
  await migrate(engine, environment);
  return { place, engine, environment, database: new EngineDatabase(engine, environment) };
}

async function close({ engine, place }: Subject): Promise<void> {
  await engine.close();
  await place.remove();
}

/** What an operation gave, in a form that can be compared. */
async function outcomeOf(subject: Subject, { run, text }: Operation): Promise<object> {
  try {
    return { value: await subject.database.write(CALLER, run) };
  } catch (error) {
    if (!(error instanceof CoreError)) throw error;
    const { code, reason, message, faults } = error;
    // Every unique index of groups would be reported so; only this one can be met.
    if (reason === 'external_id_taken') expect(text).toContain('externalReferenceId');
    return { code, reason, message, faults };
  }
}

async function begin({ database, environment }: Subject): Promise<void> {
  environment.now += 1_000;
  await database.write(commandCaller(''), (unit) =>
    createStore(unit, { id: 'acme', name: 'Acme' }),
  );
  await database.write(CALLER, async (unit) => {
    for (const name of ['One', 'Two', 'Three', 'Four']) await groups.createGroup(unit, { name });
    for (const id of ['c1', 'c2', 'c3']) await customers.createCustomer(unit, { id, groupIds: [] });
    await lists.createPriceList(unit, { id: 'trade', name: 'Trade' });
    await categories.putCategories(unit, [
      { id: 'k1', name: 'K' },
      { id: 'k2', name: 'K', parentId: 'k1' },
    ]);
  });
}

/** Each run has a store of its own; what the last one left goes with it. */
async function end({ database }: Subject): Promise<void> {
  await database.write(CALLER, async (unit) => unit.stores.delete('acme'));
}

const withoutNumbers = ({ store_numbers: _, ...tables }: Dump): Dump => tables;

const names: EngineName[] = inject('postgresUrl') === '' ? ['sqlite'] : ['sqlite', 'postgresql'];

describe('any sequence of operations', () => {
  it(`means the same on ${names.join(' and ')}, and keeps every rule`, {
    timeout: 180_000,
  }, async () => {
    const subjects = await Promise.all(names.map(open));
    const outcomes = { done: 0, refused: 0 };
    try {
      await fc.assert(
        fc.asyncProperty(
          fc.array(operation, { minLength: 20, maxLength: 50 }),
          async (operations) => {
            await Promise.all(subjects.map(begin));
            try {
              for (const each of operations) {
                for (const { environment } of subjects) environment.now += each.later;
                const [first, ...others] = await Promise.all(
                  subjects.map((subject) => outcomeOf(subject, each)),
                );
                for (const other of others) expect(other).toEqual(first);
                outcomes[first && 'value' in first ? 'done' : 'refused']++;
              }
              const [first = {}, ...others] = await Promise.all(
                subjects.map(({ engine }) => dump(engine)),
              );
              expect(violations(first)).toEqual([]);
              for (const other of others) {
                expect(withoutNumbers(other)).toEqual(withoutNumbers(first));
              }
            } finally {
              await Promise.all(subjects.map(end));
            }
          },
        ),
        { numRuns: 60 },
      );
      // Refusals alone would show nothing.
      expect(outcomes.done).toBeGreaterThan(outcomes.refused / 2);
    } finally {
      await Promise.all(subjects.map(close));
    }
  });

  it.each(names)(
    'keeps every rule when operations come at once (%s)',
    { timeout: 180_000 },
    async (name) => {
      const subject = await open(name);
      try {
        await fc.assert(
          fc.asyncProperty(
            fc.array(fc.array(operation, { minLength: 1, maxLength: 20 }), {
              minLength: 1,
              maxLength: 6,
            }),
            async (rounds) => {
              await begin(subject);
              try {
                for (const operations of rounds) {
                  subject.environment.now += operations[0]?.later ?? 0;
                  await Promise.all(operations.map((each) => outcomeOf(subject, each)));
                  expect(violations(await dump(subject.engine))).toEqual([]);
                }
              } finally {
                await end(subject);
              }
            },
          ),
          { numRuns: 30 },
        );
      } finally {
        await close(subject);
      }
    },
  );
});
