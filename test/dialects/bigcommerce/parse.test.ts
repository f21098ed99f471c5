import { describe, expect, test } from 'vitest';
import { parseGroupChange, parseNewGroup } from '../../../src/dialects/bigcommerce/parse.js';
import { buildGroup } from './build-group.js';
import { refusalOf } from './refusal.js';

const missing = { status: 400, message: "The required field 'name' was not supplied." };
const readOnly = (field: string) => ({
  status: 400,
  message: `The field '${field}' cannot be written to. Please remove it from your request before trying again.`,
});
const unknown = (field: string) => ({
  status: 400,
  message: `The field '${field}' is not supported by this resource.`,
});
const invalid = (field: string, reason: unknown = expect.any(String)) => ({
  status: 400,
  message: `The field '${field}' is invalid.`,
  details: { invalid_reason: reason },
});

const rule = { type: 'all', method: 'percent', amount: 5 };

describe('a new group', () => {
  test.each([
    ['the document’s minimal request', { name: 'Wholesale' }, { name: 'Wholesale' }],
    ['a default group', { name: 'R', is_default: true }, { name: 'R', isDefault: true }],
    ['a group for guests', { name: 'G', is_group_for_guests: true }, { name: 'G', isGuest: true }],
    [
      'specific categories, each once',
      { name: 'B', category_access: { type: 'specific', categories: [7, '7', '07', 12] } },
      { name: 'B', categoryAccess: { type: 'specific', categories: ['7', '07', '12'] } },
    ],
    [
      'no categories at all',
      { name: 'N', category_access: { type: 'none' } },
      { name: 'N', categoryAccess: { type: 'none' } },
    ],
    [
      'the document’s three rules, in order',
      {
        name: 'D',
        discount_rules: [
          { type: 'all', method: 'percent', amount: 2.5 },
          { type: 'product', product_id: 33, method: 'percent', amount: '5.00' },
          { type: 'category', category_id: '7', method: 'price', amount: 12 },
        ],
      },
      {
        name: 'D',
        defaultPriceListId: null,
        discountRules: [
          { type: 'all', method: 'percent', amount: '2.5000' },
          { type: 'product', productId: '33', method: 'percent', amount: '5.0000' },
          { type: 'category', categoryId: '7', method: 'price', amount: '12.0000' },
        ],
      },
    ],
    [
      'a price list, with the terms of the vendor’s sample',
      {
        name: 'P',
        discount_rules: [
          { type: 'price_list', price_list_id: 3, method: 'percent', amount: '5.0000' },
        ],
      },
      { name: 'P', defaultPriceListId: '3', discountRules: [] },
    ],
  ])('is read from %s', (_, body, command) => {
    expect(parseNewGroup(body)).toEqual(command);
  });

  test.each([
    ['no body', undefined, [missing]],
    ['an empty body', {}, [missing]],
    ['a null name', { name: null }, [missing]],
    ['an empty name', { name: '' }, [invalid('name', 'must not be empty')]],
    ['a long name', { name: 'x'.repeat(256) }, [invalid('name')]],
    ['a name that is no text', { name: 5 }, [invalid('name', 'must be a string')]],
    ['a list', [], [{ status: 400, message: 'The body must be a JSON object.' }]],
    ['a text', 'name', [{ status: 400, message: 'The body must be a JSON object.' }]],
    ['an unknown field', { name: 'x', nmae: 'y' }, [unknown('nmae')]],
    ['an own __proto__', JSON.parse('{"name":"x","__proto__":{}}'), [unknown('__proto__')]],
    [
      'a fault in every field',
      {
        colour: 'red',
        is_group_for_guests: 'true',
        date_modified: '',
        date_created: '',
        discount_rules: null,
        category_access: 'all',
        is_default: 1,
        id: 1,
      },
      [
        readOnly('id'),
        missing,
        invalid('is_default', 'must be true or false'),
        invalid('category_access', 'must be an object'),
        invalid('discount_rules', 'must be an array'),
        readOnly('date_created'),
        readOnly('date_modified'),
        invalid('is_group_for_guests', 'must be true or false'),
        unknown('colour'),
      ],
    ],
  ])('is refused with an entry per fault for %s', (_, body, entries) => {
    expect(refusalOf(() => parseNewGroup(body))).toEqual({ status: 400, body: entries });
  });

  test.each([
    [{}, 'category_access.type must be one of all, specific, none'],
    [{ type: 'some' }, 'category_access.type must be one of all, specific, none'],
    [{ type: 'all', categories: [] }, 'category_access.categories does not go with the type "all"'],
    [{ type: 'specific' }, 'category_access.categories must be an array with the type "specific"'],
    [{ type: 'specific', categories: [7, -1] }, 'category_access.categories[1] must be an id'],
    [{ type: 'none', category: [] }, 'category_access.category is not known'],
  ])('is refused with the category access %j', (access, reason) => {
    const body = { name: 'x', category_access: access };
    expect(refusalOf(() => parseNewGroup(body)).body).toEqual([invalid('category_access', reason)]);
  });

  test.each([
    [[5], 'discount_rules[0] must be an object'],
    [
      [{ ...rule, type: 'brand' }],
      'discount_rules[0].type must be one of all, product, category, price_list',
    ],
    [[{ ...rule, method: true }], 'discount_rules[0].method must be one of percent, price, fixed'],
    [[{ ...rule, type: 'product' }], 'discount_rules[0].product_id must be an id'],
    [[{ ...rule, product_id: 7 }], 'discount_rules[0].product_id does not go with the type "all"'],
    [[rule, rule], 'discount_rules[1] has the same target as rule 0'],
    [
      [
        { ...rule, type: 'category', category_id: 7 },
        { ...rule, type: 'category', category_id: '7' },
      ],
      'discount_rules[1] has the same target as rule 0',
    ],
    [
      [{ ...rule, amount: 100.0001 }],
      'discount_rules[0].amount must be at most 100 for a percentage',
    ],
    [[rule, { type: 'price_list', price_list_id: 3 }], 'a price_list rule must be the only rule'],
    [[{ type: 'price_list' }], 'discount_rules[0].price_list_id must be an id'],
  ])('is refused with the rules %j', (rules, reason) => {
    const body = { name: 'x', discount_rules: rules };
    expect(refusalOf(() => parseNewGroup(body)).body).toEqual([invalid('discount_rules', reason)]);
  });

  test('is refused with more rules than a group may have', () => {
    const body = { name: 'x', discount_rules: Array(1001).fill(rule) };
    expect(refusalOf(() => parseNewGroup(body)).body).toEqual([
      invalid('discount_rules', 'must have at most 1000 rules'),
    ]);
  });

  test.each([
    [5, '5.0000'],
    [5.1, '5.1000'],
    ['12.3456', '12.3456'],
    [0, '0.0000'],
    ['99999999999.9999', '99999999999.9999'],
  ])('takes the amount %j to the digit', (amount, kept) => {
    const body = { name: 'x', discount_rules: [{ ...rule, method: 'price', amount }] };
    expect(parseNewGroup(body).discountRules).toEqual([
      { type: 'all', method: 'price', amount: kept },
    ]);
  });

  test.each([-1, 0.1 + 0.2, 1e21, 1e-7, '1e2', '5,0', ' 5', '', null, true, undefined])(
    'is refused with the amount %j',
    (amount) => {
      const body = { name: 'x', discount_rules: [{ ...rule, amount }] };
      expect(refusalOf(() => parseNewGroup(body)).body).toEqual([
        invalid(
          'discount_rules',
          'discount_rules[0].amount must be an amount of 0 or more with up to four decimals',
        ),
      ]);
    },
  );
});

describe('a change of a group', () => {
  const rules = [{ type: 'all', method: 'percent', amount: '5.0000' }] as const;
  const withList = buildGroup({ defaultPriceListId: '3' });
  const withBoth = buildGroup({ defaultPriceListId: '3', discountRules: rules });
  const toList = { discount_rules: [{ type: 'price_list', price_list_id: 9 }] };

  test.each([
    ['leaves everything without a body', undefined, withBoth, {}],
    ['sets only what it names', { name: 'New' }, withBoth, { name: 'New' }],
    [
      'replaces a list by rules',
      { discount_rules: [rule] },
      withList,
      { discountRules: rules, defaultPriceListId: null },
    ],
    [
      'removes a list by no rules',
      { discount_rules: [] },
      withList,
      { discountRules: [], defaultPriceListId: null },
    ],
    ['leaves a list beside rules', { discount_rules: [] }, withBoth, { discountRules: [] }],
    [
      'replaces rules and list by a list',
      toList,
      withBoth,
      { discountRules: [], defaultPriceListId: '9' },
    ],
  ])('%s', (_, body, current, changed) => {
    expect(parseGroupChange(body)(current)).toEqual(changed);
  });

  test('is refused with a null name', () => {
    expect(refusalOf(() => parseGroupChange({ name: null })).body).toEqual([missing]);
  });
});
