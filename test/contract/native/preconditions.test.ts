import { describe, expect, it } from 'vitest';
import type { Reply, TestStore } from '../../helpers/api.js';
import { describeEngines } from '../../helpers/engines.js';
import { type NativeApi, nativeApi } from '../../helpers/native.js';

interface Resource {
  /** Below the store. */
  path: (store: TestStore, made: Reply) => string;
  make: (store: TestStore) => Promise<Reply>;
  /** Where its state shows, when it is not at its own path. */
  shownAt?: string;
  /** A body for each method that changes it, which makes a difference. */
  writes: Readonly<Partial<Record<'PUT' | 'PATCH', unknown>>>;
  /** Whether the method needs the root key. */
  root?: boolean;
  /** What is made by PUT, as which path. */
  absent?: string;
  deletes?: boolean;
}

const fields = { active: false, scopes: [] };

/** Every single resource of the API. */
const RESOURCES: Readonly<Record<string, Resource>> = {
  store: {
    path: () => '',
    make: (store) => store.call('GET', ''),
    writes: { PATCH: { name: 'Other' } },
    root: true,
  },
  key: {
    path: (_, made) => `/keys/${made.json.id}`,
    make: (store) => store.call('POST', '/keys', { body: { name: 'k', scopes: [] } }),
    shownAt: '/keys',
    writes: {},
  },
  user: {
    path: () => '/users/anna',
    make: (store) => store.call('PUT', '/users/anna', { body: { active: true, scopes: [] } }),
    shownAt: '/users',
    writes: { PUT: fields },
    absent: '/users/nobody',
  },
  group: {
    path: () => '/groups/1',
    make: (store) => store.call('GET', '/groups/1'),
    writes: { PATCH: { name: 'Other' } },
  },
  member: {
    path: () => '/groups/1/members/c1',
    make: (store) => store.call('PUT', '/groups/1/members/c1'),
    shownAt: '/groups/1/members',
    writes: { PUT: { endsAt: '2040-01-01T00:00:00Z' } },
    absent: '/groups/1/members/c2',
  },
  customer: {
    path: () => '/customers/c1',
    make: (store) => store.call('GET', '/customers/c1'),
    writes: { PUT: { name: 'Other' }, PATCH: { name: 'Another' } },
    absent: '/customers/nobody',
  },
  "customer's groups": {
    path: () => '/customers/c1/groups',
    make: (store) => store.call('GET', '/customers/c1/groups'),
    writes: { PUT: { groupIds: [1] } },
    deletes: false,
  },
  'price list': {
    path: () => '/price-lists/p1',
    make: (store) => store.call('GET', '/price-lists/p1'),
    writes: { PATCH: { name: 'Other' } },
  },
  // Written many at a time, without a precondition: only a deletion has one.
  category: {
    path: () => '/categories/7',
    make: async (store) => {
      await store.call('PUT', '/categories', { body: { categories: [{ id: '7', name: 'C' }] } });
      return store.call('GET', '/categories/7');
    },
    writes: {},
  },
  product: {
    path: () => '/products/33',
    make: async (store) => {
      await store.call('PUT', '/products', { body: { products: [{ id: '33' }] } });
      return store.call('GET', '/products/33');
    },
    writes: {},
  },
};

/** `If-Match` headers made from the current tag that stand for another state. */
const STALE: readonly ((tag: string) => string)[] = [
  () => '"stale"',
  (tag) => `W/${tag}`,
  (tag) => tag.replaceAll('"', ''),
  () => '"a", "b"',
  (tag) => `W/${tag}, "b"`,
  () => '',
];
const CURRENT: readonly ((tag: string) => string)[] = [
  (tag) => tag,
  () => '*',
  (tag) => `"a", ${tag}`,
  (tag) => `W/"a",${tag},"b"`,
];

describeEngines('native preconditions', (engine) => {
  const api: NativeApi = nativeApi(engine);

  describe.each(Object.entries(RESOURCES))('of a %s', (_, resource) => {
    const { writes, shownAt, root, absent, deletes = true } = resource;

    /** A store with the resource, which `write` changes and `state` shows. */
    async function setUp() {
      const store = await api.makeStore();
      await store.call('POST', '/groups', { body: { name: 'G' } });
      for (const id of ['c1', 'c2']) await store.call('POST', '/customers', { body: { id } });
      await store.call('POST', '/price-lists', { body: { id: 'p1', name: 'P' } });
      const made = await resource.make(store);
      const path = resource.path(store, made);
      const call = (method: string, at: string, options: object = {}) =>
        root
          ? api.call(method, `/v1/stores/${store.id}${at}`, options)
          : store.call(method, at, options);
      return {
        tag: String(made.headers.get('etag')),
        state: async () => {
          const { json } = await call('GET', shownAt ?? path);
          // When a key was last used may be noted meanwhile.
          return JSON.stringify(json).replace(/"lastUsedAt":("[^"]*"|null)/g, '');
        },
        read: (headers: object = {}) => call('GET', path, { headers }),
        write: (method: string, ifMatch: string, body?: unknown) =>
          call(method, path, { body, headers: { 'if-match': ifMatch } }),
        make: (at: string, body: unknown) =>
          call('PUT', at, { body, headers: { 'if-match': '*' } }),
      };
    }
    const methods: [string, unknown][] = [
      ...Object.entries(writes),
      ...(deletes ? [['DELETE', undefined] as [string, unknown]] : []),
    ];

    it.each(methods)('stops a stale %s, which changes nothing', async (method, body) => {
      const { tag, state, write } = await setUp();
      expect(tag).toMatch(/^"[\x21\x23-\x7e]+"$/);
      const before = await state();
      for (const header of STALE) {
        const refused = await write(method, header(tag), body);
        expect(refused.status, header(tag)).toBe(412);
        expect(refused.json.code).toBe('stale');
        expect(await state()).toBe(before);
      }
    });

    it.each(methods)('carries out a %s of the current state', async (method, body) => {
      for (const header of CURRENT) {
        const { tag, state, write, read } = await setUp();
        const before = await state();
        const reply = await write(method, header(tag), body);
        expect(reply.status, header(tag)).toBe(method === 'DELETE' ? 204 : 200);
        if (method === 'DELETE') continue;
        const changed = String(reply.headers.get('etag'));
        expect(changed).not.toBe(tag);
        expect(await state()).not.toBe(before);
        if (!shownAt) expect((await read()).headers.get('etag')).toBe(changed);
        // The tag that was current is stale now.
        expect((await write(method, tag, body)).status).toBe(412);
        expect((await write(method, changed, body)).status).toBe(200);
      }
    });

    if (absent)
      it('makes nothing anew when a state is asked for', async () => {
        const { make, state } = await setUp();
        const before = await state();
        const refused = await make(absent, writes.PUT);
        expect(refused.status).toBe(412);
        expect(await state()).toBe(before);
      });

    if (!shownAt)
      it('is sent whole also to who has its version', async () => {
        const { tag, read } = await setUp();
        const whole = await read();
        for (const header of [tag, `W/${tag}`, `"a", ${tag}`, '*', '"a"']) {
          const reply = await read({ 'if-none-match': header });
          expect([reply.status, reply.text], header).toEqual([200, whole.text]);
          expect(reply.headers.get('etag')).toBe(tag);
        }
      });
  });

  it('shows how many members a group has to whoever has its version', async () => {
    const store = await api.makeStore();
    await store.call('POST', '/groups', { body: { name: 'G' } });
    const tag = (await store.call('GET', '/groups/1')).headers.get('etag') ?? '';
    await store.call('POST', '/customers', { body: { id: 'c1', groupIds: [1] } });
    const headers = { 'if-none-match': tag };
    const { status, json } = await store.call('GET', '/groups/1', { headers });
    expect([status, json.memberCount]).toEqual([200, 1]);
  });

  it('gives a customer another tag when its groups change', async () => {
    const store = await api.makeStore();
    await store.call('POST', '/groups', { body: { name: 'G' } });
    await store.call('POST', '/customers', { body: { id: 'c1' } });
    const tagOf = async () => (await store.call('GET', '/customers/c1')).headers.get('etag');
    const before = await tagOf();
    await store.call('PUT', '/groups/1/members/c1');
    expect(await tagOf()).not.toBe(before);
    const headers = { 'if-match': String(before) };
    const stale = await store.call('PUT', '/customers/c1', { body: { groupIds: [] }, headers });
    expect(stale.status).toBe(412);
    await store.call('DELETE', '/groups/1/members/c1');
    expect(await tagOf()).toBe(before);
  });
});
