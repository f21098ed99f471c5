import { expect, it } from 'vitest';
import { type EcwidStore, ecwidApi } from '../../helpers/ecwid.js';
import { describeEngines } from '../../helpers/engines.js';

/** The bodies of the document, character by character. */
const CREATE = `{
    "name": "Platinum"
}`;
const UPDATE = `{
    "name": "VIP Plus"
}`;

/** Every sample sends this, with and without a body. */
const TYPES = ['application/json;charset=utf-8', 'application/json'];

/** The document's answers, without the spaces that are there for the reader. */
const compact = (text: string): string => JSON.stringify(JSON.parse(text));

describeEngines('Ecwid samples', (engine) => {
  const api = ecwidApi(engine);

  /** As the document calls: the token in the query, and a content type on everything. */
  const send = ({ storeId, key }: EcwidStore, method: string, rest: string, body?: string) =>
    api.call(method, `/api/v3/${storeId}/customer_groups${rest}?token=${key}`, {
      body,
      headers: {
        'content-type': TYPES[body === undefined ? 0 : 1] ?? '',
        'cache-control': 'no-cache',
        'accept-encoding': 'gzip',
      },
    });

  it('list all customer groups', async () => {
    const store = await api.makeStore();
    expect(await store.create('VIP')).toBe(1);
    const reply = await send(store, 'GET', '');
    expect([reply.status, reply.text]).toEqual([
      200,
      compact(`{
        "total": 2,
        "count": 2,
        "limit": 10,
        "offset": 0,
        "items": [
            {
                "id": 0,
                "name": "General"
            },
            {
                "id": 1,
                "name": "VIP"
            }
        ]
    }`),
    ]);
  });

  it('get a customer group', async () => {
    const store = await api.makeStore();
    await store.create('VIP');
    const reply = await send(store, 'GET', '/1');
    expect([reply.status, reply.text]).toEqual([200, '{"id":1,"name":"VIP"}']);
  });

  it('create a customer group', async () => {
    const store = await api.makeStore();
    const reply = await send(store, 'POST', '', CREATE);
    expect([reply.status, reply.text]).toEqual([200, '{"id":1}']);
    expect(await store.names()).toEqual(['General', 'Platinum']);
  });

  it('update a customer group', async () => {
    const store = await api.makeStore();
    await store.create('VIP');
    const reply = await send(store, 'PUT', '/1', UPDATE);
    expect([reply.status, reply.text]).toEqual([200, '{"updateCount":1}']);
    expect(await store.names()).toEqual(['General', 'VIP Plus']);
  });

  it('delete a customer group', async () => {
    const store = await api.makeStore();
    await store.create('VIP');
    const reply = await send(store, 'DELETE', '/1');
    expect([reply.status, reply.text]).toEqual([200, '{"deleteCount":1}']);
    expect(await store.names()).toEqual(['General']);
  });

  it('say in the status line that a name is absent', async () => {
    const store = await api.makeStore();
    await store.create('VIP');
    for (const [method, rest] of [
      ['POST', ''],
      ['PUT', '/1'],
    ] as const) {
      for (const body of ['', '{}', '{"name":null}', '{"name":""}', '{"id":5}']) {
        const reply = await send(store, method, rest, body);
        expect([reply.status, reply.statusText, reply.text]).toEqual([
          400,
          'Field CustomerMembership.name is absent',
          '{"errorMessage":"Field CustomerMembership.name is absent"}',
        ]);
      }
    }
    expect(await store.names()).toEqual(['General', 'VIP']);
  });

  it.each([
    ['GET', undefined],
    ['PUT', UPDATE],
    ['DELETE', undefined],
  ])('%s a group that is not found', async (method, body) => {
    const store = await api.makeStore();
    const reply = await send(store, method, '/123123', body);
    expect([reply.status, reply.statusText, reply.text]).toEqual([
      404,
      'Not Found',
      '{"errorMessage":"Customer group #123123 not found"}',
    ]);
  });

  it('put nothing on the whole collection, as the slip of the document does', async () => {
    const store = await api.makeStore();
    await store.create('VIP');
    const path = `/api/v3/${store.storeId}/customer_groups?1&token=${store.key}`;
    const reply = await api.call('PUT', path, { body: UPDATE });
    expect([reply.status, reply.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
    expect(await store.names()).toEqual(['General', 'VIP']);
  });
});
