import { BigCommerceApiClient } from 'bigcommerce-api-client';
import { expect, it } from 'vitest';
import { type BigCommerceStore, bigcommerceApi } from '../helpers/bigcommerce.js';
import { describeEngines } from '../helpers/engines.js';

const rule = { type: 'all', method: 'percent', amount: 5 };

/** Of the client, what the suite uses: its own types import generated ones that it does not ship. */
interface CustomerGroups {
  getAllCustomerGroups(filter?: object, page?: number, limit?: number): Promise<unknown>;
  createCustomerGroup(group: object): Promise<unknown>;
  getCustomerGroup(id: number): Promise<unknown>;
  updateCustomerGroup(id: number, group: object): Promise<unknown>;
  deleteCustomerGroup(id: number): Promise<unknown>;
  deleteCustomerGroups(): Promise<unknown>;
  getCustomerGroupsCount(): Promise<unknown>;
}

/** The client's `Limit.ALL`: it asks for pages of 250 until one is empty. */
const ALL = -1;

/** How the client tells an error: everything in its message, the answer's body as JSON. */
const failure = (status: number, body: unknown) =>
  new RegExp(
    `Response Status: ${status}, Response: ${escaped(JSON.stringify(body))}\\. Retries: 0`,
  );
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const NOT_FOUND = [{ status: 404, message: 'The requested resource was not found.' }];

describeEngines('the client bigcommerce-api-client', (engine) => {
  const api = bigcommerceApi(engine);

  function clientOf(
    { hash, key }: Pick<BigCommerceStore, 'hash' | 'key'>,
    config: { failOn404?: boolean } = {},
  ): CustomerGroups {
    const client = new BigCommerceApiClient({ storeHash: hash, accessToken: key, ...config });
    client.apiClient.axiosInstance.defaults.baseURL = `${api.service.origin}/stores/${hash}`;
    return client.customersV2.customerGroups;
  }

  it('creates, gets, updates and deletes a group', async () => {
    const client = clientOf(await api.makeStore());
    const created = await client.createCustomerGroup({ name: 'Students', discount_rules: [rule] });
    expect(created).toEqual({
      id: 1,
      name: 'Students',
      is_default: false,
      category_access: { type: 'all' },
      discount_rules: [{ ...rule, amount: '5.0000' }],
      // The client makes dates of texts that it can read as such.
      date_created: expect.any(Date),
      date_modified: expect.any(Date),
      is_group_for_guests: false,
    });
    expect(await client.getCustomerGroup(1)).toEqual(created);
    const updated = await client.updateCustomerGroup(1, { name: 'Pupils', is_default: true });
    expect(updated).toMatchObject({ id: 1, name: 'Pupils', is_default: true });
    expect(await client.getCustomerGroup(1)).toEqual(updated);
    expect(await client.deleteCustomerGroup(1)).toBeUndefined();
    expect(await client.getCustomerGroup(1)).toBeNull();
  });

  it('lists, filters, pages and counts groups', async () => {
    const client = clientOf(await api.makeStore());
    expect(await client.getAllCustomerGroups()).toBe('');
    for (const name of ['A', 'B', 'C']) await client.createCustomerGroup({ name });
    await client.updateCustomerGroup(2, { is_default: true, is_group_for_guests: true });
    const names = async (filter?: object, page?: number, limit?: number) =>
      ((await client.getAllCustomerGroups(filter, page, limit)) as { name: string }[]).map(
        ({ name }) => name,
      );
    expect(await names()).toEqual(['A', 'B', 'C']);
    expect(await names({}, 1, 2)).toEqual(['A', 'B']);
    expect(await names({}, 2, 2)).toEqual(['C']);
    expect(await names({ name: 'C' })).toEqual(['C']);
    expect(await names({ is_default: true })).toEqual(['B']);
    expect(await names({ is_default: false, is_group_for_guests: false })).toEqual(['A', 'C']);
    expect(await client.getCustomerGroupsCount()).toEqual({ count: 3 });
  });

  it('fetches page by page until one is empty', async () => {
    const store = await api.makeStore();
    const client = clientOf(store);
    const wanted = Array.from({ length: 251 }, (_, i) => ({ id: i + 1, name: `g${i + 1}` }));
    for (const { name } of wanted) await store.create({ name });
    expect(await client.getAllCustomerGroups({}, 1, 250)).toHaveLength(250);
    // Asked for all, this version stops after its first page where there is no `meta`.
    expect(await client.getAllCustomerGroups({}, 1, ALL)).toHaveLength(250);
    expect(await client.getAllCustomerGroups({}, 2, 250)).toMatchObject(wanted.slice(250));
    expect(await client.getAllCustomerGroups({}, 1, 1000)).toMatchObject(wanted);
  });

  it('deletes the whole collection', async () => {
    const client = clientOf(await api.makeStore());
    for (const name of ['A', 'B']) await client.createCustomerGroup({ name });
    expect(await client.deleteCustomerGroups()).toBeUndefined();
    expect(await client.getCustomerGroupsCount()).toEqual({ count: 0 });
    expect(await client.getAllCustomerGroups()).toBe('');
  });

  it('takes a missing group for null, or tells it', async () => {
    const store = await api.makeStore();
    const client = clientOf(store);
    expect(await client.getCustomerGroup(7)).toBeNull();
    expect(await client.deleteCustomerGroup(7)).toBeUndefined();
    await expect(client.updateCustomerGroup(7, { name: 'x' })).rejects.toThrow(
      failure(404, NOT_FOUND),
    );
    const strict = clientOf(store, { failOn404: true });
    await expect(strict.getCustomerGroup(7)).rejects.toThrow(failure(404, NOT_FOUND));
    await expect(strict.deleteCustomerGroup(7)).rejects.toThrow(failure(404, NOT_FOUND));
  });

  it('tells a fault in what was sent', async () => {
    const client = clientOf(await api.makeStore());
    const message = "The required field 'name' was not supplied.";
    await expect(client.createCustomerGroup({})).rejects.toThrow(
      failure(400, [{ status: 400, message }]),
    );
  });

  it('tells a token that nobody knows', async () => {
    const { hash } = await api.makeStore();
    const client = clientOf({ hash, key: 'wrong' });
    await expect(client.getAllCustomerGroups()).rejects.toThrow(
      failure(401, { status: 401, title: 'Unauthorized' }),
    );
  });

  it('tells a scope that is missing', async () => {
    const store = await api.makeStore();
    const body = { name: 'reader', scopes: ['groups:read'] };
    const { json } = await store.native.call('POST', '/keys', { body });
    const client = clientOf({ hash: store.hash, key: json.secret });
    expect(await client.getCustomerGroupsCount()).toEqual({ count: 0 });
    const title = "You don't have a required scope to access the endpoint";
    const told = failure(403, { status: 403, title, errors: {} });
    await expect(client.createCustomerGroup({ name: 'x' })).rejects.toThrow(told);
    await expect(client.deleteCustomerGroups()).rejects.toThrow(told);
  });

  it('tells a store that is not the token’s', async () => {
    const [{ key }, { hash }] = [await api.makeStore(), await api.makeStore()];
    await expect(clientOf({ hash, key }).getAllCustomerGroups()).rejects.toThrow(
      /Response Status: 403/,
    );
  });
});
