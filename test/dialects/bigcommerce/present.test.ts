import { describe, expect, test } from 'vitest';
import type { Group } from '../../../src/core/group.js';
import { presentGroup } from '../../../src/dialects/bigcommerce/present.js';
import { buildGroup } from './build-group.js';

describe('a group', () => {
  test('shows every field of the vendor’s schema', () => {
    expect(presentGroup(buildGroup({ isDefault: true }), { type: 'all' })).toEqual({
      id: 3,
      name: 'Student Discounts',
      is_default: true,
      category_access: { type: 'all' },
      discount_rules: [],
      date_created: '2023-07-17 06:30:41',
      date_modified: '2023-07-18 00:00:00',
      is_group_for_guests: false,
    });
  });

  test('shows whole numbers among ids as numbers', () => {
    const categories = ['7', '0', '012', 'shoes', '1e3', '-1', '9007199254740993'];
    expect(presentGroup(buildGroup(), { type: 'specific', categories })).toMatchObject({
      category_access: {
        type: 'specific',
        categories: [7, 0, '012', 'shoes', '1e3', '-1', '9007199254740993'],
      },
    });
  });

  const rule = { method: 'percent', amount: '5.0000' } as const;

  test.each<[string, Partial<Group>, object[]]>([
    [
      'rules in the order in which they were sent',
      {
        discountRules: [
          { type: 'category', categoryId: '7', ...rule },
          { type: 'all', ...rule },
          { type: 'product', productId: 'lens-1', ...rule },
        ],
      },
      [
        { type: 'category', category_id: 7, ...rule },
        { type: 'all', ...rule },
        { type: 'product', product_id: 'lens-1', ...rule },
      ],
    ],
    [
      'a default price list as a rule',
      { defaultPriceListId: '3' },
      [{ type: 'price_list', price_list_id: 3 }],
    ],
    [
      'only the rules beside a price list',
      { defaultPriceListId: '3', discountRules: [{ type: 'all', ...rule }] },
      [{ type: 'all', ...rule }],
    ],
  ])('shows %s', (_, fields, rules) => {
    expect(presentGroup(buildGroup(fields), { type: 'all' })).toMatchObject({
      discount_rules: rules,
    });
  });
});
