import { expect, it } from 'vitest';
import { bigcommerceApi } from '../../helpers/bigcommerce.js';
import { describeEngines } from '../../helpers/engines.js';

const specific = (...categories: (number | string)[]) => ({ type: 'specific', categories });

/** What is sent, and what is shown where that differs. */
const ACCESS: readonly (readonly [object, object?])[] = [
  [{ type: 'all' }],
  [{ type: 'none' }],
  [specific(7, 12, 20)],
  [specific(20, 7, 12)],
  [specific()],
  [specific('7', 'shoes', '007'), specific(7, 'shoes', '007')],
  [specific(7, '7', 12, 7), specific(7, 12)],
  [specific(0, 9007199254740991)],
];

describeEngines('BigCommerce category access', (engine) => {
  const api = bigcommerceApi(engine);

  it.each(ACCESS)('is shown as it was sent: %j', async (sent, shown = sent) => {
    const store = await api.makeStore();
    const group = await store.create({ category_access: sent });
    expect(group.category_access).toEqual(shown);
    const before = specific(1, 2, 3);
    await store.create({ category_access: before });
    const { json } = await store.call('PUT', '/2', { body: { category_access: sent } });
    expect(json.category_access).toEqual(shown);
    expect((await store.get(2)).category_access).toEqual(shown);
  });

  it('stays when an update leaves it out', async () => {
    const store = await api.makeStore();
    await store.create({ category_access: specific(7) });
    const { json } = await store.call('PUT', '/1', { body: { name: 'New' } });
    expect(json.category_access).toEqual(specific(7));
  });

  it('comes from the nearest parent that has one', async () => {
    const store = await api.makeStore();
    const native = async (body: object) =>
      expect((await store.native.call('POST', '/groups', { body })).status).toBe(201);
    const shown = async () =>
      (await store.call('GET', '')).json.map(
        (group: { category_access: object }) => group.category_access,
      );
    await native({ name: 'top', categoryAccess: { type: 'specific', categories: ['7', '12'] } });
    await native({ name: 'middle', parentId: 1 });
    await native({ name: 'leaf', parentId: 2 });
    await native({ name: 'alone' });
    expect(await shown()).toEqual([
      specific(7, 12),
      specific(7, 12),
      specific(7, 12),
      { type: 'all' },
    ]);
    expect((await store.get(3)).category_access).toEqual(specific(7, 12));

    const renamed = await store.call('PUT', '/3', { body: { name: 'leaf 2' } });
    expect(renamed.json.category_access).toEqual(specific(7, 12));
    expect((await store.native.call('GET', '/groups/3')).json.categoryAccess).toBeNull();

    await store.call('PUT', '/2', { body: { category_access: { type: 'none' } } });
    expect((await store.get(3)).category_access).toEqual({ type: 'none' });
    await store.call('PUT', '/3', { body: { category_access: { type: 'all' } } });
    expect(await shown()).toEqual([
      specific(7, 12),
      { type: 'none' },
      { type: 'all' },
      { type: 'all' },
    ]);
  });

  it('comes from what stays when a parent goes', async () => {
    const store = await api.makeStore();
    for (const body of [
      { name: 'top', categoryAccess: { type: 'specific', categories: ['7'] } },
      { name: 'middle', parentId: 1, categoryAccess: { type: 'none' } },
      { name: 'leaf', parentId: 2 },
    ]) {
      await store.native.call('POST', '/groups', { body });
    }
    expect((await store.get(3)).category_access).toEqual({ type: 'none' });
    await store.call('DELETE', '/2');
    expect((await store.get(3)).category_access).toEqual(specific(7));
    await store.call('DELETE', '?name=top');
    expect((await store.get(3)).category_access).toEqual({ type: 'all' });
  });
});
