import { expect, it } from 'vitest';
import { places, type TestStore } from '../../helpers/api.js';
import { describeEngines } from '../../helpers/engines.js';
import { nativeApi } from '../../helpers/native.js';

const PEOPLE = [
  { id: 'c1', name: 'Ann Ek', email: 'Ann@shop.example' },
  { id: 'c2', name: 'Bo 100%', email: 'bo@shop.example' },
  { id: 'c3', name: null, email: null },
  { id: 'ann-4', name: 'Zoe', email: 'ANN@shop.example' },
] as const;

describeEngines('native lists of members', (engine) => {
  const api = nativeApi(engine);

  /** Two groups; the people, of whom all but c3 are in the first one. */
  async function makeStore(): Promise<TestStore> {
    const store = await api.makeStore();
    for (const name of ['A', 'B']) await store.call('POST', '/groups', { body: { name } });
    for (const body of PEOPLE) await store.call('POST', '/customers', { body });
    await store.call('POST', '/groups/1/members', { body: { add: ['c1', 'c2', 'ann-4'] } });
    return store;
  }
  const keyWith = async (store: TestStore, scopes: readonly string[]): Promise<string> =>
    (await store.call('POST', '/keys', { body: { name: 'k', scopes } })).json.secret;
  const idsOf = ({ json }: { json: { data: { customerId: string }[] } }) =>
    json.data.map(({ customerId }) => customerId);

  it.each([
    ['part of an id', 'nn-4', ['ann-4']],
    ['part of a name, in any case', 'aNN e', ['c1']],
    ['part of an e-mail address', 'ann@', ['ann-4', 'c1']],
    ['a sign that could stand for anything', '%', ['c2']],
    ['what nobody has', 'nobody', []],
    ['who is no member', 'c3', []],
  ])('finds members by %s', async (_, search, ids) => {
    const store = await makeStore();
    const found = await store.call('GET', `/groups/1/members?search=${encodeURIComponent(search)}`);
    expect(idsOf(found)).toEqual(ids);
    expect(found.json.data[0]?.customer).toBe(undefined);
  });

  it('pages through what a search finds', async () => {
    const store = await makeStore();
    const page = (cursor: string) =>
      store.call('GET', `/groups/1/members?search=shop&limit=2${cursor}`);
    const first = await page('');
    expect(idsOf(first)).toEqual(['ann-4', 'c1']);
    const second = await page(`&cursor=${first.json.nextCursor}`);
    expect(idsOf(second)).toEqual(['c2']);
    expect(second.json.nextCursor).toBe(null);
  });

  it('shows names and e-mail addresses where they are asked for', async () => {
    const store = await makeStore();
    await store.call('POST', '/groups/1/members', { body: { add: ['c3'] } });
    const { json } = await store.call('GET', '/groups/1/members?expand=customer');
    expect(json.data.map(({ customer }: { customer: object }) => customer)).toEqual([
      { name: 'Zoe', email: 'ANN@shop.example' },
      { name: 'Ann Ek', email: 'Ann@shop.example' },
      { name: 'Bo 100%', email: 'bo@shop.example' },
      { name: null, email: null },
    ]);
    for (const [query, parameter] of [
      ['expand=group', 'expand'],
      ['expand=customer&expand=customer', 'expand'],
      [`search=${'x'.repeat(321)}`, 'search'],
    ]) {
      expect(places(await store.call('GET', `/groups/1/members?${query}`))).toEqual([parameter]);
    }
  });

  it('asks for the scope of customers before it shows what is theirs', async () => {
    const store = await makeStore();
    const key = await keyWith(store, ['groups:read']);
    const both = await keyWith(store, ['groups:read', 'customers:read']);
    const emails = ['ann@shop.example'];
    const calls = [
      ['GET', '/groups/1/members?search=ann', undefined],
      ['GET', '/groups/1/members?expand=customer', undefined],
      ['POST', '/groups/1/check-members', { emails }],
    ] as const;
    for (const [method, path, body] of calls) {
      expect((await store.call(method, path, { key, body })).status, path).toBe(403);
      expect((await store.call(method, path, { key: both, body })).status, path).toBe(200);
    }
    expect((await store.call('GET', '/groups/1/members', { key })).status).toBe(200);
  });

  it('gets one member with the tag that its window is changed by', async () => {
    const store = await makeStore();
    const got = await store.call('GET', '/groups/1/members/c1');
    expect(got.status).toBe(200);
    expect(got.json).toMatchObject({ customerId: 'c1', groupId: 1, endsAt: null });
    const headers = { 'if-match': String(got.headers.get('etag')) };
    const put = (endsAt: string) =>
      store.call('PUT', '/groups/1/members/c1', { body: { endsAt }, headers });
    expect((await put('2040-01-01T00:00:00.000Z')).status).toBe(200);
    expect((await put('2041-01-01T00:00:00.000Z')).status).toBe(412);
    const again = await store.call('GET', '/groups/1/members/c1');
    expect(again.json.endsAt).toBe('2040-01-01T00:00:00.000Z');
    for (const path of ['/groups/1/members/c3', '/groups/9/members/c1']) {
      expect((await store.call('GET', path)).status, path).toBe(404);
    }
  });

  it('tells who is a member, who is not, and whom nobody knows', async () => {
    const store = await makeStore();
    await store.call('PUT', '/groups/1/members/c2', {
      body: { startsAt: '2001-01-01T00:00:00.000Z', endsAt: '2002-01-01T00:00:00.000Z' },
    });
    const check = (body: object, group = 1) =>
      store.call('POST', `/groups/${group}/check-members`, { body });
    const byId = await check({ customerIds: ['x', 'c2', 'c3', 'x', 'c1', 'c3', "c1'"] });
    const named = (customerId: string, email: string | null = null) => ({ customerId, email });
    expect(byId.json).toEqual({
      absent: [named('c3')],
      members: [named('c2'), named('c1')],
      unknown: ['x', "c1'"],
    });
    const byEmail = await check({
      emails: ['no@shop.example', 'BO@shop.example', 'aNN@shop.example', 'ann@shop.example', 'c1'],
    });
    expect(byEmail.json).toMatchObject({ absent: [], unknown: ['no@shop.example', 'c1'] });
    const { members } = byEmail.json as { members: { customerId: string }[] };
    // An address stands for each customer that has it.
    expect(members.toSorted((a, b) => (a.customerId < b.customerId ? -1 : 1))).toEqual([
      named('ann-4', 'aNN@shop.example'),
      named('c1', 'aNN@shop.example'),
      named('c2', 'BO@shop.example'),
    ]);
    const together = await check({ customerIds: ['c1'], emails: ['bo@shop.example'] }, 2);
    expect(together.json).toEqual({
      absent: [named('c1'), named('c2', 'bo@shop.example')],
      members: [],
      unknown: [],
    });
    expect((await check({})).json).toEqual({ absent: [], members: [], unknown: [] });
    expect((await check({ customerIds: ['c1'] }, 9)).status).toBe(404);
  });

  it('sees nobody of another store', async () => {
    const [mine, other] = [await api.makeStore(), await makeStore()];
    await mine.call('POST', '/groups', { body: { name: 'Mine' } });
    const body = { customerIds: ['c1'], emails: ['bo@shop.example'] };
    const found = await mine.call('POST', '/groups/1/check-members', { body });
    expect(found.json.unknown).toEqual(['c1', 'bo@shop.example']);
    expect((await other.call('POST', '/groups/1/check-members', { body })).json.unknown).toEqual(
      [],
    );
  });

  it('takes ten thousand names at a time, and no more', async () => {
    const store = await makeStore();
    const names = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`);
    const check = (body: object) => store.call('POST', '/groups/1/check-members', { body });
    expect((await check({ customerIds: names(10_000) })).json.unknown).toHaveLength(10_000);
    expect((await check({ emails: names(10_000) })).json.unknown).toHaveLength(10_000);
    expect(places(await check({ customerIds: names(10_001) }))).toEqual(['/customerIds']);
    expect(places(await check({ customerIds: names(9_000), emails: names(1_001) }))).toEqual(['']);
    expect(places(await check({ emails: [''] }))).toEqual(['/emails/0']);
  });

  it('lists the memberships of a customer with their windows, by group', async () => {
    const store = await makeStore();
    const window = { startsAt: '2040-01-01T00:00:00.000Z', endsAt: '2041-01-01T00:00:00.000Z' };
    await store.call('PUT', '/groups/2/members/c1', { body: window });
    const list = (query = '', customer = 'c1') =>
      store.call('GET', `/customers/${customer}/memberships${query}`);
    const all = (await list()).json;
    expect(all.data).toMatchObject([
      { groupId: 1, endsAt: null },
      { groupId: 2, ...window },
    ]);
    expect(all.nextCursor).toBe(null);
    const first = (await list('?limit=1')).json;
    expect(first.data).toEqual([all.data[0]]);
    expect((await list(`?limit=1&cursor=${first.nextCursor}`)).json.data).toEqual([all.data[1]]);
    expect((await list('', 'c3')).json.data).toEqual([]);
    expect((await list('', 'nobody')).status).toBe(404);
    const cursor = Buffer.from('["x"]').toString('base64url');
    expect(places(await list(`?cursor=${cursor}`))).toEqual(['cursor']);
  });

  it('lists those of some groups that there are', async () => {
    const store = await makeStore();
    const list = (ids: string) => store.call('GET', `/groups?ids=${ids}`);
    const names = ({ json }: { json: { data: { name: string }[] } }) =>
      json.data.map(({ name }) => name);
    expect(names(await list('2,99'))).toEqual(['B']);
    expect(names(await list('2,1'))).toEqual(['A', 'B']);
    expect(names(await list(''))).toEqual([]);
    const tooMany = Array.from({ length: 1_001 }, (_, index) => index + 1).join();
    for (const wrong of ['x', '1,', '0', '1;2', '9007199254740992', tooMany]) {
      expect(places(await list(wrong)), wrong).toEqual(['ids']);
    }
  });

  it('explains which group lets see what', async () => {
    const store = await makeStore();
    const categories = [{ id: 'lenses', name: 'Lenses' }];
    await store.call('PUT', '/categories', { body: { categories } });
    const only = { categoryAccess: { type: 'specific', categories: ['lenses'] } };
    await store.call('PATCH', '/groups/2', { body: only });
    await store.call('POST', '/groups/2/members', { body: { add: ['c1', 'c3'] } });
    const explain = (path: string) => store.call('GET', `${path}explain=true`);
    const lenses = { groupId: 2, type: 'specific', categories: ['lenses'] };
    const everything = { groupId: 1, type: 'all', categories: [] };
    expect((await explain('/customers/c1/access?')).json).toEqual({
      type: 'all',
      categories: [],
      groups: [everything, lenses],
    });
    const { type, categories: seen, groups } = (await explain('/customers/c3/access?')).json;
    expect({ type, seen, groups }).toEqual({
      type: 'specific',
      seen: ['lenses'],
      groups: [lenses],
    });
    expect((await explain('/access?groupIds=2&')).json.groups).toEqual([lenses]);
    expect((await explain('/access?')).json.groups).toEqual([]);
    expect((await store.call('GET', '/customers/c3/access')).json.groups).toBe(undefined);
    for (const path of ['/customers/c3/access?', '/access?']) {
      expect(places(await store.call('GET', `${path}explain=why`))).toEqual(['explain']);
    }
  });
});
