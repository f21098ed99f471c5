// @ts-check
import { environmentOf, startProgram } from './servers.js';

/** @typedef {import('./workloads.js').Store} Store */

/** Requests under way at once: the program shares their commits. */
const AT_ONCE = 64;
const MEMBERS_PER_CALL = 10_000;

/**
 * Makes stores with groups 1…n and customers c1…cn through the program itself: the first one is
 * large, and the others, which only share the writes, are a tenth of it.
 * @param {import('./servers.js').Place} place
 * @param {{ stores: number, groups: number, customers: number }} size
 * @returns {Promise<Store[]>}
 */
export async function makeData(place, { stores, groups, customers }) {
  const program = await startProgram(place);
  try {
    const call = caller(`http://127.0.0.1:${program.port}/v1/stores`, place);
    const made = [];
    for (let number = 1; number <= stores; number++) {
      const share = number === 1 ? 1 : 10;
      const store = {
        id: `shop-${number}`,
        groups: groups / share,
        customers: customers / share,
      };
      made.push({ ...store, key: await makeStore(call, store) });
    }
    return made;
  } finally {
    await program.end();
  }
}

/** @typedef {(path: string, body: object) => Promise<any>} Call */

/** @type {(base: string, place: import('./servers.js').Place) => Call} */
const caller = (base, place) => async (path, body) => {
  const response = await fetch(base + path, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${environmentOf(place).CLIENTELE_ROOT_KEY}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${text}`);
  return JSON.parse(text);
};

/**
 * @param {Call} call
 * @param {Omit<Store, 'key'>} store
 * @returns {Promise<string>} a key of the store
 */
async function makeStore(call, { id, groups, customers }) {
  await call('', { id, name: id });
  await together(groups, (n) => call(`/${id}/groups`, { name: `Group ${n}` }));
  await together(customers, (n) => call(`/${id}/customers`, { id: `c${n}` }));
  // Beside those that the load goes to: a group of everybody, so that no table is empty.
  const everybody = await call(`/${id}/groups`, { name: 'Everybody' });
  for (let from = 1; from <= customers; from += MEMBERS_PER_CALL) {
    const length = Math.min(MEMBERS_PER_CALL, customers - from + 1);
    const add = Array.from({ length }, (_, index) => `c${from + index}`);
    await call(`/${id}/groups/${everybody.id}/members`, { add });
  }
  const scopes = ['groups:write', 'customers:write'];
  const { secret } = await call(`/${id}/keys`, { name: 'benchmark', scopes });
  return secret;
}

/**
 * @param {number} count
 * @param {(n: number) => Promise<unknown>} work
 */
async function together(count, work) {
  let next = 1;
  const worker = async () => {
    while (next <= count) await work(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
