import { Ecwid, type SearchResult } from 'ecwid-api-client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type EcwidStore, ecwidApi, GENERAL } from '../helpers/ecwid.js';
import { describeEngines } from '../helpers/engines.js';

interface CustomerGroup {
  id: number;
  name: string;
}

type Shown = Pick<EcwidStore, 'storeId' | 'key'>;

/**
 * The client takes no token but one that begins as Ecwid's do, and sends it with `limit=100` on
 * every call.
 */
const clientTo = (origin: string, { storeId, key }: Shown) =>
  new Ecwid({
    apiToken: `secret_${key}`,
    apiStoreId: storeId,
    apiCustomBaseUrl: `${origin}/api/v3/${storeId}/`,
  });

/** How the client tells an error. */
const failure = (status: number, statusText: string, data: unknown) => ({
  message: `Request failed with status code ${status}`,
  response: expect.objectContaining({ status, statusText, data }),
});

describeEngines('the client ecwid-api-client', (engine) => {
  const api = ecwidApi(engine);
  // The client prints each error that it throws.
  beforeEach(() => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  const apiOf = (shown: Shown) => clientTo(api.service.origin, shown).api;

  it('creates, lists, gets, updates and deletes a group', async () => {
    const client = apiOf(await api.makeStore());
    expect(await client.postRequest('customer_groups', { name: 'Platinum' })).toEqual({ id: 1 });
    expect(await client.getRequest('customer_groups')).toEqual({
      total: 2,
      count: 2,
      limit: 100,
      offset: 0,
      items: [GENERAL, { id: 1, name: 'Platinum' }],
    });
    expect(await client.getRequest('customer_groups/1')).toEqual({ id: 1, name: 'Platinum' });
    const changed = { name: 'VIP Plus', externalReferenceId: 'crm-7' };
    expect(await client.putRequest('customer_groups/1', changed)).toEqual({ updateCount: 1 });
    expect(await client.getRequest('customer_groups/1')).toEqual({ id: 1, ...changed });
    expect(await client.deleteRequest('customer_groups/1')).toEqual({ deleteCount: 1 });
    expect(await client.getRequest('customer_groups')).toMatchObject({ total: 1, count: 1 });
  });

  it('works its own endpoints on groups', async () => {
    const { customers: groups } = clientTo(api.service.origin, await api.makeStore());
    groups.endpoint = 'customer_groups';
    const name = 'Gold & Silver';
    expect(await groups.add(Object.assign({}, { name }))).toEqual({ id: 1 });
    expect(await groups.update(1, { name: 'Gold' })).toEqual({ updateCount: 1 });
    expect(await groups.getById(1)).toEqual({ id: 1, name: 'Gold' });
    expect(await groups.getAll()).toMatchObject({ total: 2, count: 2 });
    expect(await groups.getByKeyword('OL')).toMatchObject({ total: 1, items: [{ name: 'Gold' }] });
    expect(await groups.delete('1')).toEqual({ deleteCount: 1 });
    expect(await groups.getAll()).toMatchObject({ total: 1, items: [GENERAL] });
  });

  it('pages, filters and chooses fields', async () => {
    const client = apiOf(await api.makeStore());
    for (const name of ['A', 'B', 'C']) await client.postRequest('customer_groups', { name });
    const namesOf = async (parameters: object) =>
      (
        await client.getRequest<SearchResult<CustomerGroup>>('customer_groups', parameters)
      ).items.map(({ name }) => name);
    expect(await namesOf({ offset: 1, limit: 2 })).toEqual(['A', 'B']);
    expect(await namesOf({ customerGroupIds: '0,3' })).toEqual(['General', 'C']);
    const chosen = { keyword: 'b', responseFields: 'total,items(id)' };
    expect(await client.getRequest('customer_groups', chosen)).toEqual({
      total: 1,
      items: [{ id: 2 }],
    });
  });

  it('tells a group that is not there, and General, which stays', async () => {
    const client = apiOf(await api.makeStore());
    const told = failure(404, 'Not Found', { errorMessage: 'Customer group #7 not found' });
    const name = { name: 'x' };
    await expect(client.getRequest('customer_groups/7')).rejects.toMatchObject(told);
    await expect(client.putRequest('customer_groups/7', name)).rejects.toMatchObject(told);
    await expect(client.deleteRequest('customer_groups/7')).rejects.toMatchObject(told);
    await expect(client.deleteRequest('customer_groups/0')).rejects.toMatchObject(
      failure(400, 'Bad Request', {
        errorCode: 'WRONG_PARAMETER',
        errorMessage: expect.any(String),
      }),
    );
  });

  it('tells what is wrong, in the status line too', async () => {
    const client = apiOf(await api.makeStore());
    const text = 'Field CustomerMembership.name is absent';
    await expect(client.postRequest('customer_groups', {})).rejects.toMatchObject(
      failure(400, text, { errorMessage: text }),
    );
    await client.postRequest('customer_groups', { name: 'A', externalReferenceId: 'E' });
    const again = { name: 'B', externalReferenceId: 'E' };
    await expect(client.postRequest('customer_groups', again)).rejects.toMatchObject(
      failure(409, 'Conflict', expect.objectContaining({ errorCode: 'EXTERNAL_ID_ALREADY_USED' })),
    );
  });

  it('tells a token that opens nothing, a plan and a scope', async () => {
    const [store, poor] = [
      await api.makeStore(),
      await api.makeStore({ customerGroupsEnabled: false }),
    ];
    const list = (shown: Shown) => apiOf(shown).getRequest('customer_groups');
    const refused = failure(403, 'Forbidden', '');
    await expect(list({ ...store, key: 'wrong' })).rejects.toMatchObject(refused);
    await expect(list({ ...store, key: poor.key })).rejects.toMatchObject(refused);
    await expect(list(poor)).rejects.toMatchObject(
      failure(
        402,
        'Payment Required',
        expect.objectContaining({ errorCode: 'NOT_AVAILABLE_ON_CURRENT_PLAN' }),
      ),
    );
    const reader = { ...store, key: await store.makeKey('groups:read') };
    expect(await list(reader)).toMatchObject({ total: 1 });
    await expect(apiOf(reader).postRequest('customer_groups', { name: 'x' })).rejects.toMatchObject(
      failure(403, 'Forbidden', expect.objectContaining({ errorCode: 'INSUFFICIENT_APP_SCOPE' })),
    );
  });
});
