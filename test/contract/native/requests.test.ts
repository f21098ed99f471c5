import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { call, places } from '../../helpers/api.js';
import { describeEngines } from '../../helpers/engines.js';
import { nativeApi } from '../../helpers/native.js';
import { ROOT_KEY } from '../../helpers/service.js';

const MEBIBYTE = 1024 * 1024;

/** What each code is answered with, for requests that never reach the core. */
const PROBLEMS = {
  route_unknown: 404,
  method_not_allowed: 405,
  malformed_body: 400,
  malformed_url: 400,
  body_too_large: 413,
  url_too_long: 414,
  media_type: 415,
  unauthenticated: 401,
} as const;
type Code = keyof typeof PROBLEMS;

const MALFORMED = ['{', '{"name":"x"', '{"name":"x"}}', "{'name':'x'}", 'nul', '\ufeff{}', '['];

describeEngines('native requests', (engine) => {
  const api = nativeApi(engine);

  /** With bytes for a body, and any headers. */
  async function send(method: string, path: string, body: Uint8Array<ArrayBuffer>, headers = {}) {
    const response = await fetch(api.service.origin + path, {
      method,
      body,
      headers: { authorization: `Bearer ${ROOT_KEY}`, ...headers },
    });
    return { status: response.status, json: await response.json(), headers: response.headers };
  }

  /** Bytes over a bare connection; what comes back until it ends. */
  async function raw(bytes: string): Promise<string> {
    const { hostname, port } = new URL(api.service.origin);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.write(bytes);
    return text(socket);
  }

  const expectProblem = (
    { status, json, headers }: { status: number; json: unknown; headers: Headers },
    code: Code,
  ) => {
    expect(json).toMatchObject({
      type: 'about:blank',
      title: expect.stringMatching(/./),
      status: PROBLEMS[code],
      detail: expect.stringMatching(/\.$/),
      code,
    });
    expect(status).toBe(PROBLEMS[code]);
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(headers.get('x-request-id')).toMatch(/./);
  };

  it.each([
    ['POST', '/v1/nothing'],
    ['GET', '/v1'],
    ['GET', '/v1/'],
    ['GET', '/v1/stores/'],
    ['POST', '/v1/stores//groups'],
    ['GET', '/v1/stores//groups'],
    ['DELETE', '/v1/stores/a/groups/'],
    ['DELETE', '/v1/stores/a/things'],
    ['PUT', '/v1/stores/a/groups/1/members/c1/x'],
    ['GET', '/V1/stores'],
    ['GET', '/v2/stores'],
    ['GET', '/nothing'],
    ['PATCH', '/v1/stores/a/groups/1?x=1'.replace('groups', 'grps')],
  ])('puts the unknown route %s %s before all else', async (method, path) => {
    const body = method === 'GET' ? undefined : '{';
    expectProblem(await api.call(method, path, { key: '', body }), 'route_unknown');
  });

  it.each([
    ['PUT', '/v1/stores', ['GET', 'HEAD', 'POST']],
    ['POST', '/v1/stores/a', ['DELETE', 'GET', 'HEAD', 'PATCH']],
    ['GET', '/v1/stores/a/keys/b', ['DELETE']],
    ['OPTIONS', '/v1/stores/a/groups', ['GET', 'HEAD', 'POST']],
    ['PATCH', '/v1/stores/a/customers/b/groups?x=1', ['GET', 'HEAD', 'PUT']],
    ['DELETE', '/healthz', ['GET', 'HEAD']],
  ])('names what %s %s could be instead', async (method, path, allow) => {
    const body = method === 'PUT' ? '{' : undefined;
    const reply = await api.call(method, path, { key: '', body });
    expectProblem(reply, 'method_not_allowed');
    expect(reply.headers.get('allow')).toBe(allow.join(', '));
  });

  it('asks for a credential before it reads a body', async () => {
    for (const body of ['{', '', 'x'.repeat(MEBIBYTE + 1)]) {
      const reply = await api.call('POST', '/v1/stores', { key: '', body });
      expectProblem(reply, 'unauthenticated');
    }
  });

  it.each(MALFORMED)('refuses the malformed body %s', async (body) => {
    const store = await api.makeStore();
    for (const [method, path] of [
      ['POST', '/groups'],
      ['PUT', '/customers/c1'],
      ['PATCH', ''],
    ] as const) {
      expectProblem(await store.call(method, path, { body }), 'malformed_body');
    }
  });

  it('refuses a body that is not UTF-8', async () => {
    const body = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xe4]), Buffer.from('"}')]);
    const headers = { 'content-type': 'application/json' };
    expectProblem(await send('POST', '/v1/stores', body, headers), 'malformed_body');
  });

  it('survives a body that is nested very deeply', async () => {
    const store = await api.makeStore();
    for (const body of ['['.repeat(200_000), `${'[7'.repeat(1)}${',[7'.repeat(100_000)}`]) {
      expect((await store.call('POST', '/groups', { body })).status).toBe(400);
    }
    const nested = `{"name":"x","descriptions":${'{"en":'.repeat(50_000)}1${'}'.repeat(50_000)}}`;
    const refused = await store.call('POST', '/groups', { body: nested });
    expect(refused.status).toBe(400);
    expect(places(refused)).toEqual(['/descriptions/en']);
    const unknown = `{"name":"x","deep":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    expect(places(await store.call('POST', '/groups', { body: unknown }))).toEqual(['/deep']);
  });

  it.each([
    ['__proto__', '{"name":"x","__proto__":{"isDefault":true}}', ['/__proto__']],
    ['constructor', '{"name":"x","constructor":1}', ['/constructor']],
    ['a~b/c', '{"name":"x","a~b/c":1}', ['/a~0b~1c']],
    ['an empty one', '{"name":"x","":1}', ['/']],
    ['two', '{"name":"x","a":1,"b":2}', ['/a', '/b']],
  ])('names the unknown field %s of a body', async (_, body, faults) => {
    const store = await api.makeStore();
    const refused = await store.call('POST', '/groups', { body });
    expect(refused.status).toBe(400);
    expect(refused.json.code).toBe('invalid');
    expect(places(refused)).toEqual(faults);
    expect((await store.call('GET', '/groups')).json.data).toEqual([]);
  });

  it('lists a hundred faults and no more', async () => {
    const store = await api.makeStore();
    const unknown = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`x${index}`, 1]));
    for (const [method, path, body] of [
      ['POST', '/groups', { ...unknown, name: 'x' }],
      ['POST', '/groups', { name: 'x', ...unknown, id: 7 }],
      ['PATCH', '', { ...unknown, name: 'x' }],
    ] as const) {
      const refused = await store.call(method, path, { body });
      expect(refused.status).toBe(400);
      expect(refused.json.errors.length).toBeGreaterThan(50);
      expect(refused.json.errors.length).toBeLessThanOrEqual(100);
    }
    expect((await store.call('GET', '/groups')).json.data).toEqual([]);
    const query = Array.from({ length: 300 }, (_, index) => `x${index}=1`).join('&');
    expect((await store.call('GET', `/groups?${query}`)).status).toBe(400);
    const discountRules = Array.from({ length: 500 }, () => ({ type: 'all' }));
    const many = await store.call('POST', '/groups', { body: { name: 'x', discountRules } });
    expect(many.json.errors.length).toBeLessThanOrEqual(100);
  });

  it('needs a body where there is something to say', async () => {
    const store = await api.makeStore();
    for (const [method, path] of [
      ['POST', '/groups'],
      ['PATCH', ''],
      ['PUT', '/users/anna'],
      ['PUT', '/customers/c1'],
    ] as const) {
      for (const type of [undefined, 'application/json']) {
        const headers: Record<string, string> = type ? { 'content-type': type } : {};
        const refused = await store.call(method, path, { headers });
        expect(refused.status, `${method} ${path}`).toBe(400);
        expect(places(refused)).toEqual(['']);
      }
    }
  });

  it('takes an empty JSON body for none', async () => {
    const store = await api.makeStore();
    await store.call('POST', '/groups', { body: { name: 'x' } });
    const headers = { 'content-type': 'application/json' };
    expect((await store.call('GET', '/groups/1', { headers })).status).toBe(200);
    expect((await store.call('DELETE', '/groups/1', { headers })).status).toBe(204);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'json', ''])(
    'refuses a body of the type "%s"',
    async (type) => {
      const headers = { ...(type && { 'content-type': type }) };
      const body = Buffer.from('{"id":"x","name":"X"}');
      expectProblem(await send('POST', '/v1/stores', body, headers), 'media_type');
    },
  );

  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON;charset=UTF-8',
    'application/merge-patch+json',
    'application/problem+json',
  ])('reads a body of the type %s', async (type) => {
    const store = await api.makeStore();
    const headers = { 'content-type': type };
    const reply = await store.call('PATCH', '', { body: { name: 'Read' }, headers });
    expect(reply.json.name).toBe('Read');
  });

  it('takes a body of one mebibyte and no more', async () => {
    const store = await api.makeStore();
    const padded = (length: number) => {
      const body = '{"name":"x"}';
      return body + ' '.repeat(length - body.length);
    };
    const taken = await store.call('POST', '/groups', { body: padded(MEBIBYTE) });
    expect(taken.status).toBe(201);
    const refused = await store.call('POST', '/groups', { body: padded(MEBIBYTE + 1) });
    expectProblem(refused, 'body_too_large');
  });

  it.each([
    ['GET', '?colour=red', 'colour'],
    ['PATCH', '?colour=red', 'colour'],
    ['GET', '?dryRun', 'dryRun'],
    ['GET', '?%20=', ' '],
    ['GET', '?__proto__=1', '__proto__'],
    ['GET', '?a%zz=1', 'a%zz'],
    ['GET', '?limit=5', 'limit'],
  ])('names what it does not know in %s %s', async (method, query, parameter) => {
    const store = await api.makeStore();
    const body = method === 'PATCH' ? { name: 'New' } : undefined;
    const refused = await store.call(method, query, { body });
    expect(refused.status).toBe(400);
    expect(places(refused)).toEqual([parameter]);
    expect((await store.call('GET', '')).json.name).toBe('Test store');
  });

  it('names every parameter that has a fault', async () => {
    const store = await api.makeStore();
    const query = 'limit=0&limit=1&cursor=x&colour=red&isGuest=2&sort=up';
    const refused = await store.call('GET', `/groups?${query}`);
    expect(places(refused).sort()).toEqual(['colour', 'isGuest', 'limit', 'sort']);
  });

  it.each(['/%zz', '/v1/stores/%', '/v1/stores/a/customers/%ff', '/v1/%c0%af'])(
    'refuses the malformed path %s',
    async (path) => {
      expectProblem(await api.call('GET', path), 'malformed_url');
    },
  );

  it('refuses a segment longer than any id can be', async () => {
    const path = `/v1/stores/a/customers/${'x'.repeat(2_000)}`;
    expectProblem(await api.call('GET', path), 'url_too_long');
  });

  it.each(['%00', 'a%00b', '%0a', '%F0%9F%99%82'])('finds nothing in a store %s', async (id) => {
    for (const path of ['', '/groups', '/keys', '/customers/c1']) {
      const reply = await api.call('GET', `/v1/stores/${id}${path}`);
      expect(reply.status).toBe(404);
      expect(reply.json.code).toBe('not_found');
    }
  });

  it('refuses NUL in every other place of a path', async () => {
    const store = await api.makeStore();
    await store.call('POST', '/groups', { body: { name: 'x' } });
    for (const [method, path, parameter] of [
      ['DELETE', '/keys/%00', 'key'],
      ['DELETE', '/users/%00', 'user'],
      ['GET', '/groups/%00', 'group'],
      ['DELETE', '/groups/1/members/%00', 'customer'],
      ['GET', '/customers/%00', 'customer'],
      ['GET', '/price-lists/%00', 'list'],
      ['DELETE', '/price-lists/l/prices/%00', 'product'],
      ['GET', '/categories/%00', 'category'],
      ['GET', '/products/%00', 'product'],
    ] as const) {
      const refused = await store.call(method, path);
      expect(refused.status, path).toBe(400);
      expect(places(refused)).toEqual([parameter]);
    }
  });

  it.each(['abc', 'a.b:c-d_9', 'x'.repeat(128)])('repeats the request id %s', async (id) => {
    for (const path of ['/v1/stores', '/v1/nothing', '/healthz', '/%zz']) {
      const reply = await api.call('GET', path, { headers: { 'x-request-id': id } });
      expect(reply.headers.get('x-request-id')).toBe(id);
    }
  });

  it.each(['', 'two words', 'x'.repeat(129), 'a"b', '<b>', 'ä'])(
    'replaces the request id "%s" by its own',
    async (id) => {
      const replies = [];
      for (let i = 0; i < 2; i++) {
        replies.push(await api.call('GET', '/v1/stores', { headers: { 'x-request-id': id } }));
      }
      const ids = replies.map(({ headers }) => headers.get('x-request-id'));
      expect(new Set([...ids, id, null]).size).toBe(4);
    },
  );

  it('answers HEAD like GET, without the body', async () => {
    const store = await api.makeStore();
    const [get, head] = [await store.call('GET', ''), await store.call('HEAD', '')];
    expect([head.status, head.text]).toEqual([200, '']);
    expect(head.headers.get('etag')).toBe(get.headers.get('etag'));
  });

  it.each([
    ['no HTTP at all', 'hello\r\n\r\n', 400],
    ['a header without a name', 'GET /v1/stores HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n', 400],
    ['headers that never end', `GET /v1/stores HTTP/1.1\r\nX: ${'x'.repeat(40_000)}`, 431],
  ])('answers %s in its own form', async (_, bytes, status) => {
    const [head = '', body = ''] = (await raw(bytes)).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toMatch(/^content-type: application\/problem\+json/im);
    expect(JSON.parse(body)).toMatchObject({ status, type: 'about:blank' });
  });

  it('tells nothing of its inside in an answer', async () => {
    const reply = await call(api.service.origin, 'GET', '/v1/stores');
    expect(reply.headers.get('server')).toBeNull();
    expect(reply.headers.get('x-powered-by')).toBeNull();
    expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });
});
