import { hkdfSync } from 'node:crypto';
import { type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, expect } from 'vitest';
import { type CallOptions, call, makeStore, type Reply, type TestStore } from './api.js';
import type { EngineName } from './engines.js';
import { ROOT_KEY, type RunningService, type ServiceOptions, startService } from './service.js';

/** A store of its own for a test, seen through Emporix's API and through the native one. */
export interface EmporixStore {
  tenant: string;
  site: string;
  native: TestStore;
  /** An access token with all that there is. */
  token: string;
  /** Calls what follows `/shipping/{tenant}/{site}` with the token. */
  call(method: string, rest: string, options?: CallOptions): Promise<Reply>;
  /** Makes customers through the native API. */
  addCustomers(...ids: string[]): Promise<void>;
  /** Makes groups through this API. */
  addGroups(...ids: string[]): Promise<void>;
  /** The group that the API shows for a customer. */
  groupOf(customerId: string): Promise<string | undefined>;
  /** Every pair, as `customer:group`. */
  pairs(): Promise<string[]>;
  /** The groups of a customer in the native API, by number. */
  nativeGroupsOf(customerId: string): Promise<number[]>;
  /** An access token of another key, with these scopes. */
  tokenWith(...scopes: string[]): Promise<string>;
}

/** The Emporix API of a service that runs for as long as a suite does. */
export interface EmporixApi {
  readonly service: RunningService;
  /** Calls any path without a credential; an answer that is not in the vendor's form is a failure. */
  call(method: string, path: string, options?: CallOptions): Promise<Reply>;
  /** Sends a form to the token endpoint. */
  requestToken(fields: Fields, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  /** @param overrides of the native API's request */
  makeStore(overrides?: { tenant?: string; site?: string }): Promise<EmporixStore>;
}

type Fields = Readonly<Record<string, string>> | readonly (readonly [string, string])[];

let count = 0;

/** Starts the service before the tests of the suite around it, and closes it after them. */
export function emporixApi(engine: EngineName, options?: ServiceOptions): EmporixApi {
  let service: RunningService | undefined;
  beforeAll(async () => {
    service = await startService(engine, options);
  });
  afterAll(() => service?.close());
  const running = () => {
    if (!service) throw new Error('The service does not run yet.');
    return service;
  };
  const checked: EmporixApi['call'] = async (method, path, given) => {
    const reply = await call(running().origin, method, path, { key: '', ...given });
    if (method !== 'HEAD') checkForm(reply, `${method} ${path}: ${reply.text}`);
    return reply;
  };
  const requestToken: EmporixApi['requestToken'] = (fields, headers) =>
    checked('POST', '/oauth/token', {
      headers: { 'content-type': FORM_TYPE, ...headers },
      body: new URLSearchParams(fields as Record<string, string>).toString(),
    });
  return {
    get service() {
      return running();
    },
    call: checked,
    requestToken,
    async makeStore({ tenant = `t${process.pid}x${++count}`, site = 'main' } = {}) {
      const channels = { emporix: { tenant, site } };
      const native = await makeStore(running().origin, { channels });
      const tokenOf = async (id: string, secret: string): Promise<string> => {
        const reply = await requestToken(clientCredentials(id, secret));
        expect(reply.status, reply.text).toBe(200);
        return reply.json.access_token;
      };
      const token = await tokenOf(native.keyId, native.key);
      const store = viewOf({ tenant, site, native, token }, checked);
      return {
        ...store,
        async tokenWith(...scopes) {
          const reply = await native.call('POST', '/keys', { body: { name: 'more', scopes } });
          expect(reply.status, reply.text).toBe(201);
          return tokenOf(reply.json.id, reply.json.secret);
        },
      };
    },
  };
}

function viewOf(
  store: Pick<EmporixStore, 'tenant' | 'site' | 'native' | 'token'>,
  send: EmporixApi['call'],
): Omit<EmporixStore, 'tokenWith'> {
  const base = `/shipping/${store.tenant}/${encodeURIComponent(store.site)}`;
  const callStore: EmporixStore['call'] = (method, rest, given) =>
    send(method, base + rest, { key: store.token, ...given });
  const relationOf = async (customerId: string) => {
    const reply = await callStore('GET', `/cgrelations/${encodeURIComponent(customerId)}`);
    expect(reply.status, reply.text).toBe(200);
    return reply.json;
  };
  return {
    ...store,
    call: callStore,
    async addCustomers(...ids) {
      for (const id of ids) {
        const reply = await store.native.call('POST', '/customers', { body: { id, groupIds: [] } });
        expect(reply.status, reply.text).toBe(201);
      }
    },
    async addGroups(...ids) {
      for (const id of ids) {
        const reply = await callStore('POST', '/groups', { body: { id, description: id } });
        expect(reply.status, reply.text).toBe(201);
      }
    },
    groupOf: async (customerId) => (await relationOf(customerId)).groupId,
    async pairs() {
      const reply = await callStore('GET', '/cgrelations');
      expect(reply.status, reply.text).toBe(200);
      return reply.json.map(
        ({ customerId, groupId }: Record<string, string>) => `${customerId}:${groupId}`,
      );
    },
    async nativeGroupsOf(customerId) {
      const reply = await store.native.call('GET', `/customers/${encodeURIComponent(customerId)}`);
      expect(reply.status, reply.text).toBe(200);
      return reply.json.groupIds;
    },
  };
}

export const FORM_TYPE = 'application/x-www-form-urlencoded';
export const JSON_TYPE = 'application/json; charset=utf-8';

export const clientCredentials = (id: string, secret: string) => ({
  grant_type: 'client_credentials',
  client_id: id,
  client_secret: secret,
});

export const basic = (user: string, secret: string) =>
  `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;

/** What everything that is wrong with a token is answered with, to the last byte. */
export const INVALID_TOKEN =
  '{"fault":{"faultstring":"Invalid access token","detail":{"errorcode":"oauth.v2.InvalidAccessToken"}}}';

/** The vendor's own 403, to the last byte. */
export const NOT_AUTHORIZED =
  '{"status":403,"message":"User not authorized.","type":"Forbidden","details":["Missing required scopes"]}';

/** @param details `field type`, in their order */
export const violation = (...details: string[]) => ({
  status: 400,
  type: 'validation_violation',
  message: 'There are validation problems, see details section for more information',
  moreInfo: '',
  details: details.map((detail) => {
    const [field, type] = detail.split(' ');
    return { field, type, message: expect.any(String) };
  }),
});

export const CONFLICT = {
  status: 409,
  type: 'conflict_resource',
  message: 'The requested resource could not be updated due to server-side validation.',
  moreInfo: '',
  details: [expect.any(String)],
};

export const groupUnknown = (id: string) => ({
  status: 404,
  type: 'resource_not_found',
  message: `A group with id '${id}' does not exist.`,
  moreInfo: '',
});

export const ELEMENT_UNKNOWN = {
  status: 404,
  type: 'element_resource_non_existing',
  message: expect.any(String),
  moreInfo: '',
};

/** An answer with a body is JSON; an error is of the document's `errorMessage`, or its gateway's, or RFC 6749's. */
function checkForm({ status, headers, text, json }: Reply, place: string): void {
  if (text === '') {
    expect([200, 204], place).toContain(status);
    expect(headers.has('content-type'), place).toBe(false);
    return;
  }
  expect(headers.get('content-type'), place).toBe(JSON_TYPE);
  if (status < 400) return;
  if ('error' in json) {
    expect(json, place).toEqual({ error: expect.stringMatching(/^[a-z]+(_[a-z]+)+$/) });
  } else if (status === 401) expect(text, place).toBe(INVALID_TOKEN);
  else if (status === 403) expect(text, place).toBe(NOT_AUTHORIZED);
  else {
    const { details, ...fields } = json;
    const message = expect.stringMatching(/./);
    const type = expect.stringMatching(/^[a-z]+[a-z_]*[a-z]+$/);
    expect(fields, place).toEqual({ status, type, message, moreInfo: '' });
    if (details !== undefined) expect(details.length, place).toBeGreaterThan(0);
  }
}

/** The secret that the service signs access tokens with: it follows from the root key. */
const SECRET = Buffer.from(hkdfSync('sha256', ROOT_KEY, '', 'clientele emporix access tokens', 32));

/** An access token as only the service can make it, so that one thing at a time can be wrong with it. */
export const signed = (
  claims: JWTPayload,
  { secret = SECRET, typ = 'at+jwt' }: { secret?: Buffer; typ?: string } = {},
): Promise<string> => new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ }).sign(secret);

/** The claims of a token, which anybody can read. */
export function claimsOf(token: string): JWTPayload {
  const [, payload = ''] = token.split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString());
}
