import { beforeAll, expect, it } from 'vitest';
import { type EcwidStore, ecwidApi, GENERAL, said, wrongParameter } from '../../helpers/ecwid.js';
import { describeEngines } from '../../helpers/engines.js';

const NAMES = ['Retail', 'Generous', 'Über 50%', 'under_50', 'VIP', 'Wholesale'];
const ALL = [GENERAL.name, ...NAMES];

/** A query, the names that it finds, and the total where there are more. */
type Found = readonly [query: string, names: readonly string[], total: number];

const found = (query: string, names: readonly string[], total = names.length): Found => [
  query,
  names,
  total,
];

const FOUND: readonly Found[] = [
  found('', ALL),
  found('?offset=0&limit=100', ALL),
  found('?limit=1', ['General'], 7),
  found('?limit=3', ['General', 'Retail', 'Generous'], 7),
  found('?offset=1&limit=2', ['Retail', 'Generous'], 7),
  found('?offset=6&limit=2', ['Wholesale'], 7),
  found('?offset=7', [], 7),
  found('?offset=9007199254740991', [], 7),
  found('?limit=101', ALL),
  found('?limit=99999999999999999999', ALL),
  found('?limit=007&offset=00', ALL),

  found('?keyword=', ALL),
  found('?keyword=GENER', ['General', 'Generous']),
  found('?keyword=general', ['General']),
  found('?keyword=L&limit=2', ['General', 'Retail'], 3),
  found('?keyword=L&offset=1&limit=5', ['Retail', 'Wholesale'], 3),
  found('?keyword=%C3%BCBER', ['Über 50%']),
  found('?keyword=u%CC%88ber', ['Über 50%']),
  found('?keyword=0%25', ['Über 50%']),
  found('?keyword=r_5', ['under_50']),
  found('?keyword=%25', ['Über 50%']),
  found('?keyword=er+50', ['Über 50%']),
  found('?keyword=%5C', []),
  found("?keyword='%3B--", []),
  found('?keyword=nobody', []),

  found('?customerGroupIds=5,2', ['Generous', 'VIP']),
  found('?customerGroupIds=0', ['General']),
  found('?customerGroupIds=6,0,6,0', ['General', 'Wholesale']),
  found('?customerGroupIds=0,1,2,3&offset=1&limit=2', ['Retail', 'Generous'], 4),
  found('?customerGroupIds=%201,%202', ['Retail', 'Generous']),
  found('?customerGroupIds=99', []),
  found('?customerGroupId=3', ['Über 50%']),
  found('?customerGroupId=0', ['General']),
  found('?customerGroupId=1,4', ['Retail', 'under_50']),
  found('?customerGroupIds=0,1,2&customerGroupId=2,0,3', ['General', 'Generous']),
  found('?customerGroupIds=1&customerGroupId=2', []),
  found('?customerGroupIds=0,1,2&keyword=gen', ['General', 'Generous']),
  found('?customerGroupIds=1,2&keyword=general', []),

  found('?colour=red&offset[]=9&__proto__=1&=2', ALL),
  found('?limit=1&limit=2', ['General', 'Retail'], 7),
];

/** Queries that are refused, and the parameter that is blamed. */
const REFUSED: readonly (readonly [query: string, parameter: string])[] = [
  ...['limit', 'offset'].flatMap((name) =>
    ['', 'abc', '-1', '1.5', '1e2', '0x1', '%2B1', '+1', '%00', '%zz', 'null', '[]', '١'].map(
      (value) => [`?${name}=${value}`, name] as const,
    ),
  ),
  ['?limit=0', 'limit'],
  ['?limit', 'limit'],
  ['?limit=1&limit=x', 'limit'],
  ['?offset=9007199254740992', 'offset'],
  ...['customerGroupIds', 'customerGroupId'].flatMap((name) =>
    ['', ',', '1,', '1,,2', 'x', '1,x', '-1', '1.0', '%00', '1;2', '9007199254740992'].map(
      (value) => [`?${name}=${value}`, name] as const,
    ),
  ),
  ['?keyword=a%00b', 'keyword'],
  ['?keyword=%ff', 'keyword'],
  ['?keyword=%ED%A0%80', 'keyword'],
  ...[
    ...['(', ')', ',', 'a,', ',a', 'a,,b', 'a(', 'a()', 'a(b', 'a)b', 'a(b))', '(a)', 'a(b)c'],
    ...['a b', 'items((name))', 'items(name)(id)', '%00', '%zz', 'a('.repeat(3_000)],
  ].map((value) => [`?responseFields=${value}`, 'responseFields'] as const),
];

/** What is asked for, and the whole answer. */
const FIELDS: readonly (readonly [responseFields: string, answer: object])[] = [
  ['total', { total: 7 }],
  ['total,items(name)', { total: 7, items: [{ name: 'General' }, { name: 'Retail' }] }],
  ['items(name),total', { total: 7, items: [{ name: 'General' }, { name: 'Retail' }] }],
  ['%20total%20,%20items%20(%20id%20)', { total: 7, items: [{ id: 0 }, { id: 1 }] }],
  ['items', { items: [GENERAL, { id: 1, name: 'Retail' }] }],
  ['items,items(id)', { items: [GENERAL, { id: 1, name: 'Retail' }] }],
  ['items(id),items(name)', { items: [GENERAL, { id: 1, name: 'Retail' }] }],
  ['items(nothing)', { items: [{}, {}] }],
  ['count(of)', { count: 2 }],
  ['items(name(of))', { items: [{ name: 'General' }, { name: 'Retail' }] }],
  ['nothing', {}],
  ['__proto__,constructor(name),toString', {}],
  ['limit,offset,count', { count: 2, limit: 2, offset: 0 }],
];

describeEngines('Ecwid list', (engine) => {
  const api = ecwidApi(engine);
  /** Only read by the tests. */
  let store: EcwidStore;
  beforeAll(async () => {
    store = await api.makeStore();
    for (const name of NAMES) await store.create(name);
    // Descriptions are not searched.
    await store.native.call('PATCH', '/groups/6', { body: { description: 'general' } });
  });

  it.each(FOUND)('finds with %j what it names', async (query, names, total) => {
    const { status, json, text } = await store.call('GET', query);
    expect(status, text).toBe(200);
    expect(json.items.map(({ name }: { name: string }) => name)).toEqual(names);
    expect([json.total, json.count]).toEqual([total, names.length]);
  });

  it('says which page it is, in the order of the document', async () => {
    const { text } = await store.call('GET', '?offset=6&limit=2');
    expect(text).toBe(
      '{"total":7,"count":1,"limit":2,"offset":6,"items":[{"id":6,"name":"Wholesale"}]}',
    );
    for (const [query, limit] of [
      ['', 10],
      ['?limit=100', 100],
      ['?limit=101', 100],
    ] as const) {
      expect((await store.call('GET', query)).json.limit).toBe(limit);
    }
  });

  it('has 10 groups on a page unless more are asked for, and at most 100', async () => {
    const large = await api.makeStore();
    for (let i = 1; i <= 101; i++) await large.create(`Group ${i}`);
    expect(await large.names()).toHaveLength(10);
    for (const limit of [100, 101, 5_000]) {
      expect(await large.names(`?limit=${limit}`)).toHaveLength(100);
    }
    const { json } = await large.call('GET', '?limit=100&offset=100');
    expect([json.total, json.count, json.items.at(-1).id]).toEqual([102, 2, 101]);
    const ids = Array.from({ length: 101 }, (_, i) => i + 1);
    const found = await large.call('GET', `?limit=100&customerGroupIds=${ids.join()}`);
    expect([found.json.total, found.json.count]).toEqual([101, 100]);
  });

  it.each(REFUSED)('refuses %j', async (query, parameter) => {
    expect(said(await store.call('GET', query))).toEqual([400, wrongParameter(parameter)]);
  });

  it.each(FIELDS)('answers no more than %j', async (fields, answer) => {
    const reply = await store.call('GET', `?limit=2&responseFields=${fields}`);
    expect(said(reply)).toEqual([200, answer]);
  });

  it('shows all fields when none is named', async () => {
    const reply = await store.call('GET', '?limit=1&responseFields=');
    expect(said(reply)).toEqual([
      200,
      { total: 7, count: 1, limit: 1, offset: 0, items: [GENERAL] },
    ]);
  });

  it('has its fields in common with one group', async () => {
    expect((await store.call('GET', '/1?responseFields=name')).text).toBe('{"name":"Retail"}');
    expect((await store.call('GET', '/0?responseFields=id')).text).toBe('{"id":0}');
    const refused = await store.call('GET', '/1?responseFields=name(');
    expect(said(refused)).toEqual([400, wrongParameter('responseFields')]);
  });

  it('alone reads its parameters', async () => {
    const own = await api.makeStore();
    const odd = '?limit=x&offset=-1&keyword=%00&customerGroupIds=&responseFields=(';
    const replies = [
      await own.call('POST', odd, { body: { name: 'x' } }),
      await own.call('PUT', `/1${odd}`, { body: { name: 'y' } }),
      await own.call('DELETE', `/1${odd}`),
    ];
    expect(replies.map(said)).toEqual([
      [200, { id: 1 }],
      [200, { updateCount: 1 }],
      [200, { deleteCount: 1 }],
    ]);
    expect((await own.call('GET', '/0?limit=x&offset=-1')).json).toEqual(GENERAL);
  });

  it('answers HEAD without a body', async () => {
    const reply = await store.call('HEAD', '');
    expect([reply.status, reply.text]).toEqual([200, '']);
  });
});
