import { expect, it } from 'vitest';
import { describeEngines } from '../../helpers/engines.js';
import {
  CUSTOMER_NOT_FOUND,
  INSTANT,
  type JOpticStore,
  jopticApi,
  newUser,
  PUBLIC_ID,
} from '../../helpers/joptic.js';

/** The requests of the document, character by character. */
const CREATE = `{
  "name": "VIP Customers",
  "defaultPriceListId": "price_list_123",
  "description": "Premium customers with special pricing"
}`;
const CREATE_REGULAR = `{
  "name": "Regular Customers",
  "defaultPriceListId": "price_list_123",
  "description": "Standard customer group"
}`;
const DELETE = `{
  "ids": [
    "cgrp_abc123",
    "cgrp_def456",
    "cgrp_ghi789"
  ]
}`;
const ASSIGN = `{
  "customerId": "customer_123",
  "CustomerGroupId": "cgrp_abc123"
}`;

const SAMPLE_IDS = ['cgrp_abc123', 'cgrp_def456', 'cgrp_ghi789'];

/** A request of the document about groups that there are. */
const about = (sample: string, ...ids: readonly string[]): string =>
  ids.reduce((text, id, index) => text.replace(SAMPLE_IDS[index] ?? '', id), sample);

describeEngines('the samples of JOptic’s document', (engine) => {
  const api = jopticApi(engine);

  const made = async (store: JOpticStore, body: string) =>
    (await store.call('POST', '', { body })).json;

  it('creates a group with its description and price list', async () => {
    const store = await api.makeStore();
    const { status, json, text } = await store.call('POST', '', { body: CREATE });
    expect(status).toBe(201);
    expect(json).toEqual({
      id: expect.stringMatching(PUBLIC_ID),
      groupName: 'VIP Customers',
      description: 'Premium customers with special pricing',
      defaultPriceList: 'price_list_123',
      createdAt: expect.stringMatching(INSTANT),
      updatedAt: json.createdAt,
    });
    const { id, createdAt } = json;
    expect(text).toBe(
      `{"id":"${id}","groupName":"VIP Customers",` +
        '"description":"Premium customers with special pricing",' +
        `"defaultPriceList":"price_list_123","createdAt":"${createdAt}","updatedAt":"${createdAt}"}`,
    );
  });

  it('lists four groups on one page', async () => {
    const store = await api.makeStore();
    const groups = [];
    for (const body of [CREATE, CREATE_REGULAR, CREATE, CREATE_REGULAR]) {
      const { id, groupName: name, description, createdAt, updatedAt } = await made(store, body);
      groups.unshift({ id, name, description, createdAt, updatedAt });
    }
    const { status, text } = await store.call('GET', '?page=1&limit=10');
    expect(status).toBe(200);
    expect(text).toBe(
      JSON.stringify({
        data: groups,
        pagination: {
          page: 1,
          limit: 10,
          total: 4,
          totalPages: 1,
          hasNext: false,
          hasPrev: false,
        },
      }),
    );
  });

  it('gets a group by its id, without a store', async () => {
    const store = await api.makeStore();
    const { id, createdAt, updatedAt } = await made(store, CREATE);
    const reply = await store.call('GET', `/${id}`, { headers: { 'x-store-id': '' } });
    expect(reply.status).toBe(200);
    expect(reply.text).toBe(
      JSON.stringify({
        id,
        name: 'VIP Customers',
        description: 'Premium customers with special pricing',
        createdAt,
        updatedAt,
      }),
    );
  });

  it('deletes three groups, without a store', async () => {
    const store = await api.makeStore();
    const ids = [];
    for (const body of [CREATE, CREATE_REGULAR, CREATE]) ids.push((await made(store, body)).id);
    const body = about(DELETE, ...ids);
    const reply = await store.call('DELETE', '', { body, headers: { 'x-store-id': '' } });
    expect([reply.status, reply.text]).toEqual([
      200,
      '{"message":"Deleted 3 customer group(s)","deletedCount":3}',
    ]);
    expect(await store.names()).toEqual([]);
  });

  it('assigns a customer to a group, without a store', async () => {
    const store = await api.makeStore();
    const { id } = await made(store, CREATE);
    await store.customer('customer_123');
    const body = about(ASSIGN, id);
    const reply = await store.call('POST', '/assign-group', {
      body,
      headers: { 'x-store-id': '' },
    });
    const { id: relation, createdAt } = reply.json;
    expect(reply.status).toBe(200);
    expect(relation).toMatch(/^[\w-]+$/);
    expect(createdAt).toMatch(INSTANT);
    expect(reply.text).toBe(
      `{"id":"${relation}","customerGroupId":"${id}","customerId":"customer_123","createdAt":"${createdAt}"}`,
    );
  });

  it('refuses a store without a relation, with the error of the format', async () => {
    const store = await api.makeStore();
    const stranger = await api.makeStore(newUser());
    const headers = { 'x-store-id': store.id };
    const reply = await stranger.call('GET', '', { headers });
    expect(reply.text).toBe(
      '{"statusCode":403,"message":"You do not have access to this store","error":"Forbidden"}',
    );
  });

  it('refuses a body without properties, with the validation error', async () => {
    const store = await api.makeStore();
    const reply = await store.call('POST', '', { body: {} });
    expect([reply.status, reply.text]).toEqual([
      400,
      '{"statusCode":400,"message":["name must be a string","defaultPriceListId must be a string"],"error":"Bad Request"}',
    ]);
  });

  it('does not find a customer that is not there', async () => {
    const store = await api.makeStore();
    const { id } = await made(store, CREATE);
    const reply = await store.call('POST', '/assign-group', { body: about(ASSIGN, id) });
    expect([reply.status, reply.text]).toEqual([404, CUSTOMER_NOT_FOUND]);
  });

  it.each([
    ['page=1&limit=10', 10],
    ['page=1&limit=20&sortBy=name&sortOrder=asc', 20],
    ['search=VIP', 10],
    ['search=VIP&page=1&limit=10', 10],
  ])('lists by ?%s', async (query, limit) => {
    const store = await api.makeStore();
    await made(store, CREATE);
    const { status, json } = await store.call('GET', `?${query}`);
    expect(status).toBe(200);
    expect(json.data.map(({ name }: { name: string }) => name)).toEqual(['VIP Customers']);
    expect(json.pagination).toMatchObject({ page: 1, limit, total: 1 });
  });
});
