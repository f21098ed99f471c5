import { describe, expect, it } from 'vitest';
import { places, type TestStore } from '../../helpers/api.js';
import { describeEngines } from '../../helpers/engines.js';
import { nativeApi } from '../../helpers/native.js';

const LONG = 'x'.repeat(255);
const product = { type: 'product', productId: '33', method: 'percent', amount: '5' };

/** Each field: values that it takes, each with what is then shown. Null clears where it may be null. */
const FIELDS: Readonly<Record<string, readonly (readonly [unknown, unknown?])[]>> = {
  name: [['Großhandel'], ['🛒'.repeat(255)], [' '], ['a\nb']],
  description: [['Text'], ['d'.repeat(10_000)], [''], [null]],
  descriptions: [
    [{ en: 'Trade', 'pt-BR': 'Comércio' }],
    [{ de: null }, { en: 'Trade', 'pt-BR': 'Comércio' }],
    [
      { en: null, fr: 'Gros' },
      { 'pt-BR': 'Comércio', fr: 'Gros' },
    ],
    [null],
  ],
  isDefault: [[true], [false]],
  isGuest: [[true], [false]],
  isActive: [[false], [true]],
  categoryAccess: [
    [
      { type: 'specific', categories: ['7', '12', '7'] },
      { type: 'specific', categories: ['7', '12'] },
    ],
    [{ categories: ['9'] }, { type: 'specific', categories: ['9'] }],
    [{ type: 'none', categories: null }, { type: 'none' }],
    [{ type: 'all' }],
    [{ type: 'specific', categories: [] }],
    [null],
  ],
  discountRules: [
    [[product], [{ ...product, amount: '5.0000' }]],
    [
      [
        { type: 'all', method: 'fixed', amount: '0' },
        { type: 'category', categoryId: 'a/b', method: 'price', amount: '99999999999.9999' },
        { type: 'product', productId: 'a/b', method: 'percent', amount: '100' },
      ],
      [
        { type: 'all', method: 'fixed', amount: '0.0000' },
        { type: 'category', categoryId: 'a/b', method: 'price', amount: '99999999999.9999' },
        { type: 'product', productId: 'a/b', method: 'percent', amount: '100.0000' },
      ],
    ],
    [[]],
  ],
  defaultPriceListId: [['trade'], [null]],
  externalReferenceId: [['ERP/7'], [LONG], [null]],
};

const FAULTS: readonly (readonly [string, object, readonly string[]])[] = [
  ['an empty name', { name: '' }, ['/name']],
  ['no text as name', { name: 7 }, ['/name']],
  ['a name too long', { name: `${LONG}y` }, ['/name']],
  ['a name too long in emoji', { name: '🛒'.repeat(256) }, ['/name']],
  ['a null name', { name: null }, ['/name']],
  ['a description too long', { description: 'd'.repeat(10_001) }, ['/description']],
  ['a language that is none', { descriptions: { e: 'x' } }, ['/descriptions/e']],
  ['a language with a slash', { descriptions: { 'a/b~c': 'x' } }, ['/descriptions/a~1b~0c']],
  ['a number for a text', { descriptions: { en: 1 } }, ['/descriptions/en']],
  ['a text for a flag', { isDefault: 'true', isGuest: 1 }, ['/isDefault', '/isGuest']],
  ['a null flag', { isActive: null }, ['/isActive']],
  ['a parent that is not there', { parentId: 99 }, ['/parentId']],
  ['a parent of 0', { parentId: 0 }, ['/parentId']],
  ['a parent as text', { parentId: '1' }, ['/parentId']],
  ['half a parent', { parentId: 1.5 }, ['/parentId']],
  ['access without its type', { categoryAccess: { categories: ['1'] } }, ['/categoryAccess/type']],
  ['access of no known type', { categoryAccess: { type: 'some' } }, ['/categoryAccess/type']],
  [
    'specific access without categories',
    { categoryAccess: { type: 'specific' } },
    ['/categoryAccess/categories'],
  ],
  [
    'categories beside the type all',
    { categoryAccess: { type: 'all', categories: ['1'] } },
    ['/categoryAccess/categories'],
  ],
  [
    'an empty category',
    { categoryAccess: { type: 'specific', categories: ['1', ''] } },
    ['/categoryAccess/categories/1'],
  ],
  ['one rule for a list', { discountRules: product }, ['/discountRules']],
  [
    'a rule of no known type',
    { discountRules: [{ ...product, type: 'brand' }] },
    ['/discountRules/0/type'],
  ],
  [
    'a rule of no known method',
    { discountRules: [{ ...product, method: 'gift' }] },
    ['/discountRules/0/method'],
  ],
  [
    'a rule without its product',
    { discountRules: [{ type: 'product', method: 'fixed', amount: '1' }] },
    ['/discountRules/0/productId'],
  ],
  [
    'a rule without its category',
    { discountRules: [{ type: 'category', method: 'fixed', amount: '1' }] },
    ['/discountRules/0/categoryId'],
  ],
  [
    'a product on the rule for all',
    { discountRules: [{ ...product, type: 'all' }] },
    ['/discountRules/0/productId'],
  ],
  [
    'a field that rules do not have',
    { discountRules: [product, { ...product, productId: '34', note: '' }] },
    ['/discountRules/1/note'],
  ],
  [
    'two rules with one target',
    { discountRules: [product, { ...product, amount: '9' }] },
    ['/discountRules/1'],
  ],
  ...['-1', '+1', '1e3', '', '.5', '5.', '1.00001', '100000000000', ' 1', '1,5', 'NaN', 1].map(
    (amount) =>
      [
        `the amount ${JSON.stringify(amount)}`,
        { discountRules: [{ ...product, method: 'fixed', amount }] },
        ['/discountRules/0/amount'],
      ] as const,
  ),
  [
    'a percentage above 100',
    { discountRules: [{ ...product, amount: '100.0001' }] },
    ['/discountRules/0/amount'],
  ],
  [
    'rules that are too many',
    {
      discountRules: Array.from({ length: 1001 }, (_, i) => ({ ...product, productId: `p${i}` })),
    },
    ['/discountRules'],
  ],
  ['a price list that is not there', { defaultPriceListId: 'nope' }, ['/defaultPriceListId']],
  ['an empty price list', { defaultPriceListId: '' }, ['/defaultPriceListId']],
  ['an empty external id', { externalReferenceId: '' }, ['/externalReferenceId']],
  ['an external id like a public one', { externalReferenceId: 'cgrp_1' }, ['/externalReferenceId']],
  ['an external id too long', { externalReferenceId: `${LONG}y` }, ['/externalReferenceId']],
  ['a member count', { memberCount: 3 }, ['/memberCount']],
  ['an id', { id: 9 }, ['/id']],
  [
    'three faults at once',
    { name: '', parentId: 'x', colour: 'red' },
    ['/colour', '/name', '/parentId'],
  ],
  [
    'faults that only the whole shows',
    { parentId: 98, defaultPriceListId: 'no', externalReferenceId: 'cgrp_x' },
    ['/defaultPriceListId', '/externalReferenceId', '/parentId'],
  ],
];

describeEngines('native groups', (engine) => {
  const api = nativeApi(engine);

  const create = async (store: TestStore, body: object = {}) => {
    const reply = await store.call('POST', '/groups', { body: { name: 'Group', ...body } });
    expect(reply.status, reply.text).toBe(201);
    return reply.json;
  };
  const get = async (store: TestStore, id: number) =>
    (await store.call('GET', `/groups/${id}`)).json;
  const patch = (store: TestStore, id: number, body: object) =>
    store.call('PATCH', `/groups/${id}`, { body });

  it('shows a new group with all its defaults', async () => {
    const store = await api.makeStore();
    const reply = await store.call('POST', '/groups', { body: { name: 'Wholesale' } });
    expect(reply.status).toBe(201);
    expect(reply.headers.get('location')).toBe(`/v1/stores/${store.id}/groups/1`);
    expect(reply.headers.get('etag')).toBe('"1"');
    expect(reply.json).toEqual({
      id: 1,
      publicId: expect.stringMatching(/^cgrp_[0-9A-Za-z]{12,}$/),
      name: 'Wholesale',
      description: null,
      descriptions: null,
      isDefault: false,
      isGuest: false,
      isActive: true,
      parentId: null,
      categoryAccess: null,
      discountRules: [],
      defaultPriceListId: null,
      externalReferenceId: null,
      memberCount: 0,
      version: 1,
      createdAt: expect.stringMatching(/Z$/),
      updatedAt: reply.json.createdAt,
    });
    expect(await get(store, 1)).toEqual(reply.json);
  });

  it.each(Object.entries(FIELDS))('sets, shows and clears the field %s', async (field, values) => {
    const store = await api.makeStore();
    await store.call('POST', '/price-lists', { body: { id: 'trade', name: 'Trade' } });
    const [[first, shownFirst = first] = []] = values;
    const group = await create(store, { [field]: first });
    expect(group[field]).toEqual(shownFirst);
    let previous = group;
    for (const [value, shown = value] of values) {
      const { json } = await patch(store, group.id, { [field]: value });
      const changes = JSON.stringify(previous[field]) !== JSON.stringify(json[field]);
      expect(json).toEqual({
        ...previous,
        [field]: shown,
        version: previous.version + (changes ? 1 : 0),
        updatedAt: expect.any(String),
      });
      expect(await get(store, group.id)).toEqual(json);
      previous = json;
    }
  });

  it.each(FAULTS)('refuses a group with %s', async (_, body, faults) => {
    const store = await api.makeStore();
    const refused = await store.call('POST', '/groups', { body: { name: 'Group', ...body } });
    expect(refused.status).toBe(400);
    expect(places(refused).sort()).toEqual(faults);
    const group = await create(store);
    expect(group.id).toBe(1);
    const patched = await patch(store, 1, body);
    expect(patched.status).toBe(400);
    expect(places(patched).sort()).toEqual(faults);
    expect(await get(store, 1)).toEqual(group);
  });

  it('needs a name when it is made', async () => {
    const store = await api.makeStore();
    const refused = await store.call('POST', '/groups', { body: {} });
    expect(places(refused)).toEqual(['/name']);
  });

  it('drops the categories with the type that had them', async () => {
    const store = await api.makeStore();
    await create(store, { categoryAccess: { type: 'specific', categories: ['7'] } });
    const { json } = await patch(store, 1, { categoryAccess: { type: 'all' } });
    expect(json.categoryAccess).toEqual({ type: 'all' });
  });

  it('clears the rules of a group by null', async () => {
    const store = await api.makeStore();
    await create(store, { discountRules: [product] });
    expect((await patch(store, 1, { discountRules: null })).json.discountRules).toEqual([]);
  });

  it('leaves a group alone when nothing changes', async () => {
    const store = await api.makeStore();
    const group = await create(store, { descriptions: { en: 'x' }, discountRules: [product] });
    for (const body of [
      {},
      { name: 'Group', descriptions: { en: 'x' } },
      { descriptions: { de: null } },
      { discountRules: [{ ...product, amount: '5.00' }] },
    ]) {
      expect((await patch(store, 1, body)).json).toEqual(group);
    }
  });

  it('counts ids per store and never reuses them', async () => {
    const [store, other] = [await api.makeStore(), await api.makeStore()];
    const made = [await create(store), await create(store), await create(store)];
    expect(made.map(({ id }) => id)).toEqual([1, 2, 3]);
    expect((await store.call('DELETE', '/groups/3')).status).toBe(204);
    expect((await store.call('DELETE', '/groups/1')).status).toBe(204);
    expect((await store.call('GET', '/groups/3')).status).toBe(404);
    expect((await store.call('POST', '/groups', { body: { name: '' } })).status).toBe(400);
    expect((await create(store)).id).toBe(4);
    const elsewhere = await create(other);
    expect(elsewhere.id).toBe(1);
    expect(elsewhere.publicId).not.toBe(made[0].publicId);
  });

  it('keeps its public id whatever else changes', async () => {
    const store = await api.makeStore();
    const [first, second] = [await create(store), await create(store)];
    expect(first.publicId).not.toBe(second.publicId);
    const { json } = await patch(store, 1, { name: 'New', externalReferenceId: 'x' });
    expect(json.publicId).toBe(first.publicId);
  });

  it.each(['0', '-1', '1.5', 'x', '99999999999999999999', 'cgrp_1', '%20'])(
    'refuses %s as the id of a group',
    async (id) => {
      const store = await api.makeStore();
      for (const method of ['GET', 'PATCH', 'DELETE']) {
        const body = method === 'PATCH' ? {} : undefined;
        const reply = await store.call(method, `/groups/${id}`, { body });
        expect(reply.status).toBe(400);
        expect(places(reply)).toEqual(['group']);
      }
    },
  );

  it('answers 404 for a group that is not there', async () => {
    const store = await api.makeStore();
    for (const [method, body] of [['GET'], ['PATCH', {}], ['DELETE']] as const) {
      const reply = await store.call(method, '/groups/7', { body });
      expect(reply.status).toBe(404);
      expect(reply.json.detail).toContain('7');
    }
  });

  it('gives an external id to one group at a time', async () => {
    const [store, other] = [await api.makeStore(), await api.makeStore()];
    await create(store, { externalReferenceId: 'ERP-1' });
    await create(other, { externalReferenceId: 'ERP-1' });
    const body = { name: 'Second', externalReferenceId: 'ERP-1' };
    const refused = await store.call('POST', '/groups', { body });
    expect(refused.status).toBe(409);
    expect(refused.json.code).toBe('external_id_taken');
    const second = await create(store, { externalReferenceId: 'erp-1' });
    expect((await patch(store, second.id, body)).status).toBe(409);
    expect(await get(store, second.id)).toEqual(second);
    await store.call('DELETE', '/groups/1');
    expect((await patch(store, second.id, body)).status).toBe(200);
  });

  describe.each(['isDefault', 'isGuest'] as const)('the flag %s', (flag) => {
    const other = flag === 'isDefault' ? 'isGuest' : 'isDefault';

    it('moves to the group that takes it', async () => {
      const store = await api.makeStore();
      const first = await create(store, { [flag]: true, [other]: true });
      const second = await create(store, { [flag]: true });
      expect(second[flag]).toBe(true);
      expect(await get(store, 1)).toMatchObject({ [flag]: false, [other]: true, version: 2 });
      const third = await create(store);
      expect((await patch(store, third.id, { [flag]: true })).json[flag]).toBe(true);
      expect(await get(store, 2)).toMatchObject({ [flag]: false, version: 2 });
      const { json } = await store.call('GET', `/groups?${flag}=true`);
      expect(json.data.map(({ id }: { id: number }) => id)).toEqual([third.id]);
      expect(first[flag]).toBe(true);
    });

    it('can be held by no group at all', async () => {
      const store = await api.makeStore();
      await create(store, { [flag]: true });
      expect((await patch(store, 1, { [flag]: false })).json[flag]).toBe(false);
      await patch(store, 1, { [flag]: true });
      await store.call('DELETE', '/groups/1');
      expect((await store.call('GET', `/groups?${flag}=true`)).json.data).toEqual([]);
      expect((await create(store, { [flag]: true }))[flag]).toBe(true);
    });
  });

  describe('parents', () => {
    /** Groups 1, 2, 3 … each below the one before. */
    async function chain(store: TestStore, length: number) {
      for (let i = 1; i <= length; i++) await create(store, { parentId: i === 1 ? null : i - 1 });
    }

    it('allows four levels and refuses a fifth', async () => {
      const store = await api.makeStore();
      await chain(store, 4);
      const refused = await store.call('POST', '/groups', { body: { name: 'E', parentId: 4 } });
      expect(refused.status).toBe(400);
      expect(places(refused)).toEqual(['/parentId']);
      expect(refused.json.errors[0].message).toMatch(/4/);
    });

    it('counts the levels below a group that moves', async () => {
      const store = await api.makeStore();
      await chain(store, 2);
      const third = await create(store);
      const fourth = await create(store, { parentId: third.id });
      await create(store, { parentId: fourth.id });
      const refused = await patch(store, third.id, { parentId: 2 });
      expect(places(refused)).toEqual(['/parentId']);
      expect((await patch(store, third.id, { parentId: 1 })).json.parentId).toBe(1);
    });

    it.each([
      ['itself', 1],
      ['its child', 2],
      ['its grandchild', 3],
    ])('never puts a group below %s', async (_, parentId) => {
      const store = await api.makeStore();
      await chain(store, 3);
      const refused = await patch(store, 1, { parentId });
      expect(refused.status).toBe(400);
      expect(places(refused)).toEqual(['/parentId']);
      expect((await get(store, 1)).parentId).toBeNull();
    });

    it('knows no parent of another store', async () => {
      const [store, other] = [await api.makeStore(), await api.makeStore()];
      await chain(other, 2);
      await create(store);
      expect(places(await patch(store, 1, { parentId: 2 }))).toEqual(['/parentId']);
    });

    it('moves the children up when a group goes', async () => {
      const store = await api.makeStore();
      await chain(store, 4);
      await create(store, { parentId: 2 });
      await store.call('DELETE', '/groups/2');
      expect(await get(store, 3)).toMatchObject({ parentId: 1, version: 2 });
      expect(await get(store, 5)).toMatchObject({ parentId: 1, version: 2 });
      expect(await get(store, 4)).toMatchObject({ parentId: 3, version: 1 });
      await store.call('DELETE', '/groups/1');
      expect(await get(store, 3)).toMatchObject({ parentId: null, version: 3 });
    });
  });

  it('leaves its members when it is deleted', async () => {
    const store = await api.makeStore();
    await create(store);
    await create(store);
    await store.call('POST', '/customers', { body: { id: 'c1', groupIds: [1, 2] } });
    await store.call('DELETE', '/groups/1');
    expect((await store.call('GET', '/customers/c1')).json.groupIds).toEqual([2]);
    await store.call('DELETE', '/groups/2');
    expect((await store.call('GET', '/customers/c1')).json.groupIds).toEqual([]);
  });
});
