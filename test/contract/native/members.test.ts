import { expect, it } from 'vitest';
import { places, type TestStore } from '../../helpers/api.js';
import { describeEngines } from '../../helpers/engines.js';
import { nativeApi } from '../../helpers/native.js';

const DAY = 86_400_000;
/** An instant some days from now. */
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();
const past = { startsAt: inDays(-9), endsAt: inDays(-2) };

describeEngines('native members', (engine) => {
  const api = nativeApi(engine);

  /** Two groups, and customers c1, c2 … without a group. */
  async function makeStore(customers = 3): Promise<TestStore> {
    const store = await api.makeStore();
    for (const name of ['A', 'B']) await store.call('POST', '/groups', { body: { name } });
    for (let i = 1; i <= customers; i++) {
      await store.call('POST', '/customers', { body: { id: `c${i}` } });
    }
    return store;
  }
  const change = (store: TestStore, body: object, group = 1) =>
    store.call('POST', `/groups/${group}/members`, { body });
  const put = (store: TestStore, customer: string, body?: unknown, group = 1) =>
    store.call('PUT', `/groups/${group}/members/${customer}`, { body });
  const list = async (store: TestStore, group = 1) =>
    (await store.call('GET', `/groups/${group}/members`)).json.data;
  const idsIn = async (store: TestStore, group = 1): Promise<string[]> =>
    (await list(store, group)).map(({ customerId }: { customerId: string }) => customerId);
  const countOf = async (store: TestStore, group = 1) =>
    (await store.call('GET', `/groups/${group}`)).json.memberCount;
  const groupsOf = async (store: TestStore, customer: string) =>
    (await store.call('GET', `/customers/${customer}/groups`)).json.groupIds;

  it('counts what it adds, removes and leaves', async () => {
    const store = await makeStore();
    const table = [
      [{ add: ['c1', 'c2'] }, { added: 2, removed: 0, unchanged: 0 }, ['c1', 'c2']],
      [{ add: ['c1', 'c3'], remove: ['c2'] }, { added: 1, removed: 1, unchanged: 1 }, ['c1', 'c3']],
      [{ add: ['c2', 'c2', 'c1'] }, { added: 1, removed: 0, unchanged: 1 }, ['c1', 'c2', 'c3']],
      [{ remove: ['c1', 'c1', 'c3'] }, { added: 0, removed: 2, unchanged: 0 }, ['c2']],
      [{ remove: ['c1'] }, { added: 0, removed: 0, unchanged: 1 }, ['c2']],
      [{ add: [], remove: [] }, { added: 0, removed: 0, unchanged: 0 }, ['c2']],
      [{}, { added: 0, removed: 0, unchanged: 0 }, ['c2']],
    ] as const;
    for (const [body, counts, members] of table) {
      const reply = await change(store, body);
      expect(reply.status).toBe(200);
      expect(reply.json).toEqual(counts);
      expect(await idsIn(store)).toEqual(members);
      expect(await countOf(store)).toBe(members.length);
    }
    expect(await countOf(store, 2)).toBe(0);
  });

  it('does all of a change or nothing', async () => {
    const store = await makeStore();
    await change(store, { add: ['c1'] });
    const refused = await change(store, { add: ['c2', 'x/1', 'c3'], remove: ['c1', 'x2', 'x2'] });
    expect(refused.status).toBe(400);
    expect(places(refused)).toEqual(['/add/1', '/remove/1', '/remove/2']);
    expect(refused.json.errors[0].message).toContain('x/1');
    expect(await idsIn(store)).toEqual(['c1']);
    expect(await countOf(store)).toBe(1);
  });

  it('lists a hundred unknown customers and no more', async () => {
    const store = await makeStore(0);
    const add = Array.from({ length: 150 }, (_, index) => `x${index}`);
    const refused = await change(store, { add });
    expect(places(refused)).toEqual(add.slice(0, 100).map((_, index) => `/add/${index}`));
  });

  it.each([
    ['the same id twice', { add: ['c1', 'c2'], remove: ['c2'] }, ['/remove/0']],
    ['an empty id', { add: ['c1', ''] }, ['/add/1']],
    ['a number for an id', { add: ['c1'], remove: [7] }, ['/remove/0']],
    ['a control character', { add: ['c\u0007'] }, ['/add/0']],
    ['one text for a list', { add: 'c1' }, ['/add']],
    ['an unknown field', { put: ['c1'] }, ['/put']],
    ['a bare list', ['c1'], ['']],
  ])('refuses a change that has %s', async (_, body, faults) => {
    const store = await makeStore(2);
    const refused = await change(store, body);
    expect(refused.status).toBe(400);
    expect(places(refused)).toEqual(faults);
    expect(await idsIn(store)).toEqual([]);
  });

  it('takes ten thousand ids and refuses one more', async () => {
    const store = await makeStore(1);
    const unknown = (count: number) => Array.from({ length: count }, (_, index) => `x${index}`);
    const tooMany = await change(store, { add: unknown(10_001) });
    expect(tooMany.status).toBe(400);
    expect(places(tooMany)).toEqual(['/add']);
    const together = await change(store, { add: ['c1'], remove: unknown(10_000) });
    expect(together.status).toBe(400);
    expect(places(together)).toEqual(['']);
    const same = await change(store, { add: Array.from({ length: 10_000 }, () => 'c1') });
    expect(same.json).toEqual({ added: 1, removed: 0, unchanged: 0 });
  });

  it('makes a member once by PUT without a body', async () => {
    const store = await makeStore();
    const made = await put(store, 'c1');
    expect(made.status).toBe(201);
    expect(made.json).toEqual({
      customerId: 'c1',
      groupId: 1,
      relationId: expect.any(String),
      startsAt: made.json.createdAt,
      endsAt: null,
      createdAt: expect.stringMatching(/Z$/),
    });
    for (const body of [undefined, {}, 'null']) {
      const again = await put(store, 'c1', body);
      expect(again.status).toBe(200);
      expect(again.json).toEqual(made.json);
    }
    expect(await list(store)).toEqual([made.json]);
    expect(await countOf(store)).toBe(1);
  });

  it('sets and changes a window, keeping the relation', async () => {
    const store = await makeStore();
    const window = { startsAt: '2030-01-31T10:00:00+01:00', endsAt: '2031-01-01T00:00:00Z' };
    const made = await put(store, 'c1', window);
    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({
      startsAt: '2030-01-31T09:00:00.000Z',
      endsAt: '2031-01-01T00:00:00.000Z',
    });
    const { relationId, createdAt } = made.json;
    const steps = [
      [{}, made.json.startsAt, made.json.endsAt],
      [{ endsAt: null }, made.json.startsAt, null],
      [{ startsAt: '2029-06-01T00:00:00.000Z' }, '2029-06-01T00:00:00.000Z', null],
      [past, past.startsAt, past.endsAt],
    ] as const;
    for (const [body, startsAt, endsAt] of steps) {
      const { status, json } = await put(store, 'c1', body);
      expect(status).toBe(200);
      expect(json).toEqual({
        customerId: 'c1',
        groupId: 1,
        relationId,
        startsAt,
        endsAt,
        createdAt,
      });
      expect(await list(store)).toEqual([json]);
    }
    expect(await countOf(store)).toBe(1);
  });

  it('renews an ended window by PUT without a body', async () => {
    const store = await makeStore();
    const ended = await put(store, 'c1', past);
    expect(ended.status).toBe(201);
    expect(await groupsOf(store, 'c1')).toEqual([]);
    const renewed = await put(store, 'c1');
    expect(renewed.status).toBe(200);
    expect(renewed.json).toMatchObject({ relationId: ended.json.relationId, endsAt: null });
    expect(renewed.json.startsAt > past.endsAt).toBe(true);
    expect(await groupsOf(store, 'c1')).toEqual([1]);
  });

  it('counts and lists members whatever their window', async () => {
    const store = await makeStore();
    await put(store, 'c1', past);
    await put(store, 'c2', { startsAt: inDays(1) });
    await put(store, 'c3', { endsAt: inDays(1) });
    expect(await idsIn(store)).toEqual(['c1', 'c2', 'c3']);
    expect(await countOf(store)).toBe(3);
    expect(await groupsOf(store, 'c1')).toEqual([]);
    expect(await groupsOf(store, 'c2')).toEqual([]);
    expect(await groupsOf(store, 'c3')).toEqual([1]);
    // Adding who is present changes nothing, not even an ended window.
    expect((await change(store, { add: ['c1', 'c2'] })).json).toMatchObject({ unchanged: 2 });
    expect(await groupsOf(store, 'c1')).toEqual([]);
    expect((await change(store, { remove: ['c1', 'c2'] })).json).toMatchObject({ removed: 2 });
    expect(await countOf(store)).toBe(1);
  });

  it.each([
    [
      'an end at its start',
      { startsAt: '2030-01-01T00:00:00Z', endsAt: '2030-01-01T00:00:00Z' },
      '/endsAt',
    ],
    [
      'an end before its start',
      { startsAt: '2030-01-02T00:00:00Z', endsAt: '2030-01-01T00:00:00Z' },
      '/endsAt',
    ],
    ['an end before now', { endsAt: '2020-01-01T00:00:00Z' }, '/endsAt'],
    ['no time of day', { startsAt: '2030-01-01' }, '/startsAt'],
    ['no offset', { startsAt: '2030-01-01T00:00:00' }, '/startsAt'],
    ['a day that is none', { endsAt: '2030-02-30T00:00:00Z' }, '/endsAt'],
    ['an hour 24', { endsAt: '2030-01-01T24:00:00Z' }, '/endsAt'],
    ['a number', { startsAt: 1_893_456_000_000 }, '/startsAt'],
    ['a null start', { startsAt: null }, '/startsAt'],
    ['an unknown field', { until: null }, '/until'],
  ])('refuses a window with %s', async (_, body, place) => {
    const store = await makeStore(1);
    const refused = await put(store, 'c1', body);
    expect(refused.status).toBe(400);
    expect(places(refused)).toEqual([place]);
    expect(await idsIn(store)).toEqual([]);
  });

  it('checks a new bound against the one that stays', async () => {
    const store = await makeStore(1);
    await put(store, 'c1', { startsAt: inDays(5), endsAt: inDays(9) });
    for (const body of [{ endsAt: inDays(4) }, { startsAt: inDays(10) }]) {
      expect(places(await put(store, 'c1', body))).toEqual(['/endsAt']);
    }
  });

  it('removes a member, and a new one begins anew', async () => {
    const store = await makeStore(2);
    const made = await put(store, 'c1', { endsAt: inDays(1) });
    const at = '/groups/1/members/c1';
    expect((await store.call('DELETE', at)).status).toBe(204);
    expect((await store.call('DELETE', at)).status).toBe(404);
    expect((await store.call('DELETE', '/groups/1/members/c2')).status).toBe(404);
    expect(await countOf(store)).toBe(0);
    const again = await put(store, 'c1');
    expect(again.status).toBe(201);
    expect(again.json.endsAt).toBeNull();
    expect(again.json.relationId).not.toBe(made.json.relationId);
  });

  it('answers 404 for an unknown group or customer', async () => {
    const store = await makeStore(1);
    for (const [method, path, body] of [
      ['GET', '/groups/9/members', undefined],
      ['POST', '/groups/9/members', { add: ['c1'] }],
      ['PUT', '/groups/9/members/c1', undefined],
      ['DELETE', '/groups/9/members/c1', undefined],
      ['PUT', '/groups/1/members/c9', undefined],
      ['DELETE', '/groups/1/members/c9', undefined],
    ] as const) {
      expect((await store.call(method, path, { body })).status, `${method} ${path}`).toBe(404);
    }
  });

  it('pages through members by customer in byte order', async () => {
    const store = await makeStore(0);
    const ids = ['B', 'a', 'b', 'Ä', 'ä', '10', '9', '~', '\uffe5', '🙂', 'a/b', 'a b'];
    for (const id of ids) await store.call('POST', '/customers', { body: { id, groupIds: [1] } });
    const shown: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const path = `/groups/1/members?limit=5${cursor && `&cursor=${cursor}`}`;
      const { json } = await store.call('GET', path);
      expect(json.data.length).toBeLessThanOrEqual(5);
      shown.push(...json.data.map(({ customerId }: { customerId: string }) => customerId));
      cursor = json.nextCursor;
    }
    const sorted = [...ids].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(shown).toEqual(sorted);
  });

  it('leaves the ETag of the group when members change', async () => {
    const store = await makeStore();
    const before = await store.call('GET', '/groups/1');
    await change(store, { add: ['c1', 'c2'] });
    await put(store, 'c3');
    await store.call('DELETE', '/groups/1/members/c1');
    const after = await store.call('GET', '/groups/1');
    expect(after.headers.get('etag')).toBe(before.headers.get('etag'));
    expect(after.json).toEqual({ ...before.json, memberCount: 2 });
    const headers = { 'if-match': String(before.headers.get('etag')) };
    const body = { name: 'Renamed' };
    expect((await store.call('PATCH', '/groups/1', { body, headers })).json.memberCount).toBe(2);
  });

  it('keeps the counts when many change at once', async () => {
    const store = await makeStore(12);
    const ids = Array.from({ length: 12 }, (_, index) => `c${index + 1}`);
    await Promise.all([
      ...ids.map((id) => put(store, id)),
      ...ids.map((id) => put(store, id, undefined, 2)),
      ...ids.map((id) => change(store, { add: [id] })),
    ]);
    await Promise.all(ids.slice(0, 5).map((id) => change(store, { remove: [id] })));
    expect([await countOf(store), await countOf(store, 2)]).toEqual([7, 12]);
    expect(await idsIn(store)).toHaveLength(7);
  });
});
