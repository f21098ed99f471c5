import { expect, it } from 'vitest';
import { type BigCommerceStore, bigcommerceApi, DATE } from '../../helpers/bigcommerce.js';
import { describeEngines } from '../../helpers/engines.js';

const DATE_TEXT = expect.stringMatching(DATE);
const rule = { type: 'all', method: 'percent', amount: '5.0000' };

/** Each writable field, with two values that differ. */
const FIELDS: Readonly<Record<string, readonly [unknown, unknown]>> = {
  name: ['Großhandel 🛒', 'x'.repeat(255)],
  is_default: [true, false],
  category_access: [{ type: 'none' }, { type: 'specific', categories: [7, 'shoes'] }],
  discount_rules: [[rule], []],
  is_group_for_guests: [true, false],
};

describeEngines('BigCommerce groups', (engine) => {
  const api = bigcommerceApi(engine);

  const put = (store: BigCommerceStore, id: number, body?: object) =>
    store.call('PUT', `/${id}`, { body });

  it('show every field of a new group', async () => {
    const store = await api.makeStore();
    const group = await store.create({ name: 'Wholesale' });
    expect(Object.entries(group)).toEqual([
      ['id', 1],
      ['name', 'Wholesale'],
      ['is_default', false],
      ['category_access', { type: 'all' }],
      ['discount_rules', []],
      ['date_created', DATE_TEXT],
      ['date_modified', group.date_created],
      ['is_group_for_guests', false],
    ]);
    expect(await store.get(1)).toEqual(group);
  });

  it.each(Object.entries(FIELDS))('change in %s and nothing else', async (field, [one, two]) => {
    const store = await api.makeStore();
    const first = await store.create({ [field]: one });
    expect(first[field]).toEqual(one);
    const { status, json } = await put(store, 1, { [field]: two });
    expect(status).toBe(200);
    expect(json).toEqual({ ...first, [field]: two, date_modified: DATE_TEXT });
    expect(await store.get(1)).toEqual(json);
    expect((await put(store, 1, { [field]: one })).json[field]).toEqual(one);
  });

  it('change in all fields at once', async () => {
    const store = await api.makeStore();
    const { id, date_created } = await store.create();
    const body = Object.fromEntries(Object.entries(FIELDS).map(([field, [one]]) => [field, one]));
    const { json } = await put(store, id, body);
    expect(json).toEqual({ id, ...body, date_created, date_modified: json.date_modified });
  });

  it('stay as they are when an update says nothing', async () => {
    const store = await api.makeStore();
    const group = await store.create({ name: 'Same', is_default: true, discount_rules: [rule] });
    const { name, is_default, discount_rules, is_group_for_guests } = group;
    const same = { name, is_default, discount_rules, is_group_for_guests };
    for (const body of [undefined, {}, { name: 'Same' }, same]) {
      const reply = await put(store, 1, body);
      expect([reply.status, reply.json]).toEqual([200, group]);
    }
    expect((await store.native.call('GET', '/groups/1')).json.version).toBe(1);
  });

  it('take back what they have shown', async () => {
    const store = await api.makeStore();
    const { id, date_created, date_modified, ...shown } = await store.create({
      category_access: { type: 'specific', categories: [7] },
      discount_rules: [rule, { type: 'product', product_id: 'sku', method: 'fixed', amount: 1 }],
    });
    expect(id).toBe(1);
    expect([date_created, date_modified]).toEqual([DATE_TEXT, DATE_TEXT]);
    expect(await store.create(shown)).toEqual({
      id: 2,
      ...shown,
      date_created: DATE_TEXT,
      date_modified: DATE_TEXT,
    });
  });

  it('share names and are never renumbered', async () => {
    const store = await api.makeStore();
    for (const id of [1, 2, 3]) expect((await store.create({ name: 'Same' })).id).toBe(id);
    await store.call('DELETE', '/3');
    await store.call('POST', '', { body: {} });
    expect((await store.create({ name: 'Same' })).id).toBe(4);
  });

  it('write dates in UTC to the second', async () => {
    const store = await api.makeStore();
    const group = await store.create();
    const { json } = await store.native.call('GET', '/groups/1');
    expect(group.date_created).toBe(json.createdAt.slice(0, 19).replace('T', ' '));
    expect(group.date_modified).toBe(json.updatedAt.slice(0, 19).replace('T', ' '));
  });

  it.each([
    ['is_default', 'is_group_for_guests'],
    ['is_group_for_guests', 'is_default'],
  ] as const)('hand on %s, and keep %s', async (flag, other) => {
    const store = await api.makeStore();
    await store.create({ [flag]: true, [other]: true });
    expect((await store.create({ [flag]: true }))[flag]).toBe(true);
    expect(await store.get(1)).toMatchObject({ [flag]: false, [other]: true });
    await store.create();
    expect((await put(store, 3, { [flag]: true })).json[flag]).toBe(true);
    expect(await store.get(2)).toMatchObject({ [flag]: false });
    expect((await put(store, 3, { [flag]: false })).json[flag]).toBe(false);
    expect((await store.call('GET', `?${flag}=true`)).status).toBe(204);
    expect(await store.get(1)).toMatchObject({ [other]: true });
  });

  it('keep the default flag when a new one is refused', async () => {
    const store = await api.makeStore();
    await store.create({ is_default: true });
    const body = { name: 'New', is_default: true, colour: 'red' };
    expect((await store.call('POST', '', { body })).status).toBe(400);
    expect(await store.get(1)).toMatchObject({ is_default: true });
  });

  it('take new customers into the default group', async () => {
    const store = await api.makeStore();
    const join = async (id: string) =>
      (await store.native.call('POST', '/customers', { body: { id } })).json.groupIds;
    await store.create();
    expect(await join('c1')).toEqual([]);
    await store.create({ is_default: true });
    expect(await join('c2')).toEqual([2]);
    await put(store, 1, { is_default: true });
    expect(await join('c3')).toEqual([1]);
    await store.call('DELETE', '/1');
    expect(await join('c4')).toEqual([]);
    const before = await store.native.call('GET', '/customers/c2/groups');
    expect(before.json.groupIds).toEqual([2]);
  });

  it('release their customers when they are deleted', async () => {
    const store = await api.makeStore();
    for (const name of ['A', 'B']) await store.create({ name });
    for (const [id, groupIds] of [
      ['c1', [1]],
      ['c2', [1, 2]],
    ] as const) {
      await store.native.call('POST', '/customers', { body: { id, groupIds } });
    }
    const reply = await store.call('DELETE', '/1');
    expect([reply.status, reply.text]).toEqual([204, '']);
    const groupsOf = async (id: string) =>
      (await store.native.call('GET', `/customers/${id}`)).json.groupIds;
    expect([await groupsOf('c1'), await groupsOf('c2')]).toEqual([[], [2]]);
    expect((await store.call('DELETE', '/1')).status).toBe(404);
  });

  it('are the same groups that the native API shows', async () => {
    const store = await api.makeStore();
    await store.create({
      name: 'Ours',
      is_default: true,
      is_group_for_guests: true,
      category_access: { type: 'specific', categories: [7, 'shoes'] },
      discount_rules: [{ type: 'category', category_id: 7, method: 'fixed', amount: '9.9' }],
    });
    expect((await store.native.call('GET', '/groups/1')).json).toMatchObject({
      id: 1,
      name: 'Ours',
      isDefault: true,
      isGuest: true,
      categoryAccess: { type: 'specific', categories: ['7', 'shoes'] },
      discountRules: [{ type: 'category', categoryId: '7', method: 'fixed', amount: '9.9000' }],
      defaultPriceListId: null,
    });
    await store.native.call('PATCH', '/groups/1', { body: { name: 'Theirs', isGuest: false } });
    expect(await store.get(1)).toMatchObject({ name: 'Theirs', is_group_for_guests: false });
    await store.native.call('DELETE', '/groups/1');
    expect((await store.call('GET', '/1')).status).toBe(404);
  });

  it('made by the native API are shown and changed here', async () => {
    const store = await api.makeStore();
    const body = {
      name: 'Native',
      description: 'kept',
      isActive: false,
      externalReferenceId: 'ERP-1',
      categoryAccess: { type: 'none' },
      discountRules: [{ type: 'product', productId: '33', method: 'price', amount: '1.5' }],
    };
    const made = (await store.native.call('POST', '/groups', { body })).json;
    expect(await store.get(1)).toMatchObject({
      id: 1,
      name: 'Native',
      category_access: { type: 'none' },
      discount_rules: [{ type: 'product', product_id: 33, method: 'price', amount: '1.5000' }],
    });
    await put(store, 1, { name: 'Changed', is_default: true });
    expect((await store.native.call('GET', '/groups/1')).json).toEqual({
      ...made,
      name: 'Changed',
      isDefault: true,
      version: 2,
      updatedAt: expect.any(String),
    });
  });
});
