import { afterAll, beforeAll, expect } from 'vitest';
import {
  type CallOptions,
  call,
  makeStore as makeNativeStore,
  type Reply,
  type TestStore,
} from './api.js';
import type { EngineName } from './engines.js';
import { type RunningService, type ServiceOptions, startService } from './service.js';

/** A store of its own for a test, seen through BigCommerce's API and through the native one. */
export interface BigCommerceStore {
  hash: string;
  /** A key that may do everything; its name is `all`. */
  key: string;
  native: TestStore;
  /** Calls what follows `/stores/{store_hash}/v2/customer_groups` with the key as `X-Auth-Token`. */
  call(method: string, rest: string, options?: CallOptions): Promise<Reply>;
  /** Creates a group as it is meant to be, and gives what was answered. */
  create(body?: object): Promise<Reply['json']>;
  get(id: number): Promise<Reply['json']>;
  names(query?: string): Promise<string[]>;
}

/** The BigCommerce API of a service that runs for as long as a suite does. */
export interface BigCommerceApi {
  readonly service: RunningService;
  /** Calls any path without a credential; an answer without the headers of every answer is a failure. */
  call(method: string, path: string, options?: CallOptions): Promise<Reply>;
  makeStore(settings?: { unpagedLists?: boolean }): Promise<BigCommerceStore>;
}

let count = 0;

/** Starts the service before the tests of the suite around it, and closes it after them. */
export function bigcommerceApi(engine: EngineName, options?: ServiceOptions): BigCommerceApi {
  let service: RunningService | undefined;
  beforeAll(async () => {
    service = await startService(engine, options);
  });
  afterAll(() => service?.close());
  const running = () => {
    if (!service) throw new Error('The service does not run yet.');
    return service;
  };
  const checked: BigCommerceApi['call'] = async (method, path, given) => {
    const reply = await call(running().origin, method, path, { key: '', ...given });
    checkHeaders(reply, `${method} ${path}`);
    return reply;
  };
  return {
    get service() {
      return running();
    },
    call: checked,
    async makeStore(settings = {}) {
      const hash = `hash${process.pid}x${++count}`;
      const channels = { bigcommerce: { storeHash: hash, ...settings } };
      const native = await makeNativeStore(running().origin, { channels });
      return viewOf({ hash, native, key: native.key }, checked);
    },
  };
}

function viewOf(
  store: Pick<BigCommerceStore, 'hash' | 'native' | 'key'>,
  send: BigCommerceApi['call'],
): BigCommerceStore {
  const callStore: BigCommerceStore['call'] = (method, rest, { headers, ...given } = {}) =>
    send(method, `/stores/${store.hash}/v2/customer_groups${rest}`, {
      ...given,
      headers: { 'x-auth-token': store.key, ...headers },
    });
  return {
    ...store,
    call: callStore,
    async create(body = {}) {
      const reply = await callStore('POST', '', { body: { name: 'Group', ...body } });
      expect(reply.status, reply.text).toBe(200);
      return reply.json;
    },
    get: async (id) => (await callStore('GET', `/${id}`)).json,
    async names(query = '') {
      const reply = await callStore('GET', query);
      expect([200, 204], reply.text).toContain(reply.status);
      return (reply.json ?? []).map(({ name }: { name: string }) => name);
    },
  };
}

function checkHeaders({ status, headers, text }: Reply, place: string): void {
  expect(headers.get('x-rate-limit-requests-quota'), place).toMatch(/^\d+$/);
  expect(headers.get('x-rate-limit-requests-left'), place).toMatch(/^\d+$/);
  expect(headers.get('x-rate-limit-time-window-ms'), place).toBe('30000');
  expect(headers.get('x-rate-limit-time-reset-ms'), place).toMatch(/^\d+$/);
  if (status === 204) {
    expect(text, place).toBe('');
    expect(headers.has('content-type'), place).toBe(false);
  }
}

export const basic = (user: string, secret: string): { authorization: string } => ({
  authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`,
});

/** As the API writes dates, in UTC. */
export const DATE = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

/** The entries of which the list of a 400 is made. */
export const missing = (field: string) => ({
  status: 400,
  message: `The required field '${field}' was not supplied.`,
});
export const readOnly = (field: string) => ({
  status: 400,
  message: `The field '${field}' cannot be written to. Please remove it from your request before trying again.`,
});
/** @param place what the reason, whose words are our own, must name */
export const invalid = (field: string, place = '') => ({
  status: 400,
  message: `The field '${field}' is invalid.`,
  details: { invalid_reason: expect.stringContaining(place) },
});
export const unknown = (field: string) => ({
  status: 400,
  message: `The field '${field}' is not supported by this resource.`,
});

export const NOT_FOUND = [{ status: 404, message: 'The requested resource was not found.' }];
