import { expect, it } from 'vitest';
import {
  CONFLICT,
  ELEMENT_UNKNOWN,
  type EmporixStore,
  emporixApi,
  violation,
} from '../../helpers/emporix.js';
import { describeEngines } from '../../helpers/engines.js';

const PAST = '2020-01-01T00:00:00.000Z';
const FUTURE = '2100-01-01T00:00:00.000Z';

describeEngines('Emporix relations', (engine) => {
  const api = emporixApi(engine);

  /** Customers c1 to c3 in no group, and the groups group1 to group3, whose numbers are 1 to 3. */
  async function makeStore(): Promise<EmporixStore> {
    const store = await api.makeStore();
    await store.addCustomers('c1', 'c2', 'c3');
    await store.addGroups('group1', 'group2', 'group3');
    return store;
  }

  const setWindow = async (store: EmporixStore, group: number, customer: string, body: object) => {
    const reply = await store.native.call('PUT', `/groups/${group}/members/${customer}`, { body });
    expect([200, 201], reply.text).toContain(reply.status);
  };

  const create = (store: EmporixStore, customerId: string, groupId: string) =>
    store.call('POST', '/cgrelations', { body: { customerId, groupId } });
  const put = (store: EmporixStore, customerId: string, body: unknown) =>
    store.call('PUT', `/cgrelations/${encodeURIComponent(customerId)}`, { body });

  it('are created with 201 and the id of the group', async () => {
    const store = await makeStore();
    const { status, text } = await create(store, 'c1', 'group1');
    expect([status, text]).toEqual([201, '{"id":"group1"}']);
    expect(await store.nativeGroupsOf('c1')).toEqual([1]);
  });

  it('are listed as a bare array with both fields in the order of the document', async () => {
    const store = await makeStore();
    expect((await store.call('GET', '/cgrelations')).text).toBe('[]');
    await create(store, 'c2', 'group1');
    await create(store, 'c1', 'group2');
    const { status, text } = await store.call('GET', '/cgrelations');
    expect([status, text]).toEqual([
      200,
      '[{"customerId":"c1","groupId":"group2"},{"customerId":"c2","groupId":"group1"}]',
    ]);
  });

  it('are shown for a customer with both fields', async () => {
    const store = await makeStore();
    await create(store, 'c1', 'group1');
    const { status, text } = await store.call('GET', '/cgrelations/c1');
    expect([status, text]).toEqual([200, '{"customerId":"c1","groupId":"group1"}']);
  });

  it('are shown without a group for a customer that has none, or that nobody knows', async () => {
    const store = await makeStore();
    for (const id of ['c1', 'nobody', 'x'.repeat(200), 'a\u0000b', '__proto__', ' ', '%']) {
      const { status, text } = await store.call('GET', `/cgrelations/${encodeURIComponent(id)}`);
      expect([status, text]).toEqual([200, JSON.stringify({ customerId: id })]);
    }
  });

  it('are updated with 200 and no body', async () => {
    const store = await makeStore();
    await create(store, 'c1', 'group1');
    const { status, text } = await put(store, 'c1', { customerId: 'c1', groupId: 'group2' });
    expect([status, text]).toEqual([200, '']);
    expect(await store.groupOf('c1')).toBe('group2');
    expect(await store.nativeGroupsOf('c1')).toEqual([2]);
  });

  it('are made by an update where there is none', async () => {
    const store = await makeStore();
    expect((await put(store, 'c1', { groupId: 'group3' })).status).toBe(200);
    expect(await store.nativeGroupsOf('c1')).toEqual([3]);
  });

  it('stay the same through the same update', async () => {
    const store = await makeStore();
    await create(store, 'c1', 'group1');
    const members = async () => (await store.native.call('GET', '/groups/1/members')).json.data;
    const before = await members();
    expect((await put(store, 'c1', { groupId: 'group1' })).status).toBe(200);
    expect(await members()).toEqual(before);
    expect(before).toHaveLength(1);
  });

  it('are deleted with 204, also when there is none', async () => {
    const store = await makeStore();
    await create(store, 'c1', 'group1');
    for (const id of ['c1', 'c1', 'nobody', 'x'.repeat(200), '%00']) {
      const { status, text } = await store.call('DELETE', `/cgrelations/${id}`);
      expect([status, text]).toEqual([204, '']);
    }
    expect(await store.nativeGroupsOf('c1')).toEqual([]);
  });

  it('name a group by its public id where it has no other, and take either', async () => {
    const store = await makeStore();
    const { json } = await store.native.call('POST', '/groups', { body: { name: 'Native' } });
    expect((await create(store, 'c1', json.publicId)).json).toEqual({ id: json.publicId });
    expect(await store.groupOf('c1')).toBe(json.publicId);
    const first = (await store.native.call('GET', '/groups/1')).json;
    expect((await create(store, 'c2', first.publicId)).json).toEqual({ id: 'group1' });
    expect((await put(store, 'c3', { groupId: first.publicId })).status).toBe(200);
    expect(await store.pairs()).toEqual([`c1:${json.publicId}`, 'c2:group1', 'c3:group1']);
  });

  it('take ids of any letters in a path', async () => {
    const store = await makeStore();
    const id = 'C 1/x?#%2F é😀';
    await store.addCustomers(id);
    expect((await put(store, id, { customerId: id, groupId: 'group1' })).status).toBe(200);
    expect(
      (await store.call('GET', '/cgrelations/C%201%2Fx%3F%23%252F%20%C3%A9%F0%9F%98%80')).json,
    ).toEqual({ customerId: id, groupId: 'group1' });
  });

  it.each([
    ['an unknown group', { customerId: 'c1', groupId: 'none' }],
    ['an unknown customer', { customerId: 'nobody', groupId: 'group1' }],
    ['both unknown', { customerId: 'nobody', groupId: 'none' }],
    ['a public id that nobody has', { customerId: 'c1', groupId: 'cgrp_none' }],
    ['a name of another case', { customerId: 'c1', groupId: 'GROUP1' }],
    ['the number of a group', { customerId: 'c1', groupId: '1' }],
    ['very long ids', { customerId: 'x'.repeat(5_000), groupId: 'y'.repeat(5_000) }],
    ['a control character', { customerId: 'c\u0001', groupId: '\u0001' }],
  ])('answer 404 to a POST and 409 to a PUT with %s', async (_, body) => {
    const store = await makeStore();
    const created = await store.call('POST', '/cgrelations', { body });
    expect([created.status, created.json]).toEqual([404, ELEMENT_UNKNOWN]);
    const path = `/cgrelations/${encodeURIComponent(body.customerId.slice(0, 1_000))}`;
    const updated = await store.call('PUT', path, { body: { groupId: body.groupId } });
    expect([updated.status, updated.json]).toEqual([409, CONFLICT]);
    expect(await store.pairs()).toEqual([]);
  });

  it('answer 409 to a PUT for an unknown customer with a known group', async () => {
    const store = await makeStore();
    for (const id of ['nobody', '\0', 'x'.repeat(200)]) {
      const reply = await put(store, id, { groupId: 'group1' });
      expect([reply.status, reply.json]).toEqual([409, CONFLICT]);
    }
  });

  it('answer 409 to a PUT whose body names another customer', async () => {
    const store = await makeStore();
    const reply = await put(store, 'c1', { customerId: 'c2', groupId: 'group1' });
    expect([reply.status, reply.json]).toEqual([409, CONFLICT]);
    expect(await store.pairs()).toEqual([]);
  });

  it('know no group and no public id of another store', async () => {
    const [store, other] = [await makeStore(), await makeStore()];
    const { publicId } = (await other.native.call('GET', '/groups/1')).json;
    expect((await create(store, 'c1', publicId)).json).toEqual(ELEMENT_UNKNOWN);
    expect((await put(store, 'c1', { groupId: publicId })).json).toEqual(CONFLICT);
    expect((await store.call('GET', `/groups/${publicId}`)).status).toBe(404);
  });

  it.each([
    ['another group', 'group2'],
    ['the same group', 'group1'],
  ])('answer 409 to a POST for %s when there is one', async (_, groupId) => {
    const store = await makeStore();
    await create(store, 'c1', 'group1');
    const reply = await create(store, 'c1', groupId);
    expect([reply.status, reply.json]).toEqual([409, CONFLICT]);
    expect(await store.nativeGroupsOf('c1')).toEqual([1]);
  });

  it('replace the default group by a POST, and nothing beside it', async () => {
    const store = await makeStore();
    await store.native.call('PATCH', '/groups/1', { body: { isDefault: true } });
    await store.native.call('POST', '/customers', { body: { id: 'new' } });
    expect(await store.groupOf('new')).toBe('group1');
    expect((await create(store, 'new', 'group2')).status).toBe(201);
    expect(await store.nativeGroupsOf('new')).toEqual([2]);
    await store.native.call('POST', '/customers', { body: { id: 'more', groupIds: [1, 3] } });
    expect((await create(store, 'more', 'group2')).json).toEqual(CONFLICT);
    expect(await store.nativeGroupsOf('more')).toEqual([1, 3]);
  });

  it('keep a default group that a POST names', async () => {
    const store = await makeStore();
    await store.native.call('PATCH', '/groups/1', { body: { isDefault: true } });
    await store.native.call('POST', '/customers', { body: { id: 'new' } });
    expect((await create(store, 'new', 'group1')).json).toEqual({ id: 'group1' });
    expect(await store.nativeGroupsOf('new')).toEqual([1]);
  });

  it('show the newest of several groups, and list every pair', async () => {
    const store = await makeStore();
    for (const group of [3, 1, 2]) await setWindow(store, group, 'c1', {});
    expect(await store.groupOf('c1')).toBe('group2');
    expect(await store.pairs()).toEqual(['c1:group1', 'c1:group2', 'c1:group3']);
    await store.native.call('DELETE', '/groups/2/members/c1');
    expect(await store.groupOf('c1')).toBe('group1');
  });

  it('show of groups that were joined in one write the one with the last relation', async () => {
    const store = await makeStore();
    // Several, since the order of ids that are made at once is left to chance.
    const customers = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8'];
    await store.addCustomers(...customers.slice(3));
    for (const id of customers) {
      const reply = await store.native.call('PATCH', `/customers/${id}`, {
        body: { groupIds: [3, 1, 2] },
      });
      expect(reply.status, reply.text).toBe(200);
    }
    const last = new Map<string, { relationId: string; group: string }>();
    for (const number of [1, 2, 3]) {
      const { json } = await store.native.call('GET', `/groups/${number}/members`);
      for (const { customerId, relationId } of json.data) {
        if (relationId > (last.get(customerId)?.relationId ?? '')) {
          last.set(customerId, { relationId, group: `group${number}` });
        }
      }
    }
    for (const id of customers) expect(await store.groupOf(id)).toBe(last.get(id)?.group);
  });

  it('show only memberships whose window holds', async () => {
    const store = await makeStore();
    await setWindow(store, 1, 'c1', {});
    await setWindow(store, 2, 'c1', { startsAt: FUTURE });
    await setWindow(store, 3, 'c1', { startsAt: PAST, endsAt: '2020-01-02T00:00:00.000Z' });
    expect(await store.groupOf('c1')).toBe('group1');
    expect(await store.pairs()).toEqual(['c1:group1']);
  });

  it('become exactly one through a PUT, and none through a DELETE', async () => {
    const store = await makeStore();
    for (const group of [1, 2]) await setWindow(store, group, 'c1', {});
    await setWindow(store, 3, 'c1', { startsAt: FUTURE });
    expect((await put(store, 'c1', { groupId: 'group1' })).status).toBe(200);
    expect(await store.pairs()).toEqual(['c1:group1']);
    expect((await store.native.call('GET', '/groups/3/members')).json.data).toEqual([]);
    await setWindow(store, 2, 'c1', {});
    await setWindow(store, 3, 'c1', { startsAt: FUTURE });
    expect((await store.call('DELETE', '/cgrelations/c1')).status).toBe(204);
    expect(await store.pairs()).toEqual([]);
    expect((await store.native.call('GET', '/groups/3/members')).json.data).toEqual([]);
  });

  it.each([
    ['is over', { startsAt: PAST, endsAt: '2020-01-02T00:00:00.000Z' }],
    ['is still to come', { startsAt: FUTURE }],
  ])('begin anew where a membership of the group %s', async (_, window) => {
    const store = await makeStore();
    await setWindow(store, 1, 'c1', window);
    await setWindow(store, 1, 'c2', window);
    expect((await put(store, 'c1', { groupId: 'group1' })).status).toBe(200);
    expect((await create(store, 'c2', 'group1')).status).toBe(201);
    expect(await store.pairs()).toEqual(['c1:group1', 'c2:group1']);
  });

  it('count on the groups and on the store', async () => {
    const store = await makeStore();
    const counts = async () => {
      const counted: number[] = [];
      for (const group of [1, 2]) {
        counted.push((await store.native.call('GET', `/groups/${group}`)).json.memberCount);
      }
      return counted;
    };
    await create(store, 'c1', 'group1');
    await create(store, 'c2', 'group1');
    expect(await counts()).toEqual([2, 0]);
    await put(store, 'c1', { groupId: 'group2' });
    expect(await counts()).toEqual([1, 1]);
    await store.call('DELETE', '/cgrelations/c2');
    expect(await counts()).toEqual([0, 1]);
    const { json } = await store.native.call('GET', '/customers?withoutGroup=true');
    expect(json.data.map(({ id }: { id: string }) => id)).toEqual(['c2', 'c3']);
  });

  it('go with their group, and with their customer', async () => {
    const store = await makeStore();
    for (const id of ['c1', 'c2']) await create(store, id, 'group1');
    await create(store, 'c3', 'group2');
    expect((await store.call('DELETE', '/groups/group1')).status).toBe(204);
    expect(await store.pairs()).toEqual(['c3:group2']);
    expect(await store.groupOf('c1')).toBeUndefined();
    expect((await store.native.call('DELETE', '/customers/c3')).status).toBe(204);
    expect(await store.pairs()).toEqual([]);
  });

  it('made at once for one customer leave one', async () => {
    const store = await makeStore();
    const replies = await Promise.all(
      ['group1', 'group2', 'group3', 'group1'].map((id) => create(store, 'c1', id)),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    expect(await store.pairs()).toHaveLength(1);
    await Promise.all(
      ['group1', 'group2', 'group3'].map((groupId) => put(store, 'c1', { groupId })),
    );
    expect(await store.pairs()).toHaveLength(1);
  });

  it.each([
    ['{}', 'customerId missing_field', 'groupId missing_field'],
    ['{"customerId":null,"groupId":null}', 'customerId missing_field', 'groupId missing_field'],
    ['{"customerId":"c1"}', 'groupId missing_field'],
    ['{"groupId":"group1"}', 'customerId missing_field'],
    ['{"customerId":"","groupId":""}', 'customerId invalid_field', 'groupId invalid_field'],
    ['{"customerId":1,"groupId":["group1"]}', 'customerId invalid_field', 'groupId invalid_field'],
    ['{"customerId":{},"groupId":true}', 'customerId invalid_field', 'groupId invalid_field'],
    ['{"customerId":"c\\u0000","groupId":"group1"}', 'customerId invalid_field'],
    ['{"customerId":"c1","groupId":"\\ud800"}', 'groupId invalid_field'],
    ['{"__proto__":{"customerId":"c1"},"groupId":"group1"}', 'customerId missing_field'],
    ['[]', ' invalid_field'],
    ['"c1"', ' invalid_field'],
    ['5', ' invalid_field'],
    ['null', ' invalid_field'],
  ])('answer 400 to a POST of %s', async (body, ...details) => {
    const store = await makeStore();
    const reply = await store.call('POST', '/cgrelations', { body });
    expect([reply.status, reply.json]).toEqual([400, violation(...details)]);
    expect(await store.pairs()).toEqual([]);
  });

  it.each([
    ['{}', 'groupId missing_field'],
    ['{"customerId":"c1"}', 'groupId missing_field'],
    ['{"groupId":null}', 'groupId missing_field'],
    ['{"customerId":7,"groupId":"group1"}', 'customerId invalid_field'],
    ['{"groupId":5}', 'groupId invalid_field'],
    ['[{"groupId":"group1"}]', ' invalid_field'],
    ['true', ' invalid_field'],
  ])('answer 400 to a PUT of %s', async (body, ...details) => {
    const store = await makeStore();
    const reply = await put(store, 'c1', body);
    expect([reply.status, reply.json]).toEqual([400, violation(...details)]);
    expect(await store.pairs()).toEqual([]);
  });

  it('answer 400 to a POST and a PUT without a body', async () => {
    const store = await makeStore();
    expect((await store.call('POST', '/cgrelations')).json).toEqual(
      violation('customerId missing_field', 'groupId missing_field'),
    );
    expect((await put(store, 'c1', undefined)).json).toEqual(violation('groupId missing_field'));
  });

  it.each(['{bad', '{"customerId":"c1"', "{'groupId':'group1'}", ' '])(
    'answer 400 to %s, which is no JSON',
    async (body) => {
      const store = await makeStore();
      for (const reply of [
        await store.call('POST', '/cgrelations', { body }),
        await put(store, 'c1', body),
      ]) {
        expect([reply.status, reply.json.type]).toEqual([400, 'bad_payload_syntax']);
      }
      expect(await store.pairs()).toEqual([]);
    },
  );

  it('answer 413 to a body of more than one mebibyte', async () => {
    const store = await makeStore();
    const body = { customerId: 'x'.repeat(2 ** 20), groupId: 'group1' };
    const reply = await store.call('POST', '/cgrelations', { body });
    expect([reply.status, reply.json.type]).toEqual([413, 'payload_too_large']);
  });

  it('take a body whatever type it is sent as, and fields that they do not know', async () => {
    const store = await makeStore();
    for (const [index, type] of [
      'text/plain',
      'application/json; charset=utf-8',
      'a/b',
    ].entries()) {
      const headers = { 'content-type': type };
      const body = JSON.stringify({ customerId: `c${index + 1}`, groupId: 'group1', more: [1] });
      expect((await store.call('POST', '/cgrelations', { headers, body })).status).toBe(201);
    }
  });

  it('take a content type without a body', async () => {
    const store = await makeStore();
    for (const type of ['application/json', 'nonsense']) {
      const headers = { 'content-type': type };
      expect((await store.call('GET', '/cgrelations/c1', { headers })).status).toBe(200);
      expect((await store.call('DELETE', '/cgrelations/c1', { headers })).status).toBe(204);
    }
    const headers = { 'content-type': 'nonsense' };
    const reply = await store.call('POST', '/cgrelations', { headers, body: '{}' });
    expect([reply.status, reply.json.type]).toEqual([415, 'unsupported_request_content_type']);
  });

  it('ignore queries, which they have none of', async () => {
    const store = await makeStore();
    await create(store, 'c1', 'group1');
    const { status, json } = await store.call('GET', '/cgrelations?pageSize=0&%zz&pageNumber=9');
    expect([status, json.length]).toEqual([200, 1]);
  });
});
