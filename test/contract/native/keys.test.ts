import { expect, it } from 'vitest';
import { places, type TestStore } from '../../helpers/api.js';
import { describeEngines } from '../../helpers/engines.js';
import { nativeApi } from '../../helpers/native.js';

const FAULTS = [
  ['no name', { scopes: [] }, ['/name']],
  ['no scopes', { name: 'x' }, ['/scopes']],
  ['an empty name', { name: '', scopes: [] }, ['/name']],
  ['an unknown scope', { name: 'x', scopes: ['groups:read', 'groups:rule'] }, ['/scopes/1']],
  ['scopes in one text', { name: 'x', scopes: 'groups:read' }, ['/scopes']],
  ['a secret', { name: 'x', scopes: [], secret: 'mine' }, ['/secret']],
  ['a past end', { name: 'x', scopes: [], expiresAt: '2020-01-01T00:00:00Z' }, ['/expiresAt']],
  [
    'a day that is none',
    { name: 'x', scopes: [], expiresAt: '2027-02-30T00:00:00Z' },
    ['/expiresAt'],
  ],
  ['no requests at all', { name: 'x', scopes: [], rateLimit: 0 }, ['/rateLimit']],
  ['a part of a request', { name: 'x', scopes: [], rateLimit: 1.5 }, ['/rateLimit']],
  ['too many requests', { name: 'x', scopes: [], rateLimit: 1_000_000_001 }, ['/rateLimit']],
] as const;

describeEngines('native keys', (engine) => {
  const api = nativeApi(engine);

  const makeKey = (store: TestStore, body: object = {}) =>
    store.call('POST', '/keys', { body: { name: 'shop', scopes: ['groups:read'], ...body } });

  it('shows the secret once and never again', async () => {
    const store = await api.makeStore();
    const created = await makeKey(store);
    expect(created.status).toBe(201);
    expect(created.json).toEqual({
      id: expect.any(String),
      name: 'shop',
      scopes: ['groups:read'],
      rateLimit: null,
      secret: expect.stringMatching(/^\S{40,}$/),
      expiresAt: null,
      createdAt: expect.any(String),
    });
    const { secret, ...shown } = created.json;
    const list = await store.call('GET', '/keys');
    expect(list.text).not.toContain(secret);
    expect(list.json.data).toContainEqual({ ...shown, lastUsedAt: null });
    expect((await store.call('GET', '/groups', { key: secret })).status).toBe(200);
  });

  it('gives each key a secret of its own', async () => {
    const store = await api.makeStore();
    const keys = await Promise.all(Array.from({ length: 5 }, () => makeKey(store)));
    expect(new Set(keys.map(({ json }) => json.secret)).size).toBe(5);
    expect(new Set(keys.map(({ json }) => json.id)).size).toBe(5);
  });

  it('notes when a key was last used', async () => {
    const store = await api.makeStore();
    const created = await makeKey(store);
    await store.call('GET', '/groups', { key: created.json.secret });
    await expect
      .poll(async () => {
        const { json } = await store.call('GET', '/keys');
        return json.data.find(({ id }: { id: string }) => id === created.json.id).lastUsedAt;
      })
      .toMatch(/^\d{4}-/);
  });

  it.each(FAULTS)('refuses a new key with %s', async (_, body, faults) => {
    const store = await api.makeStore();
    const refused = await store.call('POST', '/keys', { body });
    expect(refused.status).toBe(400);
    expect(places(refused)).toEqual(faults);
  });

  it('keeps each scope of a key only once', async () => {
    const store = await api.makeStore();
    const created = await makeKey(store, {
      scopes: ['groups:read', 'pricing:read', 'groups:read'],
    });
    expect(created.json.scopes).toEqual(['groups:read', 'pricing:read']);
  });

  it('lists keys in the order of their making', async () => {
    const store = await api.makeStore();
    const ids = [store.keyId];
    for (let i = 0; i < 4; i++) ids.push((await makeKey(store)).json.id);
    const first = await store.call('GET', '/keys?limit=3');
    const second = await store.call('GET', `/keys?limit=3&cursor=${first.json.nextCursor}`);
    const shown = [...first.json.data, ...second.json.data].map(({ id }) => id);
    expect(shown).toEqual(ids);
    expect(second.json.nextCursor).toBeNull();
  });

  it('ends a revoked key at once and for good', async () => {
    const store = await api.makeStore();
    const { json } = await makeKey(store);
    const use = () => store.call('GET', '/groups', { key: json.secret });
    expect((await use()).status).toBe(200);
    expect((await store.call('DELETE', `/keys/${json.id}`)).status).toBe(204);
    expect((await use()).status).toBe(401);
    const list = await store.call('GET', '/keys');
    expect(list.json.data.map(({ id }: { id: string }) => id)).toEqual([store.keyId]);
    expect((await store.call('DELETE', `/keys/${json.id}`)).status).toBe(404);
  });

  it('lets a key revoke itself, and then no more', async () => {
    const store = await api.makeStore();
    expect((await store.call('DELETE', `/keys/${store.keyId}`)).status).toBe(204);
    expect((await store.call('GET', '/keys')).status).toBe(401);
  });

  it('refuses a key from its end on', async () => {
    const store = await api.makeStore();
    const end = Date.now() + 1_200;
    // The end with an offset: the same instant, shown in UTC.
    const local = new Date(end + 2 * 3_600_000).toISOString().replace('Z', '+02:00');
    const { json } = await makeKey(store, { expiresAt: local });
    expect(json.expiresAt).toBe(new Date(end).toISOString());
    for (;;) {
      const begun = Date.now();
      const { status } = await store.call('GET', '/groups', { key: json.secret });
      if (status !== 200) {
        expect(status).toBe(401);
        expect(Date.now()).toBeGreaterThanOrEqual(end);
        break;
      }
      expect(begun).toBeLessThan(end);
    }
  });

  it('knows the keys of its own store alone', async () => {
    const [mine, other] = [await api.makeStore(), await api.makeStore()];
    expect((await mine.call('DELETE', `/keys/${other.keyId}`)).status).toBe(404);
    expect((await other.call('GET', '/keys')).status).toBe(200);
  });
});
