import { makeStore, type TestStore } from './api.js';
import { type Call, done } from './shop.js';

/** Calls of a test's store that must work. */
export async function furnish(store: TestStore, ...calls: readonly Call[]): Promise<void> {
  for (const call of calls) await done(store, call);
}

/** Three products and a list `trade`, which has prices for two of them, and one for a stranger. */
export async function makePriceShop(origin: string): Promise<TestStore> {
  const store = await makeStore(origin, { name: 'Price shop', currency: 'EUR' });
  const prices = [
    { productId: 'p1', amount: '9.50' },
    { productId: 'p1', minQuantity: 10, amount: '8.00' },
    { productId: 'p2', amount: '20.00' },
    { productId: 'zz-unknown', amount: '1.00' },
  ];
  await furnish(
    store,
    ['PUT', '/categories', { categories: [{ id: '7', name: 'Frames' }] }],
    [
      'PUT',
      '/products',
      {
        products: [
          { id: 'p1', name: 'Round frame', price: '12.00', categoryIds: ['7'] },
          { id: 'p2', name: 'Square frame', price: '25.00', categoryIds: ['7'] },
          { id: 'p3', name: 'Reading glasses', price: '30.00' },
          { id: 'p4', name: 'Priced by hand' },
        ],
      },
    ],
    ['POST', '/price-lists', { id: 'trade', name: 'Trade prices' }],
    ['PUT', '/price-lists/trade/prices', { prices }],
  );
  return store;
}

export interface Shown {
  productId: string;
  minQuantity: number;
  amount: string;
}

/** The prices of the list as `p1 x1 9.50`. */
export async function pricesOf(store: TestStore, list = 'trade'): Promise<string[]> {
  const { json } = await store.call('GET', `/price-lists/${list}/prices?limit=200`);
  return json.data.map(
    ({ productId, minQuantity, amount }: Shown) => `${productId} x${minQuantity} ${amount}`,
  );
}
