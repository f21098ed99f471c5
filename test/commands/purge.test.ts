import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeStore, type TestStore } from '../helpers/api.js';
import { runCommand } from '../helpers/command.js';
import { dump, openEngine } from '../helpers/database.js';
import { describeEngines, makePlace, type Place } from '../helpers/engines.js';
import { letPass } from '../helpers/past.js';
import { startReceiver } from '../helpers/receiver.js';
import { type RunningService, serviceEnvironment, startService } from '../helpers/service.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const HISTORY_DAYS = 30;
const NOTHING = {
  changes: 0,
  memberships: 0,
  groups: 0,
  priceLists: 0,
  prices: 0,
  answers: 0,
  deliveries: 0,
};

describeEngines('purge', (engine) => {
  let place: Place;
  let service: RunningService | undefined;
  let store: TestStore;
  beforeEach(async () => {
    place = await makePlace(engine);
  });
  afterEach(async () => {
    await service?.end();
    await place.remove();
  });

  const serve = async (days = HISTORY_DAYS) => {
    const environment = { CLIENTELE_HISTORY_DAYS: String(days) };
    service = await startService(engine, { place, environment });
    return service;
  };
  const purge = (...flags: string[]) =>
    runCommand(
      serviceEnvironment(place, { CLIENTELE_HISTORY_DAYS: String(HISTORY_DAYS) }),
      'purge',
      ...flags,
    );

  async function withEngine<T>(work: (engine: ReturnType<typeof openEngine>) => Promise<T>) {
    const opened = openEngine(place);
    try {
      return await work(opened);
    } finally {
      await opened.close();
    }
  }
  const pass = (days: number) => letPass(place, days);
  const rows = () => withEngine(dump);

  /** A group, its list and a price in it, all of a generation; the customer c1 is a member. */
  async function change(generation: number): Promise<void> {
    const replies = [
      await store.call('PATCH', '/groups/1', { body: { name: `Generation ${generation}` } }),
      await store.call('PATCH', '/price-lists/p', { body: { name: `Generation ${generation}` } }),
      await store.call('PUT', '/price-lists/p/prices', {
        body: { prices: [{ productId: '33', amount: `${generation}.00` }] },
      }),
      await store.call('DELETE', '/groups/1/members/c1'),
      await store.call('PUT', '/groups/1/members/c1'),
    ];
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 204, 201]);
  }

  async function setUp(): Promise<void> {
    const { origin } = await serve();
    store = await makeStore(origin);
    await store.call('POST', '/price-lists', { body: { id: 'p', name: 'P' } });
    await store.call('POST', '/groups', { body: { name: 'G', defaultPriceListId: 'p' } });
    await store.call('POST', '/customers', {
      body: { id: 'c1', groupIds: [1] },
      headers: { 'idempotency-key': 'once' },
    });
    await store.call('PUT', '/price-lists/p/prices', {
      body: { prices: [{ productId: '33', amount: '1.00' }] },
    });
  }

  const quote = async (daysAgo: number) => {
    const at = new Date(Date.now() - daysAgo * DAY_MS).toISOString();
    const items = [{ productId: '33', unitPrice: '99.00' }];
    const { status, json } = await store.call('POST', '/quotes', {
      body: { customerId: 'c1', at, items },
    });
    return status === 200 ? json.items[0].unitPrice : status;
  };

  it('removes what ended before the history, and nothing that a quote needs', async () => {
    await setUp();
    await pass(20);
    await change(2);
    await pass(20);
    await change(3);
    await pass(5);
    // Now generation 1 began 45 days ago and ended 25 days ago; the history has 30 days.
    const asked = [29.9, 26, 24, 6, 4, 0.1];
    const prices = await Promise.all(asked.map(quote));
    expect(prices).toEqual(['1.00', '1.00', '2.00', '2.00', '3.00', '3.00']);
    const before = await rows();
    const first = await purge('--json');
    expect([first.code, first.stderr]).toEqual([0, '']);
    // The log and the kept answer of the first day alone: all states of it ended later.
    const { changes: left = [], ...others } = await rows();
    expect(first.json).toEqual({ ...NOTHING, changes: 7, answers: 1 });
    expect(left).toEqual((before.changes ?? []).filter(({ seq }) => seq > 7));
    expect(others).toEqual({
      ...Object.fromEntries(Object.entries(before).filter(([table]) => table !== 'changes')),
      idempotency_keys: [],
    });
    expect(await Promise.all(asked.map(quote))).toEqual(prices);
    await pass(6);
    // Generation 1 ended 31 days ago.
    const second = await purge('--json');
    expect(second.json).toEqual({
      ...NOTHING,
      changes: 5,
      memberships: 1,
      groups: 1,
      priceLists: 1,
      prices: 1,
    });
    expect(await Promise.all([29.9, 12, 10, 0.1].map(quote))).toEqual([
      '2.00',
      '2.00',
      '3.00',
      '3.00',
    ]);
    expect(await quote(31)).toBe(400);
    expect((await purge('--json')).json).toEqual(NOTHING);
  });

  it('keeps what is, however old', async () => {
    await setUp();
    await pass(1_000);
    await purge();
    const { groups, memberships, prices, price_lists, customers, changes } = await rows();
    for (const present of [groups, memberships, prices, price_lists, customers]) {
      expect(present).toHaveLength(1);
    }
    expect(changes).toEqual([]);
    expect(await quote(0.1)).toBe('1.00');
    expect((await store.call('GET', '/changes')).json).toEqual({ data: [], nextCursor: null });
    await store.call('PATCH', '/groups/1', { body: { name: 'New' } });
    const { data } = (await store.call('GET', '/changes?from=2020-01-01T00:00:00Z')).json;
    expect(data).toMatchObject([{ seq: 8, operation: 'group.updated' }]);
  });

  it('keeps what became of deliveries for 30 days, and what waits', async () => {
    await serve(400);
    const receiver = await startReceiver();
    await service?.end();
    const environment = { CLIENTELE_HISTORY_DAYS: '400', CLIENTELE_WEBHOOKS_PRIVATE: 'on' };
    service = await startService(engine, { place, environment });
    store = await makeStore(service.origin);
    await store.call('POST', '/webhooks', { body: { url: receiver.url, events: ['group.*'] } });
    await store.call('POST', '/groups', { body: { name: 'Told' } });
    await receiver.reaches(1);
    const states = async () => (await rows()).deliveries?.map(({ state }) => state).sort();
    await expect.poll(states).toEqual(['delivered']);
    receiver.answers(500);
    await store.call('POST', '/groups', { body: { name: 'Not told' } });
    await receiver.reaches(2);
    await service.end();
    await receiver.close();
    await pass(29);
    expect((await purge('--days', '400', '--json')).json.deliveries).toBe(0);
    expect((await purge('--days', '28', '--json')).json.deliveries).toBe(1);
    expect(await states()).toEqual(['waiting']);
    await pass(2);
    expect((await purge('--days', '400', '--json')).json.deliveries).toBe(0);
    expect(await states()).toEqual(['waiting']);
  });

  it('takes as many days as it is told', async () => {
    await setUp();
    await pass(10);
    expect((await purge()).stdout).toMatch(/^KIND +REMOVED\nchanges +0\n/);
    const told = await purge('--days', '9');
    expect([told.code, told.stderr]).toEqual([0, '']);
    expect(told.stdout).toMatch(/^changes +7$/m);
  });

  it('removes more than goes in one write, of every store and of none', async () => {
    const { origin } = await serve();
    const stores = [await makeStore(origin), await makeStore(origin)];
    for (const { call } of stores) {
      await call('POST', '/groups', { body: { name: 'G' } });
      const ids = Array.from({ length: 300 }, (_, index) => `c${index}`);
      for (let from = 0; from < ids.length; from += 50) {
        const some = ids.slice(from, from + 50);
        await Promise.all(some.map((id) => call('PUT', `/customers/${id}`, { body: {} })));
      }
      for (let round = 0; round < 2; round++) {
        await call('POST', '/groups/1/members', { body: { add: ids } });
        await call('POST', '/groups/1/members', { body: { remove: ids } });
        await Promise.all(
          ids.map((id) => call('PATCH', `/customers/${id}`, { body: { name: `${round}` } })),
        );
      }
    }
    await fetch(`${origin}/v1/stores`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${serviceEnvironment(place).CLIENTELE_ROOT_KEY}`,
        'content-type': 'application/json',
        'idempotency-key': 'once',
      },
      body: JSON.stringify({ id: 'third', name: 'Third' }),
    });
    await pass(HISTORY_DAYS + 1);
    const { json } = await purge('--json');
    expect(json).toEqual({
      ...NOTHING,
      changes: 2 * (3 + 300 + 4 + 600) + 1,
      memberships: 2 * 600,
      answers: 1,
    });
    const { changes, memberships, idempotency_keys } = await rows();
    expect([changes, memberships, idempotency_keys]).toEqual([[], [], []]);
  });

  it.each(['0', '-1', '1.5', '36501', 'all', ''])('refuses "%s" days', async (days) => {
    const refused = await purge(`--days=${days}`);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/Give a whole number from 1 to 36500\./);
  });

  describe('while the service runs', () => {
    const purged = (log: string) =>
      log
        .split('\n')
        .filter((line) => line.includes('"msg":"purged"'))
        .map((line) => JSON.parse(line).purged);

    it('happens at the start, and is logged as one line with counts', async () => {
      await setUp();
      await service?.end();
      await pass(HISTORY_DAYS + 1);
      const again = await serve();
      await expect
        .poll(() => purged(again.log()))
        .toEqual([{ ...NOTHING, changes: 7, answers: 1 }]);
    });

    it('does no harm in several instances and commands at once', async () => {
      await setUp();
      await pass(20);
      await change(2);
      await pass(HISTORY_DAYS + 1);
      const all = await Promise.all([purge('--json'), purge('--json'), purge('--json')]);
      const sum = all.reduce(
        (total, { json }) => {
          for (const [kind, count] of Object.entries(json))
            total[kind] = (total[kind] ?? 0) + Number(count);
          return total;
        },
        {} as Record<string, number>,
      );
      expect(all.map(({ code, stderr }) => [code, stderr])).toEqual([
        [0, ''],
        [0, ''],
        [0, ''],
      ]);
      expect(sum).toEqual({
        changes: 12,
        memberships: 1,
        groups: 1,
        priceLists: 1,
        prices: 1,
        answers: 1,
        deliveries: 0,
      });
      expect(await quote(0.1)).toBe('2.00');
    });
  });
});
