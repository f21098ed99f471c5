import { expect, it } from 'vitest';
import type { Reply } from '../../helpers/api.js';
import {
  basic,
  claimsOf,
  clientCredentials,
  type EmporixStore,
  emporixApi,
  FORM_TYPE,
} from '../../helpers/emporix.js';
import { describeEngines } from '../../helpers/engines.js';
import { ROOT_KEY } from '../../helpers/service.js';

const MANAGE = 'shipping.shipping_manage';
const READ = 'shipping.shipping_read';
const GRANT = { grant_type: 'client_credentials' };

const credentialsOf = ({ native }: EmporixStore) => clientCredentials(native.keyId, native.key);

function expectRefused(reply: Reply, status: number, error: string): void {
  expect([reply.status, reply.text]).toEqual([status, `{"error":"${error}"}`]);
  expect(reply.headers.get('cache-control')).toBe('no-store');
  const challenge = reply.headers.get('www-authenticate');
  expect(challenge).toEqual(status === 401 ? 'Basic realm="Emporix"' : null);
}

describeEngines('the token endpoint', (engine) => {
  const api = emporixApi(engine);

  it('gives a token as the vendor does, to the last byte', async () => {
    const store = await api.makeStore();
    const { status, headers, text, json } = await api.requestToken(credentialsOf(store));
    expect(status).toBe(200);
    expect(text).toBe(
      `{"token_type":"Bearer","access_token":"${json.access_token}","expires_in":14399,` +
        `"scope":"tenant=${store.tenant} ${MANAGE} ${READ}",` +
        '"refresh_token":"","refresh_token_expires_in":0,"session_idle_time":120}',
    );
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('pragma')).toBe('no-cache');
    const { iat = 0, exp = 0 } = claimsOf(json.access_token);
    expect(exp - iat).toBe(14399);
    expect((await store.call('GET', '/groups', { key: json.access_token })).status).toBe(200);
  });

  it('puts no secret into a token', async () => {
    const { native, token } = await api.makeStore();
    expect(JSON.stringify(claimsOf(token))).not.toContain(native.key);
    expect(token).not.toContain(native.key);
  });

  it.each<[string, (store: EmporixStore) => [object, string]]>([
    ['Basic', ({ native }) => [GRANT, basic(native.keyId, native.key)]],
    [
      'basic in small letters',
      ({ native }) => [GRANT, basic(native.keyId, native.key).replace('Basic', 'basic')],
    ],
    ['Basic with the key’s name', ({ native }) => [GRANT, basic('all', native.key)]],
    [
      'Basic that is form-encoded',
      ({ native }) => [GRANT, basic(native.keyId.replace('_', '%5F'), native.key)],
    ],
    [
      'Basic and the same client_id',
      ({ native }) => [{ ...GRANT, client_id: native.keyId }, basic(native.keyId, native.key)],
    ],
    ['fields beside a scheme that is not Basic', (store) => [credentialsOf(store), 'Bearer x']],
  ])('takes the client by %s', async (_, requestOf) => {
    const store = await api.makeStore();
    const [fields, authorization] = requestOf(store);
    const reply = await api.requestToken(fields as Record<string, string>, { authorization });
    expect(reply.status, reply.text).toBe(200);
  });

  it.each<[string, (store: EmporixStore) => [object, Record<string, string>]]>([
    ['no client', () => [GRANT, {}]],
    ['no secret', ({ native }) => [{ ...GRANT, client_id: native.keyId }, {}]],
    ['an empty secret', ({ native }) => [clientCredentials(native.keyId, ''), {}]],
    ['a secret without an id', ({ native }) => [{ ...GRANT, client_secret: native.key }, {}]],
    ['a wrong secret', ({ native }) => [clientCredentials(native.keyId, `${native.key}x`), {}]],
    ['a secret with NUL', ({ native }) => [clientCredentials(native.keyId, '\0'), {}]],
    ['another id', ({ native }) => [clientCredentials('key_x', native.key), {}]],
    ['the root key', () => [clientCredentials('root', ROOT_KEY), {}]],
    [
      'an access token for a secret',
      ({ native, token }) => [clientCredentials(native.keyId, token), {}],
    ],
    [
      'Basic with a wrong secret',
      ({ native }) => [GRANT, { authorization: basic(native.keyId, 'x') }],
    ],
    [
      'Basic without a colon',
      ({ native }) => [GRANT, { authorization: `Basic ${btoa(native.key)}` }],
    ],
    ['Basic that is cut off', () => [GRANT, { authorization: 'Basic' }]],
    [
      'Basic that is not well-formed',
      ({ native }) => [GRANT, { authorization: basic('%zz', native.key) }],
    ],
  ])('answers 401 invalid_client to %s', async (_, requestOf) => {
    const [fields, headers] = requestOf(await api.makeStore());
    const reply = await api.requestToken(fields as Record<string, string>, headers);
    expectRefused(reply, 401, 'invalid_client');
  });

  it.each(['password', 'authorization_code', 'refresh_token', 'CLIENT_CREDENTIALS', 'x'])(
    'answers 400 unsupported_grant_type to %s',
    async (grant_type) => {
      const store = await api.makeStore();
      const reply = await api.requestToken({ ...credentialsOf(store), grant_type });
      expectRefused(reply, 400, 'unsupported_grant_type');
    },
  );

  it.each([
    ['nothing', '', [MANAGE, READ]],
    ['the tenant alone', 'tenant={tenant}', [MANAGE, READ]],
    ['the tenant and a scope', `tenant={tenant} ${MANAGE}`, [MANAGE]],
    ['a scope alone', READ, [READ]],
    ['all scopes in another order', `${READ} ${MANAGE} tenant={tenant}`, [MANAGE, READ]],
    ['a scope twice, with wide gaps', `  ${READ}   ${READ} `, [READ]],
  ])('grants to who asks for %s what the key has of it', async (_, asked, granted) => {
    const store = await api.makeStore();
    const scope = asked.replace('{tenant}', store.tenant);
    const { json } = await api.requestToken({ ...credentialsOf(store), scope });
    expect(json.scope).toBe([`tenant=${store.tenant}`, ...granted].join(' '));
  });

  it.each([
    ['groups:read', READ],
    ['groups:write', `${MANAGE} ${READ}`],
    ['store:admin', `${MANAGE} ${READ}`],
    ['customers:write', ''],
  ])('grants to a key with %s all that it has', async (scope, granted) => {
    const store = await api.makeStore();
    const token = await store.tokenWith(scope);
    expect(claimsOf(token).scope).toBe(`tenant=${store.tenant} ${granted}`.trim());
  });

  it.each([
    ['another tenant', 'tenant=other'],
    ['an unknown scope', 'shipping.shipping_everything'],
    ['a scope of the native API', 'groups:read'],
    ['a scope beyond the key’s', `${READ} ${MANAGE}`],
    ['a scope with a tab', `${READ}\t`],
  ])('answers 400 invalid_scope to who asks for %s', async (_, scope) => {
    const store = await api.makeStore();
    const body = { name: 'reader', scopes: ['groups:read'] };
    const { json } = await store.native.call('POST', '/keys', { body });
    const reply = await api.requestToken({ ...clientCredentials(json.id, json.secret), scope });
    expectRefused(reply, 400, 'invalid_scope');
  });

  it('answers 400 unauthorized_client to a key whose store is not reached by this API', async () => {
    const store = await api.makeStore();
    const body = { channels: { emporix: null } };
    expect((await store.native.call('PATCH', '', { key: ROOT_KEY, body })).status).toBe(200);
    expectRefused(await api.requestToken(credentialsOf(store)), 400, 'unauthorized_client');
  });

  it.each<[string, (store: EmporixStore) => [string, Record<string, string>]]>([
    [
      'no grant type',
      ({ native }) => [`client_id=${native.keyId}&client_secret=${native.key}`, {}],
    ],
    [
      'an empty grant type',
      ({ native }) => [`grant_type=&client_id=${native.keyId}&client_secret=${native.key}`, {}],
    ],
    ['a field twice', (store) => [`${new URLSearchParams(credentialsOf(store))}&client_id=x`, {}]],
    [
      'a scope twice',
      (store) => [`${new URLSearchParams(credentialsOf(store))}&scope=&scope=`, {}],
    ],
    [
      'two ways to show a client',
      (store) => [
        `${new URLSearchParams(credentialsOf(store))}`,
        { authorization: basic(store.native.keyId, store.native.key) },
      ],
    ],
    [
      'two client ids',
      ({ native }) => [
        'grant_type=client_credentials&client_id=x',
        { authorization: basic(native.keyId, native.key) },
      ],
    ],
    ['an empty form', () => ['', {}]],
    [
      'JSON',
      (store) => [JSON.stringify(credentialsOf(store)), { 'content-type': 'application/json' }],
    ],
    ['malformed JSON', () => ['{bad', { 'content-type': 'application/json' }]],
    [
      'a form as plain text',
      (store) => [`${new URLSearchParams(credentialsOf(store))}`, { 'content-type': 'text/plain' }],
    ],
    [
      'a content type that is none',
      () => ['grant_type=client_credentials', { 'content-type': 'x' }],
    ],
  ])('answers 400 invalid_request to %s', async (_, requestOf) => {
    const [body, headers] = requestOf(await api.makeStore());
    const reply = await api.call('POST', '/oauth/token', {
      body,
      headers: { 'content-type': FORM_TYPE, ...headers },
    });
    expectRefused(reply, 400, 'invalid_request');
  });

  it('answers 400 invalid_request without a body, and to one that is no UTF-8', async () => {
    expectRefused(await api.call('POST', '/oauth/token'), 400, 'invalid_request');
    const response = await fetch(`${api.service.origin}/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': FORM_TYPE },
      body: Buffer.from([0x61, 0x3d, 0xff]),
    });
    expect([response.status, await response.text()]).toEqual([400, '{"error":"invalid_request"}']);
  });

  it('passes over parameters that it does not know, and those of the path', async () => {
    const store = await api.makeStore();
    const body = `${new URLSearchParams(credentialsOf(store))}&audience=x&audience=y`;
    const headers = { 'content-type': `${FORM_TYPE}; charset=UTF-8` };
    const reply = await api.call('POST', '/oauth/token?grant_type=x', { body, headers });
    expect(reply.status, reply.text).toBe(200);
  });

  it('looks at the form, then the client, then the grant, then the scope', async () => {
    const store = await api.makeStore();
    const wrong = { grant_type: 'password', client_id: 'x', client_secret: 'x', scope: 'x' };
    const twice: [string, string][] = [...Object.entries(wrong), ['scope', 'y']];
    expectRefused(await api.requestToken(twice), 400, 'invalid_request');
    expectRefused(await api.requestToken(wrong), 401, 'invalid_client');
    const known = { ...wrong, client_id: store.native.keyId, client_secret: store.native.key };
    expectRefused(await api.requestToken(known), 400, 'unsupported_grant_type');
    expectRefused(await api.requestToken({ ...known, ...GRANT }), 400, 'invalid_scope');
  });

  it('answers 413 to a form of more than 16 KiB', async () => {
    const reply = await api.requestToken({ ...GRANT, x: 'x'.repeat(16 * 1024) });
    expect([reply.status, reply.json.type]).toEqual([413, 'payload_too_large']);
  });

  it('answers 405 to other methods, and 404 beside its path', async () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) {
      const reply = await api.call(method, '/oauth/token');
      expect([reply.status, reply.json.type]).toEqual([405, 'unsupported_method']);
      expect(reply.headers.get('allow')).toBe('POST');
    }
    for (const path of ['/oauth', '/oauth/tokens', '/oauth/token/x']) {
      const reply = await api.call('POST', path);
      expect([reply.status, reply.json.type]).toEqual([404, 'resource_not_found']);
    }
  });

  it('refuses a key that is revoked or has expired', async () => {
    const store = await api.makeStore();
    const body = { name: 'brief', scopes: ['groups:read'] };
    const { json } = await store.native.call('POST', '/keys', { body });
    const fields = clientCredentials(json.id, json.secret);
    expect((await api.requestToken(fields)).status).toBe(200);
    expect((await store.native.call('DELETE', `/keys/${json.id}`)).status).toBe(204);
    expectRefused(await api.requestToken(fields), 401, 'invalid_client');
  });
});
