// @ts-check

/**
 * A store to load: its key, and what it holds (groups 1…n, customers c1…cn).
 * @typedef {{ id: string, key: string, groups: number, customers: number }} Store
 */

/** @typedef {'get' | 'list' | 'create' | 'assign'} Workload */

/** @type {readonly Workload[]} */
export const WORKLOADS = ['get', 'list', 'create', 'assign'];

/** The one status with which a workload's requests may be answered. */
export const STATUS = { get: 200, list: 200, create: 201, assign: 201 };

/**
 * Gives the requests of one connection to one store, ready to be sent; `n` counts the requests to
 * that store, over all of its connections and rounds.
 * @type {Record<Workload, (store: Store) => (n: number) => string | Buffer>}
 */
export const requests = {
  get: (store) => {
    // Made beforehand: making them costs more than sending them.
    const all = Array.from({ length: store.groups }, (_, index) =>
      Buffer.from(request('GET', `/groups/${index + 1}`, store)),
    );
    return () => /** @type {Buffer} */ (all[Math.floor(Math.random() * all.length)]);
  },
  list: (store) => {
    const bytes = Buffer.from(request('GET', '/groups?limit=50', store));
    return () => bytes;
  },
  create: (store) => (n) => request('POST', '/groups', store, JSON.stringify({ name: nameOf(n) })),
  assign: (store) => (n) => {
    const { group, customer } = pairOf(n, store);
    return request('PUT', `/groups/${group}/members/${customer}`, store);
  },
};

/** @param {number} n */
const nameOf = (n) => `Wholesale, tier ${n}`;

/**
 * A group and a customer for each number, never the same two twice: with each round over the
 * customers the groups shift by one.
 * @param {number} n
 * @param {Store} store
 */
export function pairOf(n, { groups, customers }) {
  const round = Math.floor(n / customers);
  if (round >= groups) throw new Error('There are no more new memberships to make.');
  return { group: ((n + round) % groups) + 1, customer: `c${(n % customers) + 1}` };
}

/**
 * @param {string} method
 * @param {string} path below the store
 * @param {Store} store
 * @param {string} [body]
 */
function request(method, path, { id, key }, body) {
  const content =
    body === undefined
      ? ''
      : `content-type: application/json\r\ncontent-length: ${body.length}\r\n`;
  return `${method} /v1/stores/${id}${path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${key}\r\n${content}\r\n${body ?? ''}`;
}
