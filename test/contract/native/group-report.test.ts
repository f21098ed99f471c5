import { expect, it } from 'vitest';
import { places, type TestStore } from '../../helpers/api.js';
import { describeEngines } from '../../helpers/engines.js';
import { nativeApi } from '../../helpers/native.js';

interface Day {
  day: string;
  added: number;
  removed: number;
  members: number;
}

describeEngines('native group report', (engine) => {
  const api = nativeApi(engine);
  const report = async (store: TestStore, query = '') => {
    const reply = await store.call('GET', `/reports/groups${query}`);
    expect(reply.status, reply.text).toBe(200);
    return reply.json;
  };
  const make = async (store: TestStore, path: string, body: object) => {
    const reply = await store.call('POST', path, { body });
    expect(reply.status, reply.text).toBeLessThan(300);
    return reply.json;
  };

  it('is all zeros for a new store', async () => {
    const found = await report(await api.makeStore());
    expect(found).toMatchObject({ groups: 0, customers: 0, customersWithoutGroup: 0, members: 0 });
    expect(found.bySize).toEqual([]);
    expect(found.growth).toHaveLength(30);
    expect(found.growth.every(({ members }: Day) => members === 0)).toBe(true);
  });

  it('counts what there is, and what came and went today', async () => {
    const [store, other] = [await api.makeStore(), await api.makeStore()];
    for (const name of ['A', 'B', 'C']) await make(store, '/groups', { name });
    for (const id of ['c1', 'c2', 'c3', 'c4']) {
      await make(store, '/customers', { id, groupIds: id === 'c4' ? [] : [2] });
    }
    await make(store, '/groups/1/members', { add: ['c1'] });
    await make(store, '/groups/3/members', { add: ['c1', 'c2'] });
    expect((await store.call('DELETE', '/groups/3')).status).toBe(204);
    await make(other, '/groups', { name: 'Theirs' });

    const { growth, ...found } = await report(store);
    expect(found).toEqual({
      groups: 2,
      customers: 4,
      customersWithoutGroup: 1,
      members: 4,
      bySize: [
        { id: 2, name: 'B', members: 3 },
        { id: 1, name: 'A', members: 1 },
      ],
    });
    const today = growth.at(-1);
    expect(today).toEqual({ day: today.day, added: 6, removed: 2, members: 4 });
    expect(growth.at(-2).members).toBe(0);
    const age = Date.now() - Date.parse(today.day);
    expect(age).toBeGreaterThanOrEqual(0);
    expect(age).toBeLessThan(24 * 3_600_000 + 60_000);
  });

  it('names the fifty largest groups', async () => {
    const store = await api.makeStore();
    for (let i = 1; i <= 52; i++) await make(store, '/groups', { name: `G${i}` });
    await make(store, '/customers', { id: 'c1', groupIds: [52] });
    const { groups, bySize } = await report(store);
    expect(groups).toBe(52);
    expect(bySize.map(({ id }: { id: number }) => id)).toEqual([
      52,
      ...Array.from({ length: 49 }, (_, index) => index + 1),
    ]);
  });

  it.each([1, 400])('tells each of %i days, without a gap', async (days) => {
    const { growth } = await report(await api.makeStore(), `?days=${days}`);
    expect(growth).toHaveLength(days);
    const last = Date.parse(growth.at(-1).day);
    growth.forEach(({ day }: Day, index: number) => {
      expect(Date.parse(day)).toBe(last - (days - 1 - index) * 24 * 3_600_000);
    });
  });

  it.each(['0', '401', '-1', 'ten', '1.5', ''])('refuses "%s" days', async (days) => {
    const reply = await (await api.makeStore()).call('GET', `/reports/groups?days=${days}`);
    expect([reply.status, places(reply)]).toEqual([400, ['days']]);
  });
});
