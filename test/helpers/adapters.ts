import { SignJWT } from 'jose';
import { expect } from 'vitest';
import { type CallOptions, call, makeStore, type Reply, type TestStore } from './api.js';
import { JWT_SECRET } from './service.js';

/** A group as the native API names it; the other APIs' ids follow from this. */
export interface GroupIdentity {
  id: number;
  publicId: string;
  externalReferenceId: string | null;
}

export interface NamedGroup extends GroupIdentity {
  name: string;
}

/** A group's id as an API shows it. */
export type WireId = number | string;

export interface ShownGroup {
  id: WireId;
  name: string;
}

/** What an API can do with groups, in one form for all; what its document has not is not there. */
export interface Adapter {
  idOf(group: GroupIdentity): WireId;
  list(store: SharedStore): Promise<ShownGroup[]>;
  create(store: SharedStore, name: string): Promise<WireId>;
  rename?(store: SharedStore, id: WireId, name: string): Promise<void>;
  delete(store: SharedStore, id: WireId): Promise<void>;
  assign?(store: SharedStore, customerId: string, id: WireId): Promise<void>;
  unassign?(store: SharedStore, customerId: string, id: WireId): Promise<void>;
  groupsOf?(store: SharedStore, customerId: string): Promise<WireId[]>;
}

/** A store that every API reaches, with a price list and what opens each of them. */
export interface SharedStore {
  native: TestStore;
  /** Calls a path with the credential and the address that the API wants. */
  bigcommerce: Call;
  ecwid: Call;
  emporix: Call;
  joptic: Call;
}

type Call = (
  method: string,
  path: string,
  body?: object,
  headers?: CallOptions['headers'],
) => Promise<Reply>;

export const PRICE_LIST = 'standard';

let count = 0;

/** @param check what every answer must be; success unless given */
export async function makeSharedStore(
  origin: string,
  check: (asked: Promise<Reply>) => Promise<Reply> = ok,
): Promise<SharedStore> {
  const number = process.pid * 1_000 + ++count;
  const tenant = `t${number.toString(36)}x`;
  const channels = {
    bigcommerce: { storeHash: `shared${number}` },
    ecwid: { storeId: number },
    emporix: { tenant, site: 'main' },
    joptic: { storeId: `shared_${number}` },
  };
  const native = await makeStore(origin, { channels });
  const user = `user-${number}`;
  await ok(
    native.call('PUT', `/users/${user}`, { body: { active: true, scopes: ['store:admin'] } }),
  );
  await ok(native.call('POST', '/price-lists', { body: { id: PRICE_LIST, name: 'Standard' } }));
  const access = await emporixToken(origin, native);
  const token = await userToken(user);
  const through =
    (base: string, given: CallOptions): Call =>
    (method, path, body, headers) =>
      check(
        call(origin, method, base + path, {
          ...given,
          body,
          headers: { ...given.headers, ...headers },
        }),
      );
  return {
    native,
    bigcommerce: through(`/stores/${channels.bigcommerce.storeHash}/v2`, {
      key: '',
      headers: { 'x-auth-token': native.key },
    }),
    ecwid: through(`/api/v3/${number}`, { key: native.key }),
    emporix: through(`/shipping/${tenant}/main`, { key: access }),
    joptic: through('/customer-group', {
      key: token,
      headers: { 'x-store-id': channels.joptic.storeId },
    }),
  };
}

/** An access token with all that the store's key may do. */
export async function emporixToken(origin: string, { keyId, key }: TestStore): Promise<string> {
  const response = await fetch(`${origin}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: keyId,
      client_secret: key,
    }),
  });
  expect(response.status).toBe(200);
  return ((await response.json()) as { access_token: string }).access_token;
}

const userToken = (user: string): Promise<string> =>
  new SignJWT({ sub: user })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('5m')
    .sign(new TextEncoder().encode(JWT_SECRET));

/** What is asked for here is always in order. */
async function ok(asked: Promise<Reply>): Promise<Reply> {
  const reply = await asked;
  expect(reply.status, reply.text).toBeLessThan(300);
  return reply;
}

const native = {
  idOf: ({ id }) => id,
  list: async (store) => (await identities(store)).map(({ id, name }) => ({ id, name })),
  create: async ({ native: { call } }, name) =>
    (await ok(call('POST', '/groups', { body: { name } }))).json.id,
  async rename({ native: { call } }, id, name) {
    await ok(call('PATCH', `/groups/${id}`, { body: { name } }));
  },
  async delete({ native: { call } }, id) {
    await ok(call('DELETE', `/groups/${id}`));
  },
  async assign({ native: { call } }, customerId, id) {
    await ok(call('PUT', `/groups/${id}/members/${customerId}`));
  },
  async unassign({ native: { call } }, customerId, id) {
    await ok(call('DELETE', `/groups/${id}/members/${customerId}`));
  },
  groupsOf: async ({ native: { call } }, customerId) =>
    (await ok(call('GET', `/customers/${customerId}/groups`))).json.groupIds,
} satisfies Adapter;

const bigcommerce = {
  idOf: ({ id }) => id,
  list: async (store) => shown((await store.bigcommerce('GET', '/customer_groups')).json ?? []),
  create: async (store, name) =>
    (await store.bigcommerce('POST', '/customer_groups', { name })).json.id,
  async rename(store, id, name) {
    await store.bigcommerce('PUT', `/customer_groups/${id}`, { name });
  },
  async delete(store, id) {
    await store.bigcommerce('DELETE', `/customer_groups/${id}`);
  },
} satisfies Adapter;

const ecwid = {
  idOf: ({ id }) => id,
  // "General" is in every store of this API, and in no other.
  list: async (store) =>
    shown((await store.ecwid('GET', '/customer_groups?limit=100')).json.items).filter(
      ({ id }) => id !== 0,
    ),
  create: async (store, name) => (await store.ecwid('POST', '/customer_groups', { name })).json.id,
  async rename(store, id, name) {
    await store.ecwid('PUT', `/customer_groups/${id}`, { name });
  },
  async delete(store, id) {
    await store.ecwid('DELETE', `/customer_groups/${id}`);
  },
} satisfies Adapter;

const emporix = {
  idOf: ({ publicId, externalReferenceId }) => externalReferenceId ?? publicId,
  // This API has no names: a group without a description shows its name for one.
  list: async (store) =>
    (await store.emporix('GET', '/groups')).json.map(
      ({ id, description }: { id: string; description: string }) => ({ id, name: description }),
    ),
  create: async (store, name) => (await store.emporix('POST', '/groups', { id: name })).json.id,
  async delete(store, id) {
    await store.emporix('DELETE', `/groups/${id}`);
  },
  async assign(store, customerId, groupId) {
    await store.emporix('POST', '/cgrelations', { customerId, groupId });
  },
  async unassign(store, customerId) {
    await store.emporix('DELETE', `/cgrelations/${customerId}`);
  },
  groupsOf: async (store, customerId) =>
    [(await store.emporix('GET', `/cgrelations/${customerId}`)).json.groupId].flatMap((id) =>
      id === undefined ? [] : [id],
    ),
} satisfies Adapter;

const joptic = {
  idOf: ({ publicId }) => publicId,
  list: async (store) => shown((await store.joptic('GET', '?limit=100')).json.data),
  create: async (store, name) =>
    (await store.joptic('POST', '', { name, defaultPriceListId: PRICE_LIST })).json.id,
  async delete(store, id) {
    await store.joptic('DELETE', '', { ids: [id] });
  },
  async assign(store, customerId, CustomerGroupId) {
    await store.joptic('POST', '/assign-group', { customerId, CustomerGroupId });
  },
} satisfies Adapter;

/** Every API that the service speaks. */
export const adapters = { native, bigcommerce, ecwid, emporix, joptic };

const shown = (groups: readonly ShownGroup[]): ShownGroup[] =>
  groups.map(({ id, name }) => ({ id, name }));

/** The groups of a store by everything that names them. */
export async function identities({ native: store }: SharedStore): Promise<NamedGroup[]> {
  const groups: NamedGroup[] = (await ok(store.call('GET', '/groups?limit=200'))).json.data;
  return groups.map(({ id, publicId, externalReferenceId, name }) => ({
    id,
    publicId,
    externalReferenceId,
    name,
  }));
}
