import { expect } from 'vitest';
import type { Reply, TestStore } from './api.js';

/** A call below a store: its method, path and body. */
export type Call = readonly [method: string, path: string, body?: unknown];

const FAR = '2090-01-01T00:00:00.000Z';

/** Three groups above each other, four customers, a list with prices, and a small catalog. */
const SHOP: readonly Call[] = [
  ['POST', '/price-lists', { id: 'p1', name: 'Trade' }],
  ['POST', '/price-lists', { id: 'p2', name: 'Empty', startsAt: '2026-01-01T00:00:00.000Z' }],
  [
    'PUT',
    '/price-lists/p1/prices',
    {
      prices: [
        { productId: '33', amount: '8.00' },
        { productId: '33', minQuantity: 10, amount: '7.50' },
        { productId: 'a/b', amount: '0.99' },
      ],
    },
  ],
  [
    'PUT',
    '/categories',
    {
      categories: [
        { id: 'k1', name: 'Frames' },
        { id: 'k2', name: 'Sun', parentId: 'k1' },
        { id: 'k3', name: 'Lenses' },
      ],
    },
  ],
  [
    'PUT',
    '/products',
    {
      products: [
        { id: '33', name: 'Frame', price: '10.00', categoryIds: ['k2', 'k3'] },
        { id: '34', name: 'Lens', price: '4.00' },
      ],
    },
  ],
  ['POST', '/groups', { name: 'Everybody' }],
  [
    'POST',
    '/groups',
    {
      name: 'Trade',
      description: 'Who buys to sell',
      descriptions: { en: 'Trade', de: 'Handel' },
      parentId: 1,
      isDefault: true,
      categoryAccess: { type: 'specific', categories: ['k2', 'k3'] },
      discountRules: [
        { type: 'product', productId: '34', method: 'percent', amount: '25' },
        { type: 'all', method: 'percent', amount: '5' },
      ],
      defaultPriceListId: 'p1',
      externalReferenceId: 'trade',
    },
  ],
  ['POST', '/groups', { name: 'Gold', parentId: 2, isGuest: true }],
  ['POST', '/customers', { id: 'c1', name: 'Ann', email: 'ann@example.com', groupIds: [2] }],
  ['POST', '/customers', { id: 'c2', name: 'Bea', groupIds: [2, 3] }],
  ['POST', '/customers', { id: 'c3', groupIds: [] }],
  ['POST', '/customers', { id: 'c/4', name: 'Cid', groupIds: [3] }],
  ['PUT', '/groups/2/members/c1', { startsAt: '2026-02-01T00:00:00.000Z', endsAt: FAR }],
];

export async function furnish(store: TestStore): Promise<void> {
  for (const each of SHOP) await done(store, each);
}

/** @throws where the call is refused */
export async function done(store: TestStore, [method, path, body]: Call): Promise<Reply> {
  const reply = await store.call(method, path, body === undefined ? {} : { body });
  expect(reply.status, `${method} ${path} ${reply.text}`).toBeLessThan(300);
  return reply;
}

/** Goes up with each change, and tells nothing of what is. */
const LEFT_OUT = new Set(['version', 'updatedAt']);

type Entry = Record<string, unknown>;

/** Everything that is in the store now, without versions and times of change. */
export async function lookAt(store: TestStore): Promise<Record<string, Entry[]>> {
  const list = async (path: string): Promise<Entry[]> => {
    const { json } = await done(store, ['GET', `${path}?limit=200`]);
    return json.data.map((entry: Entry) =>
      Object.fromEntries(Object.entries(entry).filter(([name]) => !LEFT_OUT.has(name))),
    );
  };
  const seen: Record<string, Entry[]> = {};
  for (const what of ['groups', 'customers', 'price-lists', 'categories', 'products']) {
    seen[what] = await list(`/${what}`);
  }
  for (const { id } of seen.groups ?? []) {
    seen[`members of ${id}`] = await list(`/groups/${id}/members`);
  }
  for (const { id } of seen['price-lists'] ?? []) {
    seen[`prices of ${id}`] = await list(`/price-lists/${id}/prices`);
  }
  return seen;
}

/** The number of the newest change. */
export const newestSeq = async (store: TestStore): Promise<number> =>
  (await done(store, ['GET', '/changes?limit=1'])).json.data[0].seq;

export const undo = (store: TestStore, seq: number, headers = {}): Promise<Reply> =>
  store.call('POST', `/changes/${seq}/undo`, { headers });
