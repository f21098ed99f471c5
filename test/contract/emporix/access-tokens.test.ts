import { generateKeyPairSync } from 'node:crypto';
import { type JWTPayload, SignJWT } from 'jose';
import { expect, it } from 'vitest';
import { type CallOptions, call } from '../../helpers/api.js';
import {
  basic,
  claimsOf,
  clientCredentials,
  type EmporixStore,
  emporixApi,
  INVALID_TOKEN,
  signed,
} from '../../helpers/emporix.js';
import { describeEngines } from '../../helpers/engines.js';
import { JWT_SECRET, ROOT_KEY } from '../../helpers/service.js';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PUBLIC_PEM = Buffer.from(publicKey.export({ type: 'spki', format: 'pem' }));

const now = () => Math.floor(Date.now() / 1000);
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const changed = ({ token }: EmporixStore, change: JWTPayload) =>
  signed({ ...claimsOf(token), ...change });

/** The token with another header or payload under the signature that it has. */
function forged({ token }: EmporixStore, change: { header?: object; payload?: object }): string {
  const [head = '', , signature] = token.split('.');
  const header = JSON.parse(Buffer.from(head, 'base64url').toString());
  const parts = [
    { ...header, ...change.header },
    { ...claimsOf(token), ...change.payload },
  ];
  return [...parts.map(encoded), signature].join('.');
}

/** What is no valid access token, as the value of the header Authorization. */
const BAD: readonly (readonly [string, (store: EmporixStore) => Promise<string> | string])[] = [
  ['nothing', () => ''],
  ['a scheme alone', () => 'Bearer'],
  ['an empty token', () => 'Bearer  '],
  ['the token without a scheme', ({ token }) => token],
  ['the token as Basic', ({ token }) => basic('x', token)],
  ['two tokens', ({ token }) => `Bearer ${token} ${token}`],
  ['an expired token', async (store) => `Bearer ${await changed(store, { exp: now() - 1 })}`],
  [
    'a token that is not valid yet',
    async (store) => `Bearer ${await changed(store, { nbf: now() + 60 })}`,
  ],
  ['a token without an end', async (store) => `Bearer ${await changed(store, { exp: undefined })}`],
  ['a token of nobody', async (store) => `Bearer ${await changed(store, { sub: undefined })}`],
  [
    'a token of an unknown key',
    async (store) => `Bearer ${await changed(store, { sub: 'key_0' })}`,
  ],
  ['a token of a number', async (store) => `Bearer ${await changed(store, { sub: 7 as never })}`],
  [
    'a token without a tenant',
    async (store) => `Bearer ${await changed(store, { tenant: undefined })}`,
  ],
  [
    'a token without scopes',
    async (store) => `Bearer ${await changed(store, { scope: undefined })}`,
  ],
  [
    'a wrong signature',
    async ({ token }) => `Bearer ${await signed(claimsOf(token), { secret: Buffer.alloc(32) })}`,
  ],
  [
    'another type of token',
    async ({ token }) => `Bearer ${await signed(claimsOf(token), { typ: 'JWT' })}`,
  ],
  ['a changed payload', (store) => `Bearer ${forged(store, { payload: { scope: 'x' } })}`],
  ['no signature', ({ token }) => `Bearer ${token.slice(0, token.lastIndexOf('.') + 1)}`],
  ['a signature cut short', ({ token }) => `Bearer ${token.slice(0, -4)}`],
  [
    'the algorithm none',
    (store) => `Bearer ${forged(store, { header: { alg: 'none' } }).replace(/[^.]*$/, '')}`,
  ],
  ['the algorithm HS512', (store) => `Bearer ${forged(store, { header: { alg: 'HS512' } })}`],
  ['a critical header', (store) => `Bearer ${forged(store, { header: { crit: ['x'], x: 1 } })}`],
  [
    'a key in the header',
    (store) => `Bearer ${forged(store, { header: { jwk: { kty: 'oct', k: 'eA' } } })}`,
  ],
  [
    'RS256',
    async ({ token }) =>
      `Bearer ${await new SignJWT(claimsOf(token)).setProtectedHeader({ alg: 'RS256', typ: 'at+jwt' }).sign(privateKey)}`,
  ],
  [
    'a public key as the secret',
    async ({ token }) => `Bearer ${await signed(claimsOf(token), { secret: PUBLIC_PEM })}`,
  ],
  [
    'a user’s secret',
    async ({ token }) =>
      `Bearer ${await signed(claimsOf(token), { secret: Buffer.from(JWT_SECRET) })}`,
  ],
  [
    'a user’s token',
    async () =>
      `Bearer ${await signed({ sub: 'user', exp: now() + 60 }, { secret: Buffer.from(JWT_SECRET), typ: 'JWT' })}`,
  ],
  ['a key’s secret', ({ native }) => `Bearer ${native.key}`],
  ['a key’s id', ({ native }) => `Bearer ${native.keyId}`],
  ['the root key', () => `Bearer ${ROOT_KEY}`],
  ['dots', () => 'Bearer ..'],
  ['a huge token', () => `Bearer ${'a'.repeat(5_000)}.${'b'.repeat(5_000)}.${'c'.repeat(4_000)}`],
  ['a deep token', () => `Bearer ${Buffer.from('['.repeat(6_000)).toString('base64url')}.e30.`],
];

describeEngines('access tokens of Emporix', (engine) => {
  const api = emporixApi(engine);

  it.each(BAD)('refuse %s with 401 on every route, byte by byte', async (_, headerOf) => {
    const store = await api.makeStore();
    await store.addCustomers('c1');
    const authorization = await headerOf(store);
    for (const [method, rest, body] of [
      ['GET', '/cgrelations'],
      ['POST', '/cgrelations', '{bad'],
      ['GET', '/cgrelations/c1'],
      ['PUT', '/cgrelations/c1', '{}'],
      ['DELETE', '/cgrelations/c1'],
      ['GET', '/groups'],
      ['POST', '/groups', '{"id":"x"}'],
      ['GET', '/groups/x'],
      ['PUT', '/groups/x', '{}'],
      ['DELETE', '/groups/x'],
    ] as const) {
      const headers: CallOptions['headers'] = authorization === '' ? {} : { authorization };
      const reply = await store.call(method, rest, { key: '', headers, body });
      expect([reply.status, reply.text], `${method} ${rest}`).toEqual([401, INVALID_TOKEN]);
      expect(reply.headers.get('www-authenticate')).toBe('Bearer');
    }
    expect((await store.call('GET', '/groups')).text).toBe('[]');
  });

  it('answer 431 in the form of the document where the headers hold no more', async () => {
    const store = await api.makeStore();
    const reply = await store.call('GET', '/groups', { key: 'x'.repeat(20_000) });
    expect([reply.status, reply.json.type]).toEqual([431, 'headers_too_large']);
  });

  it('open the API with any spelling of the scheme', async () => {
    const store = await api.makeStore();
    for (const authorization of [`bearer ${store.token}`, `BEARER  ${store.token}`]) {
      const reply = await store.call('GET', '/groups', { key: '', headers: { authorization } });
      expect(reply.status).toBe(200);
    }
  });

  it('that the service might have signed are valid', async () => {
    const store = await api.makeStore();
    const key = await changed(store, { exp: now() + 60, nbf: now() - 1 });
    expect((await store.call('GET', '/groups', { key })).status).toBe(200);
  });

  it('do no more than their key may, whatever they say', async () => {
    const store = await api.makeStore();
    const reader = await store.tokenWith('groups:read');
    const scope = `tenant=${store.tenant} shipping.shipping_manage`;
    const key = await signed({ ...claimsOf(reader), scope });
    expect((await store.call('POST', '/groups', { key, body: { id: 'x' } })).status).toBe(403);
  });

  it('stop working at once when their key is revoked', async () => {
    const store = await api.makeStore();
    const body = { name: 'brief', scopes: ['groups:write'] };
    const { json } = await store.native.call('POST', '/keys', { body });
    const reply = await api.requestToken(clientCredentials(json.id, json.secret));
    const key = reply.json.access_token;
    expect((await store.call('GET', '/groups', { key })).status).toBe(200);
    expect((await store.native.call('DELETE', `/keys/${json.id}`)).status).toBe(204);
    expect((await store.call('GET', '/groups', { key })).status).toBe(401);
    expect((await store.call('GET', '/groups')).status).toBe(200);
  });

  it('end with their key, though they could last longer', async () => {
    const store = await api.makeStore();
    const expiresAt = new Date(Date.now() + 2_000).toISOString();
    const body = { name: 'brief', scopes: ['groups:read'], expiresAt };
    const { json } = await store.native.call('POST', '/keys', { body });
    const reply = await api.requestToken(clientCredentials(json.id, json.secret));
    const key = reply.json.access_token;
    expect((await store.call('GET', '/groups', { key })).status).toBe(200);
    await expect
      .poll(async () => (await store.call('GET', '/groups', { key })).status, { timeout: 5_000 })
      .toBe(401);
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(expiresAt));
  });

  it('end with their store', async () => {
    const store = await api.makeStore();
    expect((await store.native.call('DELETE', '', { key: ROOT_KEY })).status).toBe(204);
    expect((await store.call('GET', '/groups')).text).toBe(INVALID_TOKEN);
  });

  it('open no other API', async () => {
    const { native, token } = await api.makeStore();
    const { origin } = api.service;
    expect((await native.call('GET', '/groups', { key: token })).status).toBe(401);
    const joptic = await call(origin, 'GET', '/customer-group', {
      key: token,
      headers: { 'x-store-id': native.id },
    });
    expect(joptic.status).toBeGreaterThanOrEqual(400);
    const headers = { 'x-auth-token': token };
    const bigcommerce = await call(origin, 'GET', '/api/v2/customer_groups', { key: '', headers });
    expect(bigcommerce.status).toBe(401);
  });
});
