import { describe, expect, it } from 'vitest';
import { call, type TestStore } from '../../helpers/api.js';
import { describeEngines } from '../../helpers/engines.js';
import { nativeApi } from '../../helpers/native.js';

/** What a route needs: a scope, any credential of the store, the root key, or nothing at all. */
const SCOPES = [
  'groups:read',
  'groups:write',
  'customers:read',
  'customers:write',
  'pricing:read',
  'pricing:write',
  'store:admin',
] as const;
type Scope = (typeof SCOPES)[number];
type Need = Scope | 'any' | 'root' | 'nothing';

interface Route {
  needs: Need;
  /** Below the store; the ids are those of `furnish`. Null: not below a store, as `name` says. */
  path: string | null;
  body?: unknown;
}

const customer = { name: 'Ann' };
const price = { name: 'Trade' };

/** Every route of `/v1`, as the OpenAPI document names it, with a call that works. */
const ROUTES: Readonly<Record<string, Route>> = {
  'GET /v1/session': { needs: 'any', path: null },
  // Its body is the credential; `session.test.ts` shows what it does with one that is none.
  'POST /v1/sessions': { needs: 'nothing', path: null, body: {} },
  'POST /v1/stores': { needs: 'root', path: null, body: { id: 'theirs', name: 'X' } },
  'GET /v1/stores': { needs: 'root', path: null },
  'GET /v1/stores/{store}': { needs: 'any', path: '' },
  'GET /v1/stores/{store}/apis': { needs: 'any', path: '/apis' },
  'PATCH /v1/stores/{store}': { needs: 'store:admin', path: '', body: { name: 'New name' } },
  'DELETE /v1/stores/{store}': { needs: 'root', path: '' },
  'POST /v1/stores/{store}/keys': {
    needs: 'store:admin',
    path: '/keys',
    body: { name: 'x', scopes: [] },
  },
  'GET /v1/stores/{store}/keys': { needs: 'store:admin', path: '/keys' },
  'DELETE /v1/stores/{store}/keys/{key}': { needs: 'store:admin', path: '/keys/KEY' },
  'GET /v1/stores/{store}/users': { needs: 'store:admin', path: '/users' },
  'GET /v1/stores/{store}/users/{user}': { needs: 'store:admin', path: '/users/anna' },
  'PUT /v1/stores/{store}/users/{user}': {
    needs: 'store:admin',
    path: '/users/anna',
    body: { active: true, scopes: [] },
  },
  'DELETE /v1/stores/{store}/users/{user}': { needs: 'store:admin', path: '/users/anna' },
  'POST /v1/stores/{store}/groups': { needs: 'groups:write', path: '/groups', body: price },
  'GET /v1/stores/{store}/groups': { needs: 'groups:read', path: '/groups' },
  'GET /v1/stores/{store}/groups/{group}': { needs: 'groups:read', path: '/groups/1' },
  'PATCH /v1/stores/{store}/groups/{group}': {
    needs: 'groups:write',
    path: '/groups/1',
    body: { name: 'Trade' },
  },
  'DELETE /v1/stores/{store}/groups/{group}': { needs: 'groups:write', path: '/groups/1' },
  'GET /v1/stores/{store}/groups/{group}/members': {
    needs: 'groups:read',
    path: '/groups/1/members',
  },
  'POST /v1/stores/{store}/groups/{group}/members': {
    needs: 'groups:write',
    path: '/groups/1/members',
    body: { add: ['c1'] },
  },
  'GET /v1/stores/{store}/groups/{group}/members/{customer}': {
    needs: 'groups:read',
    path: '/groups/1/members/c1',
  },
  'POST /v1/stores/{store}/groups/{group}/check-members': {
    needs: 'groups:read',
    path: '/groups/1/check-members',
    body: { customerIds: ['c1'] },
  },
  'GET /v1/stores/{store}/customers/{customer}/memberships': {
    needs: 'groups:read',
    path: '/customers/c1/memberships',
  },
  'PUT /v1/stores/{store}/groups/{group}/members/{customer}': {
    needs: 'groups:write',
    path: '/groups/1/members/c1',
  },
  'DELETE /v1/stores/{store}/groups/{group}/members/{customer}': {
    needs: 'groups:write',
    path: '/groups/1/members/c1',
  },
  'POST /v1/stores/{store}/customers': {
    needs: 'customers:write',
    path: '/customers',
    body: customer,
  },
  'GET /v1/stores/{store}/customers': { needs: 'customers:read', path: '/customers' },
  'GET /v1/stores/{store}/customers/{customer}': { needs: 'customers:read', path: '/customers/c1' },
  'PUT /v1/stores/{store}/customers/{customer}': {
    needs: 'customers:write',
    path: '/customers/c1',
    body: customer,
  },
  'PATCH /v1/stores/{store}/customers/{customer}': {
    needs: 'customers:write',
    path: '/customers/c1',
    body: customer,
  },
  'DELETE /v1/stores/{store}/customers/{customer}': {
    needs: 'customers:write',
    path: '/customers/c1',
  },
  'GET /v1/stores/{store}/customers/{customer}/groups': {
    needs: 'groups:read',
    path: '/customers/c1/groups',
  },
  'PUT /v1/stores/{store}/customers/{customer}/groups': {
    needs: 'groups:write',
    path: '/customers/c1/groups',
    body: { groupIds: [1] },
  },
  'POST /v1/stores/{store}/price-lists': {
    needs: 'pricing:write',
    path: '/price-lists',
    body: price,
  },
  'GET /v1/stores/{store}/price-lists': { needs: 'pricing:read', path: '/price-lists' },
  'GET /v1/stores/{store}/price-lists/{list}': { needs: 'pricing:read', path: '/price-lists/p1' },
  'PATCH /v1/stores/{store}/price-lists/{list}': {
    needs: 'pricing:write',
    path: '/price-lists/p1',
    body: price,
  },
  'DELETE /v1/stores/{store}/price-lists/{list}': {
    needs: 'pricing:write',
    path: '/price-lists/p1',
  },
  'GET /v1/stores/{store}/price-lists/{list}/prices': {
    needs: 'pricing:read',
    path: '/price-lists/p1/prices',
  },
  'PUT /v1/stores/{store}/price-lists/{list}/prices': {
    needs: 'pricing:write',
    path: '/price-lists/p1/prices',
    body: { prices: [{ productId: '33', amount: '9' }] },
  },
  'GET /v1/stores/{store}/price-lists/{list}/products': {
    needs: 'pricing:read',
    path: '/price-lists/p1/products',
  },
  'DELETE /v1/stores/{store}/price-lists/{list}/prices/{product}': {
    needs: 'pricing:write',
    path: '/price-lists/p1/prices/33',
  },
  'PUT /v1/stores/{store}/categories': {
    needs: 'pricing:write',
    path: '/categories',
    body: { categories: [{ id: '8', name: 'Frames' }] },
  },
  'GET /v1/stores/{store}/categories': { needs: 'pricing:read', path: '/categories' },
  'GET /v1/stores/{store}/categories/{category}': {
    needs: 'pricing:read',
    path: '/categories/7',
  },
  'DELETE /v1/stores/{store}/categories/{category}': {
    needs: 'pricing:write',
    path: '/categories/7',
  },
  'PUT /v1/stores/{store}/products': {
    needs: 'pricing:write',
    path: '/products',
    body: { products: [{ id: '34' }] },
  },
  'GET /v1/stores/{store}/products': { needs: 'pricing:read', path: '/products' },
  'GET /v1/stores/{store}/products/{product}': { needs: 'pricing:read', path: '/products/33' },
  'DELETE /v1/stores/{store}/products/{product}': {
    needs: 'pricing:write',
    path: '/products/33',
  },
  'POST /v1/stores/{store}/quotes': {
    needs: 'pricing:read',
    path: '/quotes',
    body: { items: [{ productId: '33', unitPrice: '9.50' }] },
  },
  'GET /v1/stores/{store}/customers/{customer}/access': {
    needs: 'pricing:read',
    path: '/customers/c1/access',
  },
  'GET /v1/stores/{store}/access': { needs: 'pricing:read', path: '/access' },
  'GET /v1/stores/{store}/reports/rules': { needs: 'store:admin', path: '/reports/rules' },
  'GET /v1/stores/{store}/reports/groups': { needs: 'store:admin', path: '/reports/groups' },
  'POST /v1/stores/{store}/webhooks': {
    needs: 'store:admin',
    path: '/webhooks',
    body: { url: 'http://127.0.0.1:9/in' },
  },
  'GET /v1/stores/{store}/webhooks': { needs: 'store:admin', path: '/webhooks' },
  'GET /v1/stores/{store}/webhooks/{webhook}': { needs: 'store:admin', path: '/webhooks/HOOK' },
  'PATCH /v1/stores/{store}/webhooks/{webhook}': {
    needs: 'store:admin',
    path: '/webhooks/HOOK',
    body: { description: 'Ours' },
  },
  'DELETE /v1/stores/{store}/webhooks/{webhook}': { needs: 'store:admin', path: '/webhooks/HOOK' },
  'POST /v1/stores/{store}/webhooks/{webhook}/rotate': {
    needs: 'store:admin',
    path: '/webhooks/HOOK/rotate',
  },
  'GET /v1/stores/{store}/webhooks/{webhook}/deliveries': {
    needs: 'store:admin',
    path: '/webhooks/HOOK/deliveries',
  },
  'POST /v1/stores/{store}/webhooks/{webhook}/deliveries/{delivery}/redeliver': {
    needs: 'store:admin',
    path: '/webhooks/HOOK/deliveries/MESSAGE/redeliver',
  },
  'GET /v1/stores/{store}/changes': { needs: 'store:admin', path: '/changes' },
  'POST /v1/stores/{store}/changes/{seq}/undo': {
    needs: 'store:admin',
    path: '/changes/CHANGE/undo',
  },
};

const routes = Object.entries(ROUTES).map(([name, route]) => ({
  name,
  method: name.split(' ', 1)[0] ?? '',
  ...route,
}));

/** The methods of each path. */
const METHODS: Record<string, string[]> = {};
for (const { name, method } of routes) {
  const path = name.slice(method.length + 1);
  METHODS[path] = [...(METHODS[path] ?? []), method];
}

/** Where a route is called, in one store. */
const urlOf = ({ name, method, path }: (typeof routes)[number], store: string): string =>
  path === null ? name.slice(method.length + 1) : `/v1/stores/${store}${path}`;

const isAllowed = (scope: Scope, needs: Need): boolean =>
  needs === 'any' ||
  (needs !== 'root' && scope === 'store:admin') ||
  scope === needs ||
  (needs.endsWith(':read') && scope === needs.replace(':read', ':write'));

describeEngines('native scopes', (engine) => {
  const api = nativeApi(engine, { environment: { CLIENTELE_WEBHOOKS_PRIVATE: 'on' } });

  /**
   * A group 1 with the customer c1, a price list p1 and a catalog with a price, a user, a spare key,
   * a webhook with a message for nobody, and the change of a category that nothing else needs.
   * @returns a path with the ids of the last four
   */
  async function furnish(store: TestStore): Promise<(path: string) => string> {
    const body = { url: 'http://127.0.0.1:9/in', events: ['group.created'] };
    const webhook = (await store.call('POST', '/webhooks', { body })).json.id;
    const made = [
      await store.call('POST', '/groups', { body: { name: 'A' } }),
      await store.call('POST', '/customers', { body: { id: 'c1', groupIds: [1] } }),
      await store.call('POST', '/price-lists', { body: { id: 'p1', name: 'P' } }),
      await store.call('PUT', '/users/anna', { body: { active: true, scopes: [] } }),
      await store.call('PUT', '/categories', { body: { categories: [{ id: '7', name: 'C' }] } }),
      await store.call('PUT', '/products', { body: { products: [{ id: '33', price: '9.50' }] } }),
      await store.call('PUT', '/price-lists/p1/prices', {
        body: { prices: [{ productId: '33', amount: '8' }] },
      }),
      await store.call('PUT', '/categories', { body: { categories: [{ id: '9', name: 'X' }] } }),
    ];
    expect(made.map(({ status }) => status)).toEqual([201, 201, 201, 201, 200, 200, 200, 200]);
    const key = await store.call('POST', '/keys', { body: { name: 'spare', scopes: [] } });
    const deliveries = async () =>
      (await store.call('GET', `/webhooks/${webhook}/deliveries`)).json.data;
    await expect.poll(deliveries).toHaveLength(1);
    const [{ id: message }] = await deliveries();
    const { data } = (await store.call('GET', '/changes?entity=category&entityId=9')).json;
    const ids = { KEY: key.json.id, HOOK: webhook, MESSAGE: message, CHANGE: data[0].seq };
    return (path) =>
      Object.entries(ids).reduce((named, [word, id]) => named.replace(word, String(id)), path);
  }

  const keyWith = async (store: TestStore, scopes: readonly string[]): Promise<string> =>
    (await store.call('POST', '/keys', { body: { name: 'k', scopes } })).json.secret;

  it('has exactly the routes that this table names', () => {
    const documented = Object.entries(api.openApi.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(documented.sort()).toEqual(Object.keys(ROUTES).sort());
  });

  it.each(Object.keys(METHODS))('allows the documented methods alone at %s', async (path) => {
    const documented = METHODS[path] ?? [];
    const unused = ['POST', 'GET', 'PUT', 'PATCH', 'DELETE'].find(
      (method) => !documented.includes(method),
    );
    const reply = await api.call(String(unused), path.replace(/\{\w+\}/g, 'x'), { key: '' });
    expect(reply.status).toBe(405);
    const allowed = reply.headers.get('allow')?.split(', ');
    expect(allowed?.filter((method) => method !== 'HEAD')).toEqual([...documented].sort());
  });

  describe.each([...SCOPES, 'none' as const])('a key with the scope %s', (scope) => {
    it('does what the scope allows and nothing else', async () => {
      const expected: Record<string, number> = {};
      const actual: Record<string, number> = {};
      // Reads first, and deletions last, so that each call finds what it needs.
      const order = ['GET', 'PATCH', 'PUT', 'POST', 'DELETE'];
      const inOrder = [...routes].sort(
        (a, b) => order.indexOf(a.method) - order.indexOf(b.method) || (a.name < b.name ? 1 : -1),
      );
      const store = await api.makeStore();
      const named = await furnish(store);
      const key = await keyWith(store, scope === 'none' ? [] : [scope]);
      for (const route of inOrder) {
        const { name, method, body, needs } = route;
        if (needs === 'nothing') continue;
        const allowed = scope === 'none' ? needs === 'any' : isAllowed(scope, needs);
        expected[name] = allowed ? 200 : 403;
        const url = named(urlOf(route, store.id));
        const { status } = await api.call(method, url, { key, body });
        actual[name] = status < 300 ? 200 : status;
      }
      expect(actual).toEqual(expected);
    });
  });

  const closed = routes.filter(({ needs }) => needs !== 'nothing');
  it.each(closed)('needs a credential for $name', async (route) => {
    const { method, body } = route;
    const url = urlOf(route, 'any');
    for (const key of ['', 'ck_unknown', 'a.b.c']) {
      const reply = await api.call(method, url, { key, body });
      expect(reply.status).toBe(401);
      expect(reply.json.code).toBe('unauthenticated');
      expect(reply.headers.get('www-authenticate')).toBe('Bearer');
    }
  });

  it('hides another store as one that never was', async () => {
    const [mine, other] = [await api.makeStore(), await api.makeStore()];
    const named = await furnish(other);
    for (const { method, path, body } of routes) {
      if (path === null) continue;
      const at = (store: string) => `/v1/stores/${store}${named(path)}`;
      const theirs = await api.call(method, at(other.id), { key: mine.key, body });
      const nobodys = await api.call(method, at('nowhere'), { key: mine.key, body });
      expect(theirs.status, `${method} ${path}`).toBe(404);
      expect(theirs.text.replace(other.id, 'nowhere')).toBe(nobodys.text);
    }
    const untouched = await other.call('GET', '/groups/1');
    expect(untouched.json).toMatchObject({ name: 'A', memberCount: 1 });
  });

  it.each([
    ['POST', '/customers', { id: 'c2', groupIds: [] }],
    ['PUT', '/customers/c1', { groupIds: [] }],
    ['PATCH', '/customers/c1', { groupIds: [] }],
  ])('needs groups:write for groups in %s %s', async (method, path, body) => {
    const store = await api.makeStore();
    await furnish(store);
    const [one, both] = [
      await keyWith(store, ['customers:write']),
      await keyWith(store, ['customers:write', 'groups:write']),
    ];
    expect((await store.call(method, path, { key: one, body })).status).toBe(403);
    expect((await store.call('GET', '/customers/c1')).json.groupIds).toEqual([1]);
    expect((await store.call(method, path, { key: both, body })).status).toBeLessThan(300);
  });

  it.each(['Basic cm9vdDpyb290', 'Bearer', 'Bearer ', 'Token abc', ''])(
    'takes no credential of the form "%s"',
    async (authorization) => {
      const headers = { authorization };
      const reply = await call(api.service.origin, 'GET', '/v1/stores', { key: '', headers });
      expect(reply.status).toBe(401);
    },
  );

  it('reads the word Bearer in any case', async () => {
    const store = await api.makeStore();
    const headers = { authorization: `bEARER  ${store.key}` };
    const reply = await store.call('GET', '/groups', { key: '', headers });
    expect(reply.status).toBe(200);
  });
});
