import { describe, expect, it } from 'vitest';
import { type BigCommerceStore, bigcommerceApi, invalid } from '../../helpers/bigcommerce.js';
import { describeEngines } from '../../helpers/engines.js';

/** The groups of the suite's store, in the order of their ids. */
const GROUPS = [
  { name: 'Retail', is_default: true },
  { name: 'retail' },
  { name: 'Retail Customers', is_group_for_guests: true },
  { name: 'Großhändler ÄÖÜ' },
  { name: 'a_b' },
  { name: 'aXb' },
  { name: '100 % off' },
  { name: 'back\\slash' },
  { name: 'Ελλάδα' },
] as const;
const ALL = GROUPS.map(({ name }) => name);
const without = (...names: string[]) => ALL.filter((name) => !names.includes(name));

/** Each query with the names that it finds. */
const FOUND: readonly (readonly [string, readonly string[]])[] = [
  ['', ALL],
  ['name=Retail', ['Retail']],
  ['name=Retail%20Customers', ['Retail Customers']],
  ['name=Retail+Customers', ['Retail Customers']],
  ['name=RETAIL', []],
  ['name=Retai', []],
  ['name=Retail%25', []],
  ['name=', []],
  ['name=100+%25+off', ['100 % off']],
  ['name:like=retail', ['Retail', 'retail', 'Retail Customers']],
  ['name%3Alike=CUSTOM', ['Retail Customers']],
  ['name:like=retail%25', ['Retail', 'retail', 'Retail Customers']],
  ['name:like=%25retail', ['Retail', 'retail']],
  ['name:like=r%25l%25c', []],
  ['name:like=r%25l%25c%25', ['Retail Customers']],
  ['name:like=%25', ALL],
  ['name:like=_', ['a_b']],
  ['name:like=a_b', ['a_b']],
  ['name:like=a_%25', ['a_b']],
  ['name:like=%5C', ['back\\slash']],
  ['name:like=back%5C%25', ['back\\slash']],
  ['name:like=äöü', ['Großhändler ÄÖÜ']],
  ['name:like=GROßHÄ%25', ['Großhändler ÄÖÜ']],
  ['name:like=ελλάδα', ['Ελλάδα']],
  ['name:like=ΕΛΛΆ', ['Ελλάδα']],
  ['name:like=nothing', []],
  ...['true', 'True', '1'].flatMap((flag): [string, string[]][] => [
    [`is_default=${flag}`, ['Retail']],
    [`is_group_for_guests=${flag}`, ['Retail Customers']],
  ]),
  ...['false', 'False', '0'].flatMap((flag): [string, string[]][] => [
    [`is_default=${flag}`, without('Retail')],
    [`is_group_for_guests=${flag}`, without('Retail Customers')],
  ]),
  ['name=Retail&is_default=true', ['Retail']],
  ['name=Retail&is_default=false', []],
  ['name:like=retail&is_default=0&is_group_for_guests=0', ['retail']],
  ['name:like=retail&name=retail', ['retail']],
  ['is_default=1&is_group_for_guests=1', []],
  ['date_created:min=2020-01-01', ALL],
  ['date_created:max=2020-01-01', []],
  ['date_modified:min=2020-01-01&name=a_b', ['a_b']],
  ['date_modified:min=2020-01-01&date_modified:max=2020-01-01', []],
  ['colour=red', ALL],
  ['colour=red&colour=blue&is_defualt=true', ALL],
  ['Name=Retail', ALL],
  ['__proto__=1&constructor=2', ALL],
  ['%zz=1', ALL],
  ['&&name=a_b&', ['a_b']],
];

/** Each query with the parameters that it is refused for. */
const REFUSED: readonly (readonly [string, readonly string[]])[] = [
  ['is_default=', ['is_default']],
  ['is_default', ['is_default']],
  ['is_default=yes', ['is_default']],
  ['is_default=2', ['is_default']],
  ['is_group_for_guests=null', ['is_group_for_guests']],
  ['name:like=', ['name:like']],
  ['name=%00', ['name']],
  ['name:like=%00', ['name:like']],
  ['name=%zz', ['name']],
  ['name=%C3%28', ['name']],
  ['name=a&name=b', ['name']],
  ['is_default=true&is_default=true', ['is_default']],
  ['date_created=', ['date_created']],
  ['date_created=yesterday', ['date_created']],
  ['date_created:min=2023-02-30', ['date_created:min']],
  ['date_created:max=2023-13-01', ['date_created:max']],
  ['date_modified=2023-07-17+25:00:00', ['date_modified']],
  ['date_modified:min=1689575441', ['date_modified:min']],
  ['date_modified:max=17.07.2023', ['date_modified:max']],
  ['is_default=x&date_created=x&name=ok', ['is_default', 'date_created']],
];

/** An instant as this API, ISO 8601 and RFC 2822 write it. */
const SPELLINGS: Readonly<Record<string, (at: Date) => string>> = {
  'its own': (at) => at.toISOString().slice(0, 19).replace('T', ' '),
  'ISO without offset': (at) => at.toISOString().slice(0, 19),
  'ISO in UTC': (at) => `${at.toISOString().slice(0, 19)}Z`,
  'ISO with milliseconds': (at) => at.toISOString(),
  'ISO with an offset': (at) => {
    const there = new Date(at.getTime() + 2 * 3_600_000);
    return `${there.toISOString().slice(0, 19)}+02:00`;
  },
  'RFC 2822': (at) => at.toUTCString().replace('GMT', '+0000'),
  'RFC 2822 in GMT': (at) => at.toUTCString(),
};

describeEngines('BigCommerce filters', (engine) => {
  const api = bigcommerceApi(engine);

  async function makeStore(): Promise<BigCommerceStore> {
    const store = await api.makeStore();
    for (const body of GROUPS) await store.create(body);
    return store;
  }

  it('find on list and count what they name', async () => {
    const store = await makeStore();
    for (const [query, names] of FOUND) {
      const list = await store.call('GET', `?${query}`);
      expect(list.status, query).toBe(names.length > 0 ? 200 : 204);
      expect(await store.names(`?${query}`), query).toEqual(names);
      const count = await store.call('GET', `/count?${query}`);
      expect([count.status, count.json], query).toEqual([200, { count: names.length }]);
    }
  });

  it.each(REFUSED)('are refused by name for ?%s', async (query, fields) => {
    const store = await api.makeStore();
    const group = await store.create();
    for (const [method, rest] of [
      ['GET', ''],
      ['GET', '/count'],
      ['DELETE', ''],
    ] as const) {
      const reply = await store.call(method, `${rest}?${query}`);
      expect(reply.status).toBe(400);
      expect(reply.json).toEqual(fields.map((field) => invalid(field)));
    }
    expect(await store.get(1)).toEqual(group);
  });

  describe.each(['date_created', 'date_modified'] as const)('of %s', (field) => {
    it.each(Object.entries(SPELLINGS))('read a date as %s', async (_, spell) => {
      const store = await api.makeStore();
      const at = Date.parse(`${(await store.create())[field]}Z`);
      const finds = async (parameter: string, seconds: number) => {
        const date = encodeURIComponent(spell(new Date(at + seconds * 1000)));
        return (await store.names(`?${parameter}=${date}`)).length === 1;
      };
      const found = [];
      for (const parameter of [field, `${field}:min`, `${field}:max`]) {
        for (const seconds of [-1, 0, 1]) found.push(await finds(parameter, seconds));
      }
      expect(found).toEqual([
        ...[false, true, false],
        ...[true, true, false],
        ...[false, true, true],
      ]);
    });
  });

  it('read a plus that was not encoded', async () => {
    const store = await api.makeStore();
    const { date_created: created } = await store.create();
    const [day, time] = created.split(' ');
    const mail = new Date(`${created}Z`).toUTCString().replace('GMT', '+0000').replaceAll(' ', '+');
    for (const date of [`${day}+${time}`, `${day}T${time}+00:00`, `${day}T${time}+0000`, mail]) {
      expect(await store.names(`?date_created=${date}`), date).toHaveLength(1);
    }
  });

  it('tell the creation from the last change', async () => {
    const store = await api.makeStore();
    const group = await store.create();
    // The API counts in seconds: changes until the next one.
    let changed = group;
    for (let i = 0; changed.date_modified === group.date_created; i++) {
      changed = (await store.call('PUT', '/1', { body: { name: `Name ${i}` } })).json;
    }
    expect(changed.date_created).toBe(group.date_created);
    const [created, modified] = [group.date_created, changed.date_modified].map(encodeURIComponent);
    for (const [query, count] of [
      [`date_created=${created}`, 1],
      [`date_created=${modified}`, 0],
      [`date_modified=${created}`, 0],
      [`date_modified=${modified}`, 1],
      [`date_created:max=${created}&date_modified:min=${modified}`, 1],
      [`date_created:min=${modified}`, 0],
      [`date_modified:max=${created}`, 0],
    ] as const) {
      expect((await store.call('GET', `/count?${query}`)).json, query).toEqual({ count });
    }
  });

  it('take a day alone as its midnight', async () => {
    const store = await api.makeStore();
    const { date_created: created } = await store.create();
    const day = created.slice(0, 10);
    const next = new Date(Date.parse(`${day}Z`) + 86_400_000).toISOString().slice(0, 10);
    expect(await store.names(`?date_created:min=${day}`)).toHaveLength(1);
    expect(await store.names(`?date_created:max=${next}`)).toHaveLength(1);
    expect(await store.names(`?date_created:min=${next}`)).toHaveLength(0);
    const midnight = created.endsWith(' 00:00:00');
    expect(await store.names(`?date_created:max=${day}`)).toHaveLength(midnight ? 1 : 0);
  });
});
