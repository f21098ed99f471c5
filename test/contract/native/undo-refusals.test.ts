import { expect, it } from 'vitest';
import { places, type TestStore } from '../../helpers/api.js';
import { runCommand } from '../../helpers/command.js';
import { describeEngines } from '../../helpers/engines.js';
import { nativeApi } from '../../helpers/native.js';
import { letPass } from '../../helpers/past.js';
import { serviceEnvironment } from '../../helpers/service.js';
import { type Call, done, furnish, lookAt, newestSeq, undo } from '../../helpers/shop.js';

const HISTORY_DAYS = '30';

/** What nobody takes back, by how its refusal names it. */
const LASTING: Readonly<Record<string, Call>> = {
  "of the key 'key_": ['POST', '/keys', { name: 'x', scopes: [] }],
  "of the user 'anna'": ['PUT', '/users/anna', { active: true, scopes: [] }],
  "of the store '": ['PATCH', '', { name: 'Other' }],
};

describeEngines('an undo', (engine) => {
  const environment = { CLIENTELE_HISTORY_DAYS: HISTORY_DAYS };
  const api = nativeApi(engine, { environment });

  async function begin(...calls: Call[]): Promise<{ store: TestStore; seq: number }> {
    const store = await api.makeStore();
    await furnish(store);
    for (const each of calls) await done(store, each);
    return { store, seq: await newestSeq(store) };
  }

  async function refused(store: TestStore, seq: number) {
    const [before, newest] = [await lookAt(store), await newestSeq(store)];
    const { status, json } = await undo(store, seq);
    expect(status).toBe(409);
    expect(await lookAt(store)).toEqual(before);
    expect(await newestSeq(store)).toBe(newest);
    return json;
  }

  it.each(Object.entries(LASTING))('takes back nothing %s…', async (name, operation) => {
    const { store, seq } = await begin(operation);
    const { code, detail } = await refused(store, seq);
    expect(code).toBe('not_undoable');
    expect(detail).toContain(name);
    expect(detail).toContain(`The change ${seq} `);
  });

  it('takes back no store that was made', async () => {
    const { store } = await begin();
    expect((await refused(store, 1)).code).toBe('not_undoable');
  });

  it.each([
    ['999999', 404, []],
    ['0', 400, ['seq']],
    ['-1', 400, ['seq']],
    ['1.5', 400, ['seq']],
    ['x', 400, ['seq']],
    ['9007199254740992', 400, ['seq']],
  ])('finds no change %s', async (seq, status, parameters) => {
    const { store } = await begin();
    const reply = await store.call('POST', `/changes/${seq}/undo`);
    expect([reply.status, places(reply)]).toEqual([status, parameters]);
  });

  it('finds no change of another store', async () => {
    const [mine, other] = [
      await begin(['DELETE', '/groups/2']),
      await begin(['DELETE', '/groups/2']),
    ];
    const before = await lookAt(other.store);
    const path = `/v1/stores/${other.store.id}/changes/${other.seq}/undo`;
    const reply = await api.call('POST', path, { key: mine.store.key });
    expect([reply.status, reply.json.code]).toEqual([404, 'not_found']);
    expect(await lookAt(other.store)).toEqual(before);
  });

  it('takes an empty body, and nothing that it does not know', async () => {
    const { store, seq } = await begin(['DELETE', '/groups/2']);
    const path = `/changes/${seq}/undo`;
    const field = await store.call('POST', path, { body: { force: true } });
    expect([field.status, places(field)]).toEqual([400, ['/force']]);
    const parameter = await store.call('POST', `${path}?dryRun=true`);
    expect([parameter.status, places(parameter)]).toEqual([400, ['dryRun']]);
    expect((await store.call('POST', path, { body: {} })).status).toBe(200);
  });

  it('finds nothing to do a second time, or where all was put back by hand', async () => {
    const { store, seq } = await begin(['PATCH', '/groups/2', { name: 'Changed' }]);
    await done(store, ['PATCH', '/groups/2', { description: 'Also', name: 'Trade' }]);
    const byHand = await refused(store, seq);
    expect(byHand).toMatchObject({ code: 'nothing_to_undo', total: 1 });
    expect(byHand.changes).toMatchObject([{ seq: seq + 1, operation: 'group.updated' }]);
    const first = await undo(store, seq + 1);
    expect(first.status).toBe(200);
    const again = await refused(store, seq + 1);
    expect(again).toMatchObject({ code: 'nothing_to_undo', total: 1 });
    expect(again.changes).toMatchObject([{ undoes: first.json.undoes }]);
  });

  it.each([
    ['is a member no more', ['POST', '/groups/2/members', { remove: ['c2'] }]],
    ['has a name no more', ['PATCH', '/customers/c2', { name: 'Beate' }]],
  ] as const)('finds nothing to do for a customer who is gone and %s', async (_, operation) => {
    const { store, seq } = await begin(operation, ['DELETE', '/customers/c2']);
    const [change] = (
      await done(store, [
        'GET',
        `/changes?operation=${operation[0] === 'POST' ? 'members.removed' : 'customer.updated'}&sort=seq`,
      ])
    ).json.data;
    const { code, changes } = await refused(store, change.seq);
    expect(code).toBe('nothing_to_undo');
    expect(changes.map((row: { operation: string }) => row.operation)).toContain(
      'customer.deleted',
    );
    expect(seq).toBeGreaterThan(change.seq);
  });

  it('puts back a field that a later change has left alone, and keeps what that has set', async () => {
    const { store, seq } = await begin([
      'PATCH',
      '/groups/2',
      { name: 'Changed', isActive: false },
    ]);
    await done(store, ['PATCH', '/groups/2', { description: 'Later', discountRules: [] }]);
    await done(store, ['PATCH', '/groups/2', { isActive: true }]);
    expect((await undo(store, seq)).status).toBe(200);
    expect((await store.call('GET', '/groups/2')).json).toMatchObject({
      name: 'Trade',
      isActive: true,
      description: 'Later',
      discountRules: [],
    });
    const [change] = (await done(store, ['GET', '/changes?limit=1'])).json.data;
    expect(change).toMatchObject({ operation: 'group.updated', before: { name: 'Changed' } });
  });

  it.each([
    ['deleted, and erased later', [['DELETE', '/customers/c1']], 'customer.deleted'],
    ['deleted by the erasure', [], 'customer.erased'],
    ['changed', [['PATCH', '/customers/c1', { name: 'Anna' }]], 'customer.updated'],
    ['made', [], 'customer.created'],
  ] as const)(
    'brings back nothing of an erased customer who was %s',
    async (_, calls, operation) => {
      const { store } = await begin(...calls, ['DELETE', '/customers/c1?erase=true']);
      const query = `/changes?entity=customer&entityId=c1&operation=${operation}`;
      const [change] = (await done(store, ['GET', query])).json.data;
      const problem = await refused(store, change.seq);
      expect(problem.code).toBe('erased');
      expect(problem.detail).toContain("'c1' has been erased");
      expect((await store.call('GET', '/customers/c1')).status).toBe(404);
    },
  );

  it('brings back who was made anew after an erasure, and deleted', async () => {
    const { store, seq } = await begin(
      ['DELETE', '/customers/c1?erase=true'],
      ['POST', '/customers', { id: 'c1', name: 'Another', groupIds: [3] }],
      ['DELETE', '/customers/c1'],
    );
    expect((await undo(store, seq)).status).toBe(200);
    expect((await store.call('GET', '/customers/c1')).json).toMatchObject({
      name: 'Another',
      groupIds: [3],
      version: 2,
    });
  });

  it('gives a customer who was made anew in between a version above all others', async () => {
    const { store, seq } = await begin(['DELETE', '/customers/c1']);
    await done(store, ['PUT', '/customers/c1', { name: 'Again' }]);
    for (const name of ['B', 'C', 'D']) await done(store, ['PATCH', '/customers/c1', { name }]);
    await done(store, ['DELETE', '/customers/c1']);
    expect((await undo(store, seq)).status).toBe(200);
    expect((await store.call('GET', '/customers/c1')).json).toMatchObject({
      name: 'Ann',
      groupIds: [2],
      version: 5,
    });
  });

  it('is carried out once for an idempotency key', async () => {
    const { store, seq } = await begin(['DELETE', '/groups/2']);
    const headers = { 'idempotency-key': 'once' };
    const first = await undo(store, seq, headers);
    const newest = await newestSeq(store);
    const again = await undo(store, seq, headers);
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
    expect(again.json).toEqual(first.json);
    expect(await newestSeq(store)).toBe(newest);
    // What is refused frees the key.
    const other = { 'idempotency-key': 'other' };
    expect((await undo(store, seq, other)).status).toBe(409);
    await done(store, ['DELETE', '/groups/2']);
    expect((await undo(store, seq, other)).status).toBe(200);
  });

  it('is carried out once when two come at the same time', async () => {
    const { store, seq } = await begin(['DELETE', '/groups/2']);
    const replies = await Promise.all([undo(store, seq), undo(store, seq), undo(store, seq)]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    for (const { status, json } of replies) {
      if (status === 200) continue;
      expect(json.code).toBe('nothing_to_undo');
      expect(json.changes.map(({ undoes }: { undoes: string }) => undoes)).toContain(
        replies.find((reply) => reply.status === 200)?.json.undoes,
      );
    }
  });

  it('takes back nothing that is older than the history, purged or not', async () => {
    const { store, seq } = await begin(['POST', '/groups/2/members', { remove: ['c1', 'c2'] }]);
    const { place } = api.service;
    await letPass(place, 29);
    const inTime = await undo(store, seq);
    expect(inTime.status).toBe(200);
    const undone = await newestSeq(store);
    await letPass(place, 2);
    const old = await refused(store, seq);
    const earliest = new Date(Date.now() - Number(HISTORY_DAYS) * 86_400_000).toISOString();
    expect(old).toMatchObject({
      code: 'too_old',
      detail: expect.stringContaining(earliest.slice(0, 13)),
    });
    const purged = await runCommand(serviceEnvironment(place, environment), 'purge', '--json');
    expect(purged.json.changes).toBeGreaterThanOrEqual(seq);
    expect((await refused(store, seq)).code).toBe('too_old');
    expect((await undo(store, undone)).status).toBe(200);
  });
});
