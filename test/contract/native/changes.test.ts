import { describe, expect, it } from 'vitest';
import { places, type TestStore } from '../../helpers/api.js';
import { runCommand } from '../../helpers/command.js';
import { describeEngines } from '../../helpers/engines.js';
import { nativeApi } from '../../helpers/native.js';
import { serviceEnvironment } from '../../helpers/service.js';

/** As `/v1` shows a change. */
interface Change {
  seq: number;
  at: string;
  operation: string;
  entity: string;
  entityId: string;
  operationId: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

/** Ids that text alone does not tell apart in JSON. */
const ODD_IDS = ['c1', 'c', 'C1', 'customerIds', 'a"b', 'a\\', '"', 'Ä/ü 😀', 'c1"', 'null', '%'];

describeEngines('native changes', (engine) => {
  const api = nativeApi(engine);

  async function list(store: TestStore, query = ''): Promise<Change[]> {
    const reply = await store.call('GET', `/changes?${query}`);
    expect([reply.status, reply.text.slice(0, reply.status === 200 ? 0 : 500)]).toEqual([200, '']);
    return reply.json.data;
  }
  const seqs = async (store: TestStore, query: string) =>
    (await list(store, query)).map(({ seq }) => seq);
  const operations = async (store: TestStore, query: string) =>
    (await list(store, `sort=seq&limit=200&${query}`)).map(({ operation }) => operation);

  const makeGroups = async (store: TestStore, count: number) => {
    for (let index = 1; index <= count; index++) {
      const reply = await store.call('POST', '/groups', { body: { name: `Group ${index}` } });
      expect(reply.status).toBe(201);
    }
  };

  it('shows who changed what, when, how and in which request', async () => {
    const store = await api.makeStore();
    await store.call('POST', '/groups', { body: { name: 'Wholesale' } });
    const headers = { 'x-request-id': 'request-of-mine' };
    const reply = await store.call('PATCH', '/groups/1', { body: { name: 'Trade' }, headers });
    const [change] = await list(store);
    expect(change).toEqual({
      seq: 4,
      at: reply.json.updatedAt,
      actor: `key:${store.keyId}`,
      via: 'native',
      operation: 'group.updated',
      entity: 'group',
      entityId: '1',
      before: expect.objectContaining({ name: 'Wholesale', version: 1 }),
      after: expect.objectContaining({ name: 'Trade', version: 2 }),
      operationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      requestId: 'request-of-mine',
      undoes: null,
    });
  });

  it('shows no secret of a key that was made', async () => {
    const store = await api.makeStore();
    const { secret } = (await store.call('POST', '/keys', { body: { name: 'k', scopes: [] } }))
      .json;
    const reply = await store.call('GET', '/changes?entity=key');
    expect(reply.json.data).toHaveLength(2);
    expect(reply.text).not.toContain(secret);
    expect(reply.text).not.toMatch(/hash/i);
  });

  it.each(['seq', '-seq', ''])('comes in pages in the order "%s"', async (sort) => {
    const store = await api.makeStore();
    await makeGroups(store, 7);
    const found: number[] = [];
    let cursor: string | null = '';
    for (let page = 0; cursor !== null; page++) {
      expect(page).toBeLessThan(5);
      const query = `limit=3${sort && `&sort=${sort}`}${cursor && `&cursor=${cursor}`}`;
      const { json } = await store.call('GET', `/changes?${query}`);
      found.push(...json.data.map(({ seq }: Change) => seq));
      cursor = json.nextCursor;
    }
    const all = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    expect(found).toEqual(sort === 'seq' ? all : all.reverse());
  });

  it('keeps its pages while changes come in', async () => {
    const store = await api.makeStore();
    await makeGroups(store, 3);
    const { json } = await store.call('GET', '/changes?limit=2');
    await makeGroups(store, 2);
    expect(await seqs(store, `limit=2&cursor=${json.nextCursor}`)).toEqual([3, 2]);
  });

  it('is found by each filter, and by several at once', async () => {
    const store = await api.makeStore();
    const environment = serviceEnvironment(api.service.place);
    await store.call('POST', '/groups', { body: { name: 'A' } });
    await store.call('POST', '/customers', { body: { id: '1', groupIds: [1] } });
    await store.call('POST', '/price-lists', { body: { id: '1', name: 'P' } });
    await store.call('DELETE', '/groups/1');
    await runCommand(environment, 'key', 'create', store.id, '--name', 'x');
    const [made] = await list(store, 'operation=customer.created');
    const expected: Record<string, string[]> = {
      '': [
        ...['store.created', 'key.created', 'group.created', 'customer.created', 'members.added'],
        ...['price-list.created', 'members.removed', 'group.deleted', 'key.created'],
      ],
      'entity=group': ['group.created', 'group.deleted'],
      'entity=key': ['key.created', 'key.created'],
      'entity=customer&entityId=1': ['customer.created'],
      'entityId=1': [
        ...['group.created', 'customer.created', 'members.added', 'price-list.created'],
        ...['members.removed', 'group.deleted'],
      ],
      'entityId=2': [],
      'operation=members.added': ['members.added'],
      [`operationId=${made?.operationId}`]: ['customer.created', 'members.added'],
      'operationId=none': [],
      'actor=root': ['store.created', 'key.created', 'key.created'],
      'actor=user:anna': [],
      'via=cli': ['key.created'],
      'via=ecwid': [],
      'actor=root&via=native': ['store.created', 'key.created'],
      'customerId=1': ['customer.created', 'members.added', 'members.removed'],
      'customerId=1&entity=members': ['members.added', 'members.removed'],
      'afterSeq=7': ['group.deleted', 'key.created'],
      'afterSeq=9': [],
    };
    const actual: Record<string, string[]> = {};
    for (const query of Object.keys(expected)) actual[query] = await operations(store, query);
    expect(actual).toEqual(expected);
    expect(await operations(store, `actor=key:${store.keyId}`)).toHaveLength(6);
    const [byCommand] = await list(store, 'via=cli');
    expect(byCommand).toMatchObject({ actor: 'root', requestId: null });
  });

  it('is found by time, from the first instant and before the second', async () => {
    const store = await api.makeStore();
    await makeGroups(store, 12);
    const all = await list(store, 'sort=seq');
    for (const { at } of all) {
      const since = all.filter((change) => change.at >= at).map(({ seq }) => seq);
      const until = all.filter((change) => change.at < at).map(({ seq }) => seq);
      expect(await seqs(store, `sort=seq&from=${at}`)).toEqual(since);
      expect(await seqs(store, `to=${at}`)).toEqual(until.reverse());
    }
    const [first, last] = [all[3]?.at, all[9]?.at];
    const between = all.filter(({ at }) => at >= String(first) && at < String(last));
    expect(await seqs(store, `sort=seq&from=${first}&to=${last}`)).toEqual(
      between.map(({ seq }) => seq),
    );
    expect(await seqs(store, 'from=9999-01-01T00:00:00Z')).toEqual([]);
    expect(await seqs(store, 'to=2020-01-01T00:00:00Z')).toEqual([]);
    expect(await seqs(store, `from=${last}&to=${first}`)).toEqual([]);
    const elsewhere = `${String(first).slice(0, -1)}%2B00:00`;
    expect(await seqs(store, `sort=seq&limit=1&from=${elsewhere}`)).toEqual([
      all.find(({ at }) => at === first)?.seq,
    ]);
  });

  it.each([
    ['entity=groups', 'entity'],
    ['entityId=', 'entityId'],
    ['via=smoke', 'via'],
    ['from=today', 'from'],
    ['to=2026-02-30T00:00:00Z', 'to'],
    ['customerId=', 'customerId'],
    ['groupId=0', 'groupId'],
    ['afterSeq=-1', 'afterSeq'],
    ['afterSeq=x', 'afterSeq'],
    ['sort=at', 'sort'],
    ['limit=201', 'limit'],
    ['cursor=abc', 'cursor'],
    ['group=1', 'group'],
    ['actor=root&actor=root', 'actor'],
  ])('refuses %s', async (query, parameter) => {
    const store = await api.makeStore();
    const refused = await store.call('GET', `/changes?${query}`);
    expect(refused.status).toBe(400);
    expect(places(refused)).toEqual([parameter]);
  });

  it('refuses a cursor of the other order', async () => {
    const store = await api.makeStore();
    const { nextCursor } = (await store.call('GET', '/changes?limit=1&sort=-seq')).json;
    const refused = await store.call('GET', `/changes?sort=seq&cursor=${nextCursor}`);
    expect([refused.status, places(refused)]).toEqual([400, ['cursor']]);
  });

  describe('of a group', () => {
    it('are its own and those of its members, and of no other group', async () => {
      const store = await api.makeStore();
      await makeGroups(store, 12);
      for (const id of ['1', '2', 'c1']) {
        const body = { id, groupIds: id === '2' ? [11] : [] };
        expect((await store.call('POST', '/customers', { body })).status).toBe(201);
      }
      const until = { body: { endsAt: '2090-01-01T00:00:00Z' } };
      for (const group of [1, 10, 11, 2]) {
        await store.call('POST', `/groups/${group}/members`, { body: { add: ['1', 'c1'] } });
        await store.call('PUT', `/groups/${group}/members/c1`, until);
        await store.call('POST', `/groups/${group}/members`, { body: { remove: ['1'] } });
      }
      await store.call('POST', '/price-lists', { body: { id: '1', name: 'One' } });
      await store.call('DELETE', '/groups/1');
      const all = await list(store, 'sort=seq&limit=200');
      const isOf = (group: number, { entity, entityId }: Change): boolean =>
        entity === 'member'
          ? entityId.startsWith(`${group}/`)
          : ['group', 'members'].includes(entity) && entityId === String(group);
      const operationsOf1 = [
        ...['group.created', 'members.added', 'member.updated', 'members.removed'],
        ...['members.removed', 'group.deleted'],
      ];
      expect(await operations(store, 'groupId=1')).toEqual(operationsOf1);
      for (const group of [1, 10, 11, 2, 3]) {
        const mine = all.filter((change) => isOf(group, change));
        expect(await list(store, `sort=seq&groupId=${group}`)).toEqual(mine);
        expect(await list(store, `limit=2&groupId=${group}`)).toEqual(mine.slice(-2).reverse());
        const ofC1 = mine.filter(
          ({ entity, before, after }) =>
            entity === 'member' ||
            ((before ?? after)?.customerIds as string[] | undefined)?.includes('c1'),
        );
        expect(await list(store, `sort=seq&groupId=${group}&customerId=c1`)).toEqual(ofC1);
      }
      expect(await operations(store, 'groupId=10&entity=member')).toEqual(['member.updated']);
      expect(await operations(store, 'groupId=11&operation=members.added')).toHaveLength(2);
      expect(await operations(store, 'groupId=999')).toEqual([]);
    });
  });

  describe('of a customer', () => {
    it('are all that it had a part in, and of nobody else', async () => {
      const store = await api.makeStore();
      await makeGroups(store, 2);
      for (const id of ODD_IDS) {
        const made = await store.call('POST', '/customers', { body: { id, groupIds: [] } });
        expect(made.status).toBe(201);
      }
      await store.call('POST', '/groups/1/members', { body: { add: ODD_IDS } });
      // Windows, one by one, also of a membership that has just begun.
      for (const id of ODD_IDS) {
        const path = `/groups/1/members/${encodeURIComponent(id)}`;
        await store.call('PUT', path, { body: { endsAt: '2090-01-01T00:00:00Z' } });
      }
      const [first, ...others] = ODD_IDS;
      await store.call('POST', '/groups/2/members', { body: { add: [first] } });
      await store.call('POST', '/groups/1/members', { body: { remove: others.slice(1) } });
      await store.call('DELETE', '/groups/2');
      await store.call('DELETE', '/groups/1');
      const all = await list(store, 'sort=seq&limit=200');
      for (const id of ODD_IDS) {
        const mine = all.filter(
          ({ entity, entityId, before, after }) =>
            (entity === 'customer' && entityId === id) ||
            (entity === 'member' && entityId === `1/${id}`) ||
            (entity === 'members' &&
              ((before ?? after)?.customerIds as string[] | undefined)?.includes(id)),
        );
        expect(mine.length).toBeGreaterThanOrEqual(4);
        const query = `customerId=${encodeURIComponent(id)}`;
        expect(await list(store, `sort=seq&${query}`), id).toEqual(mine);
        expect(await list(store, `sort=-seq&limit=2&${query}`), id).toEqual(
          mine.slice(-2).reverse(),
        );
      }
    });

    it('are found in a group of thousands that was deleted', async () => {
      const store = await api.makeStore();
      await makeGroups(store, 1);
      const ids = Array.from({ length: 2_001 }, (_, index) => `c${index}`);
      for (let from = 0; from < ids.length; from += 50) {
        const some = ids.slice(from, from + 50);
        await Promise.all(some.map((id) => store.call('PUT', `/customers/${id}`, { body: {} })));
      }
      await store.call('POST', '/groups/1/members', { body: { add: ids } });
      await store.call('DELETE', '/groups/1');
      for (const id of ['c0', 'c1500', 'c2000', 'c999']) {
        expect(await operations(store, `customerId=${id}`)).toEqual([
          'customer.created',
          'members.added',
          'members.removed',
        ]);
      }
      expect(await operations(store, 'customerId=c2001')).toEqual([]);
      // Seldom is what is looked for through all of the log.
      expect(await operations(store, 'operation=store.created')).toEqual(['store.created']);
      expect(await seqs(store, 'operation=store.created')).toEqual([1]);
    });
  });
});
