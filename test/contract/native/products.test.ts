import { expect, it } from 'vitest';
import { places, type TestStore } from '../../helpers/api.js';
import { changesOf, rowsOf } from '../../helpers/changes.js';
import { describeEngines } from '../../helpers/engines.js';
import { nativeApi } from '../../helpers/native.js';

const at = (id: string) => `/products/${encodeURIComponent(id)}`;

/** Each list of products is wrong in a store in dollars that has the categories 7 and 12. */
const FAULTS: readonly (readonly [string, unknown, readonly string[]])[] = [
  ['an empty list', [], ['/products']],
  ['an unknown field', [{ id: 'a', sku: 'x' }], ['/products/0/sku']],
  ['no id', [{ id: 'a' }, { name: 'A' }], ['/products/1/id']],
  ['an empty id', [{ id: '' }], ['/products/0/id']],
  ['a control character in an id', [{ id: 'a\u0001' }], ['/products/0/id']],
  [
    'the same id twice',
    [{ id: 'a' }, { id: 'b' }, { id: 'a' }, { id: 'a' }],
    ['/products/2/id', '/products/3/id'],
  ],
  ['a name too long', [{ id: 'a', name: 'n'.repeat(256) }], ['/products/0/name']],
  ['a number for a price', [{ id: 'a', price: 9.5 }], ['/products/0/price']],
  ['a price below 0', [{ id: 'a', price: '-1' }], ['/products/0/price']],
  ['a price that is none', [{ id: 'a', price: 'free' }], ['/products/0/price']],
  ['a price of five decimals', [{ id: 'a', price: '1.00001' }], ['/products/0/price']],
  ['a price of half a cent', [{ id: 'a', price: '1.005' }], ['/products/0/price']],
  ['a price too high', [{ id: 'a', price: '100000000000' }], ['/products/0/price']],
  [
    'unknown categories',
    [{ id: 'a' }, { id: 'b', categoryIds: ['7'] }, { id: 'c', categoryIds: ['7', '8', '12', '9'] }],
    ['/products/2/categoryIds/1', '/products/2/categoryIds/3'],
  ],
  ['an empty category', [{ id: 'a', categoryIds: [''] }], ['/products/0/categoryIds/0']],
  ['null categories', [{ id: 'a', categoryIds: null }], ['/products/0/categoryIds']],
  [
    'too many categories',
    [{ id: 'a', categoryIds: Array(101).fill('7') }],
    ['/products/0/categoryIds'],
  ],
  [
    'a fault in each entry',
    [
      { id: 'a', price: '0.001' },
      { id: 'b', categoryIds: ['x'] },
    ],
    ['/products/0/price', '/products/1/categoryIds/0'],
  ],
];

/** What is written, and what is shown. */
const AMOUNTS: readonly (readonly [string, Readonly<Record<string, string | null>>])[] = [
  [
    'USD',
    {
      '9.5': '9.50',
      '9.50': '9.50',
      '9': '9.00',
      '9.5000': '9.50',
      '0': '0.00',
      '99999999999.99': '99999999999.99',
      '1.234': null,
    },
  ],
  ['JPY', { '950': '950', '950.0000': '950', '0': '0', '9.5': null }],
  ['KWD', { '9.5': '9.500', '9.125': '9.125', '9.1255': null }],
  ['CLF', { '9.5': '9.5000', '0.0001': '0.0001' }],
];

describeEngines('native products', (engine) => {
  const api = nativeApi(engine);

  const put = (store: TestStore, ...products: unknown[]) =>
    store.call('PUT', '/products', { body: { products } });
  const get = async (store: TestStore, id: string) => (await store.call('GET', at(id))).json;

  async function makeStore(overrides: object = {}): Promise<TestStore> {
    const store = await api.makeStore({ ...overrides });
    const categories = ['7', '12', '20'].map((id) => ({ id, name: `Category ${id}` }));
    await store.call('PUT', '/categories', { body: { categories } });
    return store;
  }

  async function idsAt(store: TestStore, query: string): Promise<string[]> {
    const ids: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { json } = await store.call(
        'GET',
        `/products?${query}${cursor && `&cursor=${cursor}`}`,
      );
      ids.push(...json.data.map(({ id }: { id: string }) => id));
      cursor = json.nextCursor;
    }
    return ids;
  }

  it('creates, replaces wholly and counts what it is sent', async () => {
    const store = await makeStore();
    const whole = { id: '33', name: 'Wayfarer', price: '163', categoryIds: ['12', '7', '12'] };
    expect((await put(store, whole, { id: '34' })).json).toEqual({
      created: 2,
      updated: 0,
      unchanged: 0,
    });
    const made = await get(store, '33');
    expect(made).toEqual({
      id: '33',
      name: 'Wayfarer',
      price: '163.00',
      categoryIds: ['12', '7'],
      version: 1,
      createdAt: expect.stringMatching(/Z$/),
      updatedAt: made.createdAt,
    });
    expect(await get(store, '34')).toMatchObject({ name: null, price: null, categoryIds: [] });
    const same = await put(
      store,
      { ...whole, price: '163.0000', categoryIds: ['12', '7'] },
      { id: '34', price: null },
    );
    expect(same.json).toEqual({ created: 0, updated: 0, unchanged: 2 });
    expect(await get(store, '33')).toEqual(made);
    const steps = [
      [{ ...whole, categoryIds: ['7', '12'] }, { categoryIds: ['7', '12'] }],
      [
        { id: '33', price: '99' },
        { name: null, price: '99.00', categoryIds: [] },
      ],
      [
        { id: '33', name: '' },
        { name: '', price: null, categoryIds: [] },
      ],
    ] as const;
    let version = 1;
    for (const [body, changes] of steps) {
      expect((await put(store, body)).json).toEqual({ created: 0, updated: 1, unchanged: 0 });
      expect(await get(store, '33')).toMatchObject({
        ...changes,
        version: ++version,
        createdAt: made.createdAt,
      });
    }
    expect((await rowsOf(api.service, store.id)).product_categories).toEqual([]);
  });

  it.each(AMOUNTS)('takes and shows prices with the digits of %s', async (currency, amounts) => {
    const store = await makeStore({ currency });
    for (const [sent, shown] of Object.entries(amounts)) {
      const reply = await put(store, { id: 'p', price: sent });
      expect(reply.status, sent).toBe(shown === null ? 400 : 200);
      if (shown === null) expect(reply.json.errors[0].message).toContain(currency);
      else {
        expect((await get(store, 'p')).price).toBe(shown);
        expect((await store.call('GET', '/products')).json.data[0].price).toBe(shown);
      }
    }
  });

  it.each(FAULTS)('refuses %s and changes nothing', async (_, products, faults) => {
    const store = await makeStore();
    await put(store, { id: 'a', name: 'Old' });
    const refused = await store.call('PUT', '/products', { body: { products } });
    expect(refused.status).toBe(400);
    expect(places(refused).sort()).toEqual(faults);
    expect(await idsAt(store, '')).toEqual(['a']);
    expect(await get(store, 'a')).toMatchObject({ name: 'Old', version: 1 });
    expect(await changesOf(api.service, store.id, 'product')).toHaveLength(1);
  });

  it('refuses a body of another form', async () => {
    const store = await makeStore();
    for (const [body, place] of [
      [{}, '/products'],
      [{ data: [] }, '/data'],
      [[], ''],
    ] as const) {
      const refused = await store.call('PUT', '/products', { body });
      expect(refused.status).toBe(400);
      expect(places(refused)).toContain(place);
    }
  });

  it('takes a thousand and refuses one more', async () => {
    const store = await makeStore();
    const many = Array.from({ length: 1_001 }, (_, index) => ({
      id: `p${index}`,
      name: `Product ${index}`,
      price: `${index}.25`,
      categoryIds: index % 2 ? ['7'] : ['12', '20'],
    }));
    expect(places(await put(store, ...many))).toEqual(['/products']);
    const thousand = many.slice(0, 1_000);
    expect((await put(store, ...thousand)).json).toEqual({
      created: 1_000,
      updated: 0,
      unchanged: 0,
    });
    expect((await put(store, ...thousand)).json).toEqual({
      created: 0,
      updated: 0,
      unchanged: 1_000,
    });
    const dearer = thousand.map((product) => ({ ...product, price: '1' }));
    expect((await put(store, ...dearer)).json).toEqual({
      created: 0,
      updated: 1_000,
      unchanged: 0,
    });
    const listed = await idsAt(store, 'limit=200');
    expect(listed).toHaveLength(1_000);
    expect(new Set(listed).size).toBe(1_000);
    expect(await idsAt(store, 'limit=200&categoryId=20')).toHaveLength(500);
  });

  it('filters by category, and pages by id in byte order', async () => {
    const store = await makeStore();
    const ids = ['b', 'B', 'ä', 'a', '10', '9', '🙂', '\uffe5', 'a/b'];
    await put(store, ...ids.map((id) => ({ id, categoryIds: ['7', '20'] })), {
      id: 'else',
      categoryIds: ['12'],
    });
    const sorted = [...ids].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(await idsAt(store, 'limit=2&categoryId=7')).toEqual(sorted);
    expect(await idsAt(store, 'limit=4')).toHaveLength(ids.length + 1);
    expect(await idsAt(store, 'categoryId=12')).toEqual(['else']);
    expect(await idsAt(store, 'categoryId=nowhere')).toEqual([]);
    const { json } = await store.call('GET', '/products?categoryId=7&limit=1');
    expect(json.data[0].categoryIds).toEqual(['7', '20']);
  });

  it.each([
    ['limit=0', 'limit'],
    ['cursor=e30', 'cursor'],
    ['categoryId=', 'categoryId'],
    ['name=a', 'name'],
  ])('refuses the query %s', async (query, parameter) => {
    const store = await api.makeStore();
    const refused = await store.call('GET', `/products?${query}`);
    expect(refused.status).toBe(400);
    expect(places(refused)).toEqual([parameter]);
  });

  it('searches id and name, of any case, also within a category', async () => {
    const store = await api.makeStore();
    await store.call('PUT', '/categories', { body: { categories: [{ id: '7', name: 'Seven' }] } });
    const products = [
      { id: 'A-1', name: 'Sunglasses 100%', categoryIds: ['7'] },
      { id: 'a-2', name: 'Frame_grün' },
      { id: 'B-3', name: null, categoryIds: ['7'] },
    ];
    await store.call('PUT', '/products', { body: { products } });
    const found = async (query: string) => {
      const reply = await store.call('GET', `/products?${query}`);
      expect(reply.status, reply.text).toBe(200);
      return reply.json.data.map(({ id }: { id: string }) => id);
    };
    const expected: Record<string, string[]> = {
      'search=A-': ['A-1', 'a-2'],
      'search=GR%C3%9CN': ['a-2'],
      'search=sun': ['A-1'],
      'search=%25': ['A-1'],
      'search=_': ['a-2'],
      'search=null': [],
      'search=': ['A-1', 'B-3', 'a-2'],
      'search=-&categoryId=7': ['A-1', 'B-3'],
      'search=b&categoryId=7': ['B-3'],
      'search=-&limit=1': ['A-1'],
    };
    const actual: Record<string, string[]> = {};
    for (const query of Object.keys(expected)) actual[query] = await found(query);
    expect(actual).toEqual(expected);
    await store.call('PUT', '/products', { body: { products: [{ id: 'B-3', name: 'Renamed' }] } });
    expect(await found('search=renamed')).toEqual(['B-3']);
    const { nextCursor } = (await store.call('GET', '/products?search=a&limit=1')).json;
    expect(await found(`search=a&limit=2&cursor=${nextCursor}`)).toEqual(['B-3', 'a-2']);
  });

  it('deletes a product and leaves its prices in lists', async () => {
    const store = await makeStore();
    await put(store, { id: 'a/1', categoryIds: ['7'] }, { id: 'b', categoryIds: ['7'] });
    await store.call('POST', '/price-lists', { body: { id: 'l', name: 'L' } });
    const prices = [{ productId: 'a/1', amount: '5' }];
    await store.call('PUT', '/price-lists/l/prices', { body: { prices } });
    expect((await store.call('DELETE', at('a/1'))).status).toBe(204);
    expect((await store.call('GET', at('a/1'))).status).toBe(404);
    expect((await store.call('DELETE', at('a/1'))).status).toBe(404);
    expect(await idsAt(store, 'categoryId=7')).toEqual(['b']);
    expect((await store.call('GET', '/price-lists/l/prices')).json.data).toHaveLength(1);
    await put(store, { id: 'a/1' });
    expect(await get(store, 'a/1')).toMatchObject({ version: 1, categoryIds: [] });
  });

  it('deletes the state that the caller has seen alone', async () => {
    const store = await makeStore();
    await put(store, { id: 'a' });
    expect((await store.call('GET', at('a'))).headers.get('etag')).toBe('"1"');
    await put(store, { id: 'a', categoryIds: ['7'] });
    const stale = await store.call('DELETE', at('a'), { headers: { 'if-match': '"1"' } });
    expect(stale.status).toBe(412);
    const current = await store.call('DELETE', at('a'), { headers: { 'if-match': '"2"' } });
    expect(current.status).toBe(204);
  });

  it('leaves a row in the log for each that has changed', async () => {
    const store = await makeStore();
    await put(store, { id: 'a', price: '9.5', categoryIds: ['7'] }, { id: 'b' });
    await put(store, { id: 'a', price: '8', categoryIds: ['7'] }, { id: 'b' });
    await store.call('DELETE', at('a'));
    const rows = await changesOf(api.service, store.id, 'product');
    expect(rows.map(({ operation, entity_id }) => `${operation} ${entity_id}`)).toEqual([
      'product.created a',
      'product.created b',
      'product.updated a',
      'product.deleted a',
    ]);
    expect(rows[2]).toMatchObject({
      before: { id: 'a', name: null, price: '9.50', categoryIds: ['7'], version: 1 },
      after: { id: 'a', name: null, price: '8.00', categoryIds: ['7'], version: 2 },
    });
    expect(rows[3]).toMatchObject({ before: { price: '8.00' }, after: null });
  });

  it('keeps every product when many are written at once', async () => {
    const store = await makeStore();
    await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        put(
          store,
          { id: 'shared', price: String(index) },
          { id: `own${index}`, categoryIds: ['7'] },
        ),
      ),
    );
    expect(await idsAt(store, '')).toHaveLength(13);
    expect((await get(store, 'shared')).version).toBe(12);
  });

  it('fixes the currency of the store', async () => {
    const store = await makeStore();
    const change = (currency: string) => store.call('PATCH', '', { body: { currency } });
    expect((await change('EUR')).status).toBe(200);
    await put(store, { id: 'a' });
    const refused = await change('USD');
    expect(refused.status).toBe(409);
    expect(refused.json.code).toBe('currency_fixed');
    expect(refused.json.detail).toMatch(/EUR.*Delete all products/);
    expect((await change('EUR')).status).toBe(200);
    const both = await store.call('PATCH', '', { body: { currency: 'USD', name: 'Other' } });
    expect(both.status).toBe(409);
    expect((await store.call('GET', '')).json).toMatchObject({
      currency: 'EUR',
      name: 'Test store',
    });
    await store.call('DELETE', at('a'));
    expect((await change('USD')).status).toBe(200);
    await store.call('POST', '/price-lists', { body: { id: 'l', name: 'L', currency: 'JPY' } });
    const prices = [{ productId: 'x', amount: '950' }];
    await store.call('PUT', '/price-lists/l/prices', { body: { prices } });
    expect((await change('EUR')).status).toBe(409);
    await store.call('DELETE', '/price-lists/l');
    expect((await change('EUR')).status).toBe(200);
  });
});
