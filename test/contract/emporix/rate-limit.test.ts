import { expect, it } from 'vitest';
import { clientCredentials, emporixApi, INVALID_TOKEN } from '../../helpers/emporix.js';
import { describeEngines } from '../../helpers/engines.js';

const LIMIT = 3;

describeEngines('credentials that fail at Emporix', (engine) => {
  const api = emporixApi(engine, {
    environment: {
      CLIENTELE_RATE_LIMIT: 'on',
      CLIENTELE_LIMIT_FAILED_CREDENTIALS: String(LIMIT),
    },
  });

  it('are counted with tokens and at the token endpoint, then refused with 429', async () => {
    const store = await api.makeStore();
    const { keyId, key } = store.native;
    const wrong = clientCredentials(keyId, 'wrong');
    const missing = await store.call('GET', '/groups', { key: '' });
    expect(missing.text, 'what is not shown is not counted').toBe(INVALID_TOKEN);
    expect((await store.call('GET', '/groups', { key: 'x' })).status).toBe(401);
    expect((await api.requestToken(wrong)).status).toBe(401);
    expect((await store.call('POST', '/groups', { key: 'x' })).status).toBe(401);
    for (const reply of [
      await store.call('GET', '/groups', { key: 'x' }),
      await api.requestToken(wrong),
    ]) {
      expect([reply.status, reply.json]).toEqual([
        429,
        { status: 429, type: 'too_many_requests', message: expect.any(String), moreInfo: '' },
      ]);
      expect(Number(reply.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    }
    expect((await store.call('GET', '/groups', { key: '' })).status).toBe(401);
    expect((await store.call('GET', '/groups')).status, 'a valid token').toBe(200);
    expect((await api.requestToken(clientCredentials(keyId, key))).status).toBe(200);
  });
});
