import { expect, it } from 'vitest';
import { places, type TestStore } from '../../helpers/api.js';
import { describeEngines } from '../../helpers/engines.js';
import { nativeApi } from '../../helpers/native.js';

const LIST = '/price-lists/l%2F1';

interface Shown {
  productId: string;
}

describeEngines('native products of a price list', (engine) => {
  const api = nativeApi(engine);

  async function makeStore(): Promise<TestStore> {
    const store = await api.makeStore({ currency: 'EUR' });
    for (const [id, currency] of [
      ['l/1', 'JPY'],
      ['other', 'EUR'],
    ]) {
      await store.call('POST', '/price-lists', { body: { id, name: 'L', currency } });
    }
    const products = [
      { id: 'a', name: 'Brille GRÜN 100%', price: '12.5' },
      { id: 'b', name: null },
      { id: 'unlisted', name: 'Nobody has it' },
    ];
    await store.call('PUT', '/products', { body: { products } });
    return store;
  }

  const put = (store: TestStore, list: string, ...prices: object[]) =>
    store.call('PUT', `${list}/prices`, { body: { prices } });
  const idsAt = async (store: TestStore, query: string): Promise<string[]> => {
    const { json } = await store.call('GET', `${LIST}/products?${query}`);
    return json.data.map(({ productId }: Shown) => productId);
  };

  it('shows each product once, with its name, and all of its prices', async () => {
    const store = await makeStore();
    await put(
      store,
      LIST,
      { productId: 'b', amount: '950' },
      { productId: 'a', minQuantity: 100, amount: '7' },
      { productId: 'a', minQuantity: 2, amount: '9' },
      { productId: 'Unknown', amount: '3' },
    );
    await put(store, '/price-lists/other', { productId: 'only-there', amount: '1' });
    const reply = await store.call('GET', `${LIST}/products`);
    expect(reply.json).toEqual({
      data: [
        {
          productId: 'Unknown',
          inCatalog: false,
          name: null,
          catalogPrice: null,
          prices: [{ minQuantity: 1, amount: '3' }],
        },
        {
          productId: 'a',
          inCatalog: true,
          name: 'Brille GRÜN 100%',
          catalogPrice: '12.50',
          prices: [
            { minQuantity: 2, amount: '9' },
            { minQuantity: 100, amount: '7' },
          ],
        },
        {
          productId: 'b',
          inCatalog: true,
          name: null,
          catalogPrice: null,
          prices: [{ minQuantity: 1, amount: '950' }],
        },
      ],
      nextCursor: null,
    });
    await put(store, LIST, { productId: 'b', amount: null }, { productId: 'a', amount: '8' });
    expect(await idsAt(store, '')).toEqual(['Unknown', 'a']);
  });

  it('pages by product, with whole products whatever their number of prices', async () => {
    const store = await makeStore();
    const ids = ['b', 'B', 'ä', '10', '9', '🙂', '\uffe5', 'a/b'];
    await put(
      store,
      LIST,
      ...ids.flatMap((productId) =>
        [1, 5, 10, 100].map((minQuantity) => ({ productId, minQuantity, amount: '1' })),
      ),
    );
    const sorted = [...ids].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    for (const limit of [1, 3, 8, 200]) {
      const seen: string[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const { json } = await store.call(
          'GET',
          `${LIST}/products?limit=${limit}${cursor && `&cursor=${cursor}`}`,
        );
        for (const { productId, prices } of json.data) {
          seen.push(productId);
          expect(prices).toHaveLength(4);
        }
        cursor = json.nextCursor;
      }
      expect(seen, String(limit)).toEqual(sorted);
    }
  });

  it('searches ids and names, and ids that the catalog does not know', async () => {
    const store = await makeStore();
    const ids = ['a', 'b', 'X-%1', 'x_2'];
    await put(store, LIST, ...ids.map((productId) => ({ productId, amount: '1' })));
    const expected: Record<string, string[]> = {
      'search=grün': ['a'],
      'search=%25': ['X-%1', 'a'],
      'search=_': ['x_2'],
      'search=X': ['X-%1'],
      'search=B': ['a', 'b'],
      'search=nobody': [],
      'search=': ['X-%1', 'a', 'b', 'x_2'],
      'search=1&limit=1': ['X-%1'],
    };
    const actual: Record<string, string[]> = {};
    for (const query of Object.keys(expected)) actual[query] = await idsAt(store, query);
    expect(actual).toEqual(expected);
  });

  it('answers 404 for a list that is not there, and refuses what is no query', async () => {
    const store = await makeStore();
    expect((await store.call('GET', '/price-lists/none/products')).status).toBe(404);
    for (const [query, parameter] of [
      ['limit=0', 'limit'],
      ['cursor=e30', 'cursor'],
      ['sort=id', 'sort'],
      [`search=${'x'.repeat(256)}`, 'search'],
    ]) {
      expect(places(await store.call('GET', `${LIST}/products?${query}`))).toEqual([parameter]);
    }
  });
});
