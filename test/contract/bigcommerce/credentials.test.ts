import { expect, it } from 'vitest';
import { type CallOptions, makeStore } from '../../helpers/api.js';
import { type BigCommerceStore, basic, bigcommerceApi } from '../../helpers/bigcommerce.js';
import { describeEngines } from '../../helpers/engines.js';
import { ROOT_KEY } from '../../helpers/service.js';

type Headers = NonNullable<CallOptions['headers']>;

const BOTH = ['/stores/{hash}/v2/customer_groups', '/api/v2/customer_groups'] as const;
const [OAUTH, BASIC] = BOTH;

/** Of what a caller shows, all that opens both paths. */
const GOOD: readonly (readonly [string, (store: BigCommerceStore) => Headers])[] = [
  ['a token', ({ key }) => ({ 'x-auth-token': key })],
  ['a token beside a client id', ({ key }) => ({ 'x-auth-token': key, 'x-auth-client': 'app' })],
  ['a token beside wrong credentials', ({ key }) => ({ 'x-auth-token': key, ...basic('x', 'y') })],
  ['the key’s name and secret', ({ key }) => basic('all', key)],
  ['the key’s id and secret', ({ key, native }) => basic(native.keyId, key)],
  [
    'credentials with a small scheme',
    ({ key }) => ({ authorization: basic('all', key).authorization.replace('Basic', 'basic') }),
  ],
];

const TOKEN_MISSING = [401, 'text/plain', 'X-Auth-Token header is required'] as const;
const JSON_TYPE = 'application/json; charset=utf-8';
const NONE_SUPPLIED = [
  401,
  JSON_TYPE,
  '[{"status":401,"message":"No credentials were supplied in the request."}]',
] as const;
const UNAUTHORIZED = [401, JSON_TYPE, '{"status":401,"title":"Unauthorized"}'] as const;

type Refused = readonly [status: number, type: string, body: string];

/** What a caller shows, on which paths, and what it is told, byte by byte. */
const BAD: readonly (readonly [
  string,
  readonly string[],
  (store: BigCommerceStore) => Headers,
  Refused,
])[] = [
  ['nothing', [OAUTH], () => ({}), TOKEN_MISSING],
  ['an empty token', [OAUTH], () => ({ 'x-auth-token': '' }), TOKEN_MISSING],
  ['a bearer token', [OAUTH], ({ key }) => ({ authorization: `Bearer ${key}` }), TOKEN_MISSING],
  ['nothing', [BASIC], () => ({}), NONE_SUPPLIED],
  ['an empty token', [BASIC], () => ({ 'x-auth-token': '' }), NONE_SUPPLIED],
  ['a bearer token', [BASIC], ({ key }) => ({ authorization: `Bearer ${key}` }), NONE_SUPPLIED],
  ['an unknown token', BOTH, () => ({ 'x-auth-token': 'wrong' }), UNAUTHORIZED],
  ['two tokens', BOTH, ({ key }) => ({ 'x-auth-token': `${key}, ${key}` }), UNAUTHORIZED],
  ['an unknown token’s name', BOTH, () => basic('all', 'wrong'), UNAUTHORIZED],
  ['another key’s name', BOTH, ({ key }) => basic('other', key), UNAUTHORIZED],
  ['a name in another case', BOTH, ({ key }) => basic('ALL', key), UNAUTHORIZED],
  ['no name', BOTH, ({ key }) => basic('', key), UNAUTHORIZED],
  ['a wrong token beside credentials', BOTH, wrongTokenBesideGood, UNAUTHORIZED],
  ['the root key', BOTH, () => ({ 'x-auth-token': ROOT_KEY }), UNAUTHORIZED],
  ['the root key as credentials', BOTH, () => basic('root', ROOT_KEY), UNAUTHORIZED],
];

function wrongTokenBesideGood({ key }: BigCommerceStore): Headers {
  return { 'x-auth-token': 'wrong', ...basic('all', key) };
}

const NO_SCOPE =
  '{"status":403,"title":"You don\'t have a required scope to access the endpoint","errors":{}}';

/** Whether a key with this scope alone may read, and may write. */
const SCOPES: Readonly<Record<string, readonly [read: boolean, write: boolean]>> = {
  'groups:read': [true, false],
  'groups:write': [true, true],
  'customers:read': [false, false],
  'customers:write': [false, false],
  'pricing:read': [false, false],
  'pricing:write': [false, false],
  'store:admin': [true, true],
};

const READS = [
  ['GET', ''],
  ['HEAD', ''],
  ['GET', '/1'],
  ['GET', '/count'],
] as const;
const WRITES = [
  ['POST', ''],
  ['PUT', '/1'],
  ['DELETE', '/1'],
  ['DELETE', ''],
] as const;

describeEngines('BigCommerce credentials', (engine) => {
  const api = bigcommerceApi(engine);

  const makeKey = async ({ native }: BigCommerceStore, body: object) => {
    const reply = await native.call('POST', '/keys', { body });
    expect(reply.status, reply.text).toBe(201);
    return reply.json as { id: string; secret: string };
  };

  it.each(GOOD)('opens both paths to %s', async (_, headersOf) => {
    const store = await api.makeStore();
    await store.create();
    for (const path of BOTH) {
      const headers = headersOf(store);
      const reply = await api.call('GET', path.replace('{hash}', store.hash), { headers });
      expect(reply.status, reply.text).toBe(200);
    }
  });

  it('takes a name with a colon, and letters of any script', async () => {
    const store = await api.makeStore();
    for (const name of ['my:key', 'Schlüssel 🔑']) {
      const { secret } = await makeKey(store, { name, scopes: ['groups:read'] });
      const headers = basic(name, secret);
      expect((await api.call('GET', BASIC, { headers })).status).toBe(204);
    }
  });

  it.each(BAD)('refuses %s on %j, byte by byte', async (_, paths, headersOf, refused) => {
    const store = await api.makeStore();
    for (const path of paths) {
      const at = path.replace('{hash}', store.hash);
      const reply = await api.call('GET', at, { headers: headersOf(store) });
      expect([reply.status, reply.headers.get('content-type'), reply.text]).toEqual(refused);
      const asked = refused === NONE_SUPPLIED ? expect.stringMatching(/^Basic realm="/) : null;
      expect(reply.headers.get('www-authenticate')).toEqual(asked);
    }
  });

  it.each(Object.entries(SCOPES))('gives the scope %s [read, write] %j', async (scope, rights) => {
    const store = await api.makeStore();
    const { secret } = await makeKey(store, { name: 'one', scopes: [scope] });
    const headers = { 'x-auth-token': secret };
    for (const [methods, right] of [
      [READS, rights[0]],
      [WRITES, rights[1]],
    ] as const) {
      for (const [method, rest] of methods) {
        const body = method === 'POST' || method === 'PUT' ? {} : undefined;
        const reply = await store.call(method, rest, { headers, body });
        expect(reply.status === 403, `${method} ${rest}`).toBe(!right);
        if (!right && method !== 'HEAD') expect(reply.text).toBe(NO_SCOPE);
      }
    }
  });

  it('looks at the scope before it reads the body', async () => {
    const store = await api.makeStore();
    const { secret } = await makeKey(store, { name: 'reader', scopes: ['groups:read'] });
    const headers = { 'x-auth-token': secret };
    for (const given of [{ body: '{bad' }, { body: 'x', headers: { 'content-type': 'a/b' } }]) {
      const all = { ...given, headers: { ...headers, ...given.headers } };
      expect((await store.call('POST', '', all)).text).toBe(NO_SCOPE);
    }
  });

  it('refuses a store hash that is not the key’s', async () => {
    const [store, other] = [await api.makeStore(), await api.makeStore()];
    for (const hash of [other.hash, store.hash.toUpperCase(), 'nosuchstore', '%2F']) {
      for (const headers of [{ 'x-auth-token': store.key }, basic('all', store.key)]) {
        const reply = await api.call('GET', `/stores/${hash}/v2/customer_groups`, { headers });
        expect(reply.status).toBe(403);
        expect(reply.json).toEqual({ status: 403, title: expect.any(String), errors: {} });
      }
    }
  });

  it('refuses a store without this channel on both paths', async () => {
    const store = await makeStore(api.service.origin);
    const headers = { 'x-auth-token': store.key };
    for (const path of ['/api/v2', `/stores/${store.id}/v2`]) {
      const reply = await api.call('GET', `${path}/customer_groups`, { headers });
      expect(reply.status).toBe(403);
      expect(reply.json).toEqual({ status: 403, title: expect.any(String), errors: {} });
    }
  });

  it('opens a store as soon as it has the channel', async () => {
    const store = await makeStore(api.service.origin);
    const headers = { 'x-auth-token': store.key };
    const hash = `${store.id.replaceAll('-', '')}late`;
    expect((await api.call('GET', BASIC, { headers })).status).toBe(403);
    const body = { channels: { bigcommerce: { storeHash: hash } } };
    const patched = await store.call('PATCH', '', { key: ROOT_KEY, body });
    expect(patched.status, patched.text).toBe(200);
    expect((await api.call('GET', BASIC, { headers })).status).toBe(204);
    expect((await api.call('GET', OAUTH.replace('{hash}', hash), { headers })).status).toBe(204);
  });

  it('refuses a key from the moment of its revocation', async () => {
    const store = await api.makeStore();
    const { id, secret } = await makeKey(store, { name: 'brief', scopes: ['groups:read'] });
    const headers = { 'x-auth-token': secret };
    expect((await api.call('GET', BASIC, { headers })).status).toBe(204);
    expect((await store.native.call('DELETE', `/keys/${id}`)).status).toBe(204);
    for (const shown of [headers, basic('brief', secret)]) {
      const reply = await api.call('GET', BASIC, { headers: shown });
      expect([reply.status, reply.text]).toEqual([401, UNAUTHORIZED[2]]);
    }
  });

  it('refuses a key from the moment of its expiry', async () => {
    const store = await api.makeStore();
    const expiresAt = new Date(Date.now() + 1_000).toISOString();
    const { secret } = await makeKey(store, { name: 'brief', scopes: ['groups:read'], expiresAt });
    const ask = () => api.call('GET', BASIC, { headers: { 'x-auth-token': secret } });
    let reply = await ask();
    while (reply.status === 204) reply = await ask();
    expect([reply.status, reply.text]).toEqual([401, UNAUTHORIZED[2]]);
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(expiresAt));
  });
});
