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
    const call = callerOf(place, program.port);
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

/** @typedef {(method: 'POST' | 'PUT', path: string, body: object) => Promise<any>} Call */

/**
 * Calls the program with the root key.
 * @type {(place: import('./servers.js').Place, port: number) => Call}
 */
export const callerOf = (place, port) => async (method, path, body) => {
  const response = await fetch(`http://127.0.0.1:${port}/v1/stores${path}`, {
    method,
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
  await call('POST', '', { id, name: id });
  await together(groups, (n) => call('POST', `/${id}/groups`, { name: `Group ${n}` }));
  await together(customers, (n) => call('POST', `/${id}/customers`, { id: `c${n}` }));
  // Beside those that the load goes to: a group of everybody, so that no table is empty.
  const everybody = await call('POST', `/${id}/groups`, { name: 'Everybody' });
  for (let from = 1; from <= customers; from += MEMBERS_PER_CALL) {
    const length = Math.min(MEMBERS_PER_CALL, customers - from + 1);
    const add = Array.from({ length }, (_, index) => `c${from + index}`);
    await call('POST', `/${id}/groups/${everybody.id}/members`, { add });
  }
  const scopes = ['groups:write', 'customers:write'];
  const { secret } = await call('POST', `/${id}/keys`, { name: 'benchmark', scopes });
  return secret;
}

/**
 * @param {number} count
 * @param {(n: number) => Promise<unknown>} work
 */
export async function together(count, work) {
  let next = 1;
  const worker = async () => {
    while (next <= count) await work(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
