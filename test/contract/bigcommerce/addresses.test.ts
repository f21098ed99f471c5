import { expect, it } from 'vitest';
import { call } from '../../helpers/api.js';
import { bigcommerceApi, NOT_FOUND } from '../../helpers/bigcommerce.js';
import { describeEngines } from '../../helpers/engines.js';

const ADDRESSES = ['/stores/{hash}/v2', '/api/v2'].flatMap((base) =>
  ['customer_groups', 'customergroups'].flatMap((name) =>
    ['', '.json'].map((suffix) => [base, name, suffix] as const),
  ),
);

/** Below a base path; of what this API is, none of these is a part. */
const NO_ROUTES = [
  ['GET', '/nope'],
  ['GET', ''],
  ['GET', '/customer_groupsx'],
  ['GET', '/customer_groups/1/2'],
  ['GET', '/customer_groups/count/1'],
  ['GET', '/customers'],
  ['PUT', '/customer_groups'],
  ['PATCH', '/customer_groups'],
  ['OPTIONS', '/customer_groups'],
  ['POST', '/customer_groups/1'],
  ['PATCH', '/customer_groups/1'],
  ['POST', '/customer_groups/count'],
  ['PUT', '/customer_groups/count'],
  ['DELETE', '/customer_groups/count'],
  ['DELETE', '/customergroups/count.json'],
] as const;

describeEngines('BigCommerce addresses', (engine) => {
  const api = bigcommerceApi(engine);

  it.each(ADDRESSES)('serves every operation at %s/%s%s', async (base, name, suffix) => {
    const store = await api.makeStore();
    const root = `${base.replace('{hash}', store.hash)}/${name}`;
    const headers = { 'x-auth-token': store.key };
    const send = (method: string, rest: string, body?: object) =>
      api.call(method, `${root}${rest}`, { headers, body });
    const collection = suffix;
    const one = `/1${suffix}`;

    expect((await send('GET', collection)).status).toBe(204);
    const created = await send('POST', collection, { name: 'One' });
    expect([created.status, created.json.name]).toEqual([200, 'One']);
    expect((await send('GET', `${collection}?name=One`)).json).toEqual([created.json]);
    expect((await send('GET', one)).json).toEqual(created.json);
    expect((await send('GET', `/count${suffix}?name=One`)).json).toEqual({ count: 1 });
    const updated = await send('PUT', one, { name: 'Two' });
    expect([updated.status, updated.json.name]).toEqual([200, 'Two']);
    expect(await store.get(1)).toEqual(updated.json);
    expect((await send('DELETE', one)).status).toBe(204);
    await send('POST', collection, { name: 'Three' });
    expect((await send('DELETE', `${collection}?name=Three`)).status).toBe(204);
    expect((await send('GET', `/count${suffix}`)).json).toEqual({ count: 0 });
  });

  it.each(NO_ROUTES)('knows no route %s %s, whoever asks', async (method, rest) => {
    const store = await api.makeStore();
    const credentials: Readonly<Record<string, string>>[] = [
      {},
      { 'x-auth-token': 'wrong' },
      { 'x-auth-token': store.key },
    ];
    for (const base of [`/stores/${store.hash}/v2`, '/api/v2']) {
      for (const headers of credentials) {
        const body = method === 'GET' || method === 'OPTIONS' ? undefined : '{bad';
        const reply = await api.call(method, base + rest, { headers, body });
        expect(reply.status).toBe(404);
        expect(reply.headers.get('content-type')).toMatch(/^application\/json/);
        expect(reply.text).toBe(
          '{"status":404,"title":"The route is not found, check the URL","errors":{}}',
        );
      }
    }
  });

  it('knows no other version below a store', async () => {
    const store = await api.makeStore();
    const headers = { 'x-auth-token': store.key };
    for (const path of [`/stores/${store.hash}/v3/customer_groups`, `/stores/${store.hash}`]) {
      expect((await api.call('GET', path, { headers })).json).toMatchObject({
        title: 'The route is not found, check the URL',
      });
    }
  });

  it.each(['0', '2', '-1', '01', '1.5', 'x', '1.xml', '99999999999999999999', '%00', '%20'])(
    'finds no group by the id %s',
    async (id) => {
      const store = await api.makeStore();
      const group = await store.create();
      for (const [method, body] of [['GET'], ['PUT', { name: 'New' }], ['DELETE']] as const) {
        const reply = await store.call(method, `/${id}`, { body });
        expect([reply.status, reply.json]).toEqual([404, NOT_FOUND]);
      }
      expect(await store.get(1)).toEqual(group);
    },
  );

  it('answers a malformed path with an error list', async () => {
    const { origin } = api.service;
    // Not counted, and so not through `api`: the router cannot read it.
    const reply = await call(origin, 'GET', '/stores/%zz/v2/customer_groups', { key: '' });
    expect(reply.status).toBe(400);
    expect(reply.json).toEqual([{ status: 400, message: expect.any(String) }]);
  });

  it('answers HEAD as GET, without the body', async () => {
    const store = await api.makeStore();
    expect((await store.call('HEAD', '')).status).toBe(204);
    await store.create();
    for (const rest of ['', '/1', '/count', '.json', '/1.json']) {
      const [head, get] = [await store.call('HEAD', rest), await store.call('GET', rest)];
      expect([head.status, head.text]).toEqual([200, '']);
      for (const name of ['content-type', 'content-length']) {
        expect(head.headers.get(name)).toBe(get.headers.get(name));
      }
    }
    expect((await store.call('HEAD', '/7')).status).toBe(404);
  });

  it('takes a content type without a body', async () => {
    const store = await api.makeStore();
    await store.create();
    for (const type of ['application/json', 'text/plain', 'nonsense']) {
      const headers = { 'content-type': type };
      expect((await store.call('GET', '', { headers })).status).toBe(200);
      expect((await store.call('GET', '/1', { headers })).status).toBe(200);
      expect((await store.call('DELETE', '?name=none', { headers })).status).toBe(204);
      expect((await store.call('DELETE', '/7', { headers })).status).toBe(404);
    }
    const headers = { 'content-type': 'application/json' };
    expect((await store.call('DELETE', '/1', { headers })).status).toBe(204);
  });

  it('tells a quota of 150 in half a minute', async () => {
    const store = await api.makeStore();
    const { headers } = await store.call('GET', '');
    expect(headers.get('x-rate-limit-requests-quota')).toBe('150');
    // Limits are off in this suite: nothing is used up.
    expect(headers.get('x-rate-limit-requests-left')).toBe('150');
    expect(headers.get('x-rate-limit-time-window-ms')).toBe('30000');
    expect(headers.get('x-rate-limit-time-reset-ms')).toBe('30000');
  });

  it('keeps the groups of one store from another', async () => {
    const [store, other] = [await api.makeStore(), await api.makeStore()];
    await store.create({ name: 'Ours' });
    expect((await other.call('GET', '')).status).toBe(204);
    expect((await other.call('GET', '/1')).status).toBe(404);
    expect((await other.call('PUT', '/1', { body: { name: 'Theirs' } })).status).toBe(404);
    expect((await other.call('DELETE', '/1')).status).toBe(404);
    expect((await other.call('DELETE', '')).status).toBe(204);
    expect((await other.create()).id).toBe(1);
    expect(await store.names()).toEqual(['Ours']);
  });
});
