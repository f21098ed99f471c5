import { expect, it } from 'vitest';
import { places, type TestStore } from '../../helpers/api.js';
import { describeEngines } from '../../helpers/engines.js';
import { nativeApi } from '../../helpers/native.js';

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

/** Ids that are hard on paths, patterns and encodings. */
const IDS = [
  'a/b',
  '/',
  '//x//',
  'a b',
  ' ',
  '100%',
  '%2F',
  '%zz',
  'a+b',
  'a?b=c&d',
  '#hash',
  "O'Hara",
  '"quoted"',
  'back\\slash',
  'ä',
  'a\u0308',
  '\u00a0',
  '\u200b',
  '\u202e',
  '漢字',
  '🙂',
  '👨‍👩‍👧',
  '\u{10ffff}',
  'a@b.example',
  'null',
  '0',
  '-1',
  '__proto__',
  'constructor',
  '...',
  '.a',
  ':customer',
  '*',
  'x'.repeat(64),
  '🙂'.repeat(64),
];

describeEngines('native customers', (engine) => {
  const api = nativeApi(engine);

  const at = (id: string) => `/customers/${encodeURIComponent(id)}`;
  const create = (store: TestStore, body: object = {}) =>
    store.call('POST', '/customers', { body });
  const get = async (store: TestStore, id: string) => (await store.call('GET', at(id))).json;
  const makeGroup = async (store: TestStore, body: object = {}): Promise<number> =>
    (await store.call('POST', '/groups', { body: { name: 'Group', ...body } })).json.id;
  const find = async (store: TestStore, query: string): Promise<string[]> =>
    (await store.call('GET', `/customers?limit=200&${query}`)).json.data.map(
      ({ id }: { id: string }) => id,
    );

  it('shows a new customer with all its defaults', async () => {
    const store = await api.makeStore();
    const made = await create(store, { id: 'c1' });
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe(`/v1/stores/${store.id}/customers/c1`);
    expect(made.json).toEqual({
      id: 'c1',
      name: null,
      email: null,
      groupIds: [],
      version: 1,
      createdAt: expect.stringMatching(/Z$/),
      updatedAt: made.json.createdAt,
    });
    const read = await store.call('GET', at('c1'));
    expect(read.json).toEqual(made.json);
    expect(read.headers.get('etag')).toBe(made.headers.get('etag'));
  });

  it('makes up an id where none is given', async () => {
    const store = await api.makeStore();
    const made = [await create(store), await create(store)];
    expect(made[0]?.json.id).not.toBe(made[1]?.json.id);
    for (const { json } of made) expect(await get(store, json.id)).toEqual(json);
  });

  it('refuses the id of a customer who exists', async () => {
    const store = await api.makeStore();
    await create(store, { id: 'c1', name: 'Ann' });
    const refused = await create(store, { id: 'c1', name: 'Bea' });
    expect(refused.status).toBe(409);
    expect(refused.json.code).toBe('id_taken');
    expect((await get(store, 'c1')).name).toBe('Ann');
    expect((await create(store, { id: 'C1' })).status).toBe(201);
    expect((await create(await api.makeStore(), { id: 'c1' })).status).toBe(201);
  });

  it('finds customers by ids with every odd character', async () => {
    const store = await api.makeStore();
    await makeGroup(store);
    for (const id of IDS) {
      const made = await create(store, { id, name: `The one ${id}` });
      expect(made.status, id).toBe(201);
      expect(made.json.id).toBe(id);
      const location = String(made.headers.get('location'));
      expect((await api.call('GET', location)).json).toEqual(made.json);
      const member = await store.call('PUT', `/groups/1/members/${encodeURIComponent(id)}`);
      expect(member.json.customerId).toBe(id);
      const groups = await store.call('PUT', `${at(id)}/groups`, { body: { groupIds: [1] } });
      expect(groups.json).toEqual({ groupIds: [1] });
      const patched = await store.call('PATCH', at(id), { body: { name: 'x' } });
      expect(patched.json).toMatchObject({ id, name: 'x', groupIds: [1] });
    }
    const sorted = [...IDS].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(await find(store, '')).toEqual(sorted);
    const remove = IDS.filter((id) => id !== 'ä');
    const removed = await store.call('POST', '/groups/1/members', { body: { remove } });
    expect(removed.json).toEqual({ added: 0, removed: IDS.length - 1, unchanged: 0 });
    for (const id of IDS) expect((await store.call('DELETE', at(id))).status, id).toBe(204);
    expect(await find(store, '')).toEqual([]);
  });

  it.each([
    ['empty', ''],
    ['a line break', 'a\nb'],
    ['NUL', '\0'],
    ['DEL', '\u007f'],
    ['a C1 control', '\u0085'],
    ['65 characters', 'x'.repeat(65)],
    ['65 emoji', '🙂'.repeat(65)],
  ])('refuses an id that is or has %s', async (_, id) => {
    const store = await api.makeStore();
    const refused = await create(store, { id });
    expect(refused.status).toBe(400);
    expect(places(refused)).toEqual(['/id']);
    if (id === '') return;
    for (const [method, path, body] of [
      ['GET', at(id), undefined],
      ['PUT', at(id), {}],
      ['PATCH', at(id), {}],
      ['DELETE', at(id), undefined],
      ['GET', `${at(id)}/groups`, undefined],
    ] as const) {
      const reply = await store.call(method, path, { body });
      expect(reply.status).toBe(400);
      expect(places(reply)).toEqual(['customer']);
    }
  });

  it.each([
    ['half a surrogate pair', '{"id":"a\\ud83d"}', '/id'],
    ['NUL in a name', '{"name":"a\\u0000b"}', '/name'],
    ['a name too long', { name: 'n'.repeat(256) }, '/name'],
    ['an e-mail too long', { email: 'e'.repeat(321) }, '/email'],
    ['a number for a name', { name: 1 }, '/name'],
    ['a null id', { id: null }, '/id'],
    ['groups as texts', { groupIds: ['1'] }, '/groupIds/0'],
    ['null for groups', { groupIds: null }, '/groupIds'],
    ['an unknown field', { phone: '1' }, '/phone'],
    ['its version', { version: 1 }, '/version'],
  ])('refuses a customer with %s', async (_, body, place) => {
    const store = await api.makeStore();
    const refused = await store.call('POST', '/customers', { body });
    expect(refused.status).toBe(400);
    expect(places(refused)).toEqual([place]);
  });

  it('joins the default group unless groups are named', async () => {
    const store = await api.makeStore();
    await makeGroup(store);
    const standard = await makeGroup(store, { isDefault: true });
    const table = [
      [{}, [standard]],
      [{ groupIds: [] }, []],
      [{ groupIds: [1] }, [1]],
      [{ groupIds: [2, 1, 2] }, [1, 2]],
    ] as const;
    for (const [index, [body, groupIds]] of table.entries()) {
      expect((await create(store, { id: `c${index}`, ...body })).json.groupIds).toEqual(groupIds);
      const put = await store.call('PUT', at(`p${index}`), { body });
      expect(put.status).toBe(201);
      expect(put.json.groupIds).toEqual(groupIds);
      expect(await get(store, `p${index}`)).toEqual(put.json);
    }
    expect((await store.call('GET', '/groups/2')).json.memberCount).toBe(4);
  });

  it('names each group that is not there', async () => {
    const store = await api.makeStore();
    const group = await makeGroup(store);
    await create(store, { id: 'c1', groupIds: [group] });
    const body = { groupIds: [9, group, 8] };
    for (const [method, path] of [
      ['POST', '/customers'],
      ['PUT', at('c2')],
      ['PUT', at('c1')],
      ['PATCH', at('c1')],
      ['PUT', `${at('c1')}/groups`],
    ] as const) {
      const refused = await store.call(method, path, { body });
      expect(refused.status).toBe(400);
      expect(places(refused)).toEqual(['/groupIds/0', '/groupIds/2']);
      expect(refused.json.errors[0].message).toContain('9');
    }
    expect(await find(store, '')).toEqual(['c1']);
    expect((await get(store, 'c1')).groupIds).toEqual([group]);
  });

  it('replaces by PUT and keeps groups that are unnamed', async () => {
    const store = await api.makeStore();
    await makeGroup(store);
    await makeGroup(store, { isDefault: true });
    const made = await store.call('PUT', at('c1'), {
      body: { name: 'Ann', email: 'ann@x.example', groupIds: [1] },
    });
    expect(made.status).toBe(201);
    const same = await store.call('PUT', at('c1'), {
      body: { name: 'Ann', email: 'ann@x.example' },
    });
    expect(same.status).toBe(200);
    expect(same.json).toEqual(made.json);
    const cleared = await store.call('PUT', at('c1'), { body: {} });
    expect(cleared.json).toMatchObject({ name: null, email: null, groupIds: [1], version: 2 });
    const moved = await store.call('PUT', at('c1'), { body: { name: 'A', groupIds: [2] } });
    expect(moved.json).toMatchObject({ name: 'A', groupIds: [2], version: 3 });
    expect(await get(store, 'c1')).toEqual(moved.json);
  });

  it('changes what a patch names and nothing else', async () => {
    const store = await api.makeStore();
    await makeGroup(store);
    const made = await create(store, { id: 'c1', name: 'Ann', email: 'ann@x.example' });
    const steps = [
      [{}, {}],
      [{ name: 'Ann' }, {}],
      [{ name: 'Änne' }, { name: 'Änne', version: 2 }],
      [{ email: null }, { email: null, version: 3 }],
      [{ groupIds: [1] }, { groupIds: [1] }],
      [
        { name: null, groupIds: [] },
        { name: null, groupIds: [], version: 4 },
      ],
    ] as const;
    let expected = made.json;
    for (const [body, changes] of steps) {
      const { json } = await store.call('PATCH', at('c1'), { body });
      expected = { ...expected, ...changes, updatedAt: expect.any(String) };
      expect(json).toEqual(expected);
      expect(await get(store, 'c1')).toEqual(json);
    }
  });

  it('shows only groups whose window holds now', async () => {
    const store = await api.makeStore();
    for (let i = 1; i <= 4; i++) await makeGroup(store, { name: `G${i}` });
    await create(store, { id: 'c1', groupIds: [1] });
    const windows = {
      2: { startsAt: inDays(1) },
      3: { startsAt: inDays(-2), endsAt: inDays(-1) },
      4: { startsAt: inDays(-2), endsAt: inDays(1) },
    };
    for (const [group, body] of Object.entries(windows)) {
      await store.call('PUT', `/groups/${group}/members/c1`, { body });
    }
    expect((await get(store, 'c1')).groupIds).toEqual([1, 4]);
    expect((await store.call('GET', `${at('c1')}/groups`)).json).toEqual({ groupIds: [1, 4] });
    const listed = await store.call('GET', '/customers');
    expect(listed.json.data[0].groupIds).toEqual([1, 4]);
    // A future window stays, an ended one begins anew.
    const all = { groupIds: [1, 2, 3, 4] };
    const put = await store.call('PUT', `${at('c1')}/groups`, { body: all });
    expect(put.json).toEqual({ groupIds: [1, 3, 4] });
    expect((await get(store, 'c1')).groupIds).toEqual([1, 3, 4]);
    const [member] = (await store.call('GET', '/groups/2/members')).json.data;
    expect(member.startsAt).toBe(windows[2].startsAt);
    // What is not named goes, whatever its window.
    await store.call('PUT', `${at('c1')}/groups`, { body: { groupIds: [4] } });
    expect((await store.call('GET', '/groups/2/members')).json.data).toEqual([]);
  });

  it('leaves a customer in exactly the groups named', async () => {
    const store = await api.makeStore();
    for (let i = 1; i <= 3; i++) await makeGroup(store, { name: `G${i}` });
    await create(store, { id: 'c1', groupIds: [1, 2] });
    const [before] = (await store.call('GET', '/groups/2/members')).json.data;
    for (const [groupIds, shown] of [
      [
        [3, 2],
        [2, 3],
      ],
      [
        [3, 2, 3],
        [2, 3],
      ],
      [[], []],
      [[1], [1]],
    ]) {
      const reply = await store.call('PUT', `${at('c1')}/groups`, { body: { groupIds } });
      expect(reply.status).toBe(200);
      expect(reply.json).toEqual({ groupIds: shown });
      expect((await get(store, 'c1')).groupIds).toEqual(shown);
      if (shown?.includes(2)) {
        expect((await store.call('GET', '/groups/2/members')).json.data).toEqual([before]);
      }
    }
    const counts = (await store.call('GET', '/groups')).json.data.map(
      ({ memberCount }: { memberCount: number }) => memberCount,
    );
    expect(counts).toEqual([1, 0, 0]);
    const body = { groupIds: [1], extra: 1 };
    expect(places(await store.call('PUT', `${at('c1')}/groups`, { body }))).toEqual(['/extra']);
    expect(places(await store.call('PUT', `${at('c1')}/groups`, { body: {} }))).toEqual([
      '/groupIds',
    ]);
  });

  it('filters by text, address, group and lack of one', async () => {
    const store = await api.makeStore();
    await makeGroup(store);
    await makeGroup(store, { name: 'Other' });
    for (const body of [
      { id: 'c1', name: 'Ärmel 100%', email: 'Ann@Shop.example', groupIds: [1] },
      { id: 'c2', name: 'ann_b', email: 'bea@shop.example', groupIds: [1, 2] },
      { id: 'X9', name: null, email: null },
      { id: 'c3', name: 'Cy', email: 'ann@shop.example.org' },
    ]) {
      await create(store, body);
    }
    await store.call('PUT', '/groups/2/members/c3', { body: { startsAt: inDays(1) } });
    const table: Record<string, string[]> = {
      '': ['X9', 'c1', 'c2', 'c3'],
      'search=x9': ['X9'],
      'search=%C3%84RM': ['c1'],
      'search=%25': ['c1'],
      'search=_': ['c2'],
      'search=ANN': ['c1', 'c2', 'c3'],
      'search=shop.example': ['c1', 'c2', 'c3'],
      'search=nobody': [],
      'email=ann@shop.example': ['c1'],
      'email=ANN@SHOP.EXAMPLE': ['c1'],
      'email=ann@shop': [],
      'email=': [],
      'groupId=1': ['c1', 'c2'],
      'groupId=2': ['c2', 'c3'],
      'groupId=9': [],
      'withoutGroup=true': ['X9'],
      'withoutGroup=false': ['c1', 'c2', 'c3'],
      'search=ann&groupId=1': ['c1', 'c2'],
      'groupId=1&withoutGroup=true': [],
      'groupId=2&withoutGroup=false&search=c&email=bea@shop.example': ['c2'],
    };
    for (const [query, ids] of Object.entries(table)) {
      expect(await find(store, query), query).toEqual(ids);
      const paged: string[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const path = `/customers?limit=1&${query}${cursor && `&cursor=${cursor}`}`;
        const { json } = await store.call('GET', path);
        paged.push(...json.data.map(({ id }: { id: string }) => id));
        cursor = json.nextCursor;
      }
      expect(paged, query).toEqual(ids);
    }
  });

  it.each([
    ['groupId=x', 'groupId'],
    ['groupId=0', 'groupId'],
    ['withoutGroup=yes', 'withoutGroup'],
    ['name=Ann', 'name'],
    ['sort=name', 'sort'],
    ['cursor=zzz', 'cursor'],
    ['email=a&email=b', 'email'],
    ['email=%00', 'email'],
  ])('refuses the query %s and names the parameter', async (query, parameter) => {
    const store = await api.makeStore();
    const refused = await store.call('GET', `/customers?${query}`);
    expect(refused.status).toBe(400);
    expect(places(refused)).toEqual([parameter]);
  });

  it.each(['', '?erase=false', '?erase=true'])(
    'deletes a customer for good with "%s"',
    async (query) => {
      const store = await api.makeStore();
      await makeGroup(store);
      await create(store, { id: 'c1', name: 'Ann', email: 'ann@x.example', groupIds: [1] });
      await create(store, { id: 'c2', name: 'Bea', groupIds: [1] });
      await store.call('PATCH', at('c1'), { body: { name: 'Anne' } });
      expect((await store.call('DELETE', `${at('c1')}${query}`)).status).toBe(204);
      for (const [method, path, body] of [
        ['GET', at('c1'), undefined],
        ['PATCH', at('c1'), {}],
        ['DELETE', at('c1'), undefined],
        ['GET', `${at('c1')}/groups`, undefined],
        ['PUT', `${at('c1')}/groups`, { groupIds: [] }],
      ] as const) {
        expect((await store.call(method, path, { body })).status).toBe(404);
      }
      expect(await find(store, 'search=ann')).toEqual([]);
      expect(await find(store, 'email=ann@x.example')).toEqual([]);
      expect(await find(store, 'groupId=1')).toEqual(['c2']);
      expect((await store.call('GET', '/groups/1')).json.memberCount).toBe(1);
      const again = await create(store, { id: 'c1' });
      expect(again.json).toMatchObject({ name: null, email: null, groupIds: [], version: 1 });
      expect((await get(store, 'c2')).name).toBe('Bea');
    },
  );

  it('refuses an erase that is neither yes nor no', async () => {
    const store = await api.makeStore();
    await create(store, { id: 'c1' });
    for (const query of ['erase=1', 'erase=', 'erase=true&erase=true', 'erased=true']) {
      const refused = await store.call('DELETE', `${at('c1')}?${query}`);
      expect(refused.status).toBe(400);
      expect(places(refused)).toEqual([query.split('=', 1)[0]]);
    }
    expect((await get(store, 'c1')).id).toBe('c1');
  });

  it('answers 404 for a customer who is not there', async () => {
    const store = await api.makeStore();
    for (const [method, path, body] of [
      ['GET', at('c1'), undefined],
      ['PATCH', at('c1'), { name: 'x' }],
      ['DELETE', at('c1'), undefined],
      ['GET', `${at('c1')}/groups`, undefined],
      ['PUT', `${at('c1')}/groups`, { groupIds: [] }],
    ] as const) {
      const reply = await store.call(method, path, { body });
      expect(reply.status).toBe(404);
      expect(reply.json.detail).toContain('c1');
    }
  });
});
