import { expect, it } from 'vitest';
import { places, type TestStore } from '../../helpers/api.js';
import { changesOf, rowsOf } from '../../helpers/changes.js';
import { describeEngines } from '../../helpers/engines.js';
import { violations } from '../../helpers/invariants.js';
import { nativeApi } from '../../helpers/native.js';

const LIST = '/price-lists/l%2F1';
const PRICES = `${LIST}/prices`;

/** Each list of prices is wrong in a list in dollars. */
const FAULTS: readonly (readonly [string, unknown, readonly string[]])[] = [
  ['an empty list', [], ['/prices']],
  ['an unknown field', [{ productId: 'a', amount: '1', currency: 'USD' }], ['/prices/0/currency']],
  ['no product', [{ amount: '1' }], ['/prices/0/productId']],
  ['no amount', [{ productId: 'a', amount: '1' }, { productId: 'b' }], ['/prices/1/amount']],
  ['an empty product', [{ productId: '', amount: '1' }], ['/prices/0/productId']],
  ['a control character', [{ productId: 'a\u0001', amount: '1' }], ['/prices/0/productId']],
  ['a number for an amount', [{ productId: 'a', amount: 9.5 }], ['/prices/0/amount']],
  ['an amount below 0', [{ productId: 'a', amount: '-1' }], ['/prices/0/amount']],
  ['an amount that is none', [{ productId: 'a', amount: '1e3' }], ['/prices/0/amount']],
  [
    'half a cent',
    [
      { productId: 'a', amount: '1' },
      { productId: 'b', amount: '0.005' },
    ],
    ['/prices/1/amount'],
  ],
  ['an amount too high', [{ productId: 'a', amount: '100000000000' }], ['/prices/0/amount']],
  ['a quantity of 0', [{ productId: 'a', minQuantity: 0, amount: '1' }], ['/prices/0/minQuantity']],
  ['half a piece', [{ productId: 'a', minQuantity: 1.5, amount: '1' }], ['/prices/0/minQuantity']],
  [
    'a quantity too high',
    [{ productId: 'a', minQuantity: 1e9, amount: '1' }],
    ['/prices/0/minQuantity'],
  ],
  [
    'a null quantity',
    [{ productId: 'a', minQuantity: null, amount: '1' }],
    ['/prices/0/minQuantity'],
  ],
  [
    'the same place twice',
    [
      { productId: 'a', amount: '1' },
      { productId: 'a', minQuantity: 2, amount: '1' },
      { productId: 'a', minQuantity: 1, amount: '1' },
    ],
    ['/prices/2'],
  ],
  [
    'a fault in each entry',
    [
      { productId: 'a', amount: '0.001' },
      { productId: 'b', amount: '0.0001' },
    ],
    ['/prices/0/amount', '/prices/1/amount'],
  ],
];

const AMOUNTS: readonly (readonly [string, Readonly<Record<string, string | null>>])[] = [
  [
    'USD',
    {
      '9.5': '9.50',
      '9.50': '9.50',
      '9': '9.00',
      '0': '0.00',
      '99999999999.99': '99999999999.99',
      '1.234': null,
    },
  ],
  ['JPY', { '950': '950', '950.00': '950', '9.5': null }],
  ['KWD', { '9.5': '9.500', '9.125': '9.125', '9.1255': null }],
  ['CLF', { '9.5': '9.5000', '0.0001': '0.0001' }],
];

interface Shown {
  productId: string;
  minQuantity: number;
  amount: string;
}

describeEngines('native prices', (engine) => {
  const api = nativeApi(engine);

  const put = (store: TestStore, ...prices: unknown[]) =>
    store.call('PUT', PRICES, { body: { prices } });
  const pricesAt = async (store: TestStore, query = 'limit=200'): Promise<Shown[]> => {
    const all: Shown[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { json } = await store.call(
        'GET',
        `${PRICES}?${query}${cursor && `&cursor=${cursor}`}`,
      );
      all.push(...json.data);
      cursor = json.nextCursor;
    }
    return all;
  };
  const rows = async (store: TestStore) => (await rowsOf(api.service, store.id)).prices ?? [];

  async function makeStore(currency = 'USD'): Promise<TestStore> {
    const store = await api.makeStore({ currency: 'EUR' });
    await store.call('POST', '/price-lists', { body: { id: 'l/1', name: 'L', currency } });
    return store;
  }

  it('sets prices by product and quantity and counts them', async () => {
    const store = await makeStore();
    const first = await put(
      store,
      { productId: '33', amount: '9.5' },
      { productId: '33', minQuantity: 10, amount: '8' },
    );
    expect(first.status).toBe(200);
    expect(first.json).toEqual({ created: 2, updated: 0, unchanged: 0, deleted: 0 });
    const second = await put(
      store,
      { productId: '33', minQuantity: 1, amount: '9.5000' },
      { productId: '33', minQuantity: 10, amount: '7.99' },
      { productId: '34', amount: '1' },
    );
    expect(second.json).toEqual({ created: 1, updated: 1, unchanged: 1, deleted: 0 });
    expect(await pricesAt(store)).toEqual([
      { productId: '33', minQuantity: 1, amount: '9.50' },
      { productId: '33', minQuantity: 10, amount: '7.99' },
      { productId: '34', minQuantity: 1, amount: '1.00' },
    ]);
  });

  it.each(AMOUNTS)('takes and shows amounts with the digits of %s', async (currency, amounts) => {
    const store = await makeStore(currency);
    for (const [sent, shown] of Object.entries(amounts)) {
      const reply = await put(store, { productId: 'p', amount: sent });
      expect(reply.status, sent).toBe(shown === null ? 400 : 200);
      if (shown === null) expect(reply.json.errors[0].message).toContain(currency);
      else
        expect(await pricesAt(store)).toEqual([{ productId: 'p', minQuantity: 1, amount: shown }]);
    }
  });

  it.each(FAULTS)('refuses %s and changes nothing', async (_, prices, faults) => {
    const store = await makeStore();
    await put(store, { productId: 'a', amount: '7' });
    const refused = await store.call('PUT', PRICES, { body: { prices } });
    expect(refused.status).toBe(400);
    expect(places(refused).sort()).toEqual(faults);
    expect(await pricesAt(store)).toEqual([{ productId: 'a', minQuantity: 1, amount: '7.00' }]);
    expect(await changesOf(api.service, store.id, 'price')).toHaveLength(1);
  });

  it('takes a thousand and refuses one more', async () => {
    const store = await makeStore();
    const many = Array.from({ length: 1_001 }, (_, index) => ({
      productId: `p${Math.floor(index / 3)}`,
      minQuantity: 10 ** (index % 3),
      amount: `${index}.5`,
    }));
    expect(places(await put(store, ...many))).toEqual(['/prices']);
    const thousand = many.slice(0, 1_000);
    expect((await put(store, ...thousand)).json).toEqual({
      created: 1_000,
      updated: 0,
      unchanged: 0,
      deleted: 0,
    });
    expect((await put(store, ...thousand)).json).toEqual({
      created: 0,
      updated: 0,
      unchanged: 1_000,
      deleted: 0,
    });
    const dearer = thousand.map((price) => ({ ...price, amount: '7' }));
    expect((await put(store, ...dearer)).json).toEqual({
      created: 0,
      updated: 1_000,
      unchanged: 0,
      deleted: 0,
    });
    const listed = await pricesAt(store);
    expect(listed).toHaveLength(1_000);
    expect(new Set(listed.map(({ amount }) => amount))).toEqual(new Set(['7.00']));
  });

  it('pages by product in byte order and by quantity as a number', async () => {
    const store = await makeStore();
    const ids = ['b', 'B', 'ä', '10', '9', '🙂', '\uffe5', 'a/b'];
    const quantities = [1, 2, 9, 10, 100, 999_999_999];
    await put(
      store,
      ...ids.flatMap((productId) =>
        quantities.map((minQuantity) => ({ productId, minQuantity, amount: '1' })),
      ),
    );
    const sorted = [...ids]
      .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
      .flatMap((id) => quantities.map((quantity) => [id, quantity]));
    for (const limit of [1, 7, 48, 200]) {
      const listed = await pricesAt(store, `limit=${limit}`);
      expect(listed.map(({ productId, minQuantity }) => [productId, minQuantity])).toEqual(sorted);
    }
    const of = await pricesAt(store, `limit=4&productId=${encodeURIComponent('a/b')}`);
    expect(of.map(({ productId, minQuantity }) => [productId, minQuantity])).toEqual(
      quantities.map((quantity) => ['a/b', quantity]),
    );
    expect(await pricesAt(store, 'productId=none')).toEqual([]);
  });

  const cursor = (...position: unknown[]) =>
    Buffer.from(JSON.stringify(position)).toString('base64url');
  it.each([
    ['limit=0', 'limit'],
    ['productId=', 'productId'],
    ['minQuantity=1', 'minQuantity'],
    ['cursor=e30', 'cursor'],
    [`cursor=${cursor('a')}`, 'cursor'],
    [`cursor=${cursor('a', 0)}`, 'cursor'],
    [`cursor=${cursor('a', 1.5)}`, 'cursor'],
    [`cursor=${cursor('a', 2 ** 53)}`, 'cursor'],
    [`cursor=${cursor('a', 1, 1)}`, 'cursor'],
    [`cursor=${cursor('\0', 1)}`, 'cursor'],
  ])('refuses the query %s', async (query, parameter) => {
    const store = await makeStore();
    const refused = await store.call('GET', `${PRICES}?${query}`);
    expect(refused.status).toBe(400);
    expect(places(refused)).toEqual([parameter]);
  });

  it('closes a price and never overwrites it', async () => {
    const store = await makeStore();
    for (const amount of ['9', '9', '8', '9']) {
      await put(store, { productId: 'p', amount });
      // The next one begins at a later time.
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
    const history = [...(await rows(store))].sort((a, b) => (a.valid_from < b.valid_from ? -1 : 1));
    expect(history.map(({ amount }) => amount)).toEqual([90_000, 80_000, 90_000]);
    history.forEach((row, index) => {
      expect(row.valid_to).toBe(history[index + 1]?.valid_from ?? null);
    });
  });

  it('leaves no trace of a price that held for no time', async () => {
    const store = await makeStore();
    // Some of these fall into the same millisecond.
    for (let round = 0; round < 5; round++) {
      await Promise.all(
        Array.from({ length: 20 }, (_, amount) =>
          put(store, { productId: 'p', amount: `${amount}` }),
        ),
      );
      await store.call('DELETE', `${PRICES}/p`);
    }
    expect(violations(await rowsOf(api.service, store.id))).toEqual([]);
    expect(await pricesAt(store)).toEqual([]);
  });

  it('deletes every price of a product and no other', async () => {
    const store = await makeStore();
    await put(
      store,
      { productId: 'a/1', amount: '1' },
      { productId: 'a/1', minQuantity: 5, amount: '0.9' },
      { productId: 'b', amount: '2' },
    );
    expect((await store.call('DELETE', `${PRICES}/a%2F1`)).status).toBe(204);
    expect(await pricesAt(store)).toEqual([{ productId: 'b', minQuantity: 1, amount: '2.00' }]);
    const again = await store.call('DELETE', `${PRICES}/a%2F1`);
    expect(again.status).toBe(404);
    expect(again.json.detail).toContain('a/1');
    expect((await put(store, { productId: 'a/1', amount: '1' })).json.created).toBe(1);
  });

  it('ends the prices whose amount is null, in one with those that it sets', async () => {
    const store = await makeStore();
    await put(
      store,
      { productId: 'a', amount: '1' },
      { productId: 'a', minQuantity: 10, amount: '2' },
      { productId: 'b', amount: '3' },
    );
    const before = [
      { productId: 'a', minQuantity: 1, amount: '1.00' },
      { productId: 'a', minQuantity: 10, amount: '2.00' },
      { productId: 'b', minQuantity: 1, amount: '3.00' },
    ];
    const refused = await put(
      store,
      { productId: 'a', amount: null },
      { productId: 'b', amount: '0.001' },
    );
    expect(places(refused)).toEqual(['/prices/1/amount']);
    expect(await pricesAt(store)).toEqual(before);
    const done = await put(
      store,
      { productId: 'a', minQuantity: 10, amount: null },
      { productId: 'a', amount: '1.50' },
      { productId: 'b', amount: '3' },
      { productId: 'c', amount: '4' },
      { productId: 'none', amount: null },
    );
    expect(done.json).toEqual({ created: 1, updated: 1, unchanged: 2, deleted: 1 });
    expect(await pricesAt(store)).toEqual([
      { productId: 'a', minQuantity: 1, amount: '1.50' },
      { productId: 'b', minQuantity: 1, amount: '3.00' },
      { productId: 'c', minQuantity: 1, amount: '4.00' },
    ]);
    const logged = await changesOf(api.service, store.id, 'price');
    expect(logged.filter(({ operation }) => operation === 'price.deleted')).toHaveLength(1);
    expect(violations(await rowsOf(api.service, store.id))).toEqual([]);
  });

  it('answers 404 for a list that is not there', async () => {
    const store = await makeStore();
    const body = { prices: [{ productId: 'a', amount: '1' }] };
    for (const [method, path, sent] of [
      ['GET', '/price-lists/none/prices', undefined],
      ['PUT', '/price-lists/none/prices', body],
      ['DELETE', '/price-lists/none/prices/a', undefined],
    ] as const) {
      const reply = await store.call(method, path, { body: sent });
      expect(reply.status, `${method} ${path}`).toBe(404);
      expect(reply.json.detail).toContain('price list');
    }
  });

  it('closes the prices of a list that is deleted', async () => {
    const store = await makeStore('KWD');
    await store.call('POST', '/price-lists', { body: { id: 'other', name: 'O' } });
    const other = { prices: [{ productId: 'p0', amount: '5' }] };
    await store.call('PUT', '/price-lists/other/prices', { body: other });
    const many = Array.from({ length: 2_500 }, (_, index) => ({
      productId: `p${String(index).padStart(4, '0')}`,
      minQuantity: (index % 3) + 1,
      amount: `${index}.125`,
    }));
    for (let from = 0; from < many.length; from += 1_000) {
      await put(store, ...many.slice(from, from + 1_000));
    }
    expect((await store.call('DELETE', LIST)).status).toBe(204);
    expect((await store.call('GET', PRICES)).status).toBe(404);
    const present = (await rows(store)).filter((row) => row.valid_to === null);
    expect(present.map((row) => row.price_list_id)).toEqual(['other']);
    const logged = await changesOf(api.service, store.id, 'prices', 'price-list');
    const [, , ...deletion] = logged;
    expect(deletion.map(({ operation, entity_id }) => [operation, entity_id])).toEqual([
      ['prices.removed', 'l/1'],
      ['prices.removed', 'l/1'],
      ['prices.removed', 'l/1'],
      ['price-list.deleted', 'l/1'],
    ]);
    expect(new Set(deletion.map(({ operation_id }) => operation_id)).size).toBe(1);
    expect(deletion.flatMap(({ before }) => before.prices ?? [])).toEqual(many);
    expect(violations(await rowsOf(api.service, store.id))).toEqual([]);
    // A list that is made anew has none of them.
    await store.call('POST', '/price-lists', { body: { id: 'l/1', name: 'L' } });
    expect(await pricesAt(store)).toEqual([]);
  });

  it('fixes the currency of a list while it has prices', async () => {
    const store = await makeStore();
    const change = (currency: string) => store.call('PATCH', LIST, { body: { currency } });
    expect((await change('JPY')).status).toBe(200);
    await put(store, { productId: 'p', amount: '950' });
    const refused = await change('USD');
    expect(refused.status).toBe(409);
    expect(refused.json.code).toBe('currency_fixed');
    expect(refused.json.detail).toContain('JPY');
    expect(
      (await store.call('PATCH', LIST, { body: { currency: 'JPY', name: 'New' } })).status,
    ).toBe(200);
    await store.call('DELETE', `${PRICES}/p`);
    expect((await change('USD')).status).toBe(200);
    expect((await put(store, { productId: 'p', amount: '9.50' })).status).toBe(200);
  });

  it('leaves a row in the log for each price that has changed', async () => {
    const store = await makeStore();
    await put(
      store,
      { productId: 'a', amount: '9.5' },
      { productId: 'b/2', minQuantity: 5, amount: '3' },
    );
    await put(
      store,
      { productId: 'a', amount: '9' },
      { productId: 'b/2', minQuantity: 5, amount: '3' },
    );
    await store.call('DELETE', `${PRICES}/b%2F2`);
    const logged = await changesOf(api.service, store.id, 'price');
    const key = { priceListId: 'l/1', productId: 'a', minQuantity: 1 };
    expect(logged.map(({ operation, entity_id }) => `${operation} ${entity_id}`)).toEqual([
      'price.created l/1/a/1',
      'price.created l/1/b/2/5',
      'price.updated l/1/a/1',
      'price.deleted l/1/b/2/5',
    ]);
    expect(logged[0]?.operation_id).toBe(logged[1]?.operation_id);
    expect(logged[2]).toMatchObject({
      before: { ...key, amount: '9.50' },
      after: { ...key, amount: '9.00' },
    });
    expect(logged[3]).toMatchObject({ before: { amount: '3.00' }, after: null });
  });

  it('goes with its store', async () => {
    const store = await makeStore();
    await put(store, { productId: 'a', amount: '1' });
    await put(store, { productId: 'a', amount: '2' });
    expect((await api.call('DELETE', `/v1/stores/${store.id}`)).status).toBe(204);
    const left = Object.values(await rowsOf(api.service, store.id)).flat();
    expect(left).toEqual([]);
  });
});
