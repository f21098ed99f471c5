import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { call, makeStore, type Reply, type TestStore } from '../../helpers/api.js';
import type { EngineName } from '../../helpers/engines.js';
import { portOf, type RunningRedis, startRedis } from '../../helpers/redis.js';
import { type RunningService, startService } from '../../helpers/service.js';

const LIMIT = 8;

/** SQLite has one instance; two that share a database share their counts. */
const setups: { engine: EngineName; instances: number }[] = [
  { engine: 'sqlite', instances: 1 },
  { engine: 'postgresql', instances: 2 },
];

for (const { engine, instances } of setups) {
  const missing =
    (inject('hasRedis') ? '' : ' skipped: no Redis') ||
    (engine === 'postgresql' && inject('postgresUrl') === '' ? ' skipped: no PostgreSQL' : '');
  describe.skipIf(missing !== '')(`limits in Redis (${engine})${missing}`, () => {
    let redis: RunningRedis;
    const services: RunningService[] = [];
    let store: TestStore;
    let key: string;

    beforeAll(async () => {
      redis = await startRedis();
      const environment = {
        CLIENTELE_RATE_LIMIT: 'on',
        CLIENTELE_LIMIT_BIGCOMMERCE: String(LIMIT),
        REDIS_URL: redis.url,
      };
      const first = await startService(engine, { environment });
      services.push(first);
      while (services.length < instances) {
        services.push(await startService(engine, { environment, place: first.place }));
      }
      const channels = { bigcommerce: { storeHash: 'shared' } };
      store = await makeStore(first.origin, { channels });
    });
    afterAll(async () => {
      await Promise.all(services.slice(1).map((service) => service.end()));
      await services[0]?.close();
      await redis.end();
    });

    /** A key that nobody has counted yet. */
    afterEach(() => {
      key = '';
    });
    async function read(service = services[0]): Promise<Reply> {
      if (!key) {
        const body = { name: 'one more', scopes: ['groups:read'] };
        key = (await store.call('POST', '/keys', { body })).json.secret;
      }
      return call(service?.origin ?? '', 'GET', '/stores/shared/v2/customer_groups', {
        key: '',
        headers: { 'x-auth-token': key },
      });
    }
    const left = ({ headers }: Reply) => Number(headers.get('x-rate-limit-requests-left'));
    const gauge = async (service = services[0]) => {
      const { text } = await call(service?.origin ?? '', 'GET', '/metrics');
      return /^clientele_rate_limits_shared (\d)$/m.exec(text)?.[1];
    };
    const everywhere = (value: string) =>
      vi.waitFor(
        async () => {
          for (const service of services) expect(await gauge(service)).toBe(value);
        },
        { timeout: 20_000, interval: 20 },
      );

    it('are counted by all instances together', async () => {
      await everywhere('1');
      const replies: Reply[] = [];
      for (let i = 0; i < LIMIT; i++) replies.push(await read(services[i % instances]));
      expect(replies.map(left)).toEqual(Array.from({ length: LIMIT }, (_, i) => LIMIT - 1 - i));
      for (const service of services) expect((await read(service)).status).toBe(429);
    });

    it('are exact when requests come at once', async () => {
      await everywhere('1');
      await read();
      const replies = await Promise.all(
        Array.from({ length: 3 * LIMIT }, (_, index) => read(services[index % instances])),
      );
      expect(replies.filter(({ status }) => status === 204)).toHaveLength(LIMIT - 1);
      expect(replies.filter(({ status }) => status === 429)).toHaveLength(2 * LIMIT + 1);
    });

    it('are counted in memory while Redis is gone, and together again after', async () => {
      await everywhere('1');
      expect(left(await read())).toBe(LIMIT - 1);
      await redis.end();
      // A count of its own, from the first request on.
      const alone = [await read(), await read()];
      expect(alone.map(({ status }) => status)).toEqual([204, 204]);
      expect(alone.map(left)).toEqual([LIMIT - 1, LIMIT - 2]);
      await everywhere('0');
      for (const service of services) {
        await expect.poll(service.log).toContain('this instance counts its limits alone');
      }
      for (let i = 2; i < LIMIT; i++) await read();
      expect((await read()).status).toBe(429);
      redis = await startRedis(portOf(redis));
      await everywhere('1');
      await expect.poll(() => services[0]?.log()).toContain('limits are counted together');
      expect(left(await read())).toBe(LIMIT - 1);
    });

    it('are counted in memory while Redis hangs, and nobody waits for it', async () => {
      await everywhere('1');
      await read();
      redis.process.kill('SIGSTOP');
      try {
        const replies = await Promise.all([read(), read(), read()]);
        expect(replies.map(({ status }) => status)).toEqual([204, 204, 204]);
      } finally {
        redis.process.kill('SIGCONT');
      }
      expect((await read()).status).toBe(204);
    });
  });
}

describe.skipIf(!inject('hasRedis'))('a service whose Redis was never there', () => {
  it('starts, answers, and counts in memory', async () => {
    const redis = await startRedis();
    await redis.end();
    const service = await startService('sqlite', {
      environment: { CLIENTELE_RATE_LIMIT: 'on', REDIS_URL: redis.url },
    });
    try {
      expect((await call(service.origin, 'GET', '/readyz')).status).toBe(200);
      const { text } = await call(service.origin, 'GET', '/metrics');
      expect(text).toMatch(/^clientele_rate_limits_shared 0$/m);
      expect(await service.end()).toBe(0);
      expect(service.log()).not.toContain('Unhandled');
    } finally {
      await service.close();
    }
  });
});
