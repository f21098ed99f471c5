import { expect, it } from 'vitest';
import { places, type TestStore } from '../../helpers/api.js';
import { changesOf } from '../../helpers/changes.js';
import { describeEngines } from '../../helpers/engines.js';
import { nativeApi } from '../../helpers/native.js';

const at = (id: string) => `/categories/${encodeURIComponent(id)}`;
const entry = (id: string, parentId?: string | null) => ({ id, name: `Category ${id}`, parentId });

/** Each body is wrong in a store that has `top` and, below it, `mid` and `low`. */
const FAULTS: readonly (readonly [string, unknown, readonly string[]])[] = [
  ['no list', {}, ['/categories']],
  ['an empty list', { categories: [] }, ['/categories']],
  ['a bare list', [entry('a')], ['']],
  ['an unknown field', { categories: [entry('a')], data: [] }, ['/data']],
  [
    'an unknown field of an entry',
    { categories: [{ ...entry('a'), rank: 1 }] },
    ['/categories/0/rank'],
  ],
  ['no id', { categories: [{ name: 'A' }] }, ['/categories/0/id']],
  ['no name', { categories: [entry('a'), { id: 'b' }] }, ['/categories/1/name']],
  ['an empty name', { categories: [{ id: 'a', name: '' }] }, ['/categories/0/name']],
  ['a null name', { categories: [{ id: 'a', name: null }] }, ['/categories/0/name']],
  ['a name too long', { categories: [{ id: 'a', name: 'n'.repeat(256) }] }, ['/categories/0/name']],
  ['an empty id', { categories: [entry('')] }, ['/categories/0/id']],
  ['an id too long', { categories: [entry('x'.repeat(65))] }, ['/categories/0/id']],
  ['a control character in an id', { categories: [entry('a\u0007')] }, ['/categories/0/id']],
  ['a number for an id', { categories: [{ id: 7, name: 'A' }] }, ['/categories/0/id']],
  ['an empty parent', { categories: [entry('a', '')] }, ['/categories/0/parentId']],
  ['the same id twice', { categories: [entry('a'), entry('b'), entry('a')] }, ['/categories/2/id']],
  [
    'unknown parents',
    { categories: [entry('a', 'x'), entry('b', 'top'), entry('c', 'y')] },
    ['/categories/0/parentId', '/categories/2/parentId'],
  ],
  ['itself as its parent', { categories: [entry('a', 'a')] }, ['/categories/0/parentId']],
  [
    'an old one as its own parent',
    { categories: [entry('top', 'top')] },
    ['/categories/0/parentId'],
  ],
  [
    'two that hold each other',
    { categories: [entry('a', 'b'), entry('b', 'a')] },
    ['/categories/0/parentId', '/categories/1/parentId'],
  ],
  [
    'a cycle through what exists',
    { categories: [entry('top', 'low')] },
    ['/categories/0/parentId'],
  ],
  [
    'a cycle of new and old',
    { categories: [entry('new', 'low'), entry('top', 'new'), entry('below', 'new')] },
    ['/categories/0/parentId', '/categories/1/parentId'],
  ],
  [
    'a cycle that two moves make together',
    { categories: [entry('other', 'low'), entry('top', 'other')] },
    ['/categories/0/parentId', '/categories/1/parentId'],
  ],
];

describeEngines('native categories', (engine) => {
  const api = nativeApi(engine);

  const put = (store: TestStore, ...categories: unknown[]) =>
    store.call('PUT', '/categories', { body: { categories } });
  const get = async (store: TestStore, id: string) => (await store.call('GET', at(id))).json;

  async function treeStore(): Promise<TestStore> {
    const store = await api.makeStore();
    await put(store, entry('top'), entry('mid', 'top'), entry('low', 'mid'), entry('other'));
    return store;
  }

  async function idsAt(store: TestStore, query: string): Promise<string[]> {
    const ids: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { json } = await store.call(
        'GET',
        `/categories?${query}${cursor && `&cursor=${cursor}`}`,
      );
      ids.push(...json.data.map(({ id }: { id: string }) => id));
      cursor = json.nextCursor;
    }
    return ids;
  }

  it('creates, replaces and counts what it is sent', async () => {
    const store = await api.makeStore();
    const first = await put(store, entry('7'), entry('8', '7'));
    expect(first.status).toBe(200);
    expect(first.json).toEqual({ created: 2, updated: 0, unchanged: 0 });
    const made = await get(store, '8');
    expect(made).toEqual({
      id: '8',
      name: 'Category 8',
      parentId: '7',
      version: 1,
      createdAt: expect.stringMatching(/Z$/),
      updatedAt: made.createdAt,
    });
    const second = await put(store, entry('7'), { id: '8', name: 'Lenses' }, entry('9', '8'));
    expect(second.json).toEqual({ created: 1, updated: 1, unchanged: 1 });
    // What is left out is cleared.
    expect(await get(store, '8')).toEqual({
      ...made,
      name: 'Lenses',
      parentId: null,
      version: 2,
      updatedAt: expect.any(String),
    });
    expect(await get(store, '7')).toMatchObject({ version: 1 });
  });

  it('takes a parent from the same request, in any order', async () => {
    const store = await api.makeStore();
    expect((await put(store, entry('c', 'b'), entry('b', 'a'), entry('a'))).status).toBe(200);
    // As a whole the tree is turned upside down, and no state between counts.
    const turned = await put(store, entry('a', 'b'), entry('b', 'c'), entry('c'));
    expect(turned.json).toEqual({ created: 0, updated: 3, unchanged: 0 });
    expect((await get(store, 'a')).parentId).toBe('b');
  });

  it.each(FAULTS)('refuses %s and changes nothing', async (_, body, faults) => {
    const store = await treeStore();
    const before = (await store.call('GET', '/categories')).text;
    const refused = await store.call('PUT', '/categories', { body });
    expect(refused.status).toBe(400);
    expect(places(refused).sort()).toEqual(faults);
    expect((await store.call('GET', '/categories')).text).toBe(before);
  });

  it('does all of a request or nothing', async () => {
    const store = await treeStore();
    const refused = await put(
      store,
      entry('new'),
      { id: 'top', name: 'Other' },
      entry('x', 'nowhere'),
    );
    expect(refused.status).toBe(400);
    expect(refused.json.errors[0].message).toContain('nowhere');
    expect((await store.call('GET', at('new'))).status).toBe(404);
    expect((await get(store, 'top')).version).toBe(1);
    expect(await changesOf(api.service, store.id, 'category')).toHaveLength(4);
  });

  it('takes a thousand and refuses one more', async () => {
    const store = await api.makeStore();
    const many = Array.from({ length: 1_001 }, (_, index) =>
      entry(`c${index}`, index === 0 ? null : `c${Math.floor((index - 1) / 3)}`),
    );
    const tooMany = await put(store, ...many);
    expect(tooMany.status).toBe(400);
    expect(places(tooMany)).toEqual(['/categories']);
    const thousand = await put(store, ...many.slice(0, 1_000));
    expect(thousand.json).toEqual({ created: 1_000, updated: 0, unchanged: 0 });
    const again = await put(store, ...many.slice(0, 1_000));
    expect(again.json).toEqual({ created: 0, updated: 0, unchanged: 1_000 });
    const listed = await idsAt(store, 'limit=200');
    expect(listed).toHaveLength(1_000);
    expect(new Set(listed).size).toBe(1_000);
  });

  it('lists a hundred faults and no more', async () => {
    const store = await api.makeStore();
    const many = Array.from({ length: 150 }, (_, index) => entry(`c${index}`, 'nowhere'));
    const refused = await put(store, ...many);
    expect(places(refused)).toEqual(
      many.slice(0, 100).map((_, index) => `/categories/${index}/parentId`),
    );
  });

  it('takes a chain as long as a request and closes no circle', async () => {
    const store = await api.makeStore();
    const chain = Array.from({ length: 1_000 }, (_, index) =>
      entry(`c${index}`, index === 0 ? null : `c${index - 1}`),
    );
    expect((await put(store, ...chain)).status).toBe(200);
    expect(places(await put(store, entry('c0', 'c999')))).toEqual(['/categories/0/parentId']);
  });

  it('never lets two requests close a circle together', async () => {
    for (let round = 0; round < 10; round++) {
      const store = await api.makeStore();
      await put(store, entry('a'), entry('b'));
      const replies = await Promise.all([put(store, entry('a', 'b')), put(store, entry('b', 'a'))]);
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 400]);
    }
  });

  it('filters by parent, and pages by id in byte order', async () => {
    const store = await api.makeStore();
    const ids = ['b', 'B', 'ä', 'a', '10', '9', '🙂', '\uffe5', 'a/b'];
    await put(store, entry('top'), ...ids.map((id) => entry(id, 'top')), entry('deep', 'a'));
    const sorted = [...ids].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(await idsAt(store, 'limit=2&parentId=top')).toEqual(sorted);
    expect(await idsAt(store, 'limit=3')).toHaveLength(ids.length + 2);
    expect(await idsAt(store, 'parentId=a')).toEqual(['deep']);
    expect(await idsAt(store, 'parentId=nowhere')).toEqual([]);
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['cursor=e30', 'cursor'],
    ['parentId=', 'parentId'],
    ['name=a', 'name'],
  ])('refuses the query %s', async (query, parameter) => {
    const store = await api.makeStore();
    const refused = await store.call('GET', `/categories?${query}`);
    expect(refused.status).toBe(400);
    expect(places(refused)).toEqual([parameter]);
  });

  it('keeps a category that has something in it, and names it', async () => {
    const store = await treeStore();
    await store.call('PUT', '/products', {
      body: {
        products: [
          { id: 'p1', name: 'Lens', categoryIds: ['low', 'mid'] },
          { id: 'p2', categoryIds: ['mid'] },
        ],
      },
    });
    const refused = await store.call('DELETE', at('mid'));
    expect(refused.status).toBe(409);
    expect(refused.json.code).toBe('category_in_use');
    for (const named of ["'low' (Category low)", "'p1' (Lens)", "'p2'"]) {
      expect(refused.json.detail).toContain(named);
    }
    expect((await get(store, 'mid')).version).toBe(1);
    expect((await store.call('DELETE', at('top'))).json.detail).not.toContain('products');
    for (const path of ['/products/p1', '/products/p2', at('low'), at('mid'), at('top')]) {
      expect((await store.call('DELETE', path)).status, path).toBe(204);
      expect((await store.call('GET', path)).status).toBe(404);
    }
    expect((await store.call('DELETE', at('top'))).status).toBe(404);
    await put(store, entry('top'));
    expect((await get(store, 'top')).version).toBe(1);
  });

  it('names some of many that are in the way', async () => {
    const store = await api.makeStore();
    await put(
      store,
      entry('top'),
      ...Array.from({ length: 60 }, (_, index) => entry(`c${index}`, 'top')),
    );
    const { json } = await store.call('DELETE', at('top'));
    expect(json.detail).toContain("'c0'");
    expect(json.detail).toContain('and more');
    expect(json.detail.length).toBeLessThan(1_000);
  });

  it('deletes the state that the caller has seen alone', async () => {
    const store = await treeStore();
    const tag = (await store.call('GET', at('low'))).headers.get('etag');
    expect(tag).toBe('"1"');
    await put(store, { id: 'low', name: 'New' });
    const stale = await store.call('DELETE', at('low'), { headers: { 'if-match': '"1"' } });
    expect(stale.status).toBe(412);
    const current = await store.call('DELETE', at('low'), { headers: { 'if-match': '"2"' } });
    expect(current.status).toBe(204);
  });

  it('leaves a row in the log for each that has changed', async () => {
    const store = await api.makeStore();
    await put(store, entry('a'), entry('b', 'a'));
    await put(store, entry('a'), { id: 'b', name: 'B' }, entry('c'));
    await store.call('DELETE', at('c'));
    const rows = await changesOf(api.service, store.id, 'category');
    expect(rows.map(({ operation, entity_id }) => `${operation} ${entity_id}`)).toEqual([
      'category.created a',
      'category.created b',
      'category.updated b',
      'category.created c',
      'category.deleted c',
    ]);
    expect(rows[0]?.operation_id).toBe(rows[1]?.operation_id);
    expect(rows[2]).toMatchObject({
      before: { id: 'b', name: 'Category b', parentId: 'a', version: 1 },
      after: { id: 'b', name: 'B', parentId: null, version: 2 },
    });
    expect(rows[4]).toMatchObject({ before: { id: 'c' }, after: null });
  });
});
