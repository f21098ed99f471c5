import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { Engine } from '../../src/database/engine.js';
import { type CallOptions, call, makeStore, type Reply, type TestStore } from '../helpers/api.js';
import { dump, ofStore, openEngine } from '../helpers/database.js';
import type { EngineName } from '../helpers/engines.js';
import { violations } from '../helpers/invariants.js';
import { type RunningService, startService } from '../helpers/service.js';

const AT_ONCE = 50;

/** Several instances of the service share one database, as behind a load balancer. */
const setups: { engine: EngineName; instances: number }[] = [
  { engine: 'sqlite', instances: 1 },
  { engine: 'postgresql', instances: 1 },
  { engine: 'postgresql', instances: 2 },
];

const missing = (engine: EngineName) => engine === 'postgresql' && inject('postgresUrl') === '';

for (const { engine, instances } of setups) {
  const title = `requests at once (${engine}, ${instances} of the service)`;
  describe.skipIf(missing(engine))(title, () => {
    const services: RunningService[] = [];
    let database: Engine;
    let store: TestStore;
    beforeAll(async () => {
      const first = await startService(engine);
      services.push(first);
      while (services.length < instances) {
        services.push(await startService(engine, { place: first.place }));
      }
      database = openEngine(first.place);
    });
    beforeEach(async () => {
      store = await makeStore(services[0]?.origin ?? '');
    });
    afterAll(async () => {
      await database.close();
      await Promise.all(services.slice(1).map((service) => service.end()));
      await services[0]?.close();
    });

    /** The instances take turns. */
    function atOnce(
      count: number,
      request: (index: number) => [method: string, path: string, options?: CallOptions],
    ): Promise<Reply[]> {
      const calls = Array.from({ length: count }, (_, index) => {
        const [method, path, options] = request(index);
        const origin = services[index % services.length]?.origin ?? '';
        return call(origin, method, `/v1/stores/${store.id}${path}`, {
          key: store.key,
          ...options,
        });
      });
      return Promise.all(calls);
    }

    async function rows() {
      const all = await dump(database);
      expect(violations(all).join('\n')).toBe('');
      return ofStore(all, store.id);
    }

    /** How often each status was answered: `['1 × 201', '49 × 200']`. */
    function statuses(replies: readonly Reply[]): string[] {
      const counts = new Map<number, number>();
      for (const { status } of replies) counts.set(status, (counts.get(status) ?? 0) + 1);
      return [...counts].map(([status, count]) => `${count} × ${status}`).sort();
    }

    it('give fifty new groups fifty consecutive ids', async () => {
      const replies = await atOnce(AT_ONCE, (index) => [
        'POST',
        '/groups',
        { body: { name: `Group ${index}` } },
      ]);
      expect(statuses(replies)).toEqual([`${AT_ONCE} × 201`]);
      const ids = replies.map(({ json }) => json.id as number).sort((a, b) => a - b);
      expect(ids).toEqual(Array.from({ length: AT_ONCE }, (_, index) => index + 1));
      const { groups = [], changes = [] } = await rows();
      expect(groups).toHaveLength(AT_ONCE);
      expect(changes.filter(({ operation }) => operation === 'group.created')).toHaveLength(
        AT_ONCE,
      );
    });

    it('leave one default group of fifty that ask to be', async () => {
      await atOnce(AT_ONCE, (index) => ['POST', '/groups', { body: { name: `Group ${index}` } }]);
      const replies = await atOnce(AT_ONCE, (index) => [
        'PATCH',
        `/groups/${index + 1}`,
        { body: { isDefault: true, isGuest: true } },
      ]);
      expect(statuses(replies)).toEqual([`${AT_ONCE} × 200`]);
      const { groups = [] } = await rows();
      expect(groups.filter((group) => group.is_default)).toHaveLength(1);
      expect(groups.filter((group) => group.is_guest)).toHaveLength(1);
    });

    it('leave one default group of fifty that are made so', async () => {
      const replies = await atOnce(AT_ONCE, (index) => [
        'POST',
        '/groups',
        { body: { name: `Group ${index}`, isDefault: true } },
      ]);
      expect(statuses(replies)).toEqual([`${AT_ONCE} × 201`]);
      const { groups = [] } = await rows();
      expect(groups.filter((group) => group.is_default)).toHaveLength(1);
    });

    it('add the same member fifty times as one row', async () => {
      await store.call('POST', '/groups', { body: { name: 'Wholesale' } });
      await store.call('POST', '/customers', { body: { id: 'c1' } });
      const replies = await atOnce(AT_ONCE, () => ['PUT', '/groups/1/members/c1']);
      expect(statuses(replies)).toEqual(['1 × 201', '49 × 200']);
      expect(new Set(replies.map(({ json }) => json.relationId)).size).toBe(1);
      const { memberships, groups } = await rows();
      expect(memberships).toHaveLength(1);
      expect(groups?.[0]).toMatchObject({ member_count: 1 });
    });

    it('add the same members in bulk fifty times as one row each', async () => {
      await store.call('POST', '/groups', { body: { name: 'Wholesale' } });
      const ids = Array.from({ length: 20 }, (_, index) => `c${index}`);
      for (const id of ids) await store.call('POST', '/customers', { body: { id } });
      const replies = await atOnce(AT_ONCE, (index) => [
        'POST',
        '/groups/1/members',
        { body: { add: index % 2 ? ids : [...ids].reverse() } },
      ]);
      expect(statuses(replies)).toEqual([`${AT_ONCE} × 200`]);
      expect(replies.reduce((sum, { json }) => sum + json.added, 0)).toBe(ids.length);
      expect((await rows()).memberships).toHaveLength(ids.length);
    });

    it('make one customer of fifty with the same id', async () => {
      const create = await atOnce(AT_ONCE, () => ['POST', '/customers', { body: { id: 'c1' } }]);
      expect(statuses(create)).toEqual(['1 × 201', '49 × 409']);
      const put = await atOnce(AT_ONCE, () => ['PUT', '/customers/c2', { body: { name: 'Ann' } }]);
      expect(statuses(put)).toEqual(['1 × 201', '49 × 200']);
      expect((await rows()).customers).toHaveLength(2);
    });

    it('carry out one request of fifty with one idempotency key', async () => {
      const replies = await atOnce(AT_ONCE, () => [
        'POST',
        '/groups',
        { body: { name: 'Once' }, headers: { 'idempotency-key': 'once' } },
      ]);
      const made = replies.filter(({ status }) => status === 201);
      expect(made.length).toBeGreaterThan(0);
      expect(new Set(made.map(({ text }) => text)).size).toBe(1);
      expect(replies.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
      expect((await rows()).groups).toHaveLength(1);
    });

    it('never bring back what is deleted while it changes', async () => {
      for (let round = 1; round <= 10; round++) {
        await store.call('POST', '/groups', { body: { name: 'Short-lived' } });
        await store.call('POST', '/customers', { body: { id: `c${round}`, groupIds: [round] } });
        const paths = [`/groups/${round}`, `/customers/c${round}`];
        const replies = await atOnce(20, (index) => {
          const path = paths[index % 2] ?? '';
          return index === 10 || index === 11
            ? ['DELETE', path]
            : ['PATCH', path, { body: { name: `Name ${index}` } }];
        });
        expect(replies.filter(({ status }) => status === 204)).toHaveLength(2);
        expect(replies.filter(({ status }) => ![200, 204, 404].includes(status))).toEqual([]);
        for (const path of paths) expect((await store.call('GET', path)).status).toBe(404);
      }
      const { groups, customers, memberships = [] } = await rows();
      expect(groups).toEqual([]);
      expect(customers).toEqual([]);
      expect(memberships.filter((row) => row.valid_to === null)).toEqual([]);
    });

    it('refuse all but one of fifty changes of the same version', async () => {
      const { headers } = await store.call('POST', '/groups', { body: { name: 'Wholesale' } });
      const replies = await atOnce(AT_ONCE, (index) => [
        'PATCH',
        '/groups/1',
        { body: { name: `Name ${index}` }, headers: { 'if-match': headers.get('etag') ?? '' } },
      ]);
      expect(statuses(replies)).toEqual(['1 × 200', '49 × 412']);
      await rows();
    });

    it('take no neighbour along when they fail', async () => {
      const replies = await atOnce(AT_ONCE, (index) =>
        index % 5 === 0
          ? ['POST', '/groups', { body: { name: 'Bad', defaultPriceListId: 'none' } }]
          : index % 5 === 1
            ? ['POST', '/groups', { body: { name: 'Taken', externalReferenceId: 'same' } }]
            : ['POST', '/groups', { body: { name: 'Good' } }],
      );
      expect(statuses(replies)).toEqual(['10 × 400', '31 × 201', '9 × 409']);
      const { groups = [] } = await rows();
      expect(groups.filter(({ name }) => name === 'Good')).toHaveLength(30);
      expect(groups.filter(({ name }) => name === 'Taken')).toHaveLength(1);
    });

    it('keep every count right through a mixture', async () => {
      await atOnce(8, (index) => ['POST', '/groups', { body: { name: `Group ${index}` } }]);
      await atOnce(8, (index) => ['PUT', `/customers/c${index}`, { body: {} }]);
      const replies = await atOnce(200, (index) => {
        const group = `/groups/${(index % 7) + 1}`;
        const customer = `c${index % 5}`;
        switch (index % 9) {
          case 0:
            return ['DELETE', `${group}/members/${customer}`];
          case 1:
            return [
              'PUT',
              `/customers/${customer}/groups`,
              { body: { groupIds: [(index % 7) + 1] } },
            ];
          case 2:
            return ['POST', `${group}/members`, { body: { add: ['c5', 'c6'], remove: ['c7'] } }];
          case 3:
            return index % 4 ? ['GET', group] : ['DELETE', group];
          case 4:
            return ['PUT', `/customers/c${index % 8}`, { body: { name: 'N', groupIds: [8] } }];
          case 5:
            return ['DELETE', `/customers/c${index % 8}`];
          case 6:
            return ['PATCH', group, { body: { isDefault: true, parentId: 8 } }];
          default:
            return [
              'PUT',
              `${group}/members/${customer}`,
              { body: { endsAt: '2090-01-01T00:00:00Z' } },
            ];
        }
      });
      expect(replies.filter(({ status }) => status >= 500)).toEqual([]);
      await rows();
    });
  });
}
