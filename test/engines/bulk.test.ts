import { afterEach, beforeEach, expect, it } from 'vitest';
import { putCategories } from '../../src/core/category-service.js';
import type { Unit } from '../../src/core/database.js';
import { systemEnvironment } from '../../src/core/environment.js';
import { createPriceList, deletePriceList } from '../../src/core/price-list-service.js';
import { deletePrices, putPrices } from '../../src/core/price-service.js';
import { putProducts } from '../../src/core/product-service.js';
import { createStore } from '../../src/core/store-service.js';
import { EngineDatabase } from '../../src/database/database.js';
import type { Engine } from '../../src/database/engine.js';
import { migrate } from '../../src/database/migrate.js';
import { commandCaller } from '../../src/runtime.js';
import { openEngine } from '../helpers/database.js';
import { describeEngines, makePlace, type Place } from '../helpers/engines.js';

const CALLER = commandCaller('acme');

/** The engine, with a count of the statements that its transactions are given. */
function counting(engine: Engine) {
  let count = 0;
  const counted = new Proxy(engine, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (name !== 'write') return typeof value === 'function' ? value.bind(target) : value;
      const write: Engine['write'] = (work) =>
        target.write((transaction) =>
          work({
            run: (...sent) => {
              count++;
              return transaction.run(...sent);
            },
            send: (...sent) => {
              count++;
              transaction.send(...sent);
            },
            sendTogether: (writes) => {
              count += writes.length;
              transaction.sendTogether(writes);
            },
          }),
        );
      return write;
    },
  });
  return {
    engine: counted,
    take: () => {
      const taken = count;
      count = 0;
      return taken;
    },
  };
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

const categories = (count: number, name: string) =>
  numbers(count).map((index) => ({
    id: `c${index}`,
    name,
    parentId: index === 0 ? null : `c${Math.floor((index - 1) / 3)}`,
  }));
const products = (count: number, name: string) =>
  numbers(count).map((index) => ({
    id: `p${index}`,
    name,
    price: '9.50',
    categoryIds: [`c${index}`, 'c0'].slice(0, index === 0 ? 1 : 2),
  }));
const prices = (count: number, amount: string) =>
  numbers(count).map((index) => ({ productId: 'p', minQuantity: index + 1, amount }));

/** Each step with its number of entries; what comes before it is done with as many. */
const STEPS: readonly (readonly [string, (unit: Unit, count: number) => Promise<unknown>])[] = [
  ['new categories', (unit, count) => putCategories(unit, categories(count, 'A'))],
  ['changed categories', (unit, count) => putCategories(unit, categories(count, 'B'))],
  ['unchanged categories', (unit, count) => putCategories(unit, categories(count, 'B'))],
  ['new products', (unit, count) => putProducts(unit, products(count, 'A'))],
  ['changed products', (unit, count) => putProducts(unit, products(count, 'B'))],
  ['unchanged products', (unit, count) => putProducts(unit, products(count, 'B'))],
  ['new prices', (unit, count) => putPrices(unit, 'l', prices(count, '1'))],
  ['changed prices', (unit, count) => putPrices(unit, 'l', prices(count, '2'))],
  ['unchanged prices', (unit, count) => putPrices(unit, 'l', prices(count, '2'))],
  ['deleted prices', (unit) => deletePrices(unit, 'l', 'p')],
  ['new prices again', (unit, count) => putPrices(unit, 'l', prices(count, '3'))],
  ['a deleted list', (unit) => deletePriceList(unit, 'l')],
];

describeEngines('a write of many', (name) => {
  let place: Place;
  let engine: Engine;
  beforeEach(async () => {
    place = await makePlace(name);
    engine = openEngine(place);
    await migrate(engine, systemEnvironment);
  });
  afterEach(async () => {
    await engine.close();
    await place.remove();
  });

  async function statementsOf(count: number): Promise<[string, number][]> {
    const { engine: counted, take } = counting(engine);
    // Each step a second later: no price holds for no time.
    let now = Date.parse('2026-01-01T00:00:00Z');
    const clock = () => {
      now += 1_000;
      return now;
    };
    const database = new EngineDatabase(counted, { ...systemEnvironment, clock });
    await database.write(commandCaller(''), (unit) =>
      createStore(unit, { id: 'acme', name: 'Acme' }),
    );
    await database.write(CALLER, (unit) => createPriceList(unit, { id: 'l', name: 'L' }));
    take();
    const counts: [string, number][] = [];
    for (const [title, work] of STEPS) {
      await database.write(CALLER, (unit) => work(unit, count));
      counts.push([title, take()]);
    }
    await database.write(CALLER, async (unit) => unit.stores.delete('acme'));
    return counts;
  }

  it('takes as many statements as one of few', async () => {
    const few = await statementsOf(2);
    expect(await statementsOf(1_000)).toEqual(few);
    for (const [title, count] of few) expect(count, title).toBeLessThan(12);
  });
});
