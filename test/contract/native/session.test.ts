import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { places, type TestStore } from '../../helpers/api.js';
import { startDemo } from '../../helpers/demo.js';
import { describeEngines } from '../../helpers/engines.js';
import { nativeApi } from '../../helpers/native.js';
import { JWT_SECRET } from '../../helpers/service.js';

const tokenOf = (user: string) =>
  new SignJWT({ sub: user })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('1m')
    .sign(new TextEncoder().encode(JWT_SECRET));

describeEngines('native session', (engine) => {
  const api = nativeApi(engine);
  const session = (key?: string) =>
    api.call('GET', '/v1/session', key === undefined ? {} : { key });
  const relate = async (store: TestStore, user: string, scopes: string[], active = true) => {
    const reply = await store.call('PUT', `/users/${user}`, { body: { active, scopes } });
    expect(reply.status).toBe(201);
  };

  it('is root, whose stores are in a list of their own', async () => {
    const reply = await session();
    expect([reply.status, reply.json]).toEqual([200, { kind: 'root', name: null, stores: null }]);
  });

  it('is a key with its name and its one store', async () => {
    const [store] = [await api.makeStore({ currency: 'EUR' }), await api.makeStore()];
    const scopes = ['groups:read', 'pricing:write'];
    const { json: key } = await store.call('POST', '/keys', { body: { name: 'till', scopes } });
    const { json } = await session(key.secret);
    const { id } = store;
    expect(json).toEqual({
      kind: 'key',
      name: 'till',
      stores: [{ id, name: 'Test store', currency: 'EUR', scopes }],
    });
  });

  it('is a user with every store where the user is active, and no other', async () => {
    const stores = [await api.makeStore(), await api.makeStore(), await api.makeStore()] as const;
    const user = `anna-${stores[0].id}`;
    await relate(stores[0], user, ['groups:read']);
    await relate(stores[1], user, ['store:admin'], false);
    await relate(stores[2], user, []);
    await relate(stores[1], `${user}-else`, ['store:admin']);
    const { json } = await session(await tokenOf(user));
    expect(json).toMatchObject({ kind: 'user', name: user });
    const shown = json.stores.map(({ id, scopes }: { id: string; scopes: string[] }) => [
      id,
      scopes,
    ]);
    const expected = [
      [stores[0].id, ['groups:read']],
      [stores[2].id, []],
    ];
    expect(shown).toEqual(expected.sort(([a = ''], [b = '']) => (a < b ? -1 : 1)));
  });

  it('is a user without any store', async () => {
    const { status, json } = await session(await tokenOf('nobody-knows'));
    expect([status, json]).toEqual([200, { kind: 'user', name: 'nobody-knows', stores: [] }]);
  });

  it('opens no more to a user than the user’s stores', async () => {
    const key = await tokenOf('nobody-knows');
    const [list, create] = [
      await api.call('GET', '/v1/stores', { key }),
      await api.call('POST', '/v1/stores', { key, body: { id: 'mine', name: 'Mine' } }),
    ];
    expect([list.status, create.status]).toEqual([403, 403]);
  });

  it('is not opened by a code that nobody was given', async () => {
    const reply = await api.call('POST', '/v1/sessions', { key: '', body: { code: 'guessed' } });
    expect([reply.status, reply.json.code]).toEqual([401, 'unauthenticated']);
    const empty = await api.call('POST', '/v1/sessions', { key: '', body: {} });
    expect([empty.status, places(empty)]).toEqual([400, ['/code']]);
  });
});

describe('the sign-in link of a demo', () => {
  it('opens a session once, whose token works in the demo store', async () => {
    const demo = await startDemo();
    try {
      const { origin } = demo.service;
      const { hash, ...address } = new URL(demo.link);
      expect(demo.link).toMatch(new RegExp(`^${origin}/#code=[\\w-]{43}$`));
      expect(address.search ?? '').toBe('');
      const exchange = () =>
        fetch(`${origin}/v1/sessions`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ code: hash.slice('#code='.length) }),
        });
      const opened = await exchange();
      expect([opened.status, opened.headers.get('cache-control')]).toEqual([200, 'no-store']);
      const { token, expiresAt, store } = (await opened.json()) as Record<string, string>;
      expect(store).toBe('demo');
      const hours = (Date.parse(String(expiresAt)) - Date.now()) / 3_600_000;
      expect(hours).toBeGreaterThan(11.9);
      expect(hours).toBeLessThan(12.1);
      const headers = { authorization: `Bearer ${token}` };
      const groups = await fetch(`${origin}/v1/stores/demo/groups`, { headers });
      expect(groups.status).toBe(200);
      expect((await exchange()).status).toBe(401);
      expect(demo.service.log()).not.toContain(hash.slice('#code='.length));
    } finally {
      await demo.service.close();
    }
  });
});
