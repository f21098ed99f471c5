import { describe, expect, it } from 'vitest';
import { call, places, type TestStore } from '../../helpers/api.js';
import { describeEngines, makePlace } from '../../helpers/engines.js';
import { nativeApi } from '../../helpers/native.js';
import { startService } from '../../helpers/service.js';

let count = 0;
const slug = () => `once-${process.pid}-${++count}`;

/** Every POST, with a body, another one, and how many things there are afterwards. */
const POSTS = {
  '/groups': { body: { name: 'A' }, other: { name: 'B' }, shown: 2 },
  '/groups/1/members': { body: { add: ['c1'] }, other: { remove: ['c1'] }, shown: 1 },
  '/customers': { body: { name: 'Ann' }, other: {}, shown: 2 },
  '/price-lists': { body: { name: 'A' }, other: { name: 'A', currency: 'EUR' }, shown: 1 },
} as const;

describeEngines('native idempotency keys', (engine) => {
  const api = nativeApi(engine);

  /** A store with group 1 and customer c1. */
  async function setUp(): Promise<TestStore> {
    const store = await api.makeStore();
    await store.call('POST', '/groups', { body: { name: 'G' } });
    await store.call('POST', '/customers', { body: { id: 'c1' } });
    return store;
  }
  const post = (
    store: TestStore,
    path: string,
    body: unknown,
    key = 'once',
    credential = store.key,
  ) => store.call('POST', path, { body, key: credential, headers: { 'idempotency-key': key } });

  describe.each(Object.entries(POSTS))('POST %s', (path, { body, other, shown }) => {
    it('is carried out once and answered again', async () => {
      const store = await setUp();
      const first = await post(store, path, body);
      expect(first.status).toBeLessThan(300);
      expect(first.headers.get('idempotent-replayed')).toBeNull();
      for (let i = 0; i < 2; i++) {
        const again = await post(store, path, body);
        expect(again.status).toBe(first.status);
        expect(again.text).toBe(first.text);
        expect(again.headers.get('idempotent-replayed')).toBe('true');
        for (const name of ['etag', 'location', 'content-type']) {
          expect(again.headers.get(name)).toBe(first.headers.get(name));
        }
      }
      expect((await store.call('GET', path)).json.data).toHaveLength(shown);
    });

    it('refuses another body with the same key', async () => {
      const store = await setUp();
      await post(store, path, body);
      const refused = await post(store, path, other);
      expect(refused.status).toBe(409);
      expect(refused.json.code).toBe('request_differs');
      expect((await store.call('GET', path)).json.data).toHaveLength(shown);
      expect((await post(store, path, other, 'another')).status).toBeLessThan(300);
    });

    it('runs once of many requests at once', async () => {
      const store = await setUp();
      const replies = await Promise.all(Array.from({ length: 8 }, () => post(store, path, body)));
      const done = replies.filter(({ status }) => status < 300);
      expect(done.filter(({ headers }) => !headers.has('idempotent-replayed'))).toHaveLength(1);
      expect(new Set(done.map(({ text }) => text)).size).toBe(1);
      for (const { status, json } of replies) {
        if (status >= 300) expect([status, json.code]).toEqual([409, 'request_running']);
      }
      expect((await store.call('GET', path)).json.data).toHaveLength(shown);
    });
  });

  it('makes a store once, for the root key', async () => {
    const body = { id: slug(), name: 'Once' };
    const headers = { 'idempotency-key': slug() };
    const first = await api.call('POST', '/v1/stores', { body, headers });
    const again = await api.call('POST', '/v1/stores', { body, headers });
    expect(again.status).toBe(201);
    expect(again.text).toBe(first.text);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    const other = { ...body, name: 'Other' };
    expect((await api.call('POST', '/v1/stores', { body: other, headers })).status).toBe(409);
  });

  it('never shows a secret again, but names its key', async () => {
    const store = await setUp();
    const body = { name: 'k', scopes: [] };
    const first = await post(store, '/keys', body);
    const again = await post(store, '/keys', body);
    expect(again.status).toBe(409);
    expect(again.json.code).toBe('secret_not_repeatable');
    expect(again.json.detail).toContain(first.json.id);
    expect(again.text).not.toContain(first.json.secret);
    expect((await post(store, '/keys', { ...body, name: 'l' })).json.code).toBe('request_differs');
    expect((await store.call('GET', '/keys')).json.data).toHaveLength(2);
  });

  it('is free again after a request that failed', async () => {
    const store = await setUp();
    const external = { name: 'E', externalReferenceId: 'x' };
    await store.call('PATCH', '/groups/1', { body: { externalReferenceId: 'x' } });
    expect((await post(store, '/groups', { name: '' })).status).toBe(400);
    expect((await post(store, '/groups', { name: 'E', parentId: 9 })).status).toBe(400);
    expect((await post(store, '/groups', external)).status).toBe(409);
    await store.call('DELETE', '/groups/1');
    const done = await post(store, '/groups', external);
    expect(done.status).toBe(201);
    expect(done.headers.get('idempotent-replayed')).toBeNull();
    expect((await post(store, '/groups', external)).json).toEqual(done.json);
  });

  it('belongs to a credential, a route and a store', async () => {
    const [store, other] = [await setUp(), await setUp()];
    const body = { name: 'A' };
    const key = await store.call('POST', '/keys', { body: { name: 'k', scopes: ['store:admin'] } });
    const replies = [
      await post(store, '/groups', body),
      await post(store, '/groups', body, 'once', key.json.secret),
      await post(store, '/price-lists', body),
      await post(store, '/customers', body),
      await post(other, '/groups', body),
      await post(store, '/groups', body, 'ONCE'),
    ];
    for (const { status, headers } of replies) {
      expect([status, headers.get('idempotent-replayed')]).toEqual([201, null]);
    }
    expect(replies.map(({ json }) => json.id).slice(0, 2)).toEqual([2, 3]);
  });

  it.each([
    ['no character', ''],
    ['256 characters', 'k'.repeat(256)],
  ])('refuses a key that has %s', async (_, key) => {
    const store = await setUp();
    const refused = await post(store, '/groups', { name: 'A' }, key);
    expect(refused.status).toBe(400);
    expect(places(refused)).toEqual(['Idempotency-Key']);
    expect((await store.call('GET', '/groups')).json.data).toHaveLength(1);
  });

  it('means nothing to methods that repeat safely', async () => {
    const store = await setUp();
    const headers = { 'idempotency-key': 'same' };
    for (const name of ['A', 'B']) {
      const patched = await store.call('PATCH', '/groups/1', { body: { name }, headers });
      expect(patched.json.name).toBe(name);
      const put = await store.call('PUT', '/customers/c9', { body: { name }, headers });
      expect(put.json.name).toBe(name);
    }
  });

  it('outlives a restart of the service', async () => {
    const place = await makePlace(engine);
    const headers = { 'idempotency-key': 'once' };
    const options = { body: { id: 'acme', name: 'Acme' }, headers };
    const first = await startService(engine, { place });
    const made = await call(first.origin, 'POST', '/v1/stores', options);
    await first.end();
    const second = await startService(engine, { place });
    try {
      const again = await call(second.origin, 'POST', '/v1/stores', options);
      expect([again.status, again.text]).toEqual([201, made.text]);
      expect(again.headers.get('idempotent-replayed')).toBe('true');
    } finally {
      await second.close();
    }
  });
});
