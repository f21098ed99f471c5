import { expect, it } from 'vitest';
import { call, type Reply, type TestStore } from '../../helpers/api.js';
import { describeEngines } from '../../helpers/engines.js';
import { nativeApi } from '../../helpers/native.js';
import { done, furnish, lookAt, newestSeq, undo } from '../../helpers/shop.js';

let count = 0;

describeEngines('an undo of a bulk deletion', (engine) => {
  const api = nativeApi(engine);

  /** The shop, and its groups as BigCommerce's API has them. */
  async function begin() {
    const storeHash = `undo${process.pid}x${++count}`;
    const store = await api.makeStore({ channels: { bigcommerce: { storeHash } } });
    await furnish(store);
    const vendor = (method: string, rest = ''): Promise<Reply> =>
      call(api.service.origin, method, `/stores/${storeHash}/v2/customer_groups${rest}`, {
        key: '',
        headers: { 'x-auth-token': store.key },
      });
    return { store, vendor };
  }

  /** What customers and a guest pay for all that there is, and why. */
  async function quotes(store: TestStore, at?: string) {
    const items = ['33', '34', 'a/b'].map((productId) => ({
      productId,
      quantity: 10,
      unitPrice: '20.00',
    }));
    const asked = [{ customerId: 'c1' }, { customerId: 'c2' }, { customerId: 'c/4' }, {}];
    const replies = await Promise.all(
      asked.map((who) =>
        store.call('POST', '/quotes', { body: { ...who, at, items, explain: true } }),
      ),
    );
    // Of a quote for now, the instant is that of the question; of the past, the catalog is of now.
    return replies.map(({ status, json: { at: _, catalog: __, ...quote } }) => ({
      status,
      ...quote,
    }));
  }

  /** An instant that no change has, and that quotes of the past can be asked for. */
  async function instant(store: TestStore): Promise<string> {
    const last = (await done(store, ['GET', '/changes?limit=1'])).json.data[0].at;
    const now = () => new Date().toISOString();
    await expect.poll(now, { interval: 1 }).not.toBe(last);
    const at = now();
    await expect.poll(now, { interval: 1 }).not.toBe(at);
    return at;
  }

  it('brings back groups, flags, members, rules, access and prices', async () => {
    const { store, vendor } = await begin();
    const [before, now] = [await lookAt(store), await quotes(store)];
    const first = await instant(store);
    expect((await vendor('DELETE')).status).toBe(204);
    expect((await vendor('GET')).status).toBe(204);
    const second = await instant(store);
    const past = [await quotes(store, first), await quotes(store, second)];
    expect(past[0]).not.toEqual(past[1]);

    expect((await undo(store, await newestSeq(store))).status).toBe(200);
    const third = await instant(store);
    // Ids, public ids, relation ids, windows and times of making are among what is looked at.
    expect(await lookAt(store)).toEqual(before);
    expect(await quotes(store)).toEqual(now);
    expect([await quotes(store, first), await quotes(store, second)]).toEqual(past);
    expect(await quotes(store, third)).toEqual(now);
    const shown = (await vendor('GET')).json;
    expect(
      shown.map(({ id, is_default: isDefault }: Record<string, unknown>) => [id, isDefault]),
    ).toEqual([
      [1, false],
      [2, true],
      [3, false],
    ]);
    expect((await done(store, ['POST', '/groups', { name: 'Next' }])).json.id).toBe(4);
  });

  it('gives each group a version above any that it has had', async () => {
    const { store, vendor } = await begin();
    await done(store, ['PATCH', '/groups/2', { name: 'Trade 2' }]);
    const { version } = (await store.call('GET', '/groups/2')).json;
    await vendor('DELETE');
    const deletion = await newestSeq(store);
    await undo(store, deletion);
    const back = await store.call('GET', '/groups/2');
    expect(back.json.version).toBe(version + 1);
    expect(back.headers.get('etag')).toBe(`"${version + 1}"`);
    const headers = { 'if-match': `"${version}"` };
    expect((await store.call('PATCH', '/groups/2', { body: {}, headers })).status).toBe(412);

    await done(store, ['PATCH', '/groups/2', { name: 'Trade 3' }]);
    await vendor('DELETE');
    // Of the first deletion, which finds them deleted again.
    expect((await undo(store, deletion)).status).toBe(200);
    expect((await store.call('GET', '/groups/2')).json).toMatchObject({
      name: 'Trade 2',
      version: version + 3,
    });
  });

  it('passes over customers who are gone by now, and names them', async () => {
    const { store, vendor } = await begin();
    const before = await lookAt(store);
    await vendor('DELETE');
    const deletion = await newestSeq(store);
    await done(store, ['DELETE', '/customers/c2']);
    await done(store, ['DELETE', '/customers/c%2F4?erase=true']);
    const reply = await undo(store, deletion);
    expect(reply.json).toMatchObject({ skippedCustomers: ['c/4', 'c2'], skipped: 2 });
    const after = await lookAt(store);
    const gone = ({ customerId, id }: Record<string, unknown>) =>
      !['c2', 'c/4'].includes(String(customerId ?? id));
    expect(after['members of 2']).toEqual(before['members of 2']?.filter(gone));
    expect(after['members of 3']).toEqual([]);
    expect(after.groups?.map(({ memberCount }) => memberCount)).toEqual([0, 1, 0]);
    expect(after.customers).toEqual(before.customers?.filter(gone));
  });

  it('says which of many later changes stand in the way, the newest first', async () => {
    const { store, vendor } = await begin();
    await vendor('DELETE', '?name=Trade');
    const deletion = await newestSeq(store);
    for (let each = 0; each < 130; each++) {
      await done(store, ['PATCH', '/groups/3', { parentId: each % 2 === 0 ? null : 1 }]);
      await done(store, ['PATCH', '/groups/3', { description: `Not in the way ${each}` }]);
    }
    await done(store, ['PATCH', '/groups/3', { parentId: null }]);
    const refused = await undo(store, deletion);
    expect(refused.json).toMatchObject({ code: 'changes_in_the_way', total: 131 });
    const seqs = refused.json.changes.map(({ seq }: { seq: number }) => seq);
    expect(seqs).toEqual(
      Array.from({ length: 100 }, (_, index) => deletion + 261 - (index === 0 ? 0 : 2 * index)),
    );
    expect(refused.json.detail).toMatch(/ and 126 more/);
  });
});
