import { expect, it } from 'vitest';
import { places, type TestStore } from '../../helpers/api.js';
import { describeEngines } from '../../helpers/engines.js';
import { nativeApi } from '../../helpers/native.js';

/** Names that collations quarrel about: case, accents, equal ones, above the BMP, wildcards. */
const NAMES = [
  'Wholesale',
  'wholesale 2',
  'Ärzte',
  'zebra',
  'Zebra',
  'Zebra',
  'éclair',
  'E\u0301clair',
  'ﬀ',
  '\uff21',
  '🛒 Cart',
  '100%',
  '1000',
  'a_b',
  'aXb',
  'back\\slash',
  'СКИДКА',
  "O'Hara",
];

/** `search` → the names that it finds, of those above and of the descriptions below. */
const SEARCHES = {
  whole: ['Wholesale', 'wholesale 2'],
  WHOLE: ['Wholesale', 'wholesale 2'],
  ärz: ['Ärzte'],
  ÄRZ: ['Ärzte'],
  ÉCL: ['éclair', 'E\u0301clair'],
  'e\u0301cl': ['éclair', 'E\u0301clair'],
  скид: ['СКИДКА'],
  '%': ['100%'],
  '0%': ['100%'],
  _: ['a_b'],
  a_b: ['a_b'],
  '\\': ['back\\slash'],
  "'": ["O'Hara"],
  '🛒': ['🛒 Cart'],
  'hidden treasure': ['zebra'],
  nothing: [],
} as const satisfies Record<string, readonly string[]>;

interface Shown {
  id: number;
  name: string;
  createdAt: string;
  updatedAt: string;
}

const keyOf = (name: string) => Buffer.from(name.normalize('NFC').toLowerCase());

/** How each sort compares two groups before their ids decide. */
const ORDERS = {
  id: () => 0,
  name: (a: Shown, b: Shown) => Buffer.compare(keyOf(a.name), keyOf(b.name)),
  createdAt: (a: Shown, b: Shown) => a.createdAt.localeCompare(b.createdAt),
  updatedAt: (a: Shown, b: Shown) => a.updatedAt.localeCompare(b.updatedAt),
} as const;

describeEngines('native lists of groups', (engine) => {
  const api = nativeApi(engine);

  async function storeWithGroups(): Promise<TestStore> {
    const store = await api.makeStore();
    for (const name of NAMES) {
      const description = name === 'zebra' ? 'A Hidden\u00a0Treasure, hidden TREASURE' : null;
      await store.call('POST', '/groups', { body: { name, description } });
    }
    // So that the order of changes is not that of ids.
    for (const id of [9, 2, 5]) {
      await store.call('PATCH', `/groups/${id}`, { body: { isActive: false } });
    }
    return store;
  }

  const list = async (store: TestStore, query = ''): Promise<Shown[]> =>
    (await store.call('GET', `/groups?limit=200${query}`)).json.data;

  /** All pages, one after the other. */
  async function pages(store: TestStore, query: string, from = ''): Promise<Shown[]> {
    const shown: Shown[] = [];
    for (let cursor: string | null = from; cursor !== null; ) {
      const { json } = await store.call('GET', `/groups?${query}${cursor && `&cursor=${cursor}`}`);
      shown.push(...json.data);
      cursor = json.nextCursor;
    }
    return shown;
  }

  it('sorts by every field, both ways, over pages', async () => {
    const store = await storeWithGroups();
    const all = await list(store);
    expect(all.map(({ id }) => id)).toEqual(NAMES.map((_, index) => index + 1));
    for (const [sort, compare] of Object.entries(ORDERS)) {
      const expected = [...all].sort((a, b) => compare(a, b) || a.id - b.id);
      expect(await pages(store, `sort=${sort}&limit=1`), sort).toEqual(expected);
      expect(await pages(store, `sort=${sort}&limit=5`), sort).toEqual(expected);
      expect(await pages(store, `sort=-${sort}&limit=4`), `-${sort}`).toEqual(expected.reverse());
      expect(await list(store, `&sort=-${sort}`)).toEqual(expected);
    }
  });

  it('searches name and description in any case', async () => {
    const store = await storeWithGroups();
    for (const [search, names] of Object.entries(SEARCHES)) {
      const found = await list(store, `&search=${encodeURIComponent(search)}`);
      expect(found.map(({ name }) => name).sort(), search).toEqual([...names].sort());
    }
    expect(await list(store, '&search=')).toHaveLength(NAMES.length);
  });

  it('finds a group by its new name alone', async () => {
    const store = await api.makeStore();
    await store.call('POST', '/groups', { body: { name: 'Old', description: 'Before' } });
    await store.call('PATCH', '/groups/1', { body: { name: 'New', description: null } });
    for (const [search, count] of [
      ['old', 0],
      ['before', 0],
      ['new', 1],
    ] as const) {
      expect(await list(store, `&search=${search}`)).toHaveLength(count);
    }
  });

  it('filters by flags and parent, alone and together', async () => {
    const store = await api.makeStore();
    for (const body of [
      { name: 'Root', isDefault: true },
      { name: 'Child', parentId: 1, isGuest: true },
      { name: 'Child', parentId: 1, isActive: false },
      { name: 'Grandchild', parentId: 2 },
    ]) {
      await store.call('POST', '/groups', { body });
    }
    const table: Record<string, number[]> = {
      '': [1, 2, 3, 4],
      '&isDefault=true': [1],
      '&isDefault=false': [2, 3, 4],
      '&isGuest=true': [2],
      '&isGuest=false': [1, 3, 4],
      '&isActive=true': [1, 2, 4],
      '&isActive=false': [3],
      '&parentId=1': [2, 3],
      '&parentId=2': [4],
      '&parentId=77': [],
      '&parentId=1&isActive=true': [2],
      '&search=child&isGuest=false': [3, 4],
      '&search=child&parentId=1&isActive=false&isGuest=false&isDefault=false': [3],
    };
    for (const [query, ids] of Object.entries(table)) {
      expect(
        (await list(store, query)).map(({ id }) => id),
        query,
      ).toEqual(ids);
      const paged = await pages(store, `limit=1&sort=-name${query}`);
      expect(paged.map(({ id }) => id).sort(), query).toEqual(ids);
    }
  });

  it('has 50 entries on a page unless told', async () => {
    const store = await api.makeStore();
    const names = Array.from({ length: 51 }, (_, index) => `Group ${index}`);
    await Promise.all(names.map((name) => store.call('POST', '/groups', { body: { name } })));
    const { json } = await store.call('GET', '/groups');
    expect(json.data).toHaveLength(50);
    expect((await list(store)).map(({ id }) => id)).toEqual(names.map((_, index) => index + 1));
    expect((await store.call('GET', '/groups?limit=51')).json.nextCursor).toBeNull();
  });

  it('neither skips nor repeats while groups come and go', async () => {
    const store = await storeWithGroups();
    const first = await store.call('GET', '/groups?sort=name&limit=4');
    const seen = first.json.data.map(({ id }: Shown) => id);
    await store.call('DELETE', `/groups/${seen[3]}`);
    await store.call('POST', '/groups', { body: { name: '  before all others' } });
    const rest = await pages(store, 'sort=name&limit=3', first.json.nextCursor);
    expect([...seen, ...rest.map(({ id }) => id)].sort((a, b) => a - b)).toEqual(
      NAMES.map((_, index) => index + 1),
    );
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=-1', 'limit'],
    ['limit=1.5', 'limit'],
    ['limit=ten', 'limit'],
    ['limit=', 'limit'],
    ['limit=5&limit=5', 'limit'],
    ['sort=rank', 'sort'],
    ['sort=--id', 'sort'],
    ['sort=%2Bid', 'sort'],
    ['sort=Name', 'sort'],
    ['isDefault=1', 'isDefault'],
    ['isGuest=TRUE', 'isGuest'],
    ['isActive=', 'isActive'],
    ['parentId=0', 'parentId'],
    ['parentId=x', 'parentId'],
    ['search=%ff', 'search'],
    ['search=%00', 'search'],
    ['search=a&search=b', 'search'],
    [`search=${'s'.repeat(256)}`, 'search'],
    ['colour=red', 'colour'],
    ['cursor=', 'cursor'],
    ['cursor=x', 'cursor'],
    ['cursor=W10', 'cursor'],
    ['cursor=bnVsbA', 'cursor'],
    [`cursor=${Buffer.from('["id",1,1,1]').toString('base64url')}`, 'cursor'],
    [`cursor=${Buffer.from('["id","1",1]').toString('base64url')}`, 'cursor'],
    [`cursor=${Buffer.from('["id",1,1e400]').toString('base64url')}`, 'cursor'],
    [`sort=name&cursor=${Buffer.from('["name","\\u0000",1]').toString('base64url')}`, 'cursor'],
    [`sort=createdAt&cursor=${Buffer.from('["createdAt","x",1]').toString('base64url')}`, 'cursor'],
  ])('refuses the query %s and names the parameter', async (query, parameter) => {
    const store = await api.makeStore();
    const refused = await store.call('GET', `/groups?${query}`);
    expect(refused.status).toBe(400);
    expect(places(refused)).toEqual([parameter]);
  });

  it('refuses the cursor of another order or collection', async () => {
    const store = await storeWithGroups();
    const cursorOf = async (path: string) => (await store.call('GET', path)).json.nextCursor;
    await store.call('POST', '/customers', { body: { id: 'c1' } });
    await store.call('POST', '/customers', { body: { id: 'c2' } });
    const byName = await cursorOf('/groups?sort=name&limit=2');
    const ofCustomers = await cursorOf('/customers?limit=1');
    for (const path of [
      `/groups?cursor=${byName}`,
      `/groups?sort=createdAt&cursor=${byName}`,
      `/groups?sort=-name&cursor=${byName}`,
      `/groups?cursor=${ofCustomers}`,
      `/customers?cursor=${byName}`,
    ]) {
      const refused = await store.call('GET', path);
      expect(refused.status, path).toBe(400);
      expect(places(refused)).toEqual(['cursor']);
    }
  });
});
