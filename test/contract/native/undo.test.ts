import { expect, it } from 'vitest';
import type { TestStore } from '../../helpers/api.js';
import { describeEngines } from '../../helpers/engines.js';
import { nativeApi } from '../../helpers/native.js';
import { done, furnish, lookAt, newestSeq, undo } from '../../helpers/shop.js';
import { type Case, GROUP_CASES } from './undo-cases.js';
import { PRICE_CASES } from './undo-price-cases.js';

const CASES = [...GROUP_CASES, ...PRICE_CASES];

describeEngines('an undo', (engine) => {
  const api = nativeApi(engine);

  async function begin({ given = [], operation }: Case) {
    const store = await api.makeStore();
    await furnish(store);
    for (const each of given) await done(store, each);
    const before = await lookAt(store);
    await done(store, operation);
    return { store, before, after: await lookAt(store), seq: await newestSeq(store) };
  }

  const versions = async (store: TestStore) => {
    const found = new Map<string, number>();
    for (const what of ['groups', 'customers', 'price-lists', 'categories', 'products']) {
      const { json } = await done(store, ['GET', `/${what}?limit=200`]);
      for (const { id, version } of json.data) found.set(`${what} ${id}`, version);
    }
    return found;
  };

  it.each(CASES)('takes back $title, and is taken back itself', async (each) => {
    const { store, before, after, seq } = await begin(each);
    expect(after).not.toEqual(before);
    const reply = await undo(store, seq);
    expect([reply.status, reply.text]).toEqual([200, expect.any(String)]);
    expect(await lookAt(store)).toEqual(before);

    const { data: log } = (
      await done(store, ['GET', `/changes?operationId=${reply.json.operationId}&limit=200`])
    ).json;
    const [original] = (await done(store, ['GET', `/changes?afterSeq=${seq - 1}&sort=seq&limit=1`]))
      .json.data;
    expect(reply.json).toEqual({
      operationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      undoes: original.operationId,
      changes: log.length,
      skippedCustomers: [],
      skipped: 0,
    });
    expect(new Set(log.map(({ undoes }: { undoes: string }) => undoes))).toEqual(
      new Set([original.operationId]),
    );
    expect(original.undoes).toBeNull();

    const undone = await versions(store);
    expect((await undo(store, await newestSeq(store))).status).toBe(200);
    expect(await lookAt(store)).toEqual(after);
    const redone = await versions(store);
    for (const [name, version] of undone) {
      const known = redone.get(name) ?? version;
      expect(known, name).toBeGreaterThanOrEqual(version);
    }
  });

  const refusals = CASES.flatMap(({ later, ...each }) =>
    Object.entries(later).map(([why, { calls, listed }]) => ({
      ...each,
      later,
      why,
      calls,
      listed,
    })),
  );

  it.each(refusals)('of $title is refused when it $why', async ({ calls, listed, ...each }) => {
    const { store, before, seq } = await begin(each);
    const last = await newestSeq(store);
    for (const call of calls) await done(store, call);
    const [now, newest] = [await lookAt(store), await newestSeq(store)];

    const refused = await undo(store, seq);
    expect([refused.status, refused.json.code]).toEqual([409, 'changes_in_the_way']);
    const shown = refused.json.changes as { seq: number; operation: string }[];
    expect(shown.map(({ operation }) => operation)).toEqual(listed);
    expect(refused.json.total).toBe(listed.length);
    const { data } = (await done(store, ['GET', `/changes?afterSeq=${last}&limit=200`])).json;
    const seqs = new Set(shown.map((change) => change.seq));
    expect(shown).toEqual(data.filter((change: { seq: number }) => seqs.has(change.seq)));
    for (const { operation } of shown.slice(0, 5)) expect(refused.json.detail).toContain(operation);
    expect(await lookAt(store)).toEqual(now);
    expect(await newestSeq(store)).toBe(newest);

    // Taken back themselves, they stand in the way no more: but not those that nobody takes back.
    if (listed.includes('store.updated')) return;
    const operations = new Map<string, number>();
    for (const { operationId, seq: at } of data) operations.set(operationId, at);
    for (const at of operations.values()) expect((await undo(store, at)).status).toBe(200);
    expect((await undo(store, seq)).status).toBe(200);
    expect(await lookAt(store)).toEqual(before);
  });
});
