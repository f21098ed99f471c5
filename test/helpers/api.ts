import { ROOT_KEY } from './service.js';

/** What a call answered. */
export interface Reply {
  status: number;
  /** The reason phrase of the status line. */
  statusText: string;
  headers: Headers;
  text: string;
  /** Undefined when the body is no JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: the tests look into answers of every form
  json: any;
}

export interface CallOptions {
  key?: string;
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}

/** Calls the native API as root unless a key (or a user's token) is given; '' sends no credential. */
export async function call(
  origin: string,
  method: string,
  path: string,
  { key = ROOT_KEY, body, headers = {} }: CallOptions = {},
): Promise<Reply> {
  const response = await fetch(origin + path, {
    method,
    headers: {
      ...(key && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
  });
  const { status, statusText, headers: received } = response;
  const text = await response.text();
  return { status, statusText, headers: received, text, json: parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

let count = 0;

/** A store of its own for a test, and a key that may do everything in it. */
export interface TestStore {
  id: string;
  key: string;
  keyId: string;
  /** Calls a path below the store with its key. */
  call(method: string, path: string, options?: CallOptions): Promise<Reply>;
}

/** @param via calls instead of `call`, such as one that checks every answer */
export async function makeStore(
  origin: string,
  overrides: Readonly<Record<string, unknown>> = {},
  via: typeof call = call,
): Promise<TestStore> {
  const id = `store-${process.pid}-${++count}`;
  const store = await via(origin, 'POST', '/v1/stores', {
    body: { id, name: 'Test store', ...overrides },
  });
  if (store.status !== 201) throw new Error(store.text);
  const key = await via(origin, 'POST', `/v1/stores/${id}/keys`, {
    body: { name: 'all', scopes: ['store:admin'] },
  });
  const secret = key.json.secret as string;
  return {
    id,
    key: secret,
    keyId: key.json.id,
    call: (method, path, options) =>
      via(origin, method, `/v1/stores/${id}${path}`, { key: secret, ...options }),
  };
}

/** Where the faults of a 400 lie: pointers into the body, names of parameters. */
export const places = ({ json }: Reply): string[] =>
  (json.errors ?? []).map((fault: { pointer?: string; parameter?: string }) =>
    String(fault.pointer ?? fault.parameter),
  );
