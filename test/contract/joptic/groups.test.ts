import { expect, it } from 'vitest';
import { dump, ofStore, openEngine } from '../../helpers/database.js';
import { describeEngines } from '../../helpers/engines.js';
import {
  badRequest,
  CUSTOMER_NOT_FOUND,
  GROUP_NOT_FOUND,
  type JOpticStore,
  jopticApi,
  NO_MATCHING_GROUPS,
  PRICE_LIST,
  putUser,
} from '../../helpers/joptic.js';

/** What is no id of any group. */
const NO_IDS = [
  ...['cgrp_abc123', 'cgrp_', 'cgrp', '1', '0', '-1', '__proto__', 'null', 'assign-group', '*'],
  ...['cgrp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'x'.repeat(1024)],
  ...['\0', 'cgrp_\0', 'ü', '😀', ' ', '../..', 'a/b'],
];

describeEngines('JOptic groups', (engine) => {
  const api = jopticApi(engine);

  const assign = (store: JOpticStore, customerId: string, CustomerGroupId: string) =>
    store.call('POST', '/assign-group', { body: { customerId, CustomerGroupId } });
  const remove = (store: JOpticStore, ...ids: readonly string[]) =>
    store.call('DELETE', '', { body: { ids } });

  it('are created in the store of the header', async () => {
    const store = await api.makeStore();
    const { id } = await store.create({ name: 'VIP' });
    const { json } = await store.native.call('GET', '/groups/1');
    expect(json).toMatchObject({
      publicId: id,
      name: 'VIP',
      description: null,
      defaultPriceListId: PRICE_LIST,
      isActive: true,
    });
  });

  it.each([
    ['no description', {}, null],
    ['a null description', { description: null }, null],
    ['an empty description', { description: '' }, ''],
  ])('are created with %s', async (_, fields, description) => {
    const store = await api.makeStore();
    const created = await store.create(fields);
    expect(created.description).toBe(description);
    expect((await store.get(created.id)).description).toBe(description);
  });

  it('need a price list of their own store', async () => {
    const store = await api.makeStore();
    const other = await api.makeStore(store.user);
    await other.native.call('POST', '/price-lists', { body: { id: 'theirs', name: 'Theirs' } });
    for (const id of ['theirs', 'none', 'PRICE_LIST_123', ' ', '\u007f', 'x'.repeat(65)]) {
      const body = { name: 'VIP', defaultPriceListId: id };
      const reply = await store.call('POST', '', { body });
      expect([reply.status, reply.text], id).toEqual([400, badRequest('Price list not found')]);
    }
    expect(await store.names()).toEqual([]);
  });

  it('of every store of the user can be got by id', async () => {
    const store = await api.makeStore();
    const other = await api.makeStore(store.user);
    const { id } = await other.create({ name: 'Elsewhere' });
    for (const storeId of [store.id, other.id, 'none', '']) {
      const reply = await store.call('GET', `/${id}`, { headers: { 'x-store-id': storeId } });
      expect([reply.status, reply.json.name]).toEqual([200, 'Elsewhere']);
    }
  });

  it.each(NO_IDS)('are not found by the id %j', async (id) => {
    const store = await api.makeStore();
    await store.create();
    const got = await store.call('GET', `/${encodeURIComponent(id)}`);
    expect([got.status, got.text]).toEqual([404, GROUP_NOT_FOUND]);
    if (id.includes('\0')) return;
    const customer = await store.customer();
    expect((await assign(store, customer, id)).text).toBe(GROUP_NOT_FOUND);
    const removed = await remove(store, id);
    expect([removed.status, removed.text]).toEqual([404, NO_MATCHING_GROUPS]);
    expect(await store.names()).toEqual(['Group']);
  });

  it('of a store without a relation are as if they were not there', async () => {
    const [store, theirs] = [await api.makeStore(), await api.makeStore()];
    const { id } = await theirs.create({ name: 'Theirs' });
    const customer = await theirs.customer();
    const never = (await theirs.create()).id;
    await remove(theirs, never);
    const asks = async (asked: string) => [
      (await store.call('GET', `/${asked}`)).text,
      (await assign(store, customer, asked)).text,
      (await remove(store, asked)).text,
    ];
    const answers = [GROUP_NOT_FOUND, GROUP_NOT_FOUND, NO_MATCHING_GROUPS];
    expect(await asks(id)).toEqual(answers);
    expect(await asks(never)).toEqual(answers);
    await putUser(theirs.native, store.user, { active: false });
    expect(await asks(id)).toEqual(answers);
    expect(await theirs.names()).toEqual(['Theirs']);
    expect((await theirs.native.call('GET', '/groups/1/members')).json.data).toEqual([]);
  });

  it('that are deleted stay deleted, and their ids are not given again', async () => {
    const store = await api.makeStore();
    const { id } = await store.create();
    expect((await remove(store, id)).json.deletedCount).toBe(1);
    expect((await store.call('GET', `/${id}`)).text).toBe(GROUP_NOT_FOUND);
    expect((await remove(store, id)).text).toBe(NO_MATCHING_GROUPS);
    expect((await store.create()).id).not.toBe(id);
  });

  it('are deleted once each, and what is none is ignored', async () => {
    const store = await api.makeStore();
    const [one, two, stays] = [await store.create(), await store.create(), await store.create()];
    const reply = await remove(store, one.id, 'cgrp_abc123', two.id, one.id, '', two.id);
    expect([reply.status, reply.text]).toEqual([
      200,
      '{"message":"Deleted 2 customer group(s)","deletedCount":2}',
    ]);
    const { json } = await store.call('GET', '');
    expect(json.data.map(({ id }: { id: string }) => id)).toEqual([stays.id]);
  });

  it('of several stores are deleted together, and those of strangers stay', async () => {
    const store = await api.makeStore();
    const [second, theirs] = [await api.makeStore(store.user), await api.makeStore()];
    const groups = [];
    for (const each of [store, second, theirs]) groups.push(await each.create());
    const reply = await remove(store, ...groups.map(({ id }) => id));
    expect(reply.json).toEqual({ message: 'Deleted 2 customer group(s)', deletedCount: 2 });
    expect(await store.names()).toEqual([]);
    expect(await second.names()).toEqual([]);
    expect(await theirs.names()).toEqual(['Group']);
  });

  it('are deleted in any number', async () => {
    const store = await api.makeStore();
    const ids: string[] = [];
    for (let i = 0; i < 120; i++) ids.push((await store.create()).id);
    const made = Array.from({ length: 30_000 }, (_, i) => `cgrp_${i}`);
    expect((await remove(store, ...made, ...ids)).json.deletedCount).toBe(120);
    expect(await store.names()).toEqual([]);
  });

  it('leave their customers behind when they are deleted', async () => {
    const store = await api.makeStore();
    const [one, two] = [await store.create(), await store.create()];
    const customer = await store.customer();
    await assign(store, customer, one.id);
    await assign(store, customer, two.id);
    await remove(store, one.id);
    const { json } = await store.native.call('GET', `/customers/${customer}`);
    expect(json.groupIds).toEqual([2]);
  });

  it('take a customer once: the relation stays the same', async () => {
    const store = await api.makeStore();
    const { id } = await store.create();
    const customer = await store.customer();
    const first = await assign(store, customer, id);
    expect(first.status).toBe(200);
    for (let i = 0; i < 2; i++) {
      const again = await assign(store, customer, id);
      expect([again.status, again.text]).toEqual([200, first.text]);
    }
    const { json } = await store.native.call('GET', '/groups/1/members');
    expect(json.data).toEqual([expect.objectContaining({ relationId: first.json.id })]);
  });

  it('share a customer, with a relation for each', async () => {
    const store = await api.makeStore();
    const [one, two] = [await store.create(), await store.create()];
    const customer = await store.customer();
    const relations = [
      await assign(store, customer, one.id),
      await assign(store, customer, two.id),
    ];
    expect(relations.map(({ json }) => json.customerGroupId)).toEqual([one.id, two.id]);
    expect(relations[0]?.json.id).not.toBe(relations[1]?.json.id);
    const { json } = await store.native.call('GET', `/customers/${customer}`);
    expect(json.groupIds).toEqual([1, 2]);
  });

  it('take customers of their own store alone, by any id', async () => {
    const store = await api.makeStore();
    const other = await api.makeStore(store.user);
    const { id } = await store.create();
    await other.customer('theirs');
    for (const customer of ['theirs', 'none', 'x'.repeat(10_000), '\u007f', "' OR 1=1 --"]) {
      const reply = await assign(store, customer, id);
      expect([reply.status, reply.text]).toEqual([404, CUSTOMER_NOT_FOUND]);
    }
    for (const customer of ['c 1/ü', '😀', '__proto__']) {
      await store.customer(customer);
      expect((await assign(store, customer, id)).json.customerId).toBe(customer);
    }
  });

  it('are looked for before the customer', async () => {
    const store = await api.makeStore();
    const { id } = await store.create();
    await remove(store, id);
    expect((await assign(store, 'none', id)).text).toBe(GROUP_NOT_FOUND);
  });

  it('are logged as the work of the user, through this API', async () => {
    const store = await api.makeStore();
    const { id } = await store.create();
    await assign(store, await store.customer(), id);
    await remove(store, id);
    const database = openEngine(api.service.place);
    const { changes = [] } = ofStore(await dump(database), store.native.id);
    await database.close();
    const done = changes.filter(({ via }) => via === 'joptic').map((row) => row.operation);
    expect(done.sort()).toEqual([
      'group.created',
      'group.deleted',
      'members.added',
      'members.removed',
    ]);
    const actors = changes.filter(({ via }) => via === 'joptic').map(({ actor }) => actor);
    expect(new Set(actors)).toEqual(new Set([`user:${store.user}`]));
  });
});
