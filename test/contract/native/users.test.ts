import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type JWK, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { expect, it } from 'vitest';
import { call, makeStore, places, type TestStore } from '../../helpers/api.js';
import { describeEngines } from '../../helpers/engines.js';
import { nativeApi } from '../../helpers/native.js';
import { JWT_SECRET, startService } from '../../helpers/service.js';

const secret = new TextEncoder().encode(JWT_SECRET);
const now = () => Math.floor(Date.now() / 1000);

const sign = (claims: JWTPayload, key: Uint8Array = secret, alg = 'HS256') =>
  new SignJWT(claims).setProtectedHeader({ alg }).sign(key);

const tokenOf = (sub: string) => sign({ sub, exp: now() + 60 });

/** Tokens that name the user anna and are good for nothing. */
const BAD_TOKENS: readonly (readonly [string, () => Promise<string> | string])[] = [
  ['has expired', () => sign({ sub: 'anna', exp: now() - 1 })],
  ['begins in an hour', () => sign({ sub: 'anna', nbf: now() + 3600 })],
  ['is signed with another secret', () => sign({ sub: 'anna' }, new Uint8Array(32).fill(7))],
  ['is signed with HS512', () => sign({ sub: 'anna' }, secret, 'HS512')],
  ['is not signed', () => new UnsecuredJWT({ sub: 'anna' }).encode()],
  ['names no algorithm but has a signature', async () => swapHeader({ alg: 'none' })],
  ['says RS256 over an HMAC', async () => swapHeader({ alg: 'RS256' })],
  ['is signed by a key pair', signedByKeyPair],
  ['brings its own key', async () => swapHeader({ alg: 'HS256', jwk: { kty: 'oct', k: 'AAAA' } })],
  ['names nobody', () => sign({ exp: now() + 60 })],
  ['names an empty user', () => sign({ sub: '', exp: now() + 60 })],
  ['names a number', () => sign({ sub: 7 as never, exp: now() + 60 })],
  ['names a user that no store can have', () => sign({ sub: 'a\u0000b' })],
  ['has another payload than was signed', swapPayload],
  ['is three words', () => 'one.two.three'],
  ['is two dots', () => '..'],
];

/** A good token whose header was exchanged. */
async function swapHeader(header: object): Promise<string> {
  const [, payload, signature] = (await tokenOf('anna')).split('.');
  return [encoded(header), payload, signature].join('.');
}

async function swapPayload(): Promise<string> {
  const [header, , signature] = (await tokenOf('berta')).split('.');
  return [header, encoded({ sub: 'anna', exp: now() + 60 }), signature].join('.');
}

function signedByKeyPair(): Promise<string> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return new SignJWT({ sub: 'anna' }).setProtectedHeader({ alg: 'RS256' }).sign(privateKey);
}

/** An issuer that publishes one key. */
async function publish(key: JWK): Promise<{ url: string; close(): void }> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [key] }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/keys`, close: () => server.close() };
}

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

describeEngines('native users', (engine) => {
  const api = nativeApi(engine);

  const putUser = (store: TestStore, id: string, body: object = {}) =>
    store.call('PUT', `/users/${encodeURIComponent(id)}`, {
      body: { active: true, scopes: ['groups:read'], ...body },
    });

  it('shows one user with the tag that a save refers to', async () => {
    const store = await api.makeStore();
    const body = { active: true, scopes: ['groups:read'] };
    const put = await store.call('PUT', '/users/anna', { body });
    const found = await store.call('GET', '/users/anna');
    expect([found.status, found.json]).toEqual([200, put.json]);
    expect(found.headers.get('etag')).toBe(put.headers.get('etag'));
    expect((await store.call('GET', '/users/bo')).status).toBe(404);
  });

  it('makes, changes, lists and removes a user', async () => {
    const store = await api.makeStore();
    const made = await putUser(store, 'anna');
    expect(made.status).toBe(201);
    expect(made.json).toEqual({
      id: 'anna',
      active: true,
      scopes: ['groups:read'],
      version: 1,
      createdAt: expect.any(String),
      updatedAt: made.json.createdAt,
    });
    const same = await putUser(store, 'anna');
    expect(same.status).toBe(200);
    expect(same.json).toEqual(made.json);
    const changed = await putUser(store, 'anna', { active: false });
    expect(changed.json).toMatchObject({
      active: false,
      version: 2,
      createdAt: made.json.createdAt,
    });
    expect((await store.call('GET', '/users')).json.data).toEqual([changed.json]);
    expect((await store.call('DELETE', '/users/anna')).status).toBe(204);
    expect((await store.call('GET', '/users')).json.data).toEqual([]);
    expect((await store.call('DELETE', '/users/anna')).status).toBe(404);
  });

  it.each([
    ['no fields', {}, ['/active', '/scopes']],
    ['a text for active', { active: 'yes', scopes: [] }, ['/active']],
    ['an unknown scope', { active: true, scopes: ['all'] }, ['/scopes/0']],
    ['an unknown field', { active: true, scopes: [], name: 'Anna' }, ['/name']],
  ])('refuses a user with %s', async (_, body, faults) => {
    const store = await api.makeStore();
    const refused = await store.call('PUT', '/users/anna', { body });
    expect(refused.status).toBe(400);
    expect(places(refused)).toEqual(faults);
  });

  it('takes any id of an issuer as user', async () => {
    const store = await api.makeStore();
    const ids = ['auth0|5f7c', 'https://id.example/u/1?x=2', 'jürgen@exämple.de', 'a b%20c', '🙂'];
    for (const id of ids) {
      expect((await putUser(store, id)).json.id).toBe(id);
      const reply = await store.call('GET', '/groups', { key: await tokenOf(id) });
      expect(reply.status).toBe(200);
    }
    const shown = (await store.call('GET', '/users')).json.data.map(({ id }: { id: string }) => id);
    const bytes = (text: string) => Buffer.from(text);
    expect(shown).toEqual([...ids].sort((a, b) => Buffer.compare(bytes(a), bytes(b))));
  });

  it('lets a user do what the scopes allow', async () => {
    const store = await api.makeStore();
    await putUser(store, 'anna', { scopes: ['groups:write'] });
    const key = await tokenOf('anna');
    const body = { name: 'By Anna' };
    expect((await store.call('POST', '/groups', { key, body })).status).toBe(201);
    expect((await store.call('GET', '/groups', { key })).json.data).toHaveLength(1);
    expect((await store.call('GET', '/customers', { key })).status).toBe(403);
    expect((await store.call('GET', '/keys', { key })).status).toBe(403);
    expect((await api.call('GET', '/v1/stores', { key })).status).toBe(403);
  });

  it('follows a change of scopes with the same token', async () => {
    const store = await api.makeStore();
    const key = await tokenOf('anna');
    const read = async () => (await store.call('GET', '/groups', { key })).status;
    expect(await read()).toBe(404);
    await putUser(store, 'anna');
    expect(await read()).toBe(200);
    await putUser(store, 'anna', { scopes: ['customers:read'] });
    expect(await read()).toBe(403);
    await putUser(store, 'anna', { active: false });
    expect(await read()).toBe(404);
    await putUser(store, 'anna');
    expect(await read()).toBe(200);
    await store.call('DELETE', '/users/anna');
    expect(await read()).toBe(404);
  });

  it('opens to a user the own stores alone', async () => {
    const [first, second, third] = [
      await api.makeStore(),
      await api.makeStore(),
      await api.makeStore(),
    ];
    await putUser(first, 'anna');
    await putUser(second, 'anna', { scopes: ['customers:read'] });
    const key = await tokenOf('anna');
    expect((await first.call('GET', '/groups', { key })).status).toBe(200);
    expect((await second.call('GET', '/customers', { key })).status).toBe(200);
    expect((await second.call('GET', '/groups', { key })).status).toBe(403);
    const hidden = await third.call('GET', '/groups', { key });
    const nowhere = await api.call('GET', '/v1/stores/nowhere/groups', { key });
    expect(hidden.status).toBe(404);
    expect(hidden.text.replace(third.id, 'nowhere')).toBe(nowhere.text);
  });

  it.each(BAD_TOKENS)('refuses a token that %s', async (_, token) => {
    const store = await api.makeStore();
    await putUser(store, 'anna', { scopes: ['store:admin'] });
    await putUser(store, '7');
    const reply = await store.call('GET', '/groups', { key: await token() });
    expect(reply.status).toBe(401);
    expect(reply.json.code).toBe('unauthenticated');
  });

  it('takes a token that never ends or names more', async () => {
    const store = await api.makeStore();
    await putUser(store, 'anna');
    const claims = { sub: 'anna', iss: 'anybody', aud: ['x', 'y'], roles: ['ceo'] };
    const reply = await store.call('GET', '/groups', { key: await sign(claims) });
    expect(reply.status).toBe(200);
  });

  it('trusts the keys that an issuer publishes, and no secret', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const issuer = await publish({
      ...publicKey.export({ format: 'jwk' }),
      kid: 'k1',
      alg: 'RS256',
    });
    const service = await startService(engine, {
      environment: {
        CLIENTELE_JWT_SECRET: '',
        CLIENTELE_JWKS_URL: issuer.url,
        CLIENTELE_JWT_ISSUER: 'https://id.example',
        CLIENTELE_JWT_AUDIENCE: 'clientele',
      },
    });
    try {
      const { id } = await makeStore(service.origin);
      const at = `/v1/stores/${id}`;
      const body = { active: true, scopes: ['groups:read'] };
      await call(service.origin, 'PUT', `${at}/users/anna`, { body });
      const claims = { sub: 'anna', iss: 'https://id.example', aud: 'clientele', exp: now() + 60 };
      const signed = (changes: JWTPayload = {}, header = { alg: 'RS256', kid: 'k1' }) =>
        new SignJWT({ ...claims, ...changes }).setProtectedHeader(header);
      const pem = Buffer.from(publicKey.export({ type: 'spki', format: 'pem' }));
      const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
      const table = [
        [200, await signed().sign(privateKey)],
        [401, await signed({ iss: 'https://other.example' }).sign(privateKey)],
        [401, await signed({ aud: 'other' }).sign(privateKey)],
        [401, await signed({ exp: now() - 60 }).sign(privateKey)],
        [401, await signed().sign(stranger)],
        [401, await signed({}, { alg: 'RS256', kid: 'k2' }).sign(privateKey)],
        [401, await signed({}, { alg: 'HS256', kid: 'k1' }).sign(pem)],
        [401, await signed({}, { alg: 'HS256', kid: 'k1' }).sign(secret)],
        [401, new UnsecuredJWT(claims).encode()],
      ] as const;
      for (const [status, key] of table) {
        const reply = await call(service.origin, 'GET', `${at}/groups`, { key });
        expect(reply.status).toBe(status);
      }
    } finally {
      await service.close();
      issuer.close();
    }
  });

  it('refuses a huge token without falling over', async () => {
    const store = await api.makeStore();
    await putUser(store, 'anna');
    const large = await sign({ sub: 'anna', filler: 'x'.repeat(6_000) });
    expect((await store.call('GET', '/groups', { key: large })).status).toBe(200);
    const huge = await sign({ sub: 'anna', filler: 'x'.repeat(40_000) });
    const reply = await store.call('GET', '/groups', { key: huge });
    expect(reply.status).toBe(431);
    expect(reply.json).toMatchObject({ status: 431, code: 'headers_too_large' });
    expect((await store.call('GET', '/groups')).status).toBe(200);
  });
});
