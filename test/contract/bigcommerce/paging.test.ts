import { expect, it } from 'vitest';
import { type BigCommerceStore, bigcommerceApi, invalid } from '../../helpers/bigcommerce.js';
import { describeEngines } from '../../helpers/engines.js';

const COUNT = 60;

const ids = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);

/** Each query on sixty groups, and which ids it shows; the same in both editions. */
const PAGES: readonly (readonly [string, readonly number[]])[] = [
  ['page=1', ids(1, 50)],
  ['page=2', ids(51, 60)],
  ['page=3', []],
  ['limit=1', [1]],
  ['limit=59', ids(1, 59)],
  ['limit=60', ids(1, 60)],
  ['limit=250', ids(1, 60)],
  ['limit=25&page=1', ids(1, 25)],
  ['page=3&limit=25', ids(51, 60)],
  ['limit=25&page=4', []],
  ['limit=1&page=60', [60]],
  ['limit=1&page=61', []],
  ['limit=250&page=2', []],
  ['page=99999999', []],
  ['page=9007199254740993', []],
  [`page=${'9'.repeat(40)}&limit=250`, []],
  ['name:like=g1&limit=5', [1, 10, 11, 12, 13]],
  ['name:like=g1&limit=5&page=3', [19]],
  ['is_default=true&page=1', []],
];

/** Without `page` and `limit`, the editions differ: at most fifty, or the whole collection. */
const UNPAGED = [
  ['', ids(1, 50), ids(1, 60)],
  ['is_default=false', ids(1, 50), ids(1, 60)],
  ['name:like=g', ids(1, 50), ids(1, 60)],
  ['name:like=g6', [6, 60], [6, 60]],
] as const;

const REFUSED = [
  ...['0', '-1', '1.5', 'abc', '', '1e1', '0x1', '%201', '+1', 'NaN'].flatMap((value) => [
    [`page=${value}`, ['page']] as const,
    [`limit=${value}`, ['limit']] as const,
  ]),
  ['page=0&limit=0', ['page', 'limit']],
  ['page=1&page=2', ['page']],
  ['limit=0&is_default=x', ['limit', 'is_default']],
] as const;

describeEngines('BigCommerce paging', (engine) => {
  const api = bigcommerceApi(engine);

  /** Groups with the ids 1 to 60, whose names end in them. */
  async function makeStore(unpagedLists?: boolean): Promise<BigCommerceStore> {
    const store = await api.makeStore(unpagedLists === undefined ? {} : { unpagedLists });
    for (let i = 1; i <= COUNT; i++) await store.create({ name: `g${i}` });
    return store;
  }

  const listed = async (store: BigCommerceStore, query: string) => {
    const { status, json } = await store.call('GET', `?${query}`);
    expect(status, query).toBe(json ? 200 : 204);
    return (json ?? []).map(({ id }: { id: number }) => id);
  };

  it.each([
    ['nothing said', undefined, 1],
    ['pages', false, 1],
    ['the whole collection', true, 2],
  ] as const)('cuts lists by the channel’s choice: %s', async (_, unpagedLists, column) => {
    const store = await makeStore(unpagedLists);
    for (const row of UNPAGED) expect(await listed(store, row[0])).toEqual(row[column]);
    for (const [query, expected] of PAGES) {
      expect(await listed(store, query), query).toEqual(expected);
    }
  });

  it('counts all groups, whatever the page asked for', async () => {
    const store = await makeStore();
    for (const query of ['', '?page=2', '?limit=5', '?page=0&limit=abc', '?limit=251']) {
      expect((await store.call('GET', `/count${query}`)).json).toEqual({ count: COUNT });
    }
    expect((await store.call('GET', '/count?name:like=g1')).json).toEqual({ count: 11 });
  });

  it.each([false, true])('refuses page and limit that cannot be (unpaged: %s)', async (unpaged) => {
    const store = await api.makeStore({ unpagedLists: unpaged });
    for (const [query, fields] of REFUSED) {
      const reply = await store.call('GET', `?${query}`);
      expect([reply.status, reply.json], query).toEqual([
        400,
        fields.map((field) => invalid(field)),
      ]);
    }
  });

  it.each([false, true])('refuses a limit above the maximum (unpaged: %s)', async (unpaged) => {
    const store = await api.makeStore({ unpagedLists: unpaged });
    for (const limit of ['251', '1000', '9'.repeat(30)]) {
      for (const query of [`limit=${limit}`, `limit=${limit}&page=2`]) {
        const reply = await store.call('GET', `?${query}`);
        expect(reply.status).toBe(413);
        expect(reply.json).toEqual([{ status: 413, message: expect.any(String) }]);
      }
    }
  });

  it('answers an empty collection without a body', async () => {
    const store = await api.makeStore();
    for (const query of ['', '?page=1', '?limit=1', '?name=x']) {
      expect((await store.call('GET', query)).status).toBe(204);
    }
    expect((await store.call('GET', '/count')).json).toEqual({ count: 0 });
  });
});
