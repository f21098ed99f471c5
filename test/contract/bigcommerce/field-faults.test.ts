import { expect, it } from 'vitest';
import { bigcommerceApi, invalid, missing, readOnly, unknown } from '../../helpers/bigcommerce.js';
import { describeEngines } from '../../helpers/engines.js';

const rule = { type: 'all', method: 'percent', amount: 5 };
const product = { type: 'product', product_id: 33, method: 'price', amount: 1 };
const category = { ...product, type: 'category', product_id: undefined, category_id: 7 };
const rules = (...discount_rules: unknown[]) => ({ discount_rules });
const access = (category_access: unknown) => ({ category_access });
const atRule = (place: string) => [invalid('discount_rules', `discount_rules${place}`)];
const atAccess = (place = '') => [invalid('category_access', `category_access${place}`)];

/** Each faulty body, sent to create and to update, and every entry of the answer. */
const FAULTS: readonly (readonly [string, object | string, readonly object[]])[] = [
  ['a null name', { name: null }, [missing('name')]],
  ['an empty name', { name: '' }, [invalid('name')]],
  ['a number as name', { name: 7 }, [invalid('name')]],
  ['a list as name', { name: ['x'] }, [invalid('name')]],
  ['a name too long', { name: 'x'.repeat(256) }, [invalid('name')]],
  ['a name too long in emoji', { name: '🛒'.repeat(256) }, [invalid('name')]],
  ['NUL in a name', '{"name":"a\\u0000b"}', [invalid('name')]],
  ['half a surrogate pair in a name', '{"name":"\\ud83d"}', [invalid('name')]],

  ...['is_default', 'is_group_for_guests'].flatMap((flag) =>
    [null, 'true', 1, 0, [], {}].map(
      (value) => [`${flag} ${JSON.stringify(value)}`, { [flag]: value }, [invalid(flag)]] as const,
    ),
  ),

  ['null access', access(null), [invalid('category_access')]],
  ['a text as access', access('all'), [invalid('category_access')]],
  ['a list as access', access([]), [invalid('category_access')]],
  ['access without a type', access({}), atAccess('.type')],
  ['categories without a type', access({ categories: [7] }), atAccess('.type')],
  ['access of no known type', access({ type: 'some' }), atAccess('.type')],
  ['specific access without categories', access({ type: 'specific' }), atAccess('.categories')],
  ['null categories', access({ type: 'specific', categories: null }), atAccess('.categories')],
  ['one category', access({ type: 'specific', categories: 7 }), atAccess('.categories')],
  ['categories with all', access({ type: 'all', categories: [7] }), atAccess('.categories')],
  ['empty categories with none', access({ type: 'none', categories: [] }), atAccess('.categories')],
  ...[-1, 1.5, '', null, true, {}, 1e21, 'x'.repeat(65), 'a\u0007'].map(
    (id) =>
      [
        `the category ${JSON.stringify(id)}`,
        access({ type: 'specific', categories: [7, id] }),
        atAccess('.categories[1]'),
      ] as const,
  ),
  ['an unknown part of access', access({ type: 'all', colour: 'red' }), atAccess('.colour')],

  ['null rules', { discount_rules: null }, [invalid('discount_rules')]],
  ['one rule for a list', { discount_rules: rule }, [invalid('discount_rules')]],
  ['a text as rules', { discount_rules: '[]' }, [invalid('discount_rules')]],
  ['a rule that is none', rules(rule, 5), atRule('[1]')],
  ['a null rule', rules(null), atRule('[0]')],
  ['an empty rule', rules({}), atRule('[0].type')],
  ['a rule of no known type', rules({ ...rule, type: 'brand' }), atRule('[0].type')],
  ['the type of the document’s slip', rules({ ...rule, type: 'percent' }), atRule('[0].type')],
  ['the method of the document’s slip', rules({ ...rule, method: true }), atRule('[0].method')],
  ['no method', rules({ ...rule, method: undefined }), atRule('[0].method')],
  ...[-1, '-0.0001', 1.23456, '5.00001', 1e21, 1e-7, '1e2', '', ' 5', '5,0', null, true, [5]].map(
    (amount) =>
      [
        `the amount ${JSON.stringify(amount)}`,
        rules({ ...rule, method: 'price', amount }),
        atRule('[0].amount'),
      ] as const,
  ),
  ['no amount', rules({ ...rule, amount: undefined }), atRule('[0].amount')],
  ['a percentage above 100', rules({ ...rule, amount: 100.0001 }), atRule('[0].amount')],
  ['a product rule without product', rules({ ...rule, type: 'product' }), atRule('[0].product_id')],
  [
    'a category rule without category',
    rules({ ...rule, type: 'category' }),
    atRule('[0].category_id'),
  ],
  ...[-1, 1.5, '', null, true, [33]].map(
    (id) =>
      [
        `the product ${JSON.stringify(id)}`,
        rules({ ...product, product_id: id }),
        atRule('[0].product_id'),
      ] as const,
  ),
  ['a product on the rule for all', rules({ ...rule, product_id: 33 }), atRule('[0].product_id')],
  [
    'a category on a product’s rule',
    rules({ ...product, category_id: 7 }),
    atRule('[0].category_id'),
  ],
  ['a list on the rule for all', rules({ ...rule, price_list_id: 3 }), atRule('[0].price_list_id')],
  ['an unknown part of a rule', rules({ ...rule, note: '' }), atRule('[0].note')],
  ['two rules for all', rules(rule, product, { ...rule, amount: 9 }), atRule('[2]')],
  ['two rules for a product', rules(product, { ...product, product_id: '33' }), atRule('[1]')],
  ['two rules for a category', rules(category, { ...category, amount: 9 }), atRule('[1]')],
  [
    'rules that are too many',
    rules(...Array.from({ length: 1001 }, (_, i) => ({ ...product, product_id: i }))),
    [invalid('discount_rules')],
  ],
  ['a list without its id', rules({ type: 'price_list' }), atRule('[0].price_list_id')],
  [
    'a list that is not there',
    rules({ type: 'price_list', price_list_id: 99 }),
    [invalid('discount_rules', '99')],
  ],
  [
    'a list beside a rule',
    rules({ type: 'price_list', price_list_id: 3 }, rule),
    [invalid('discount_rules')],
  ],
  [
    'a rule before a list',
    rules(rule, { type: 'price_list', price_list_id: 3 }),
    [invalid('discount_rules')],
  ],
  [
    'a product on a list',
    rules({ type: 'price_list', price_list_id: 3, product_id: 1 }),
    atRule('[0].product_id'),
  ],

  ['an id', { id: 1 }, [readOnly('id')]],
  ['a null id', { id: null }, [readOnly('id')]],
  ['a date of creation', { date_created: '2023-07-17 06:30:41' }, [readOnly('date_created')]],
  ['a date of change', { date_modified: null }, [readOnly('date_modified')]],
  ['an unknown field', { colour: 'red' }, [unknown('colour')]],
  ['a field of another API', { isDefault: true }, [unknown('isDefault')]],
  ['a prototype', '{"__proto__":{"is_default":true}}', [unknown('__proto__')]],
  ['a constructor', { constructor: {} }, [unknown('constructor')]],
  [
    'a fault in every field',
    {
      colour: 'red',
      is_group_for_guests: 'true',
      date_modified: '',
      date_created: '',
      discount_rules: [{ ...rule, amount: -1 }],
      category_access: { type: 'all', categories: [1] },
      is_default: 1,
      name: '',
      id: 1,
    },
    [
      readOnly('id'),
      invalid('name'),
      invalid('is_default'),
      invalid('category_access'),
      invalid('discount_rules'),
      readOnly('date_created'),
      readOnly('date_modified'),
      invalid('is_group_for_guests'),
      unknown('colour'),
    ],
  ],
];

describeEngines('BigCommerce field faults', (engine) => {
  const api = bigcommerceApi(engine);

  it.each(FAULTS)('are all told, and nothing done: %s', async (_, fault, entries) => {
    const store = await api.makeStore();
    await store.native.call('POST', '/price-lists', { body: { id: '3', name: 'Trade' } });
    const group = await store.create();
    const valid = { name: 'Valid' };
    // A text is sent as it is, with a name added where it has none.
    const created =
      typeof fault === 'object'
        ? { ...valid, ...fault }
        : fault.replace(/^\{(?!"name")/, '{"name":"Valid",');
    for (const [method, rest, body] of [
      ['POST', '', created],
      ['PUT', '/1', fault],
    ] as const) {
      const reply = await store.call(method, rest, { body });
      expect([reply.status, reply.json]).toEqual([400, entries]);
      expect(reply.headers.get('content-type')).toMatch(/^application\/json/);
    }
    expect(await store.get(1)).toEqual(group);
    expect((await store.call('GET', '/count')).json).toEqual({ count: 1 });
  });

  it('name the one required field of a group', async () => {
    const store = await api.makeStore();
    for (const body of [undefined, '', '{}']) {
      const reply = await store.call('POST', '', { body });
      expect(reply.status).toBe(400);
      expect(reply.text).toBe(
        `[{"status":400,"message":"The required field 'name' was not supplied."}]`,
      );
    }
    const both = await store.call('POST', '', { body: { is_default: 'x', date_created: '' } });
    expect(both.json).toEqual([missing('name'), invalid('is_default'), readOnly('date_created')]);
  });

  it('say what is wrong in the vendor’s form', async () => {
    const store = await api.makeStore();
    const { json } = await store.call('POST', '', { body: { name: 'x', ...rules(rule, rule) } });
    expect(json).toEqual([
      {
        status: 400,
        message: "The field 'discount_rules' is invalid.",
        details: { invalid_reason: expect.stringMatching(/\w/) },
      },
    ]);
  });
});
