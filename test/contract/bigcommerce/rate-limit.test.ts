import { expect, it } from 'vitest';
import type { Reply } from '../../helpers/api.js';
import { type BigCommerceStore, basic, bigcommerceApi } from '../../helpers/bigcommerce.js';
import { describeEngines } from '../../helpers/engines.js';

const LIMIT = 3;

const leftOf = ({ headers }: Reply) => Number(headers.get('x-rate-limit-requests-left'));

describeEngines('BigCommerce rate limit', (engine) => {
  const api = bigcommerceApi(engine, {
    environment: { CLIENTELE_RATE_LIMIT: 'on', CLIENTELE_LIMIT_BIGCOMMERCE: String(LIMIT) },
  });

  const makeKey = async ({ native }: BigCommerceStore) =>
    (await native.call('POST', '/keys', { body: { name: 'more', scopes: ['groups:read'] } })).json
      .secret as string;

  function expectRefused(reply: Reply): void {
    expect(reply.status).toBe(429);
    expect(reply.json).toEqual([{ status: 429, message: expect.any(String) }]);
    expect(reply.headers.get('content-type')).toMatch(/^application\/json/);
    const seconds = Number(reply.headers.get('x-retry-after'));
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(seconds).toBeLessThanOrEqual(30);
    expect(leftOf(reply)).toBe(0);
    const resetMs = Number(reply.headers.get('x-rate-limit-time-reset-ms'));
    expect(Math.ceil(resetMs / 1000)).toBe(seconds);
  }

  it('counts down on every answer, then refuses', async () => {
    const store = await api.makeStore();
    const replies = [
      await store.call('POST', '', { body: {} }),
      await store.call('GET', '/7'),
      await store.call('GET', ''),
    ];
    expect(replies.map(({ status }) => status)).toEqual([400, 404, 204]);
    expect(replies.map(leftOf)).toEqual([2, 1, 0]);
    for (const { headers } of replies) {
      expect(headers.get('x-rate-limit-requests-quota')).toBe(String(LIMIT));
      expect(Number(headers.get('x-rate-limit-time-reset-ms'))).toBeGreaterThan(0);
      expect(headers.has('x-retry-after')).toBe(false);
    }
    expectRefused(await store.call('GET', ''));
    expectRefused(await store.call('POST', '', { body: '{bad' }));
    expectRefused(await store.call('DELETE', ''));
  });

  it('counts both paths and both credentials together', async () => {
    const store = await api.makeStore();
    const path = '/api/v2/customer_groups';
    const left = [
      await store.call('GET', ''),
      await api.call('GET', path, { headers: { 'x-auth-token': store.key } }),
      await api.call('GET', path, { headers: basic('all', store.key) }),
    ].map(leftOf);
    expect(left).toEqual([2, 1, 0]);
    expectRefused(await store.call('GET', ''));
  });

  it('counts each key on its own', async () => {
    const [store, other] = [await api.makeStore(), await api.makeStore()];
    const key = await makeKey(store);
    for (let i = 0; i < LIMIT; i++) await store.call('GET', '');
    expectRefused(await store.call('GET', ''));
    expect(leftOf(await other.call('GET', ''))).toBe(2);
    expect(leftOf(await store.call('GET', '', { headers: { 'x-auth-token': key } }))).toBe(2);
  });

  it('lets a key have a limit of its own', async () => {
    const store = await api.makeStore();
    const body = { name: 'more', scopes: ['groups:read'], rateLimit: LIMIT + 2 };
    const { json } = await store.native.call('POST', '/keys', { body });
    expect(json.rateLimit).toBe(LIMIT + 2);
    const headers = { 'x-auth-token': json.secret };
    for (let i = 0; i < LIMIT + 2; i++) {
      const reply = await store.call('GET', '', { headers });
      expect(reply.headers.get('x-rate-limit-requests-quota')).toBe(String(LIMIT + 2));
      expect(leftOf(reply)).toBe(LIMIT + 1 - i);
    }
    expectRefused(await store.call('GET', '', { headers }));
  });

  it('counts a refused scope and store too', async () => {
    const [store, other] = [await api.makeStore(), await api.makeStore()];
    const headers = { 'x-auth-token': await makeKey(store) };
    const replies = [
      await store.call('DELETE', '', { headers }),
      await other.call('GET', '', { headers }),
      await store.call('POST', '', { headers, body: {} }),
    ];
    expect(replies.map(({ status }) => status)).toEqual([403, 403, 403]);
    expectRefused(await store.call('GET', '', { headers }));
  });

  it('counts what is no route too', async () => {
    const store = await api.makeStore();
    const path = `/stores/${store.hash}/v2/nope`;
    const ask = () => api.call('GET', path, { headers: { 'x-auth-token': store.key } });
    const replies = [await ask(), await store.call('PATCH', ''), await ask()];
    expect(replies.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect(replies.map(leftOf)).toEqual([2, 1, 0]);
    expectRefused(await ask());
  });

  it('counts whoever has no key by address', async () => {
    const store = await api.makeStore();
    const path = `/stores/${store.hash}/v2/customer_groups`;
    const statuses = [];
    for (const token of ['', 'wrong', '', 'other']) {
      const headers = { 'x-auth-token': token };
      statuses.push((await api.call('GET', path, { headers })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 429]);
    expectRefused(await api.call('GET', '/api/v2/customer_groups'));
    expect((await store.call('GET', '')).status).toBe(204);
  });
});
