import { describe, expect, it } from 'vitest';
import type { PricingGroup } from '../../src/core/pricing/input.js';
import {
  AFTER,
  BEFORE,
  buildGroup,
  buildList,
  forAll,
  forCategory,
  forProduct,
  lineOf,
  member,
  money,
  NOW,
} from '../helpers/pricing.js';
import { among, first, inLists, inTable, items, off, trade, withRules } from './pricing-cases.js';

describe('the customer’s groups', () => {
  inTable([
    ['nobody’s price is the catalog’s', {}, '10', null],
    ['a group without terms changes nothing', among(buildGroup(1)), '10', null],
    [
      'a membership holds from its first instant',
      { memberships: [member(off(1, 10), { startsAt: NOW })] },
      '9',
      1,
    ],
    [
      'a membership that begins later does not count',
      { memberships: [member(off(1, 10), { startsAt: AFTER })] },
      '10',
      null,
    ],
    [
      'a membership has ended at its last instant',
      { memberships: [member(off(1, 10), { endsAt: NOW })] },
      '10',
      null,
    ],
    [
      'a membership holds until then',
      { memberships: [member(off(1, 10), { endsAt: AFTER })] },
      '9',
      1,
    ],
    ['an inactive group does not count', among(off(1, 10, { isActive: false })), '10', null],
    ['who is in no group is a guest', { guest: lineOf(off(5, 20)) }, '8', 5],
    ['who is in a group is no guest', { ...among(off(1, 10)), guest: lineOf(off(5, 20)) }, '9', 1],
    [
      'who is in inactive groups alone is a guest',
      { ...among(off(1, 10, { isActive: false })), guest: lineOf(off(5, 20)) },
      '8',
      5,
    ],
    [
      'an inactive guest group does not count',
      { guest: lineOf(off(5, 20, { isActive: false })) },
      '10',
      null,
    ],
  ]);
});

describe('what a group inherits', () => {
  const below = (group: PricingGroup, ...ancestors: PricingGroup[]) => ({
    memberships: [member(lineOf(group, ...ancestors))],
  });
  const list = inLists(buildList('trade', { lens: { 1: '7' } }));
  const ruled = (id: number, ...discountRules: PricingGroup['discountRules']) =>
    buildGroup(id, { discountRules });
  inTable([
    [
      'rules, from three levels above',
      below(buildGroup(1), buildGroup(2), buildGroup(3), off(4, 30)),
      '7',
      1,
    ],
    [
      'the child’s rule for the same product instead of the parent’s',
      below(ruled(1, forProduct('lens', '5%')), ruled(2, forProduct('lens', '50%'))),
      '9.5',
      1,
    ],
    [
      'the child’s rule for the same category instead of the parent’s',
      below(ruled(1, forCategory('soft', '5%')), ruled(2, forCategory('soft', '50%'))),
      '9.5',
      1,
    ],
    [
      'the child’s rule for everything instead of the parent’s',
      below(off(1, 5), off(2, 50)),
      '9.5',
      1,
    ],
    [
      'the parent’s more specific rule before the child’s own',
      below(off(1, 50), ruled(2, forProduct('lens', '5%'))),
      '9.5',
      1,
    ],
    ['the nearest parent’s rule of two', below(buildGroup(1), off(2, 5), off(3, 50)), '9.5', 1],
    [
      'a list, where it has neither a list nor rules',
      { ...below(buildGroup(2), trade()), ...list },
      '7',
      2,
    ],
    ['no list, where it has rules of its own', { ...below(off(2, 5), trade()), ...list }, '9.5', 2],
    [
      'no list beyond a parent that has rules',
      { ...below(buildGroup(2), off(3, 5), trade()), ...list },
      '9.5',
      2,
    ],
    [
      'no list, where it has one of its own',
      {
        ...below(trade('own', { id: 2 }), trade()),
        ...inLists(buildList('trade', { lens: { 1: '7' } }), buildList('own', {})),
      },
      '10',
      null,
    ],
    [
      'rules, where it has a list without this product',
      { ...below(trade('own'), off(2, 5)), ...inLists(buildList('own', {})) },
      '9.5',
      1,
    ],
    [
      'nothing from an inactive parent',
      below(buildGroup(1), off(2, 50, { isActive: false })),
      '10',
      null,
    ],
    [
      'nothing from above an inactive parent',
      below(buildGroup(1), buildGroup(2, { isActive: false }), off(3, 50)),
      '10',
      null,
    ],
    [
      'no list from an inactive parent',
      { ...below(buildGroup(2), trade('trade', { isActive: false })), ...list },
      '10',
      null,
    ],
  ]);
});

describe('the base', () => {
  const prices = { lens: { 2: '9', 10: '8' } };
  const inTrade = { ...among(trade()), ...inLists(buildList('trade', prices)) };
  const listed = (overrides: Parameters<typeof buildList>[2]) => ({
    ...among(trade()),
    ...inLists(buildList('trade', { lens: { 1: '7' } }, overrides)),
  });
  inTable([
    ['the catalog’s below the first tier', inTrade, '10', null],
    [
      'the first tier, when the quantity reaches it',
      { ...inTrade, ...items({ quantity: 2 }) },
      '9',
      1,
    ],
    ['the same tier, just below the next', { ...inTrade, ...items({ quantity: 9 }) }, '9', 1],
    [
      'the largest tier that the quantity reaches',
      { ...inTrade, ...items({ quantity: 10 }) },
      '8',
      1,
    ],
    [
      'the list before the request’s price',
      { ...inTrade, ...items({ quantity: 2, unitPrice: money('9.5') }) },
      '9',
      1,
    ],
    [
      'the request’s price before the catalog’s',
      items({ unitPrice: money('12.34') }),
      '12.34',
      null,
    ],
    [
      'the request’s price of a product that the catalog does not know',
      items({ productId: 'new', unitPrice: money('3') }),
      '3',
      null,
    ],
    ['a list from its first instant', listed({ startsAt: NOW }), '7', 1],
    ['no list that begins later', listed({ startsAt: AFTER }), '10', null],
    ['no list at its last instant', listed({ endsAt: NOW }), '10', null],
    ['a list until then', listed({ startsAt: BEFORE, endsAt: AFTER }), '7', 1],
    ['no list in another currency', listed({ currency: 'EUR' }), '10', null],
    ['a list’s price where the catalog has none', { ...listed({}), products: new Map() }, '7', 1],
    [
      'a list’s price, on which no rule goes',
      {
        ...among(trade('trade', { discountRules: [forAll('50%')] })),
        ...inLists(buildList('trade', { lens: { 1: '9' } })),
      },
      '9',
      1,
    ],
    [
      'no list’s price above the catalog’s',
      { ...among(trade()), ...inLists(buildList('trade', { lens: { 1: '11' } })) },
      '10',
      null,
    ],
  ]);
});

describe('the winner', () => {
  inTable([
    ['is the lowest price', among(off(1, 10), off(2, 30), off(3, 20)), '7', 2],
    ['is the lowest id of equals', among(off(10, 30), off(9, 30), off(11, 30)), '7', 9],
    ['is the lowest id of what is equal when rounded', among(off(2, 30), off(1, 29.99)), '7', 1],
    ['is no group, where none gives less', among(off(1, 0), buildGroup(2)), '10', null],
    [
      'is a group, where there is no price without',
      {
        ...among(trade()),
        ...inLists(buildList('trade', { lens: { 1: '70' } })),
        products: new Map(),
      },
      '70',
      1,
    ],
  ]);

  it('names the rule and the list that made it', () => {
    const rule = forAll('20%');
    expect(first(withRules(rule))).toMatchObject({ rule, priceListId: null });
    const listed = { ...among(trade()), ...inLists(buildList('trade', { lens: { 1: '7' } })) };
    expect(first(listed)).toMatchObject({ rule: null, priceListId: 'trade' });
    expect(first({})).toMatchObject({ rule: null, priceListId: null, groupId: null });
  });
});
