import { expect, it } from 'vitest';
import { describeEngines } from '../../helpers/engines.js';
import { badRequest, type JOpticStore, jopticApi } from '../../helpers/joptic.js';

const GROUPS = [
  { name: 'VIP Customers', description: 'Premium pricing' },
  { name: 'Regular', description: 'vip in waiting' },
  { name: '100% off_sale', description: 'Ärzte & Öle' },
  { name: 'Straße', description: null },
  { name: 'back\\slash' },
] as const;
const ALL = GROUPS.map(({ name }) => name);

/** Each query, and whom it finds, oldest first. */
const FOUND: readonly (readonly [string, readonly string[]])[] = [
  ['', ALL],
  ['search=', ALL],
  ['name=', ALL],
  ['search=VIP', ['VIP Customers', 'Regular']],
  ['search=vip', ['VIP Customers', 'Regular']],
  ['search=P%20Cus', ['VIP Customers']],
  ['search=P+Cus', ['VIP Customers']],
  ['search=pricing', ['VIP Customers']],
  ['search=none', []],
  ['search=ÄRZTE', ['100% off_sale']],
  ['search=%25', ['100% off_sale']],
  ['search=_', ['100% off_sale']],
  ['search=%5C', ['back\\slash']],
  ['search=1%25', []],
  ["search='", []],
  ['name=VIP', ['VIP Customers']],
  ['name=vip', ['VIP Customers']],
  ['name=pricing', []],
  ['name=%25', ['100% off_sale']],
  ['name=f_s', ['100% off_sale']],
  ['name=STRASSE', []],
  ['name=STRAßE', ['Straße']],
  ['search=vip&name=reg', ['Regular']],
  ['search=pricing&name=reg', []],
  ['isActive=true', ALL.filter((name) => name !== 'Regular')],
  ['isActive=false', ['Regular']],
  ['isActive=false&search=vip', ['Regular']],
  ['isActive=true&search=vip', ['VIP Customers']],
  ['colour=red&Search=none&sortby=colour&__proto__=1&=&limit[]=0', ALL],
];

const INTEGER = 'must be an integer number';
const LESS = 'must not be less than 1';
const SORT_BY = 'sortBy must be one of the following values: name, createdAt, updatedAt';
const SORT_ORDER = 'sortOrder must be one of the following values: asc, desc';

/** Each faulty query, and what is wrong with it, in the order of the document. */
const FAULTS: readonly (readonly [string, readonly string[]])[] = [
  ['page=0', [`page ${LESS}`]],
  ['page=-1', [`page ${LESS}`]],
  ['page=', [`page ${INTEGER}`]],
  ['page', [`page ${INTEGER}`]],
  ['page=x', [`page ${INTEGER}`]],
  ['page=1.5', [`page ${INTEGER}`]],
  ['page=1e1', [`page ${INTEGER}`]],
  ['page=%201', [`page ${INTEGER}`]],
  ['page=9007199254740993', [`page ${INTEGER}`]],
  [`page=${'9'.repeat(400)}`, [`page ${INTEGER}`]],
  ['page=1&page=1', [`page ${INTEGER}`]],
  ['page=%zz', [`page ${INTEGER}`]],
  ['limit=0', [`limit ${LESS}`]],
  ['limit=-5', [`limit ${LESS}`]],
  ['limit=101', ['limit must not be greater than 100']],
  ['limit=ten', [`limit ${INTEGER}`]],
  ['sortBy=id', [SORT_BY]],
  ['sortBy=', [SORT_BY]],
  ['sortBy=Name', [SORT_BY]],
  ['sortBy=constructor', [SORT_BY]],
  ['sortBy=name&sortBy=name', [SORT_BY]],
  ['sortOrder=up', [SORT_ORDER]],
  ['sortOrder=ASC', [SORT_ORDER]],
  ['isActive=1', ['isActive must be a boolean value']],
  ['isActive=TRUE', ['isActive must be a boolean value']],
  ['isActive=', ['isActive must be a boolean value']],
  ['search=a&search=b', ['search must be a string']],
  ['search=%ff', ['search must be a string']],
  ['search=a%00', ['search must be a string']],
  ['name=a&name=a', ['name must be a string']],
  [
    'sortOrder=x&sortBy=y&limit=200&page=0&isActive=z&name=%00&search=%zz&colour=red',
    [
      'search must be a string',
      'name must be a string',
      'isActive must be a boolean value',
      `page ${LESS}`,
      'limit must not be greater than 100',
      SORT_BY,
      SORT_ORDER,
    ],
  ],
];

/** Of seven groups, by page and limit: how many are shown, and what is said of the pages. */
const PAGES = [
  ['', 7, { page: 1, limit: 10, totalPages: 1, hasNext: false, hasPrev: false }],
  ['limit=3', 3, { page: 1, limit: 3, totalPages: 3, hasNext: true, hasPrev: false }],
  ['limit=3&page=2', 3, { page: 2, limit: 3, totalPages: 3, hasNext: true, hasPrev: true }],
  ['limit=3&page=3', 1, { page: 3, limit: 3, totalPages: 3, hasNext: false, hasPrev: true }],
  ['limit=3&page=4', 0, { page: 4, limit: 3, totalPages: 3, hasNext: false, hasPrev: true }],
  ['limit=1&page=7', 1, { page: 7, limit: 1, totalPages: 7, hasNext: false, hasPrev: true }],
  ['limit=7', 7, { page: 1, limit: 7, totalPages: 1, hasNext: false, hasPrev: false }],
  ['limit=100', 7, { page: 1, limit: 100, totalPages: 1, hasNext: false, hasPrev: false }],
  [
    'limit=100&page=9007199254740991',
    0,
    { page: 9007199254740991, limit: 100, totalPages: 1, hasNext: false, hasPrev: true },
  ],
] as const;

describeEngines('JOptic list', (engine) => {
  const api = jopticApi(engine);

  /** The groups of the table, of which one is not active. */
  async function makeStore(): Promise<JOpticStore> {
    const store = await api.makeStore();
    for (const group of GROUPS) await store.create(group);
    const patched = await store.native.call('PATCH', '/groups/2', { body: { isActive: false } });
    expect(patched.status, patched.text).toBe(200);
    return store;
  }

  it('finds what the filters name', async () => {
    const store = await makeStore();
    for (const [query, names] of FOUND) expect(await store.names(query), query).toEqual(names);
  });

  it('counts what the filters find, past the last page too', async () => {
    const store = await makeStore();
    for (const [query, names] of FOUND) {
      for (const page of [1, 9]) {
        const { json } = await store.call('GET', `?limit=1&page=${page}&${query}`);
        expect(json.pagination, query).toMatchObject({
          page,
          total: names.length,
          totalPages: names.length,
        });
      }
    }
  });

  it.each(FAULTS)('refuses ?%s', async (query, faults) => {
    const store = await api.makeStore();
    const reply = await store.call('GET', `?${query}`);
    expect([reply.status, reply.text]).toEqual([400, badRequest(faults)]);
  });

  it('shows pages of the size that is asked for', async () => {
    const store = await api.makeStore();
    for (let i = 0; i < 7; i++) await store.create();
    for (const [query, shown, pagination] of PAGES) {
      const { status, json } = await store.call('GET', `?${query}`);
      expect(status, query).toBe(200);
      expect(json.data.length, query).toBe(shown);
      expect(json.pagination, query).toEqual({ ...pagination, total: 7 });
    }
  });

  it('shows ten groups, the newest first, unless told otherwise', async () => {
    const store = await api.makeStore();
    const names = [];
    for (let i = 1; i <= 12; i++) names.unshift((await store.create({ name: `g${i}` })).groupName);
    const { json } = await store.call('GET', '');
    expect(json.data.map(({ name }: { name: string }) => name)).toEqual(names.slice(0, 10));
    expect(json.pagination).toMatchObject({ limit: 10, total: 12, hasNext: true });
  });

  it('shows an empty store as a page without groups', async () => {
    const store = await api.makeStore();
    const { status, text } = await store.call('GET', '');
    expect([status, text]).toEqual([
      200,
      '{"data":[],"pagination":{"page":1,"limit":10,"total":0,"totalPages":0,"hasNext":false,"hasPrev":false}}',
    ]);
  });

  it('sorts by name, creation and change, up and down', async () => {
    const store = await api.makeStore();
    for (const name of ['beta', 'Alpha', 'Gamma']) await store.create({ name });
    await store.native.call('PATCH', '/groups/2', { body: { description: 'changed last' } });
    const sorted = {
      name: ['Alpha', 'beta', 'Gamma'],
      createdAt: ['beta', 'Alpha', 'Gamma'],
      updatedAt: ['beta', 'Gamma', 'Alpha'],
    };
    for (const [sortBy, names] of Object.entries(sorted)) {
      const inOrder = async (sortOrder: string) =>
        (await store.call('GET', `?sortBy=${sortBy}${sortOrder}`)).json.data.map(
          ({ name }: { name: string }) => name,
        );
      expect(await inOrder('&sortOrder=asc')).toEqual(names);
      expect(await inOrder('&sortOrder=desc')).toEqual(names.toReversed());
      expect(await inOrder('')).toEqual(names.toReversed());
    }
  });

  it('shows each of many equal names once over the pages', async () => {
    const store = await api.makeStore();
    const ids = [];
    for (let i = 0; i < 7; i++) ids.push((await store.create({ name: 'same' })).id);
    for (const [order, expected] of [
      ['asc', ids],
      ['desc', ids.toReversed()],
    ] as const) {
      const shown = [];
      for (let page = 1; page <= 4; page++) {
        const query = `?sortBy=name&sortOrder=${order}&limit=2&page=${page}`;
        const { json } = await store.call('GET', query);
        shown.push(...json.data.map(({ id }: { id: string }) => id));
      }
      expect(shown).toEqual(expected);
    }
  });

  it('shows the groups of the store of the header alone', async () => {
    const store = await api.makeStore();
    const other = await api.makeStore(store.user);
    await store.create({ name: 'Ours' });
    await other.create({ name: 'Theirs' });
    expect(await store.names()).toEqual(['Ours']);
    expect(await other.names()).toEqual(['Theirs']);
  });

  it('shows groups that were made through the native API', async () => {
    const store = await api.makeStore();
    const native = await store.native.call('POST', '/groups', {
      body: { name: 'Native', isDefault: true, discountRules: [] },
    });
    const { json } = await store.call('GET', '');
    expect(json.data).toEqual([
      {
        id: native.json.publicId,
        name: 'Native',
        description: null,
        createdAt: native.json.createdAt,
        updatedAt: native.json.updatedAt,
      },
    ]);
  });
});
