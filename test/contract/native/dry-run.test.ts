import { expect, it } from 'vitest';
import type { TestStore } from '../../helpers/api.js';
import { dump, openEngine } from '../../helpers/database.js';
import { describeEngines } from '../../helpers/engines.js';
import { nativeApi } from '../../helpers/native.js';

describeEngines('native dry runs', (engine) => {
  const api = nativeApi(engine);

  /** A parent with two members and a child with two, one of them in both; 3 products, 1 list. */
  async function makeShop() {
    const store = await api.makeStore();
    const send = async (method: string, path: string, body: object) => {
      const reply = await store.call(method, path, { body });
      expect(reply.status, reply.text).toBeLessThan(300);
      return reply.json;
    };
    await send('PUT', '/products', {
      products: ['a', 'b', 'c'].map((id) => ({ id, price: '10.00' })),
    });
    await send('POST', '/price-lists', { id: 'trade', name: 'Trade' });
    await send('PUT', '/price-lists/trade/prices', { prices: [{ productId: 'a', amount: '8' }] });
    const parent = await send('POST', '/groups', { name: 'Parent', defaultPriceListId: 'trade' });
    const child = await send('POST', '/groups', { name: 'Child', parentId: parent.id });
    for (const [id, groupIds] of [
      ['c1', [parent.id]],
      ['c2', [parent.id, child.id]],
      ['c3', [child.id]],
      ['c4', []],
    ]) {
      await send('POST', '/customers', { id, groupIds });
    }
    return { store, parent: parent.id as number, child: child.id as number };
  }

  const dry = (store: TestStore, method: string, path: string, body?: object) =>
    store.call(method, `${path}?dryRun=true`, body && { body });

  it('answer as the write would, with its impact, and change nothing', async () => {
    const { store, parent, child } = await makeShop();
    const database = openEngine(api.service.place);
    try {
      const before = await dump(database);
      const people = { customers: 3, members: 4 };
      const half = { discountRules: [{ type: 'all', method: 'percent', amount: '50' }] };
      const cases: [string, string, object | undefined, number, object, object][] = [
        [
          'POST',
          '/groups',
          { name: 'New', ...half },
          201,
          { name: 'New', version: 1 },
          { customers: 0, members: 0, prices: 3 },
        ],
        [
          'POST',
          '/groups',
          { name: 'New' },
          201,
          { memberCount: 0 },
          { customers: 0, members: 0, prices: 0 },
        ],
        [
          'PATCH',
          `/groups/${parent}`,
          half,
          200,
          { id: parent, version: 2 },
          { ...people, prices: 2 },
        ],
        [
          'PATCH',
          `/groups/${parent}`,
          { name: 'Other' },
          200,
          { name: 'Other' },
          { ...people, prices: 0 },
        ],
        [
          'PATCH',
          `/groups/${child}`,
          { parentId: null },
          200,
          { parentId: null },
          { customers: 2, members: 2, prices: 1 },
        ],
        [
          'PATCH',
          `/groups/${parent}`,
          { isActive: false },
          200,
          { isActive: false },
          { ...people, prices: 1 },
        ],
        ['DELETE', `/groups/${parent}`, undefined, 200, {}, { ...people, prices: 1 }],
        [
          'POST',
          `/groups/${parent}/members`,
          { add: ['c3', 'c4'], remove: ['c1'] },
          200,
          { added: 2, removed: 1 },
          { customers: 3, members: 3, prices: 0 },
        ],
        [
          'PUT',
          `/groups/${parent}/members/c4`,
          {},
          201,
          { customerId: 'c4' },
          { customers: 1, members: 1, prices: 0 },
        ],
        [
          'PUT',
          `/groups/${parent}/members/c1`,
          {},
          200,
          { customerId: 'c1' },
          { customers: 0, members: 0, prices: 0 },
        ],
        [
          'PUT',
          `/groups/${parent}/members/c1`,
          { endsAt: '2099-01-01T00:00:00Z' },
          200,
          { endsAt: '2099-01-01T00:00:00.000Z' },
          { customers: 1, members: 1, prices: 0 },
        ],
        [
          'DELETE',
          `/groups/${parent}/members/c1`,
          undefined,
          200,
          {},
          { customers: 1, members: 1, prices: 0 },
        ],
        [
          'POST',
          '/price-lists',
          { id: 'x', name: 'X' },
          201,
          { id: 'x' },
          { customers: 0, members: 0, prices: 0 },
        ],
        [
          'PATCH',
          '/price-lists/trade',
          { endsAt: '2020-01-01T00:00:00Z' },
          200,
          { id: 'trade', version: 2 },
          { ...people, prices: 1 },
        ],
        [
          'PUT',
          '/price-lists/trade/prices',
          {
            prices: [
              { productId: 'a', amount: '8' },
              { productId: 'b', amount: '9' },
              { productId: 'c', amount: '12' },
              { productId: 'c', minQuantity: 2, amount: '1' },
            ],
          },
          200,
          { created: 3, updated: 0, unchanged: 1, deleted: 0 },
          { ...people, prices: 1 },
        ],
        [
          'PUT',
          '/price-lists/trade/prices',
          {
            prices: [
              { productId: 'a', amount: null },
              { productId: 'c', amount: null },
            ],
          },
          200,
          { created: 0, updated: 0, unchanged: 1, deleted: 1 },
          { ...people, prices: 1 },
        ],
        ['DELETE', '/price-lists/trade/prices/a', undefined, 200, {}, { ...people, prices: 1 }],
      ];
      for (const [method, path, body, status, answer, impact] of cases) {
        const reply = await dry(store, method, path, body);
        expect([reply.status, reply.json], `${method} ${path} ${reply.text}`).toEqual([
          status,
          expect.objectContaining({ ...answer, impact: { ...impact, estimated: false } }),
        ]);
        if (method === 'DELETE') expect(Object.keys(reply.json)).toEqual(['impact']);
        expect(reply.headers.has('etag')).toBe(false);
      }
      expect(await dump(database)).toEqual(before);
    } finally {
      await database.close();
    }
  });

  it('refuse what the write would refuse', async () => {
    const { store, parent } = await makeShop();
    const statuses = [
      await dry(store, 'POST', '/groups', { name: '' }),
      await dry(store, 'PATCH', '/groups/99', { name: 'x' }),
      await dry(store, 'PATCH', `/groups/${parent}`, { parentId: parent }),
      await dry(store, 'DELETE', '/price-lists/trade'),
      await dry(store, 'POST', '/price-lists', { id: 'trade', name: 'Again' }),
      await dry(store, 'POST', `/groups/${parent}/members`, { add: ['nobody'] }),
      await store.call('PATCH', `/groups/${parent}?dryRun=true`, {
        body: { name: 'x' },
        headers: { 'if-match': '"9"' },
      }),
      await store.call('GET', `/groups/${parent}?dryRun=true`),
      await store.call('PATCH', `/groups/${parent}?dryRun=maybe`, { body: {} }),
      await store.call('POST', '/customers?dryRun=true', { body: { id: 'x' } }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([400, 404, 400, 409, 409, 400, 412, 400, 400, 400]);
  });

  it('take no id and leave an idempotency key free', async () => {
    const { store, child } = await makeShop();
    const headers = { 'idempotency-key': 'one' };
    const body = { name: 'New' };
    const rehearsed = await store.call('POST', '/groups?dryRun=true', { body, headers });
    expect(rehearsed.json).toMatchObject({ id: child + 1 });
    const made = await store.call('POST', '/groups', { body, headers });
    expect(made.json).toMatchObject({ id: child + 1 });
    expect(made.json.impact).toBeUndefined();
    expect(made.headers.has('idempotent-replayed')).toBe(false);
  });

  it('count no prices beyond 10,000 products', async () => {
    const { store, parent } = await makeShop();
    for (let part = 0; part < 10; part++) {
      const products = Array.from({ length: 1_000 }, (_, index) => ({ id: `${part}-${index}` }));
      await store.call('PUT', '/products', { body: { products } });
    }
    const { json } = await dry(store, 'DELETE', `/groups/${parent}`);
    expect(json.impact).toEqual({ customers: 3, members: 4, prices: null, estimated: true });
  });
});
