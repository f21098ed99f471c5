import { expect, it } from 'vitest';
import { bigcommerceApi, unknown } from '../../helpers/bigcommerce.js';
import { describeEngines } from '../../helpers/engines.js';

const GROUPS = [
  { name: 'Retail', is_default: true },
  { name: 'Retail Customers' },
  { name: 'Guests', is_group_for_guests: true },
  { name: 'Wholesale' },
] as const;
const ALL = GROUPS.map(({ name }) => name);
const FUTURE = '2099-01-01 00:00:00';

/** Each query, and the names that it leaves. */
const LEFT: readonly (readonly [string, readonly string[]])[] = [
  ['', []],
  ['?', []],
  ['?name=Retail', ['Retail Customers', 'Guests', 'Wholesale']],
  ['?name=retail', ALL],
  ['?name=', ALL],
  ['?name=none', ALL],
  ['?name:like=RETAIL', ['Guests', 'Wholesale']],
  ['?name:like=%25s', ['Retail', 'Wholesale']],
  ['?name:like=%25', []],
  ['?is_default=true', ['Retail Customers', 'Guests', 'Wholesale']],
  ['?is_default=0', ['Retail']],
  ['?is_group_for_guests=True', ['Retail', 'Retail Customers', 'Wholesale']],
  ['?is_default=false&is_group_for_guests=false', ['Retail', 'Guests']],
  ['?name=Retail&is_default=false', ALL],
  [`?date_created:min=${FUTURE}`, ALL],
  [`?date_created:max=${FUTURE}`, []],
  [`?date_modified:max=${FUTURE}&name:like=retail`, ['Guests', 'Wholesale']],
  [`?date_created=${FUTURE}`, ALL],
];

/** Each query, and the parameters that it is refused for: a mistyped filter is no filter. */
const REFUSED: readonly (readonly [string, readonly string[]])[] = [
  ['?isdefault=true', ['isdefault']],
  ['?names=Retail', ['names']],
  ['?NAME=Retail', ['NAME']],
  ['?name:in=Retail', ['name:in']],
  ['?id=1', ['id']],
  ['?page=1', ['page']],
  ['?limit=1', ['limit']],
  ['?__proto__=1', ['__proto__']],
  ['?name=Retail&colour=red&shade=1', ['colour', 'shade']],
];

describeEngines('BigCommerce bulk delete', (engine) => {
  const api = bigcommerceApi(engine);

  async function makeStore() {
    const store = await api.makeStore();
    for (const body of GROUPS) await store.create(body);
    return store;
  }

  it.each(LEFT)('by "%s" leaves %j', async (query, left) => {
    const store = await makeStore();
    const reply = await store.call('DELETE', query);
    expect([reply.status, reply.text]).toEqual([204, '']);
    expect(await store.names()).toEqual(left);
  });

  it.each(REFUSED)('by %s is refused, and nothing deleted', async (query, fields) => {
    const store = await makeStore();
    const reply = await store.call('DELETE', query);
    expect(reply.status).toBe(400);
    expect(reply.json).toEqual(fields.map((field) => unknown(field)));
    expect(await store.names()).toEqual(ALL);
  });

  it('of nothing is done at once', async () => {
    const store = await api.makeStore();
    expect((await store.call('DELETE', '')).status).toBe(204);
    expect((await store.call('DELETE', '')).status).toBe(204);
  });

  it('goes beyond what a page can show', async () => {
    const store = await api.makeStore();
    for (let i = 0; i < 60; i++) await store.create({ name: `g${i}` });
    await store.create({ name: 'stays' });
    expect((await store.call('DELETE', '?name:like=g%25')).status).toBe(204);
    expect(await store.names()).toEqual(['stays']);
  });

  it('unassigns the customers, and keeps them', async () => {
    const store = await makeStore();
    for (const [id, groupIds] of [
      ['c1', [1]],
      ['c2', [2, 4]],
      ['c3', []],
    ] as const) {
      await store.native.call('POST', '/customers', { body: { id, groupIds } });
    }
    await store.call('DELETE', '?name:like=retail');
    const { json } = await store.native.call('GET', '/customers');
    expect(
      json.data.map(({ id, groupIds }: { id: string; groupIds: number[] }) => [id, groupIds]),
    ).toEqual([
      ['c1', []],
      ['c2', [4]],
      ['c3', []],
    ]);
  });

  it('of one store leaves the others alone', async () => {
    const [store, other] = [await makeStore(), await makeStore()];
    await store.call('DELETE', '');
    expect(await other.names()).toEqual(ALL);
    expect((await store.create()).id).toBe(GROUPS.length + 1);
  });
});
