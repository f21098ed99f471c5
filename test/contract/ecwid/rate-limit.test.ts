import { expect, it } from 'vitest';
import type { Reply } from '../../helpers/api.js';
import { ecwidApi, said } from '../../helpers/ecwid.js';
import { describeEngines } from '../../helpers/engines.js';

const LIMIT = 3;

function expectRefused(reply: Reply): void {
  expect(said(reply)).toEqual([
    429,
    { errorCode: 'RATE_LIMITED', errorMessage: expect.any(String) },
  ]);
  expect(reply.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
  expect(Number(reply.headers.get('retry-after'))).toBeLessThanOrEqual(60);
}

describeEngines('Ecwid rate limit', (engine) => {
  const api = ecwidApi(engine, {
    environment: { CLIENTELE_RATE_LIMIT: 'on', CLIENTELE_LIMIT_ECWID: String(LIMIT) },
  });

  it('refuses what is beyond it, whatever is asked', async () => {
    const store = await api.makeStore();
    const replies = [
      await store.call('GET', ''),
      await store.call('POST', '', { body: {} }),
      await store.call('PATCH', ''),
    ];
    expect(replies.map(({ status }) => status)).toEqual([200, 400, 405]);
    for (const { headers } of replies) expect(headers.has('retry-after')).toBe(false);
    expectRefused(await store.call('GET', ''));
    expectRefused(await store.call('POST', '', { body: '{bad' }));
    expectRefused(await api.call('GET', '/api/v3/1/customer_groups', { key: store.key }));
  });

  it('counts both ways to show a token together', async () => {
    const { storeId, key } = await api.makeStore();
    const path = `/api/v3/${storeId}/customer_groups`;
    const shown = [`?token=${key}`, `?token=secret_${key}`].map((query) => path + query);
    const statuses = [];
    for (const url of shown) statuses.push((await api.call('GET', url)).status);
    statuses.push((await api.call('GET', path, { key })).status);
    expect(statuses).toEqual([200, 200, 200]);
    expectRefused(await api.call('GET', path, { key }));
  });

  it('counts each token on its own', async () => {
    const store = await api.makeStore();
    const key = await store.makeKey('groups:read');
    for (let i = 0; i < LIMIT; i++) await store.call('GET', '');
    expectRefused(await store.call('GET', ''));
    expect((await store.call('GET', '', { key })).status).toBe(200);
    expect((await (await api.makeStore()).call('GET', '')).status).toBe(200);
  });

  it('is a key’s own where it has one', async () => {
    const store = await api.makeStore();
    const body = { name: 'more', scopes: ['groups:read'], rateLimit: LIMIT + 1 };
    const { secret: key } = (await store.native.call('POST', '/keys', { body })).json;
    for (let i = 0; i <= LIMIT; i++) {
      expect((await store.call('GET', '', { key })).status).toBe(200);
    }
    expectRefused(await store.call('GET', '', { key }));
  });
});

describeEngines('Ecwid tokens that are not valid', (engine) => {
  const api = ecwidApi(engine, {
    environment: {
      CLIENTELE_RATE_LIMIT: 'on',
      CLIENTELE_LIMIT_FAILED_CREDENTIALS: String(LIMIT),
    },
  });

  it('are counted by address, and hold nobody else up', async () => {
    const store = await api.makeStore();
    const path = `/api/v3/${store.storeId}/customer_groups`;
    for (const query of ['?token=a', '?token=b', '', '?token=secret_c']) {
      const reply = await api.call('GET', path + query);
      expect([reply.status, reply.text]).toEqual([403, '']);
    }
    expectRefused(await api.call('GET', `${path}?token=d`));
    expectRefused(await api.call('GET', path, { key: 'e' }));
    expect((await api.call('GET', path)).status).toBe(403);
    expect((await store.call('GET', '')).status).toBe(200);
  });
});
