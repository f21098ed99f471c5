import { expect, it } from 'vitest';
import type { CallOptions } from '../../helpers/api.js';
import { emporixApi, INVALID_TOKEN, NOT_AUTHORIZED, violation } from '../../helpers/emporix.js';
import { describeEngines } from '../../helpers/engines.js';
import { ROOT_KEY } from '../../helpers/service.js';

const READS = [
  ['GET', '/cgrelations'],
  ['HEAD', '/cgrelations'],
  ['GET', '/cgrelations/c1'],
  ['GET', '/groups'],
  ['HEAD', '/groups'],
  ['GET', '/groups/none'],
] as const;
const WRITES = [
  ['POST', '/cgrelations'],
  ['PUT', '/cgrelations/c1'],
  ['DELETE', '/cgrelations/c1'],
  ['POST', '/groups'],
  ['PUT', '/groups/none'],
  ['DELETE', '/groups/none'],
] as const;

/** Whether a token of a key with this scope alone may write; any may read. */
const SCOPES: Readonly<Record<string, boolean>> = {
  'groups:read': false,
  'groups:write': true,
  'customers:read': false,
  'customers:write': false,
  'pricing:read': false,
  'pricing:write': false,
  'store:admin': true,
};

const TENANTS = [
  'ab',
  'a'.repeat(17),
  'Acme',
  'acMe',
  '1acme',
  'ac-me',
  'ac_me',
  'acmé',
  'a%00b',
  '%20acme',
  'acme%2F',
];

describeEngines('in front of Emporix’s routes', (engine) => {
  const api = emporixApi(engine);

  it.each(Object.entries(SCOPES))('a token with %s reads, and writes: %s', async (scope, may) => {
    const store = await api.makeStore();
    const key = await store.tokenWith(scope);
    for (const [method, rest] of READS) {
      const { status } = await store.call(method, rest, { key });
      expect(status, `${method} ${rest}`).toBe(rest === '/groups/none' ? 404 : 200);
    }
    for (const [method, rest] of WRITES) {
      const body = method === 'DELETE' ? undefined : {};
      const reply = await store.call(method, rest, { key, body });
      expect(reply.text === NOT_AUTHORIZED, `${method} ${rest}`).toBe(!may);
      expect(reply.status === 403, `${method} ${rest}`).toBe(!may);
    }
  });

  it('a token for less than its key has does less', async () => {
    const store = await api.makeStore();
    const { json } = await api.requestToken({
      grant_type: 'client_credentials',
      client_id: store.native.keyId,
      client_secret: store.native.key,
      scope: 'shipping.shipping_read',
    });
    const key = json.access_token;
    expect((await store.call('GET', '/groups', { key })).status).toBe(200);
    expect((await store.call('POST', '/groups', { key, body: { id: 'x' } })).text).toBe(
      NOT_AUTHORIZED,
    );
  });

  it.each(TENANTS)('the tenant %s is refused by name', async (tenant) => {
    const store = await api.makeStore();
    for (const [method, rest] of [...READS, ...WRITES]) {
      if (method === 'HEAD') continue;
      const reply = await api.call(method, `/shipping/${tenant}/main${rest}`, { key: store.token });
      expect([reply.status, reply.json]).toEqual([400, violation('tenant invalid_field')]);
    }
  });

  it('another tenant and another site are as closed as those that there are not', async () => {
    const [store, other] = [await api.makeStore(), await api.makeStore({ site: 'second' })];
    for (const [tenant, site] of [
      [other.tenant, 'second'],
      [store.tenant, 'second'],
      [other.tenant, 'main'],
      ['nosuchtenant', 'main'],
      [store.tenant, 'Main'],
      [store.tenant, 'main%20'],
      [store.tenant, '%00'],
    ]) {
      for (const [method, rest] of [...READS, ...WRITES]) {
        if (method === 'HEAD') continue;
        const path = `/shipping/${tenant}/${site}${rest}`;
        const reply = await api.call(method, path, { key: store.token });
        expect([reply.status, reply.text], `${method} ${path}`).toEqual([403, NOT_AUTHORIZED]);
      }
    }
  });

  it('two sites of a tenant are two stores', async () => {
    const store = await api.makeStore();
    const second = await api.makeStore({ tenant: store.tenant, site: 'Zweite Straße 2' });
    await second.addGroups('g1');
    expect((await second.call('GET', '/groups/g1')).status).toBe(200);
    expect((await store.call('GET', '/groups')).text).toBe('[]');
  });

  it('a store that is given another address is closed to the tokens of the old one', async () => {
    const store = await api.makeStore();
    const tenant = `${store.tenant}y`;
    const body = { channels: { emporix: { tenant, site: 'main' } } };
    expect((await store.native.call('PATCH', '', { key: ROOT_KEY, body })).status).toBe(200);
    for (const at of [tenant, store.tenant]) {
      const reply = await api.call('GET', `/shipping/${at}/main/groups`, { key: store.token });
      expect(reply.text).toBe(NOT_AUTHORIZED);
    }
  });

  it('the token comes first, then the tenant, whose it is, the scope, the body, what there is', async () => {
    const [store, other] = [await api.makeStore(), await api.makeStore()];
    const reader = await store.tokenWith('groups:read');
    const put = (path: string, options: CallOptions) =>
      api.call('PUT', `/shipping/${path}/cgrelations/none`, options);
    const bad = { body: '{bad' };
    expect((await put('BAD/none', { key: 'x', ...bad })).text).toBe(INVALID_TOKEN);
    expect((await put('BAD/none', { key: reader, ...bad })).status).toBe(400);
    expect((await put(`${other.tenant}/main`, { key: store.token, ...bad })).status).toBe(403);
    expect((await put(`${store.tenant}/main`, { key: reader, ...bad })).status).toBe(403);
    expect((await put(`${store.tenant}/main`, { key: store.token, ...bad })).status).toBe(400);
    const body = { groupId: 'none' };
    expect((await put(`${store.tenant}/main`, { key: store.token, body })).status).toBe(409);
  });

  it('an unknown path and method are told without a token', async () => {
    const store = await api.makeStore();
    const base = `/shipping/${store.tenant}/main`;
    for (const path of [
      '/shipping',
      `${base}`,
      `${base}/`,
      `${base}/zones`,
      `${base}/groups/a/b`,
    ]) {
      const reply = await api.call('GET', path);
      expect([reply.status, reply.json.type]).toEqual([404, 'resource_not_found']);
    }
    const reply = await api.call('PATCH', `${base}/cgrelations/c1`);
    expect([reply.status, reply.json.type]).toEqual([405, 'unsupported_method']);
    expect(reply.headers.get('allow')?.split(', ').sort()).toEqual([
      'DELETE',
      'GET',
      'HEAD',
      'PUT',
    ]);
  });

  it('a path that is malformed or too long is told in the form of the document', async () => {
    const store = await api.makeStore();
    for (const [rest, status] of [
      ['/groups/%zz', 400],
      ['/groups/%ED%A0%80', 400],
      [`/groups/${'x'.repeat(1_100)}`, 414],
    ] as const) {
      const reply = await store.call('GET', rest);
      expect(reply.status).toBe(status);
    }
  });
});
