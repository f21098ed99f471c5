import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { call, makeStore, type Reply, type TestStore } from '../helpers/api.js';
import { dump, ofStore, openEngine } from '../helpers/database.js';
import { describeEngines, type EngineName, makePlace } from '../helpers/engines.js';
import { violations } from '../helpers/invariants.js';
import { lockWrites } from '../helpers/lock.js';
import { type DatabaseProxy, startProxy } from '../helpers/proxy.js';
import { type RunningService, startService } from '../helpers/service.js';

const AT_ONCE = 50;
const setups: { engine: EngineName; instances: number }[] = [
  { engine: 'sqlite', instances: 1 },
  { engine: 'postgresql', instances: 1 },
  { engine: 'postgresql', instances: 2 },
];

/** As root, whose use is not noted anywhere: one request is one transaction. */
const post = (origin: string, storeId: string, key: string, name: string): Promise<Reply> =>
  call(origin, 'POST', `/v1/stores/${storeId}/groups`, {
    body: { name },
    headers: { 'idempotency-key': key },
  });

const isReplayed = ({ headers }: Reply) => headers.get('idempotent-replayed') === 'true';

for (const { engine, instances } of setups) {
  const missing = engine === 'postgresql' && inject('postgresUrl') === '';
  const title = `one idempotency key (${engine}, ${instances} of the service)`;
  describe.skipIf(missing)(title, () => {
    const services: RunningService[] = [];
    let store: TestStore;
    const originOf = (index: number) => services[index % services.length]?.origin ?? '';
    beforeAll(async () => {
      const environment = { CLIENTELE_DATABASE_WAIT: '1' };
      const first = await startService(engine, { environment });
      services.push(first);
      while (services.length < instances) {
        services.push(await startService(engine, { place: first.place, environment }));
      }
    });
    beforeEach(async () => {
      store = await makeStore(originOf(0));
    });
    afterAll(async () => {
      await Promise.all(services.slice(1).map((service) => service.end()));
      await services[0]?.close();
    });

    async function groupsMade(): Promise<number> {
      const { place } = services[0] as RunningService;
      const database = openEngine(place);
      const all = await dump(database).finally(() => database.close());
      expect(violations(all)).toEqual([]);
      const { groups = [], changes = [] } = ofStore(all, store.id);
      expect(changes.filter(({ operation }) => operation === 'group.created')).toHaveLength(
        groups.length,
      );
      return groups.length;
    }

    it('carries out one of fifty equal requests', async () => {
      const replies = await Promise.all(
        Array.from({ length: AT_ONCE }, (_, index) =>
          post(originOf(index), store.id, 'once', 'Once'),
        ),
      );
      const made = replies.filter(({ status }) => status === 201);
      expect(made.filter((reply) => !isReplayed(reply))).toHaveLength(1);
      expect(new Set(made.map(({ text }) => text)).size).toBe(1);
      for (const { status, json } of replies.filter((reply) => !made.includes(reply))) {
        expect([status, json.code]).toEqual([409, 'request_running']);
      }
      for (let index = 0; index < instances; index++) {
        const again = await post(originOf(index), store.id, 'once', 'Once');
        expect([again.status, again.text]).toEqual([201, made[0]?.text]);
        expect(isReplayed(again)).toBe(true);
      }
      expect(await groupsMade()).toBe(1);
    });

    it('carries out one of fifty that differ, and refuses the others', async () => {
      const replies = await Promise.all(
        Array.from({ length: AT_ONCE }, (_, index) =>
          post(originOf(index), store.id, 'once', `Group ${index}`),
        ),
      );
      expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
      for (const { status, json } of replies.filter((reply) => reply.status !== 201)) {
        expect(status).toBe(409);
        expect(['request_running', 'request_differs']).toContain(json.code);
      }
      for (let index = 0; index < instances; index++) {
        const again = await post(originOf(index), store.id, 'once', 'Another');
        expect([again.status, again.json.code]).toEqual([409, 'request_differs']);
      }
      expect(await groupsMade()).toBe(1);
    });

    it('is free again after a 503', async () => {
      const release = await lockWrites((services[0] as RunningService).place, store.id);
      const refused = await post(originOf(0), store.id, 'once', 'Once').finally(release);
      expect(refused.status).toBe(503);
      const done = await post(originOf(1), store.id, 'once', 'Once');
      expect([done.status, isReplayed(done)]).toEqual([201, false]);
      expect(await groupsMade()).toBe(1);
    });
  });
}

describe.skipIf(inject('postgresUrl') === '')('a service killed before it answers', () => {
  it('has its answer given by another one, and does nothing twice', async () => {
    const place = await makePlace('postgresql');
    let proxy: DatabaseProxy | undefined;
    const running: RunningService[] = [];
    try {
      proxy = await startProxy(place.databaseUrl ?? '');
      const through = { environment: { DATABASE_URL: proxy.url }, place };
      const killed = await startService('postgresql', through);
      const other = await startService('postgresql', { place });
      running.push(killed, other);
      const store = await makeStore(killed.origin);
      const committed = proxy.holdAfterCommit();
      const unanswered = post(killed.origin, store.id, 'once', 'Once').catch(() => 'none');
      await committed;
      const exit = once(killed.process, 'exit');
      killed.process.kill('SIGKILL');
      await exit;
      expect(await unanswered).toBe('none');
      const again = await post(other.origin, store.id, 'once', 'Once');
      expect([again.status, isReplayed(again)]).toEqual([201, true]);
      expect((await post(other.origin, store.id, 'once', 'Other')).status).toBe(409);
      const { data } = (await call(other.origin, 'GET', `/v1/stores/${store.id}/groups`)).json;
      expect(data).toEqual([again.json]);
    } finally {
      for (const service of running) await service.end();
      await proxy?.close();
      await place.remove();
    }
  });
});

describeEngines('requests repeated after a crash', (engine) => {
  const CLIENTS = 8;
  const ENOUGH = 40;

  it('have been carried out once each', async () => {
    const place = await makePlace(engine);
    const service = await startService(engine, { place });
    const store = await makeStore(service.origin);
    const asked: string[] = [];
    const answered = new Map<string, string>();
    let enough = () => {};
    const busy = new Promise<void>((resolve) => {
      enough = resolve;
    });
    const client = async (number: number) => {
      for (let count = 0; ; count++) {
        const key = `${number}-${count}`;
        asked.push(key);
        const reply = await post(service.origin, store.id, key, `Group ${key}`).catch(() => null);
        if (!reply) return;
        answered.set(key, reply.text);
        if (answered.size >= ENOUGH) enough();
      }
    };
    const clients = Array.from({ length: CLIENTS }, (_, number) => client(number));
    await busy;
    const exit = once(service.process, 'exit');
    service.process.kill('SIGKILL');
    await Promise.all([exit, ...clients]);

    const next = await startService(engine, { place });
    try {
      for (const key of asked) {
        const reply = await post(next.origin, store.id, key, `Group ${key}`);
        expect(reply.status).toBe(201);
        const before = answered.get(key);
        if (before !== undefined) expect([reply.text, isReplayed(reply)]).toEqual([before, true]);
      }
      const database = openEngine(place);
      const all = await dump(database).finally(() => database.close());
      const { groups = [] } = ofStore(all, store.id);
      expect(groups.map((group) => group.name).sort()).toEqual(
        asked.map((key) => `Group ${key}`).sort(),
      );
      expect(violations(all)).toEqual([]);
    } finally {
      await next.end();
      await place.remove();
    }
  });
});
