import { expect, it } from 'vitest';
import { call } from '../../helpers/api.js';
import { describeEngines } from '../../helpers/engines.js';
import {
  badRequest,
  bearer,
  FORBIDDEN,
  GROUP_NOT_FOUND,
  type JOpticStore,
  jopticApi,
  NO_ACCESS,
  newUser,
  notFound,
  PRICE_LIST,
  putUser,
  UNAUTHORIZED,
} from '../../helpers/joptic.js';
import { ROOT_KEY } from '../../helpers/service.js';

const GROUP = { name: 'New', defaultPriceListId: PRICE_LIST };

/** What follows `/customer-group` in requests that are in order but for what a test adds. */
const IN_STORE = [
  ['GET', '', undefined],
  ['POST', '', GROUP],
] as const;

/** Whether a user with this scope alone may read, and may write. */
const SCOPES: Readonly<Record<string, readonly [read: boolean, write: boolean]>> = {
  'groups:read': [true, false],
  'groups:write': [true, true],
  'customers:read': [false, false],
  'customers:write': [false, false],
  'pricing:read': [false, false],
  'pricing:write': [false, false],
  'store:admin': [true, true],
};

const NO_ROUTES = [
  ['PATCH', ''],
  ['PUT', ''],
  ['OPTIONS', ''],
  ['PUT', '/cgrp_abc123'],
  ['PATCH', '/cgrp_abc123'],
  ['DELETE', '/cgrp_abc123'],
  ['POST', '/cgrp_abc123'],
  ['DELETE', '/assign-group'],
  ['PUT', '/assign-group'],
  ['GET', '/cgrp_abc123/members'],
  ['POST', '/assign-group/more'],
  ['GET', '/a/b?c=d&e=%22'],
] as const;

describeEngines('JOptic access', (engine) => {
  const api = jopticApi(engine);

  /** What a request to each of the five routes answers, with a body that is in order. */
  async function askAll(store: JOpticStore, headers: Record<string, string>) {
    const { id } = await store.create();
    const customerId = await store.customer();
    const requests = [
      ['GET', '', undefined],
      ['GET', `/${id}`, undefined],
      ['POST', '', GROUP],
      ['POST', '/assign-group', { customerId, CustomerGroupId: id }],
      ['DELETE', '', { ids: [id] }],
    ] as const;
    const replies = [];
    for (const [method, rest, body] of requests) {
      replies.push(await api.call(method, `/customer-group${rest}`, { body, headers }));
    }
    return replies;
  }

  it.each([
    ['nothing', () => ''],
    ['a key', ({ native }: JOpticStore) => `Bearer ${native.key}`],
    ['the root key', () => `Bearer ${ROOT_KEY}`],
    ['an empty token', () => 'Bearer '],
    ['three dots', () => 'Bearer ...'],
    [
      'Basic',
      ({ native }: JOpticStore) => `Basic ${Buffer.from(`x:${native.key}`).toString('base64')}`,
    ],
    ['a user’s id', ({ user }: JOpticStore) => `Bearer ${user}`],
  ])('is refused to %s on all routes', async (_, authorizationOf) => {
    const store = await api.makeStore();
    const headers = { 'x-store-id': store.id, authorization: authorizationOf(store) };
    for (const reply of await askAll(store, headers)) {
      expect([reply.status, reply.text]).toEqual([401, UNAUTHORIZED]);
    }
    expect(await store.names()).toEqual(['Group']);
  });

  it('is given to a token whatever the case of its scheme', async () => {
    const store = await api.makeStore();
    const { authorization } = await bearer(store.user);
    for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
      const headers = { authorization: authorization.replace('Bearer', scheme) };
      expect((await store.call('GET', '', { headers })).status).toBe(200);
    }
  });

  it('to a store’s groups needs its header', async () => {
    const store = await api.makeStore();
    const authorization = await bearer(store.user);
    for (const [method, rest, body] of IN_STORE) {
      for (const headers of [authorization, { ...authorization, 'x-store-id': '' }]) {
        const reply = await api.call(method, `/customer-group${rest}`, { body, headers });
        expect([reply.status, reply.text]).toEqual([
          400,
          badRequest('x-store-id header is required'),
        ]);
      }
    }
  });

  it('to an unknown store and to a stranger’s is refused alike', async () => {
    const [store, theirs] = [await api.makeStore(), await api.makeStore()];
    const ids = [
      'none',
      theirs.id,
      store.native.id,
      `${store.id}, ${store.id}`,
      store.id.toUpperCase(),
    ];
    for (const id of [...ids, '\u00ff', 'x'.repeat(65), 'x'.repeat(5_000)]) {
      for (const [method, rest, body] of IN_STORE) {
        const reply = await store.call(method, rest, { body, headers: { 'x-store-id': id } });
        expect([reply.status, reply.text], id).toEqual([403, NO_ACCESS]);
      }
    }
    expect(await theirs.names()).toEqual([]);
  });

  it('ends with the relation to the store, and begins with it', async () => {
    const store = await api.makeStore();
    const user = newUser();
    const headers = await bearer(user);
    const statuses = async () => {
      const replies = [];
      for (const [method, rest, body] of IN_STORE) {
        replies.push((await store.call(method, rest, { body, headers })).status);
      }
      return replies;
    };
    expect(await statuses()).toEqual([403, 403]);
    await putUser(store.native, user);
    expect(await statuses()).toEqual([200, 201]);
    await putUser(store.native, user, { active: false });
    expect(await statuses()).toEqual([403, 403]);
    await putUser(store.native, user);
    expect(await statuses()).toEqual([200, 201]);
    await store.native.call('DELETE', `/users/${user}`);
    expect(await statuses()).toEqual([403, 403]);
  });

  it.each(Object.entries(SCOPES))('with the scope %s [reads, writes] %j', async (scope, rights) => {
    const store = await api.makeStore();
    const user = newUser();
    await putUser(store.native, user, { scopes: [scope] });
    const headers = { 'x-store-id': store.id, ...(await bearer(user)) };
    const [reads, writes] = rights;
    const replies = await askAll(store, headers);
    const right = [reads, reads, writes, writes, writes];
    expect(replies.map(({ status }) => status !== 403)).toEqual(right);
    for (const { status, text } of replies) if (status === 403) expect(text).toBe(FORBIDDEN);
    expect(await store.names()).toEqual([writes ? 'New' : 'Group']);
  });

  it('to one store of a deletion does not open the other', async () => {
    const store = await api.makeStore();
    const second = await api.makeStore(store.user);
    const ids = [(await store.create()).id, (await second.create()).id];
    await putUser(second.native, store.user, { scopes: ['groups:read'] });
    for (const order of [ids, ids.toReversed()]) {
      const reply = await store.call('DELETE', '', { body: { ids: order } });
      expect([reply.status, reply.text]).toEqual([403, FORBIDDEN]);
    }
    expect(await store.names()).toEqual(['Group']);
    expect(await second.names()).toEqual(['Group']);
  });

  it('is checked in the order of token, header, store, scope and body', async () => {
    const store = await api.makeStore();
    const reader = newUser();
    await putUser(store.native, reader, { scopes: ['groups:read'] });
    const bad = { body: '{bad' };
    const ask = async (headers: Record<string, string>) =>
      (await api.call('POST', '/customer-group?limit=0', { ...bad, headers })).text;
    const named = { 'x-store-id': store.id };
    const token = await bearer(store.user);
    expect(await ask({})).toBe(UNAUTHORIZED);
    expect(await ask(named)).toBe(UNAUTHORIZED);
    expect(await ask(token)).toBe(badRequest('x-store-id header is required'));
    expect(await ask({ ...token, 'x-store-id': 'none' })).toBe(NO_ACCESS);
    expect(await ask({ ...(await bearer(reader)), ...named })).toBe(FORBIDDEN);
    expect(await ask({ ...token, ...named })).toBe(badRequest('The body is not valid JSON.'));
    const list = (headers: Record<string, string>) =>
      api.call('GET', '/customer-group?limit=0', { headers });
    expect((await list({ ...token, 'x-store-id': 'none' })).text).toBe(NO_ACCESS);
    expect((await list({ ...token, ...named })).status).toBe(400);
  });

  it('is checked before a body, and a body before what is there', async () => {
    const store = await api.makeStore();
    for (const [method, rest] of [
      ['POST', '/assign-group'],
      ['DELETE', ''],
    ] as const) {
      const path = `/customer-group${rest}`;
      expect((await api.call(method, path, { body: '{bad' })).text).toBe(UNAUTHORIZED);
      const body = { ids: [1], customerId: 1, CustomerGroupId: 'cgrp_abc123' };
      expect((await store.call(method, rest, { body })).status).toBe(400);
    }
  });

  it.each(NO_ROUTES)('has no route %s %s, whoever asks', async (method, rest) => {
    const store = await api.makeStore();
    const body = method === 'GET' || method === 'OPTIONS' ? undefined : '{bad';
    for (const headers of [{}, { authorization: 'Bearer wrong' }, await bearer(store.user)]) {
      const reply = await api.call(method, `/customer-group${rest}`, { headers, body });
      expect([reply.status, reply.text]).toEqual([
        404,
        notFound(`Cannot ${method} /customer-group${rest}`),
      ]);
    }
  });

  it('to a malformed path is refused in this API’s form', async () => {
    const { origin } = api.service;
    const malformed = await call(origin, 'GET', '/customer-group/%zz', { key: '' });
    expect([malformed.status, malformed.json]).toEqual([
      400,
      { statusCode: 400, message: expect.any(String), error: 'Bad Request' },
    ]);
    const long = await call(origin, 'GET', `/customer-group/${'x'.repeat(1025)}`, { key: '' });
    expect([long.status, long.json]).toEqual([
      414,
      { statusCode: 414, message: expect.any(String), error: 'URI Too Long' },
    ]);
    const neighbour = await call(origin, 'GET', '/customer-groups', { key: '' });
    expect(neighbour.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });

  it('answers HEAD as GET, without the body', async () => {
    const store = await api.makeStore();
    const { id } = await store.create();
    for (const rest of ['', `/${id}`]) {
      const [head, get] = [await store.call('HEAD', rest), await store.call('GET', rest)];
      expect([head.status, head.text]).toEqual([200, '']);
      expect(head.headers.get('content-length')).toBe(get.headers.get('content-length'));
    }
    expect((await store.call('HEAD', '/cgrp_abc123')).status).toBe(404);
  });

  it('to a store without this channel is refused, and its groups are not there by id', async () => {
    const store = await api.makeStore();
    const { id } = await store.create();
    const body = { channels: { joptic: null } };
    const patched = await store.native.call('PATCH', '', { key: ROOT_KEY, body });
    expect(patched.status, patched.text).toBe(200);
    expect((await store.call('GET', '')).text).toBe(NO_ACCESS);
    expect((await store.call('GET', `/${id}`)).text).toBe(GROUP_NOT_FOUND);
    expect((await store.call('DELETE', '', { body: { ids: [id] } })).status).toBe(404);
  });

  it('ends with the store', async () => {
    const store = await api.makeStore();
    const { id } = await store.create();
    const deleted = await store.native.call('DELETE', '', { key: ROOT_KEY });
    expect(deleted.status, deleted.text).toBe(204);
    expect((await store.call('GET', '')).text).toBe(NO_ACCESS);
    expect((await store.call('GET', `/${id}`)).text).toBe(GROUP_NOT_FOUND);
  });
});
