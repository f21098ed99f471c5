// @ts-check
import { productId } from './quote-data.js';

/**
 * A store to load: its key, and what it holds (groups 1…n, customers c1…cn); of one for quotes,
 * whose prices, how many products the list has, and the first and last of those that it has not.
 * @typedef {object} Store
 * @property {string} id
 * @property {string} key
 * @property {number} groups
 * @property {number} customers
 * @property {{ customer: string, listed: number, unlisted: [number, number] }} [shop]
 */

/** @typedef {'get' | 'list' | 'create' | 'assign'} GroupWorkload */
/** @typedef {'quote-1' | 'quote-100' | 'quote-1000'} QuoteWorkload */
/** @typedef {GroupWorkload | QuoteWorkload} Workload */

/** @type {readonly GroupWorkload[]} */
export const WORKLOADS = ['get', 'list', 'create', 'assign'];

/** The one status with which a workload's requests may be answered. */
export const STATUS = {
  ...{ get: 200, list: 200, create: 201, assign: 201 },
  ...{ 'quote-1': 200, 'quote-100': 200, 'quote-1000': 200 },
};

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
  'quote-1': (store) => quotes(store, { items: 1, different: 1_000 }),
  'quote-100': (store) => quotes(store, { items: 100, different: 200 }),
  'quote-1000': (store) => quotes(store, { items: 1_000, different: 50 }),
};

/**
 * @param {Store} store
 * @param {{ items: number, different: number }} size
 */
function quotes(store, { items, different }) {
  const all = Array.from({ length: different }, (_, n) =>
    Buffer.from(request('POST', '/quotes', store, JSON.stringify(quoteOf(store, items, n)))),
  );
  return (/** @type {number} */ n) => /** @type {Buffer} */ (all[n % all.length]);
}

/**
 * Random products: every second one is in the price list, over quotes of one item, too.
 * @param {Store} store
 * @param {number} items
 */
export function quoteOf({ shop }, items, number = 0) {
  if (!shop) throw new Error('This store is not for quotes.');
  const { customer, listed, unlisted } = shop;
  const [first, last] = unlisted;
  const any = (/** @type {number} */ from, /** @type {number} */ to) =>
    from + Math.floor(Math.random() * (to - from + 1));
  return {
    customerId: customer,
    items: Array.from({ length: items }, (_, index) => ({
      productId: productId((index + number) % 2 === 0 ? any(1, listed) : any(first, last)),
      quantity: 1 + (index % 5),
    })),
  };
}

/** @param {number} n */
const nameOf = (n) => `Wholesale, tier ${n}`;

/**
 * A group and a customer for each number, never the same two twice: with each round over the
 * customers the groups shift by one.
 * @param {number} n
 * @param {Store} store
 */
function pairOf(n, { groups, customers }) {
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
