import { afterAll, beforeAll, expect } from 'vitest';
import { type CallOptions, call, makeStore, type Reply, type TestStore } from './api.js';
import type { EngineName } from './engines.js';
import { type RunningService, type ServiceOptions, startService } from './service.js';

/** A store of its own for a test, seen through Ecwid's API and through the native one. */
export interface EcwidStore {
  storeId: number;
  /** The secret of a key that may do everything. */
  key: string;
  native: TestStore;
  /** Calls what follows `/api/v3/{storeId}/customer_groups` with the key as a bearer token. */
  call(method: string, rest: string, options?: CallOptions): Promise<Reply>;
  /** Creates a group as it is meant to be, and gives its id. */
  create(name: string, more?: object): Promise<number>;
  /** The names on a page of the list. */
  names(query?: string): Promise<string[]>;
  /** The secret of another key, with these scopes. */
  makeKey(...scopes: string[]): Promise<string>;
}

/** The Ecwid API of a service that runs for as long as a suite does. */
export interface EcwidApi {
  readonly service: RunningService;
  /** Calls any path without a credential; an answer that is not in Ecwid's form is a failure. */
  call(method: string, path: string, options?: CallOptions): Promise<Reply>;
  makeStore(settings?: { customerGroupsEnabled?: boolean }): Promise<EcwidStore>;
}

let count = 0;

/** Starts the service before the tests of the suite around it, and closes it after them. */
export function ecwidApi(engine: EngineName, options?: ServiceOptions): EcwidApi {
  let service: RunningService | undefined;
  beforeAll(async () => {
    service = await startService(engine, options);
  });
  afterAll(() => service?.close());
  const running = () => {
    if (!service) throw new Error('The service does not run yet.');
    return service;
  };
  const checked: EcwidApi['call'] = async (method, path, given) => {
    const reply = await call(running().origin, method, path, { key: '', ...given });
    checkForm(reply, method, path);
    return reply;
  };
  return {
    get service() {
      return running();
    },
    call: checked,
    async makeStore(settings = {}) {
      const storeId = process.pid * 10_000 + ++count;
      const channels = { ecwid: { storeId, ...settings } };
      return viewOf(storeId, await makeStore(running().origin, { channels }), checked);
    },
  };
}

function viewOf(storeId: number, native: TestStore, send: EcwidApi['call']): EcwidStore {
  const callStore: EcwidStore['call'] = (method, rest, given) =>
    send(method, `/api/v3/${storeId}/customer_groups${rest}`, { key: native.key, ...given });
  return {
    storeId,
    key: native.key,
    native,
    call: callStore,
    async create(name, more = {}) {
      const reply = await callStore('POST', '', { body: { name, ...more } });
      expect(reply.status, reply.text).toBe(200);
      return reply.json.id;
    },
    async names(query = '') {
      const reply = await callStore('GET', query);
      expect(reply.status, reply.text).toBe(200);
      return reply.json.items.map(({ name }: { name: string }) => name);
    },
    async makeKey(...scopes) {
      const reply = await native.call('POST', '/keys', { body: { name: 'more', scopes } });
      expect(reply.status, reply.text).toBe(201);
      return reply.json.secret;
    },
  };
}

/** "Content-Type application/json; charset=utf-8" (the document's samples). */
export const JSON_TYPE = 'application/json; charset=utf-8';

/** An object as JSON, with a text for whatever went wrong; nothing at all for a refused token. */
function checkForm({ status, headers, text, json }: Reply, method: string, path: string): void {
  const place = `${method} ${path}: ${text}`;
  if (method === 'HEAD' || isEmpty403({ status, text })) {
    expect(text, place).toBe('');
    if (method !== 'HEAD') {
      expect([headers.get('content-type'), headers.get('content-length')]).toEqual([null, '0']);
    }
    return;
  }
  expect(headers.get('content-type'), place).toBe(JSON_TYPE);
  if (status === 200) {
    expect(Object.keys(json), place).not.toContain('errorMessage');
  } else {
    expect(json, place).toEqual({
      ...('errorCode' in json && { errorCode: expect.stringMatching(/^[A-Z_]+$/) }),
      errorMessage: expect.stringMatching(/./),
    });
  }
}

const isEmpty403 = ({ status, text }: Pick<Reply, 'status' | 'text'>): boolean =>
  status === 403 && text === '';

/** What a reply says, for a comparison with another's. */
export const said = ({ status, json }: Reply): readonly [number, unknown] => [status, json];

export const wrongParameter = (name: string) => ({
  errorCode: 'WRONG_PARAMETER',
  errorMessage: expect.stringMatching(`^Wrong parameter '${name}' value: `),
});

export const notFound = (id: number | string) => ({
  errorMessage: `Customer group #${id} not found`,
});

export const GENERAL = { id: 0, name: 'General' };
