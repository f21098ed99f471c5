import { METHODS } from 'node:http';
import { expect, it } from 'vitest';
import type { CallOptions, Reply } from '../../helpers/api.js';
import { type EcwidStore, ecwidApi, said } from '../../helpers/ecwid.js';
import { describeEngines } from '../../helpers/engines.js';
import { ROOT_KEY } from '../../helpers/service.js';

interface Shown extends CallOptions {
  query?: string;
}

const bearer = (token: string): Shown => ({ headers: { authorization: `Bearer ${token}` } });

/** Of what a caller shows, all that opens the store. */
const GOOD: readonly (readonly [string, (key: string) => Shown])[] = [
  ['a token in the query', (key) => ({ query: `?token=${key}` })],
  ['a token among parameters', (key) => ({ query: `?limit=100&token=${key}&offset=0` })],
  ['a token that is percent-encoded', (key) => ({ query: `?token=${key.replace('_', '%5F')}` })],
  ['a token with Ecwid’s prefix', (key) => ({ query: `?token=secret_${key}` })],
  ['the last of two tokens', (key) => ({ query: `?token=wrong&token=${key}` })],
  ['a bearer token', bearer],
  ['a bearer token with Ecwid’s prefix', (key) => bearer(`secret_${key}`)],
  [
    'a bearer token with a small scheme',
    (key) => ({ headers: { authorization: `bearer  ${key} ` } }),
  ],
  ['a bearer token beside an empty one', (key) => ({ query: '?token=', ...bearer(key) })],
  ['a token beside a wrong bearer token', (key) => ({ query: `?token=${key}`, ...bearer('x') })],
];

const BAD: readonly (readonly [string, (key: string) => Shown])[] = [
  ['nothing', () => ({})],
  ['an empty token', () => ({ query: '?token=' })],
  ['a token without a value', () => ({ query: '?token' })],
  ['an unknown token', () => ({ query: '?token=ck_unknown' })],
  ['an unknown bearer token', () => bearer('ck_unknown')],
  ['a prefix alone', () => ({ query: '?token=secret_' })],
  ['a public token', (key) => ({ query: `?token=public_${key}` })],
  ['two prefixes', (key) => ({ query: `?token=secret_secret_${key}` })],
  ['a token in another case', (key) => ({ query: `?token=${key.toUpperCase()}` })],
  ['a parameter in another case', (key) => ({ query: `?Token=${key}` })],
  ['a token and more', (key) => ({ query: `?token=${key}%00` })],
  ['a malformed token', () => ({ query: '?token=%zz' })],
  ['a wrong token beside a bearer token', (key) => ({ query: '?token=x', ...bearer(key) })],
  ['credentials', (key) => ({ headers: { authorization: `Basic ${btoa(`all:${key}`)}` } })],
  ['a token of another API', (key) => ({ headers: { 'x-auth-token': key } })],
  ['the root key', () => ({ query: `?token=${ROOT_KEY}` })],
  ['the root key as a bearer token', () => bearer(ROOT_KEY)],
];

const COLLECTION = ['GET', 'POST'];
const ONE = ['DELETE', 'GET', 'PUT'];

/** The methods that `fetch` sends. */
const SENT = METHODS.filter((method) => !['CONNECT', 'TRACE'].includes(method));

const EMPTY_403 = [403, ''];
const STORE_NOT_FOUND = [
  404,
  '{"errorCode":"STORE_NOT_FOUND","errorMessage":"Store not found"}',
] as const;

const coded = (errorCode: string) => ({ errorCode, errorMessage: expect.any(String) });
const MEDIA_TYPE =
  '{"errorMessage":"Unsupported content-type: expected `application/json` or `text/json`"}';

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

const CALLS = [
  ['GET', '', undefined],
  ['GET', '/1', undefined],
  ['GET', '/0', undefined],
  ['POST', '', { name: 'x' }],
  ['PUT', '/1', { name: 'x' }],
  ['DELETE', '/1', undefined],
] as const;

const isRead = (method: string) => method === 'GET';

describeEngines('Ecwid admission', (engine) => {
  const api = ecwidApi(engine);

  /** Calls what follows the path of a store's groups with what is shown, and with nothing else. */
  const show = (
    { storeId }: Pick<EcwidStore, 'storeId'>,
    shown: Shown,
    method = 'GET',
    rest = '',
  ) => api.call(method, `/api/v3/${storeId}/customer_groups${rest}${shown.query ?? ''}`, shown);

  it.each(GOOD)('opens the store to %s', async (_, shownOf) => {
    const store = await api.makeStore();
    await store.create('VIP');
    const shown = shownOf(store.key);
    const statuses = [
      await show(store, shown),
      await show(store, { ...shown, body: { name: 'x' } }, 'PUT', '/1'),
      await show(store, shown, 'DELETE', '/1'),
    ].map(({ status }) => status);
    expect(statuses).toEqual([200, 200, 200]);
  });

  it.each(BAD)('refuses %s with an empty 403', async (_, shownOf) => {
    const store = await api.makeStore();
    await store.create('VIP');
    for (const [method, rest, body] of CALLS) {
      const reply = await show(store, { ...shownOf(store.key), body }, method, rest);
      expect([reply.status, reply.text]).toEqual(EMPTY_403);
    }
    expect(await store.names()).toEqual(['General', 'VIP']);
  });

  it('refuses a token that is revoked, or no longer valid', async () => {
    const store = await api.makeStore();
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const body = { name: 'more', scopes: ['groups:read'], expiresAt };
    const { json } = await store.native.call('POST', '/keys', { body });
    expect((await show(store, bearer(json.secret))).status).toBe(200);
    expect((await store.native.call('DELETE', `/keys/${json.id}`)).status).toBe(204);
    const reply = await show(store, bearer(json.secret));
    expect([reply.status, reply.text]).toEqual(EMPTY_403);
  });

  it('refuses the token of another store in the same way', async () => {
    const [store, other] = [await api.makeStore(), await api.makeStore()];
    await store.create('VIP');
    for (const [method, rest, body] of CALLS) {
      const reply = await show(store, { ...bearer(other.key), body }, method, rest);
      expect([reply.status, reply.text]).toEqual(EMPTY_403);
    }
    expect(await store.names()).toEqual(['General', 'VIP']);
  });

  it.each([
    ...[
      '1',
      '0',
      '-1',
      'demo',
      '9007199254740993',
      '99999999999999999999',
      '1.0',
      '%00',
      '__proto__',
    ],
    ...['a%2Fb', '%F0%9F%9B%92', 'x'.repeat(600)],
  ])('knows no store %j', async (storeId) => {
    const store = await api.makeStore();
    for (const rest of ['', '/1']) {
      const path = `/api/v3/${storeId}/customer_groups${rest}`;
      const reply = await api.call('GET', path, { key: store.key });
      expect([reply.status, reply.text]).toEqual(STORE_NOT_FOUND);
      const nobody = await api.call('GET', path);
      expect([nobody.status, nobody.text]).toEqual(EMPTY_403);
    }
  });

  it('knows a store by its number as it is written', async () => {
    const store = await api.makeStore();
    for (const storeId of [`0${store.storeId}`, `${store.storeId}.0`, `%20${store.storeId}`]) {
      const path = `/api/v3/${storeId}/customer_groups`;
      const reply = await api.call('GET', path, { key: store.key });
      expect([reply.status, reply.text]).toEqual(STORE_NOT_FOUND);
    }
  });

  it('knows no store that has no address here', async () => {
    const store = await api.makeStore();
    const body = { channels: { ecwid: null } };
    const patched = await store.native.call('PATCH', '', { key: ROOT_KEY, body });
    expect(patched.status, patched.text).toBe(200);
    const reply = await store.call('GET', '');
    expect([reply.status, reply.text]).toEqual(STORE_NOT_FOUND);
  });

  it('refuses every call of a plan without customer groups', async () => {
    const store = await api.makeStore({ customerGroupsEnabled: false });
    const refused = [402, coded('NOT_AVAILABLE_ON_CURRENT_PLAN')];
    for (const [method, rest, body] of CALLS) {
      expect(said(await store.call(method, rest, { body }))).toEqual(refused);
    }
    expect(said(await store.call('PATCH', '/1'))).toEqual(refused);
    const enabled = await api.makeStore({ customerGroupsEnabled: true });
    expect((await enabled.call('GET', '')).status).toBe(200);
  });

  it('refuses methods that a path has not', async () => {
    const store = await api.makeStore();
    await store.create('VIP');
    for (const [rest, taken] of [
      ['', COLLECTION],
      ['/1', ONE],
      ['/0', ONE],
    ] as const) {
      for (const method of SENT.filter((name) => ![...taken, 'HEAD'].includes(name))) {
        const reply = await store.call(method, rest, { body: '{bad' });
        expect(said(reply), method).toEqual([405, coded('METHOD_NOT_ALLOWED')]);
        expect(reply.headers.get('allow')).toBe([...taken, 'HEAD'].sort().join(', '));
      }
    }
    expect(await store.names()).toEqual(['General', 'VIP']);
  });

  it.each(Object.entries(SCOPES))('lets the scope %s read and write: %j', async (scope, may) => {
    const store = await api.makeStore();
    const key = await store.makeKey(scope);
    for (const [method, rest, body] of CALLS) {
      await store.create('VIP');
      const reply = await show(store, { ...bearer(key), body }, method, rest);
      if (may[isRead(method) ? 0 : 1]) expect(reply.status, `${method} ${rest}`).toBe(200);
      else expect(said(reply)).toEqual([403, coded('INSUFFICIENT_APP_SCOPE')]);
    }
  });

  it.each([
    ...['application/json', 'text/json', 'Application/JSON', 'text/json;charset=utf-8'],
    ...['application/json; charset=UTF-8', 'application/json ;charset="iso-8859-1"'],
    ...['text/json; charset=utf-16', 'application/json;', 'application/json; odata=verbose'],
  ])('takes bodies as %s', async (type) => {
    const store = await api.makeStore();
    const options = { body: '{"name":"Ü"}', headers: { 'content-type': type } };
    expect((await store.call('POST', '', options)).text).toBe('{"id":1}');
    expect((await store.call('PUT', '/1', options)).text).toBe('{"updateCount":1}');
    expect(await store.names()).toEqual(['General', 'Ü']);
  });

  it.each([
    ...['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'application/jsonx'],
    ...[
      'application/vnd.api+json',
      'multipart/form-data; boundary=x',
      'json',
      '*/*',
      'text/javascript',
    ],
    ...['text/plain; application/json', ';', '/'],
  ])('takes no bodies as %s', async (type) => {
    const store = await api.makeStore();
    await store.create('VIP');
    const options = { body: '{"name":"x"}', headers: { 'content-type': type } };
    for (const [method, rest] of [
      ['POST', ''],
      ['PUT', '/1'],
    ] as const) {
      for (const sent of [options, { ...options, body: undefined }]) {
        const reply = await store.call(method, rest, sent);
        expect([reply.status, reply.text]).toEqual([415, MEDIA_TYPE]);
      }
    }
    expect((await store.call('GET', '/1', { headers: options.headers })).status).toBe(200);
    expect((await store.call('DELETE', '/1', { headers: options.headers })).text).toBe(
      '{"deleteCount":1}',
    );
  });

  it('takes no body without a content type', async () => {
    const store = await api.makeStore();
    const reply = await fetch(`${api.service.origin}/api/v3/${store.storeId}/customer_groups`, {
      method: 'POST',
      headers: { authorization: `Bearer ${store.key}` },
      body: new TextEncoder().encode('{"name":"x"}'),
    });
    expect([reply.status, await reply.text()]).toEqual([415, MEDIA_TYPE]);
  });

  it('looks at the token first, then at the store, the plan, the method, the scope, the type and the body', async () => {
    const [store, poor] = [
      await api.makeStore(),
      await api.makeStore({ customerGroupsEnabled: false }),
    ];
    const reader = await store.makeKey('groups:read');
    const [poorReader, nowhere] = [await poor.makeKey('customers:read'), { storeId: 1 }];
    const bad: CallOptions = { body: '{bad', headers: { 'content-type': 'text/plain' } };
    const by = (key: string, sent: CallOptions = bad) => ({ ...sent, key });
    const replies: Reply[] = [
      await show(nowhere, by('wrong'), 'PATCH'),
      await show(poor, by('wrong'), 'PATCH'),
      await show(poor, by(reader), 'PATCH'),
      await show(nowhere, by(poorReader), 'PATCH'),
      await show(poor, by(poorReader), 'PATCH'),
      await show(poor, by(poorReader), 'POST'),
      await show(store, by(reader), 'PATCH'),
      await show(store, by(reader), 'POST'),
      await show(store, by(store.key), 'POST'),
      await show(store, by(store.key, { body: '{bad' }), 'POST'),
      await show(store, by(store.key, { body: '{}' }), 'PUT', '/99'),
      await show(store, by(store.key, { body: '{"name":"x"}' }), 'PUT', '/99'),
    ];
    expect(replies.map(({ status, json }) => [status, json?.errorCode])).toEqual([
      [403, undefined],
      [403, undefined],
      [403, undefined],
      [404, 'STORE_NOT_FOUND'],
      [402, 'NOT_AVAILABLE_ON_CURRENT_PLAN'],
      [402, 'NOT_AVAILABLE_ON_CURRENT_PLAN'],
      [405, 'METHOD_NOT_ALLOWED'],
      [403, 'INSUFFICIENT_APP_SCOPE'],
      [415, undefined],
      [400, undefined],
      [400, undefined],
      [404, undefined],
    ]);
    expect(await store.names()).toEqual(['General']);
  });
});
