import { Agent } from 'node:https';
import { connect } from 'node:net';
import BigCommerce from 'node-bigcommerce';
import { expect, it } from 'vitest';
import { type BigCommerceStore, bigcommerceApi, DATE } from '../helpers/bigcommerce.js';
import { describeEngines } from '../helpers/engines.js';

const rule = { type: 'all', method: 'percent', amount: 5 };

/** The client's host and scheme are fixed; its agent leads it to the service's port instead. */
function agentTo(origin: string): Agent {
  const port = Number(new URL(origin).port);
  return Object.assign(new Agent(), { createConnection: () => connect(port, '127.0.0.1') });
}

type Credentials = Pick<BigCommerceStore, 'hash' | 'key'>;

const clientTo = (origin: string, { hash, key }: Credentials) =>
  new BigCommerce({
    clientId: 'an-app',
    accessToken: key,
    storeHash: hash,
    responseType: 'json',
    failOnLimitReached: true,
    agent: agentTo(origin),
  });

/** How the client tells an error: with the status as its code, and the body as it came. */
const failure = (code: number, body: unknown) => ({
  code,
  message: expect.stringMatching(`^Request returned error code: ${code} and body: `),
  responseBody: typeof body === 'string' ? body : JSON.stringify(body),
});

describeEngines('the client node-bigcommerce', (engine) => {
  const api = bigcommerceApi(engine);

  const clientOf = (store: Credentials) => clientTo(api.service.origin, store);

  it('creates, gets, updates and deletes a group', async () => {
    const client = clientOf(await api.makeStore());
    const created = await client.post('/customer_groups', {
      name: 'Students',
      discount_rules: [rule],
    });
    expect(created).toEqual({
      id: 1,
      name: 'Students',
      is_default: false,
      category_access: { type: 'all' },
      discount_rules: [{ ...rule, amount: '5.0000' }],
      date_created: expect.stringMatching(DATE),
      date_modified: expect.stringMatching(DATE),
      is_group_for_guests: false,
    });
    expect(await client.get('/customer_groups/1')).toEqual(created);
    const updated = await client.put('/customer_groups/1', { is_default: true });
    expect(updated).toMatchObject({ id: 1, name: 'Students', is_default: true });
    expect(await client.get('/customer_groups/1')).toEqual(updated);
    expect(await client.delete('/customer_groups/1')).toBe('');
    await expect(client.get('/customer_groups/1')).rejects.toMatchObject({ code: 404 });
  });

  it('lists, filters, pages and counts groups', async () => {
    const client = clientOf(await api.makeStore());
    expect(await client.get('/customer_groups')).toBe('');
    for (const name of ['A', 'B', 'C']) await client.post('/customer_groups', { name });
    const names = async (query: string) =>
      ((await client.get(`/customer_groups${query}`)) as { name: string }[]).map(
        ({ name }) => name,
      );
    expect(await names('')).toEqual(['A', 'B', 'C']);
    expect(await names('?limit=2')).toEqual(['A', 'B']);
    expect(await names('?limit=2&page=2')).toEqual(['C']);
    expect(await names('?name=B')).toEqual(['B']);
    expect(await client.get('/customer_groups?name=D')).toBe('');
    expect(await client.get('/customer_groups/count')).toEqual({ count: 3 });
  });

  it('deletes groups by a filter, and all of them', async () => {
    const client = clientOf(await api.makeStore());
    for (const name of ['A', 'B', 'C']) await client.post('/customer_groups', { name });
    expect(await client.delete('/customer_groups?name=B')).toBe('');
    expect(await client.get('/customer_groups/count')).toEqual({ count: 2 });
    expect(await client.delete('/customer_groups')).toBe('');
    expect(await client.get('/customer_groups/count')).toEqual({ count: 0 });
  });

  it('tells a group that is not there', async () => {
    const client = clientOf(await api.makeStore());
    const told = failure(404, [{ status: 404, message: 'The requested resource was not found.' }]);
    await expect(client.get('/customer_groups/7')).rejects.toMatchObject(told);
    await expect(client.put('/customer_groups/7', { name: 'x' })).rejects.toMatchObject(told);
    await expect(client.delete('/customer_groups/7')).rejects.toMatchObject(told);
  });

  it('tells a fault in what was sent', async () => {
    const client = clientOf(await api.makeStore());
    const message = "The required field 'name' was not supplied.";
    await expect(client.post('/customer_groups', {})).rejects.toMatchObject(
      failure(400, [{ status: 400, message }]),
    );
    await expect(client.get('/customer_groups?limit=251')).rejects.toMatchObject({ code: 413 });
  });

  it('tells a token that nobody knows', async () => {
    const { hash } = await api.makeStore();
    const told = failure(401, { status: 401, title: 'Unauthorized' });
    await expect(clientOf({ hash, key: 'wrong' }).get('/customer_groups')).rejects.toMatchObject(
      told,
    );
  });

  it('tells a scope that is missing', async () => {
    const store = await api.makeStore();
    const body = { name: 'reader', scopes: ['groups:read'] };
    const { json } = await store.native.call('POST', '/keys', { body });
    const client = clientOf({ hash: store.hash, key: json.secret });
    expect(await client.get('/customer_groups/count')).toEqual({ count: 0 });
    await expect(client.post('/customer_groups', { name: 'x' })).rejects.toMatchObject(
      failure(403, {
        status: 403,
        title: "You don't have a required scope to access the endpoint",
        errors: {},
      }),
    );
  });

  it('tells another store, and a route that is none', async () => {
    const [{ key }, { hash }] = [await api.makeStore(), await api.makeStore()];
    await expect(clientOf({ hash, key }).get('/customer_groups')).rejects.toMatchObject({
      code: 403,
    });
    const title = 'The route is not found, check the URL';
    await expect(clientOf({ hash, key }).get('/nope')).rejects.toMatchObject(
      failure(404, { status: 404, title, errors: {} }),
    );
  });
});

describeEngines('the client node-bigcommerce at its limit', (engine) => {
  const api = bigcommerceApi(engine, {
    environment: { CLIENTELE_RATE_LIMIT: 'on', CLIENTELE_LIMIT_BIGCOMMERCE: '1' },
  });

  it('tells how long to wait', async () => {
    const client = clientTo(api.service.origin, await api.makeStore());
    expect(await client.get('/customer_groups/count')).toEqual({ count: 0 });
    const refused = client.get('/customer_groups/count');
    await expect(refused).rejects.toMatchObject({
      message: expect.stringMatching(/reached the rate limit .* retry in \d+ seconds/),
      retryAfter: expect.toSatisfy((seconds) => seconds >= 1 && seconds <= 30),
    });
  });
});
