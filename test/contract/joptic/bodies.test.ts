import { expect, it } from 'vitest';
import type { Reply } from '../../helpers/api.js';
import { describeEngines } from '../../helpers/engines.js';
import { badRequest, type JOpticStore, jopticApi, PRICE_LIST } from '../../helpers/joptic.js';

const NAME = 'name must be a string';
const LIST = 'defaultPriceListId must be a string';
const NAME_EMPTY = 'name should not be empty';
const NAME_LONG = 'name must be shorter than or equal to 255 characters';
const list = { defaultPriceListId: PRICE_LIST };

/** Each faulty body of a creation, and what is wrong with it, in the order of the document. */
const CREATIONS: readonly (readonly [unknown, readonly string[]])[] = [
  [{}, [NAME, LIST]],
  [{ name: 'a' }, [LIST]],
  [list, [NAME]],
  [{ ...list, name: null }, [NAME]],
  [{ ...list, name: 5 }, [NAME]],
  [{ ...list, name: ['a'] }, [NAME]],
  [{ ...list, name: { toString: 1 } }, [NAME]],
  [{ ...list, name: true }, [NAME]],
  [{ ...list, name: '' }, [NAME_EMPTY]],
  [{ ...list, name: 'x'.repeat(256) }, [NAME_LONG]],
  [{ ...list, name: '😀'.repeat(256) }, [NAME_LONG]],
  [{ ...list, name: 'x'.repeat(100_000) }, [NAME_LONG]],
  [{ name: 'a', defaultPriceListId: null }, [LIST]],
  [{ name: 'a', defaultPriceListId: 123 }, [LIST]],
  [{ name: 'a', defaultPriceListId: [PRICE_LIST] }, [LIST]],
  [{ name: 'a', defaultPriceListId: '' }, ['defaultPriceListId should not be empty']],
  [{ ...list, name: 'a', description: 5 }, ['description must be a string']],
  [{ ...list, name: 'a', description: {} }, ['description must be a string']],
  [
    { ...list, name: 'a', description: 'x'.repeat(10_001) },
    ['description must be shorter than or equal to 10000 characters'],
  ],
  [
    { description: [], defaultPriceListId: '', name: '' },
    [NAME_EMPTY, 'defaultPriceListId should not be empty', 'description must be a string'],
  ],
  [{ Name: 'a', DefaultPriceListId: PRICE_LIST }, [NAME, LIST]],
];

const CUSTOMER = 'customerId must be a string';
const GROUP = 'CustomerGroupId must be a string';
const ASSIGNMENTS: readonly (readonly [unknown, readonly string[]])[] = [
  [{}, [CUSTOMER, GROUP]],
  [{ customerId: 'c1' }, [GROUP]],
  [{ CustomerGroupId: 'cgrp_x' }, [CUSTOMER]],
  [{ customerId: 'c1', customerGroupId: 'cgrp_x' }, [GROUP]],
  [{ customerId: null, CustomerGroupId: null }, [CUSTOMER, GROUP]],
  [{ customerId: 1, CustomerGroupId: 2 }, [CUSTOMER, GROUP]],
  [{ customerId: ['c1'], CustomerGroupId: {} }, [CUSTOMER, GROUP]],
  [
    { customerId: '', CustomerGroupId: '' },
    ['customerId should not be empty', 'CustomerGroupId should not be empty'],
  ],
];

const NO_ARRAY = 'ids must be an array';
const NO_STRINGS = 'each value in ids must be a string';
const DELETIONS: readonly (readonly [unknown, readonly string[]])[] = [
  [{}, [NO_ARRAY]],
  [{ ids: null }, [NO_ARRAY]],
  [{ ids: 'cgrp_abc123' }, [NO_ARRAY]],
  [{ ids: { 0: 'cgrp_abc123', length: 1 } }, [NO_ARRAY]],
  [{ ids: [] }, ['ids should not be empty']],
  [{ ids: [1] }, [NO_STRINGS]],
  [{ ids: ['cgrp_abc123', null] }, [NO_STRINGS]],
  [{ ids: [['cgrp_abc123']] }, [NO_STRINGS]],
  [{ id: ['cgrp_abc123'] }, [NO_ARRAY]],
];

const WRITES = [
  ['POST', '', [NAME, LIST]],
  ['POST', '/assign-group', [CUSTOMER, GROUP]],
  ['DELETE', '', [NO_ARRAY]],
] as const;

const NO_OBJECTS = ['[]', '[{"name":"x"}]', '"name"', '5', 'true', 'null'];
const MALFORMED = ['{bad', '{"name":"x"', '{"name":"x"}}', "{'name':'x'}", ' ', 'name=x&ids=1'];

describeEngines('JOptic bodies', (engine) => {
  const api = jopticApi(engine);

  /** A group that no faulty request may change. */
  async function makeStore() {
    const store = await api.makeStore();
    return { store, group: await store.create() };
  }

  async function expectUnchanged(store: JOpticStore, { id, ...group }: Reply['json']) {
    expect(await store.names()).toEqual([group.groupName]);
    expect((await store.get(id)).updatedAt).toBe(group.updatedAt);
    expect((await store.native.call('GET', '/groups/1/members')).json.data).toEqual([]);
  }

  async function refuses(method: string, rest: string, body: unknown, faults: readonly string[]) {
    const { store, group } = await makeStore();
    const reply = await store.call(method, rest, { body });
    expect([reply.status, reply.text]).toEqual([400, badRequest(faults)]);
    await expectUnchanged(store, group);
  }

  it.each(CREATIONS)('refuse the creation %j', (body, faults) => refuses('POST', '', body, faults));

  it.each(ASSIGNMENTS)('refuse the assignment %j', (body, faults) =>
    refuses('POST', '/assign-group', body, faults),
  );

  it.each(DELETIONS)('refuse the deletion %j', (body, faults) =>
    refuses('DELETE', '', body, faults),
  );

  it.each(WRITES)('that are missing or no object have no properties: %s %s', async (...write) => {
    const [method, rest, faults] = write;
    const { store, group } = await makeStore();
    for (const body of [undefined, '', ...NO_OBJECTS]) {
      const reply = await store.call(method, rest, { body });
      expect([reply.status, reply.text], body).toEqual([400, badRequest(faults)]);
    }
    await expectUnchanged(store, group);
  });

  it.each(WRITES)('that are no JSON are refused with one string: %s %s', async (method, rest) => {
    const { store, group } = await makeStore();
    for (const body of MALFORMED) {
      const reply = await store.call(method, rest, { body });
      expect([reply.status, reply.text], body).toEqual([
        400,
        badRequest('The body is not valid JSON.'),
      ]);
    }
    await expectUnchanged(store, group);
  });

  it.each([
    ['{"name":"a\\u0000b","defaultPriceListId":5}', ['name', 'defaultPriceListId']],
    ['{"name":"\\ud83d","defaultPriceListId":"trade"}', ['name']],
    [
      '{"name":"x","defaultPriceListId":"\\u0000","description":"\\udc00"}',
      ['defaultPriceListId', 'description'],
    ],
    ['["\\u0000"]', ['name', 'defaultPriceListId']],
  ])(
    'with text that nobody can store are told what is wrong with each: %s',
    async (body, wrong) => {
      const { store, group } = await makeStore();
      const reply = await store.call('POST', '', { body });
      const messages = wrong.map((property) => `${property} must be a string`);
      expect([reply.status, reply.text]).toEqual([400, badRequest(messages)]);
      await expectUnchanged(store, group);
    },
  );

  it('with such text in properties that nobody knows are taken', async () => {
    const { store, group } = await makeStore();
    const odd = '"colour":{"\\ud800":["\\u0000"]}';
    const made = await store.call('POST', '', {
      body: `{"name":"x","defaultPriceListId":${JSON.stringify(list.defaultPriceListId)},${odd}}`,
    });
    expect(made.status, made.text).toBe(201);
    const gone = await store.call('DELETE', '', {
      body: `{"ids":["\\u0000",${JSON.stringify(made.json.id)},"\\ud83d"],${odd}}`,
    });
    expect([gone.status, gone.json.deletedCount]).toEqual([200, 1]);
    await expectUnchanged(store, group);
  });

  it('may have one mebibyte and no more', async () => {
    const store = await api.makeStore();
    const frame = JSON.stringify({ name: 'x', ...list, colour: '' }).length;
    const colour = 'y'.repeat(2 ** 20 - frame);
    const fits = await store.call('POST', '', { body: { name: 'x', ...list, colour } });
    expect(fits.status).toBe(201);
    const reply = await store.call('POST', '', {
      body: { name: 'x', ...list, colour: `${colour}y` },
    });
    expect([reply.status, reply.json]).toEqual([
      413,
      { statusCode: 413, message: expect.any(String), error: 'Payload Too Large' },
    ]);
    expect(await store.names()).toEqual(['x']);
  });

  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'text/plain',
    'application/x-www-form-urlencoded',
    'nonsense',
    ';',
  ])('are read as JSON under the content type %s', async (type) => {
    const store = await api.makeStore();
    const headers = { 'content-type': type };
    const body = JSON.stringify({ name: 'x', ...list });
    const created = await store.call('POST', '', { body, headers });
    expect([created.status, created.json.groupName]).toEqual([201, 'x']);
    expect((await store.call('GET', `/${created.json.id}`, { headers })).status).toBe(200);
    expect((await store.call('DELETE', '', { headers })).text).toBe(badRequest([NO_ARRAY]));
  });

  it('may have properties that nobody knows', async () => {
    const { store, group } = await makeStore();
    const created = await store.create({ id: 'cgrp_abc123', isDefault: true, groupName: 'no' });
    expect(created).toMatchObject({ groupName: 'Group', id: expect.not.stringMatching('abc123') });
    const body = `{"__proto__":{"name":"x"},"constructor":1,"ids":["${group.id}"],"all":true}`;
    expect((await store.call('DELETE', '', { body })).json.deletedCount).toBe(1);
    const inherited = await store.call('POST', '', {
      body: `{"__proto__":${JSON.stringify(list)}}`,
    });
    expect(inherited.text).toBe(badRequest([NAME, LIST]));
  });

  it('may be as long as the document allows', async () => {
    const store = await api.makeStore();
    for (const name of ['x'.repeat(255), '😀'.repeat(255), ' ', '0', "Robert'); DROP TABLE--"]) {
      const description = 'é'.repeat(10_000);
      const { id, groupName } = await store.create({ name, description });
      expect(groupName).toBe(name);
      expect(await store.get(id)).toMatchObject({ name, description });
    }
  });
});
