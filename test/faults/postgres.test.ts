import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, makeStore, type Reply, type TestStore } from '../helpers/api.js';
import { dump, openEngine } from '../helpers/database.js';
import { makePlace, type Place } from '../helpers/engines.js';
import { violations } from '../helpers/invariants.js';
import { lockWrites } from '../helpers/lock.js';
import { type Cluster, hasPostgresBinaries, startOwnCluster } from '../helpers/postgres.js';
import { type RunningService, startService } from '../helpers/service.js';

const WRITERS = 8;
const READERS = 4;
const ENOUGH = 100;
/** For its turn, for a connection and for a lock, two seconds each. */
const LATEST_MS = 7_000;
const RECOVERY_MS = 5_000;

describe.skipIf(!hasPostgresBinaries())('a PostgreSQL that fails', () => {
  let cluster: Cluster;
  let place: Place;
  let service: RunningService;
  let store: TestStore;
  beforeAll(async () => {
    cluster = await startOwnCluster();
    place = { ...(await makePlace('sqlite')), engine: 'postgresql', databaseUrl: cluster.url };
    const environment = { CLIENTELE_DATABASE_WAIT: '2', LOG_LEVEL: 'silent' };
    service = await startService('postgresql', { place, environment });
    store = await makeStore(service.origin);
  });
  afterAll(async () => {
    await service.close();
    await cluster.stop();
  });

  async function rowsOf() {
    const database = openEngine(place);
    const all = await dump(database).finally(() => database.close());
    expect(violations(all)).toEqual([]);
    return all;
  }

  it('loses no acknowledged write when it restarts under load', async () => {
    const acknowledged = new Map<number, string>();
    const refused: Reply[] = [];
    let slowest = 0;
    let isBack = false;
    /** Who has had a success since the restart. */
    const recovered = new Set<string>();
    let enough = () => {};
    const busy = new Promise<void>((resolve) => {
      enough = resolve;
    });
    const client = async (who: string, ask: (count: number) => Promise<Reply>) => {
      for (let count = 0; !recovered.has(who); count++) {
        const [began, wasBack] = [Date.now(), isBack];
        const reply = await ask(count);
        slowest = Math.max(slowest, Date.now() - began);
        if (reply.status >= 300) refused.push(reply);
        else if (wasBack) recovered.add(who);
        if (acknowledged.size >= ENOUGH) enough();
      }
    };
    const clients = [
      ...Array.from({ length: WRITERS }, (_, number) =>
        client(`writer ${number}`, async (count) => {
          const name = `Group ${number} ${count}`;
          const reply = await store.call('POST', '/groups', { body: { name } });
          if (reply.status === 201) acknowledged.set(reply.json.id, name);
          return reply;
        }),
      ),
      ...Array.from({ length: READERS }, (_, number) =>
        client(`reader ${number}`, () => store.call('GET', '/groups')),
      ),
    ];
    await busy;
    await cluster.crash();
    // Somebody has noticed.
    await expect.poll(() => refused.length, { interval: 5 }).toBeGreaterThan(0);
    await cluster.start();
    isBack = true;
    const began = Date.now();
    await Promise.all(clients);
    expect(Date.now() - began).toBeLessThan(RECOVERY_MS);
    expect(slowest).toBeLessThan(LATEST_MS);
    for (const { status, headers } of refused) {
      expect([status, headers.get('retry-after')]).toEqual([503, '1']);
    }
    const { groups = [] } = await rowsOf();
    const names = new Map(groups.map(({ id, name }) => [id, name]));
    expect([...acknowledged].filter(([id, name]) => names.get(id) !== name)).toEqual([]);
  });

  it('is a 503 when it cuts the connection in a transaction', async () => {
    const before = (await rowsOf()).groups;
    const admin = new pg.Client(cluster.url);
    await admin.connect();
    const release = await lockWrites(place, store.id);
    try {
      const reply = store.call('POST', '/groups', { body: { name: 'Cut off' } });
      const cut = async () => {
        const { rowCount } = await admin.query(`select pg_terminate_backend(pid)
          from pg_stat_activity where application_name = 'clientele' and wait_event_type = 'Lock'`);
        return rowCount;
      };
      await expect.poll(cut, { interval: 20 }).toBe(1);
      const { status, headers } = await reply;
      expect([status, headers.get('retry-after')]).toEqual([503, '1']);
    } finally {
      await release();
      await admin.end();
    }
    expect((await rowsOf()).groups).toEqual(before);
    const again = await store.call('POST', '/groups', { body: { name: 'Not cut off' } });
    expect(again.status).toBe(201);
  });

  it('is told by /readyz, which knows when it is back', async () => {
    const ready = async () => (await call(service.origin, 'GET', '/readyz')).status;
    expect(await ready()).toBe(200);
    await cluster.crash();
    expect(await ready()).toBe(503);
    expect((await call(service.origin, 'GET', '/healthz')).status).toBe(200);
    await cluster.start();
    await expect.poll(ready, { timeout: RECOVERY_MS }).toBe(200);
  });
});
