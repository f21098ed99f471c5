import { type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, expect } from 'vitest';
import {
  type CallOptions,
  call,
  makeStore as makeNativeStore,
  type Reply,
  type TestStore,
} from './api.js';
import type { EngineName } from './engines.js';
import { JWT_SECRET, type RunningService, type ServiceOptions, startService } from './service.js';

/** The price list that every store of these suites has, by the name that the document gives it. */
export const PRICE_LIST = 'price_list_123';

/** A store of its own for a test, seen through JOptic's API and through the native one. */
export interface JOpticStore {
  /** The value of `x-store-id`. */
  id: string;
  /** Has an active relation to the store, and may read and write its groups. */
  user: string;
  native: TestStore;
  /** Calls what follows `/customer-group` as the user, in the context of the store. */
  call(method: string, rest: string, options?: CallOptions): Promise<Reply>;
  /** Creates a group as it is meant to be, and gives what was answered. */
  create(body?: object): Promise<Reply['json']>;
  get(id: string): Promise<Reply['json']>;
  /** The names of the groups that a list shows, oldest first unless the query says otherwise. */
  names(query?: string): Promise<string[]>;
  /** Makes a customer of the store, and gives its id. */
  customer(id?: string): Promise<string>;
}

/** The JOptic API of a service that runs for as long as a suite does. */
export interface JOpticApi {
  readonly service: RunningService;
  /** Calls any path without a credential; an answer without the headers of every answer is a failure. */
  call(method: string, path: string, options?: CallOptions): Promise<Reply>;
  /** @param user a new one unless given */
  makeStore(user?: string): Promise<JOpticStore>;
}

let stores = 0;
let users = 0;

export const newUser = (): string => `user-${process.pid}-${++users}`;

/** Starts the service before the tests of the suite around it, and closes it after them. */
export function jopticApi(engine: EngineName, options?: ServiceOptions): JOpticApi {
  let service: RunningService | undefined;
  beforeAll(async () => {
    service = await startService(engine, options);
  });
  afterAll(() => service?.close());
  const running = () => {
    if (!service) throw new Error('The service does not run yet.');
    return service;
  };
  const checked: JOpticApi['call'] = async (method, path, given) => {
    const reply = await call(running().origin, method, path, { key: '', ...given });
    checkHeaders(reply, `${method} ${path}`);
    return reply;
  };
  return {
    get service() {
      return running();
    },
    call: checked,
    async makeStore(user = newUser()) {
      const id = `store_${process.pid}_${++stores}`;
      const native = await makeNativeStore(running().origin, {
        channels: { joptic: { storeId: id } },
      });
      await putUser(native, user);
      const list = { id: PRICE_LIST, name: 'List' };
      expect((await native.call('POST', '/price-lists', { body: list })).status).toBe(201);
      return viewOf({ id, user, native }, checked);
    },
  };
}

/** Gives a user a relation to a store, or changes it. */
export async function putUser(native: TestStore, user: string, relation: object = {}) {
  const body = { active: true, scopes: ['groups:read', 'groups:write'], ...relation };
  const reply = await native.call('PUT', `/users/${encodeURIComponent(user)}`, { body });
  expect([200, 201], reply.text).toContain(reply.status);
}

function viewOf(
  store: Pick<JOpticStore, 'id' | 'user' | 'native'>,
  send: JOpticApi['call'],
): JOpticStore {
  const callStore: JOpticStore['call'] = async (method, rest, { headers, ...given } = {}) =>
    send(method, `/customer-group${rest}`, {
      ...given,
      headers: { 'x-store-id': store.id, ...(await bearer(store.user)), ...headers },
    });
  return {
    ...store,
    call: callStore,
    async create(body = {}) {
      const reply = await callStore('POST', '', {
        body: { name: 'Group', defaultPriceListId: PRICE_LIST, ...body },
      });
      expect(reply.status, reply.text).toBe(201);
      return reply.json;
    },
    get: async (id) => (await callStore('GET', `/${id}`)).json,
    async names(query = '') {
      const reply = await callStore('GET', `?sortOrder=asc&${query}`);
      expect(reply.status, reply.text).toBe(200);
      return reply.json.data.map(({ name }: { name: string }) => name);
    },
    async customer(id = 'customer_123') {
      const reply = await store.native.call('POST', '/customers', { body: { id } });
      expect(reply.status, reply.text).toBe(201);
      return id;
    },
  };
}

/** A token as the service itself would sign it, but for what is given. */
export const tokenOf = (claims: JWTPayload, secret: string = JWT_SECRET): Promise<string> =>
  new SignJWT({ exp: Math.floor(Date.now() / 1000) + 3600, ...claims })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(new TextEncoder().encode(secret));

export const bearer = async (user: string): Promise<{ authorization: string }> => ({
  authorization: `Bearer ${await tokenOf({ sub: user })}`,
});

/** What no route takes is not counted: no limit of the document is its own. */
const isCounted = ({ status, json }: Reply): boolean =>
  !String(json?.message).startsWith('Cannot ') && status !== 414;

function checkHeaders(reply: Reply, place: string): void {
  const { headers, text } = reply;
  if (isCounted(reply)) {
    expect(headers.get('x-ratelimit-limit'), place).toMatch(/^\d+$/);
    expect(headers.get('x-ratelimit-remaining'), place).toMatch(/^\d+$/);
    expect(headers.get('x-ratelimit-reset'), place).toMatch(/^\d+$/);
  }
  expect(headers.has('retry-after'), place).toBe([429, 503].includes(reply.status));
  if (text !== '') expect(headers.get('content-type'), place).toBe(JSON_TYPE);
}

const JSON_TYPE = 'application/json; charset=utf-8';

/** As the API writes instants. */
export const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
export const PUBLIC_ID = /^cgrp_[A-Za-z0-9]{12,}$/;

/** Bodies of errors, to the last byte. */
export const badRequest = (message: string | readonly string[]): string =>
  JSON.stringify({ statusCode: 400, message, error: 'Bad Request' });
export const notFound = (message: string): string =>
  JSON.stringify({ statusCode: 404, message, error: 'Not Found' });
export const UNAUTHORIZED = '{"statusCode":401,"message":"Unauthorized"}';
export const NO_ACCESS =
  '{"statusCode":403,"message":"You do not have access to this store","error":"Forbidden"}';
export const FORBIDDEN = '{"statusCode":403,"message":"Forbidden resource","error":"Forbidden"}';
export const TOO_MANY = '{"statusCode":429,"message":"ThrottlerException: Too Many Requests"}';
export const GROUP_NOT_FOUND = notFound('Customer group not found');
export const CUSTOMER_NOT_FOUND = notFound('Customer not found');
export const NO_MATCHING_GROUPS = notFound('No matching customer groups found');
