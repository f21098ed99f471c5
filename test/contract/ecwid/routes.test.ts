import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { ecwidApi, JSON_TYPE, said } from '../../helpers/ecwid.js';
import { describeEngines } from '../../helpers/engines.js';

const plain = { errorMessage: expect.any(String) };

/** Below `/api/v3`, and no route of this API. */
const NOWHERE = [
  ...['', '/', '/{store}', '/{store}/', '/{store}/customers', '/{store}/profile'],
  ...['/{store}/customer_groups/1/', '/{store}/customer_groups/1/x', '/customer_groups'],
  ...['/{store}/Customer_Groups', '/{store}/customergroups', '/{store}/customer_groups.json'],
  ...['//customer_groups', '/{store}/customer_groups/'],
];

describeEngines('Ecwid routes', (engine) => {
  const api = ecwidApi(engine);

  it.each(NOWHERE)('end in the vendor’s form where there is none: %j', async (rest) => {
    const { storeId, key } = await api.makeStore();
    const path = `/api/v3${rest.replace('{store}', String(storeId))}`;
    for (const [method, given] of [
      ['GET', { key }],
      ['POST', { key, body: '{bad' }],
      ['PATCH', {}],
      ['OPTIONS', {}],
    ] as const) {
      expect(said(await api.call(method, path, given))).toEqual([404, plain]);
    }
  });

  it.each(['%zz', '%', '%ff', '%ED%A0%80'])('refuse the malformed path %j', async (segment) => {
    const { storeId, key } = await api.makeStore();
    for (const path of [`/${segment}/customer_groups`, `/${storeId}/customer_groups/${segment}`]) {
      expect(said(await api.call('GET', `/api/v3${path}`, { key }))).toEqual([400, plain]);
    }
  });

  it('refuse a segment that is too long', async () => {
    const store = await api.makeStore();
    expect(said(await store.call('GET', `/${'1'.repeat(1025)}`))).toEqual([414, plain]);
  });

  it('refuse headers that are too large', async () => {
    const store = await api.makeStore();
    expect(said(await store.call('GET', `?keyword=${'x'.repeat(20_000)}`))).toEqual([431, plain]);
  });

  it('leave what only begins like their path to others', async () => {
    const { headers } = await fetch(`${api.service.origin}/api/v30/1/customer_groups`);
    expect(headers.get('content-type')).not.toBe(JSON_TYPE);
  });

  it('refuse a TRACE as any other method', async () => {
    const { storeId, key } = await api.makeStore();
    const { hostname, port } = new URL(api.service.origin);
    const path = `/api/v3/${storeId}/customer_groups?token=${key}`;
    const sent = request({ hostname, port, path, method: 'TRACE' });
    const [status, body] = await new Promise<[number?, string?]>((resolve, reject) => {
      sent.on('error', reject).on('response', async (response) => {
        resolve([response.statusCode, await text(response)]);
      });
      sent.end();
    });
    expect([status, JSON.parse(body ?? '')]).toMatchObject([
      405,
      { errorCode: 'METHOD_NOT_ALLOWED' },
    ]);
  });

  it('refuse a malformed request in the same form', async () => {
    const { hostname, port } = new URL(api.service.origin);
    const socket = connect(Number(port), hostname);
    socket.end('GET /api/v3/1/customer_groups HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n');
    const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(head.toLowerCase()).toContain(`content-type: ${JSON_TYPE}`);
    expect(JSON.parse(body)).toEqual(plain);
  });
});
