// @ts-check
import { readConfig } from '../dist/config.js';
import { createCustomer } from '../dist/core/customer-service.js';
import { systemEnvironment } from '../dist/core/environment.js';
import { createGroup } from '../dist/core/group-service.js';
import { createKey } from '../dist/core/key-service.js';
import { createStore } from '../dist/core/store-service.js';
import { migrate } from '../dist/database/migrate.js';
import { commandCaller, openRuntime } from '../dist/runtime.js';
import { environmentOf } from './servers.js';

/** @typedef {import('./workloads.js').Store} Store */

const CHUNK = 500;

/**
 * Makes stores with groups 1…n and customers c1…cn, by the core and in bulk: the first one is
 * large, and the others, which only share the writes, are a tenth of it.
 * @param {import('./servers.js').Place} place
 * @param {{ stores: number, groups: number, customers: number }} size
 * @returns {Promise<Store[]>}
 */
export async function makeData(place, { stores, groups, customers }) {
  const { engine, database } = openRuntime(readConfig(environmentOf(place), {}));
  await migrate(engine, systemEnvironment);
  const made = [];
  for (let number = 1; number <= stores; number++) {
    const share = number === 1 ? 1 : 10;
    const store = { id: `shop-${number}`, groups: groups / share, customers: customers / share };
    made.push({ ...store, key: await makeStore(database, store) });
  }
  await engine.close();
  return made;
}

/**
 * @param {import('../dist/database/database.js').EngineDatabase} database
 * @param {Omit<Store, 'key'>} store
 * @returns {Promise<string>} a key of the store
 */
async function makeStore(database, { id, groups, customers }) {
  const caller = commandCaller(id);
  await database.write(commandCaller(''), (unit) =>
    createStore(unit, { id, name: id, currency: undefined, channels: {} }),
  );
  await inChunks(groups, (numbers) =>
    database.write(caller, async (unit) => {
      for (const number of numbers) await createGroup(unit, { name: `Group ${number}` });
    }),
  );
  await inChunks(customers, (numbers) =>
    database.write(caller, (unit) =>
      Promise.all(numbers.map((number) => createCustomer(unit, { id: `c${number}` }))),
    ),
  );
  /** @type {import('../dist/core/actor.js').Scope[]} */
  const scopes = ['groups:write', 'customers:write'];
  const { secret } = await database.write(caller, (unit) =>
    createKey(unit, { name: 'benchmark', scopes }),
  );
  return secret;
}

/**
 * @param {number} count
 * @param {(numbers: number[]) => Promise<unknown>} work
 */
async function inChunks(count, work) {
  for (let from = 1; from <= count; from += CHUNK) {
    const length = Math.min(CHUNK, count - from + 1);
    await work(Array.from({ length }, (_, index) => from + index));
  }
}
