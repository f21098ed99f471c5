import { expect, it } from 'vitest';
import type { Reply } from '../../helpers/api.js';
import { describeEngines } from '../../helpers/engines.js';
import {
  bearer,
  type JOpticStore,
  jopticApi,
  newUser,
  putUser,
  TOO_MANY,
  UNAUTHORIZED,
} from '../../helpers/joptic.js';

const GET = 5;
const POST = 3;
const DELETE = 2;

/** The routes with what each lets through in a minute. */
const ROUTES = [
  ['GET', '', GET],
  ['GET', '/cgrp_abc123', GET],
  ['POST', '', POST],
  ['POST', '/assign-group', POST],
  ['DELETE', '', DELETE],
] as const;

const left = ({ headers }: Reply) => Number(headers.get('x-ratelimit-remaining'));

describeEngines('JOptic rate limit', (engine) => {
  const api = jopticApi(engine, {
    environment: {
      CLIENTELE_RATE_LIMIT: 'on',
      CLIENTELE_LIMIT_JOPTIC_GET: String(GET),
      CLIENTELE_LIMIT_JOPTIC_POST: String(POST),
      CLIENTELE_LIMIT_JOPTIC_DELETE: String(DELETE),
    },
  });

  const ask = (store: JOpticStore, method: string, rest: string, headers = {}) =>
    store.call(method, rest, { headers, ...(method !== 'GET' && { body: '{bad' }) });

  function expectRefused(reply: Reply): void {
    expect([reply.status, reply.text]).toEqual([429, TOO_MANY]);
    const seconds = Number(reply.headers.get('retry-after'));
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(Number(reply.headers.get('x-ratelimit-reset'))).toBe(seconds);
    expect(left(reply)).toBe(0);
  }

  it.each(ROUTES)('lets %s %s through %i times a minute', async (method, rest, limit) => {
    const store = await api.makeStore();
    for (let i = limit - 1; i >= 0; i--) {
      const reply = await ask(store, method, rest);
      expect(reply.status).not.toBe(429);
      expect(reply.headers.get('x-ratelimit-limit')).toBe(String(limit));
      expect(left(reply)).toBe(i);
      const reset = Number(reply.headers.get('x-ratelimit-reset'));
      expect(reset).toBeGreaterThan(0);
      expect(reset).toBeLessThanOrEqual(60);
    }
    for (let i = 0; i < 2; i++) expectRefused(await ask(store, method, rest));
  });

  it('counts each route on its own, over all stores and ids', async () => {
    const store = await api.makeStore();
    const second = await api.makeStore(store.user);
    for (const [method, rest, limit] of ROUTES) {
      expect(left(await ask(store, method, rest))).toBe(limit - 1);
      expect(left(await ask(second, method, rest))).toBe(limit - 2);
    }
    expect(left(await store.call('GET', '/cgrp_def456'))).toBe(GET - 3);
    expect(left(await store.call('HEAD', '/cgrp_ghi789'))).toBe(GET - 4);
  });

  it('counts each user on its own', async () => {
    const store = await api.makeStore();
    const other = newUser();
    await putUser(store.native, other);
    for (let i = 0; i < DELETE; i++) await ask(store, 'DELETE', '');
    expectRefused(await ask(store, 'DELETE', ''));
    expect(left(await ask(store, 'DELETE', '', await bearer(other)))).toBe(DELETE - 1);
  });

  it('counts answers of every kind', async () => {
    const store = await api.makeStore();
    const stranger = { 'x-store-id': 'none' };
    const replies = [
      await store.call('GET', ''),
      await store.call('GET', '?limit=0'),
      await store.call('GET', '', { headers: stranger }),
      await store.call('GET', '', { headers: { 'x-store-id': '' } }),
    ];
    expect(replies.map(({ status }) => status)).toEqual([200, 400, 403, 400]);
    expect(replies.map(left)).toEqual([4, 3, 2, 1]);
  });

  it('comes before the store and the body', async () => {
    const store = await api.makeStore();
    for (let i = 0; i < POST; i++) await ask(store, 'POST', '');
    for (const headers of [{}, { 'x-store-id': 'none' }, { 'x-store-id': '' }]) {
      expectRefused(await ask(store, 'POST', '', headers));
    }
  });

  it('counts whoever has no valid token by address', async () => {
    const store = await api.makeStore();
    const replies = [];
    for (const authorization of ['', 'Bearer wrong', 'Bearer a.b.c', 'Basic eDp5', '']) {
      replies.push(await ask(store, 'GET', '', { authorization }));
    }
    expect(replies.map(({ text }) => text)).toEqual(Array(GET).fill(UNAUTHORIZED));
    expect(replies.map(left)).toEqual([4, 3, 2, 1, 0]);
    expectRefused(await ask(store, 'GET', '', { authorization: '' }));
    expect((await ask(store, 'GET', '')).status).toBe(200);
    expect((await ask(store, 'GET', '/cgrp_abc123', { authorization: '' })).text).toBe(
      UNAUTHORIZED,
    );
  });
});

describeEngines('JOptic rate limit of the document', (engine) => {
  const api = jopticApi(engine, { environment: { CLIENTELE_RATE_LIMIT: 'on' } });

  it('is 60 reads, 10 writes and 3 deletions a minute', async () => {
    const store = await api.makeStore();
    const limits = [];
    for (const [method, rest] of ROUTES) {
      const { headers } = await store.call(method, rest, method === 'GET' ? {} : { body: '{bad' });
      limits.push(Number(headers.get('x-ratelimit-limit')));
    }
    expect(limits).toEqual([60, 60, 10, 10, 3]);
  });
});

describeEngines('JOptic failed tokens', (engine) => {
  const api = jopticApi(engine, {
    environment: {
      CLIENTELE_RATE_LIMIT: 'on',
      CLIENTELE_LIMIT_FAILED_CREDENTIALS: '2',
    },
  });

  it('are counted by address, and hold up nobody with a valid one', async () => {
    const store = await api.makeStore();
    const show = async (authorization: string) =>
      (await store.call('GET', '', { headers: { authorization } })).text;
    expect(await show('')).toBe(UNAUTHORIZED);
    expect(await show('Bearer a.b.c')).toBe(UNAUTHORIZED);
    expect(await show('Bearer wrong')).toBe(UNAUTHORIZED);
    expect(await show('Bearer wrong')).toBe(TOO_MANY);
    expect(await show('')).toBe(UNAUTHORIZED);
    expect((await store.call('GET', '')).status).toBe(200);
  });
});
