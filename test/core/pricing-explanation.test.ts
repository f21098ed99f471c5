import { describe, expect, it } from 'vitest';
import type { PricingGroup, PricingInput } from '../../src/core/pricing/input.js';
import { priceItems } from '../../src/core/pricing/price-items.js';
import {
  AFTER,
  BEFORE,
  buildGroup,
  buildInput,
  buildItem,
  buildList,
  forAll,
  forCategory,
  forProduct,
  lineOf,
  listsOf,
  member,
  money,
} from '../helpers/pricing.js';

function explained(overrides: Partial<PricingInput>) {
  const [item] = priceItems(buildInput(overrides), { explain: true }).items;
  return item?.explanation ?? [];
}

const ruled = (id: number, ...discountRules: PricingGroup['discountRules']) =>
  buildGroup(id, { discountRules });
const inLine = (group: PricingGroup, ...ancestors: PricingGroup[]) => ({
  memberships: [member(lineOf(group, ...ancestors))],
});

describe('the candidates', () => {
  it('are all told by group, with what each would give', () => {
    const candidates = explained({
      memberships: [
        member(ruled(8, forAll('20%'))),
        member(ruled(7, forAll('10%'))),
        member(ruled(6, forAll('20%'))),
        member(buildGroup(5, { isActive: false })),
        member(ruled(4, forAll('90%')), { endsAt: BEFORE }),
        member(ruled(3, forAll('90%')), { startsAt: AFTER }),
      ],
    });
    const base = money('10');
    const told = candidates.map(({ groupId, reason, unitPrice, chosen }) => [
      groupId,
      reason,
      unitPrice,
      chosen,
    ]);
    expect(told).toEqual([
      [3, 'membership not begun', null, false],
      [4, 'membership ended', null, false],
      [5, 'group inactive', null, false],
      [6, 'lowest price', money('8'), true],
      [7, 'not the lowest', money('9'), false],
      [8, 'same as the lowest price', money('8'), false],
      [null, 'not the lowest', base, false],
    ]);
    expect(candidates[4]).toMatchObject({ base, priceListId: null, rule: forAll('10%') });
  });

  it('are the guest group and no group for a guest', () => {
    const guest = lineOf(ruled(2, forAll('5%')));
    const memberships = [member(guest.group, { endsAt: BEFORE })];
    expect(
      explained({ guest, memberships }).map(({ groupId, reason }) => [groupId, reason]),
    ).toEqual([
      [2, 'lowest price'],
      [null, 'not the lowest'],
    ]);
  });

  it('tell of an inactive guest group', () => {
    const guest = lineOf(buildGroup(2, { isActive: false }));
    expect(explained({ guest })).toMatchObject([{ reason: 'group inactive' }, { chosen: true }]);
  });

  it('have a base that is not rounded', () => {
    const items = [buildItem({ unitPrice: money('9.9951') })];
    expect(explained({ items })).toMatchObject([{ base: 99_951n, unitPrice: money('10') }]);
  });

  it('may have no price in the currency', () => {
    const list = buildList('euro', { lens: { 1: '7' } }, { currency: 'EUR' });
    const listed = buildGroup(1, { defaultPriceListId: 'euro' });
    const memberships = [member(listed), member(ruled(2, forAll('10%')))];
    const candidates = explained({ currency: 'EUR', lists: listsOf(list), memberships });
    expect(candidates).toMatchObject([
      { groupId: 1, base: money('7'), priceListId: 'euro', chosen: true },
      { groupId: 2, base: null, unitPrice: null, reason: 'no price in this currency', ignored: [] },
      { groupId: null, base: null, unitPrice: null, reason: 'no price in this currency' },
    ]);
  });
});

describe('what did not count', () => {
  const ignoredOf = (overrides: Partial<PricingInput>) => explained(overrides)[0]?.ignored;
  const both = { items: [buildItem({ categoryIds: ['soft', 'sale'] })] };
  const euros = { currency: 'EUR', items: [buildItem({ unitPrice: money('8') })] };
  const listed = (id: number, overrides: Partial<PricingGroup> = {}) =>
    buildGroup(id, { defaultPriceListId: `list ${id}`, ...overrides });
  const lists = listsOf(buildList('list 1', { lens: { 1: '9' } }), buildList('list 2', {}));
  const withList = (
    ...[prices, window]: [Parameters<typeof buildList>[1], Parameters<typeof buildList>[2]?]
  ) => ({
    ...inLine(listed(1)),
    lists: listsOf(buildList('list 1', prices, window)),
  });
  const list1 = (reason: string) => [{ priceListId: 'list 1', reason }];

  it.each<[string, Partial<PricingInput>, object[]]>([
    [
      'nothing',
      inLine(ruled(1, forAll('10%'), forProduct('frame', '20%'), forCategory('sale', '30%'))),
      [],
    ],
    [
      'a list in another currency',
      withList({ lens: { 1: '7' } }, { currency: 'EUR' }),
      list1('other currency'),
    ],
    [
      'a list out of its window',
      withList({ lens: { 1: '7' } }, { endsAt: BEFORE }),
      list1('list not valid at this time'),
    ],
    [
      'a list without this product',
      withList({ frame: { 1: '7' } }),
      list1('no price for this product'),
    ],
    [
      'a list for larger quantities',
      withList({ lens: { 2: '7' } }),
      list1('no price for this quantity'),
    ],
    [
      'a parent’s list',
      { ...inLine(listed(1), listed(2)), lists },
      [{ priceListId: 'list 2', reason: 'a nearer group has a list or rules' }],
    ],
    [
      'an inactive parent’s list',
      { ...inLine(buildGroup(1), listed(2, { isActive: false })), lists },
      [{ priceListId: 'list 2', reason: 'the parent group is inactive' }],
    ],
    [
      'a rule under a list',
      { ...inLine(listed(1, { discountRules: [forAll('10%')] })), lists },
      [{ rule: forAll('10%'), reason: 'the price is from a price list' }],
    ],
    [
      'rules under one for the product',
      inLine(ruled(1, forAll('10%'), forCategory('soft', '20%'), forProduct('lens', '5%'))),
      [
        { rule: forAll('10%'), reason: 'shadowed by a product rule' },
        { rule: forCategory('soft', '20%'), reason: 'shadowed by a product rule' },
      ],
    ],
    [
      'a rule under one for a category',
      inLine(ruled(1, forAll('10%'), forCategory('optics', '5%'))),
      [{ rule: forAll('10%'), reason: 'shadowed by a category rule' }],
    ],
    [
      'a rule of a farther category',
      inLine(ruled(1, forCategory('optics', '50%'), forCategory('contacts', '5%'))),
      [{ rule: forCategory('optics', '50%'), reason: 'shadowed by the rule of a nearer category' }],
    ],
    [
      'a rule of a dearer category',
      { ...inLine(ruled(1, forCategory('soft', '5%'), forCategory('sale', '50%'))), ...both },
      [{ rule: forCategory('soft', '5%'), reason: 'another category rule gives less' }],
    ],
    [
      'a rule of a category of the same price',
      { ...inLine(ruled(1, forCategory('soft', '5%'), forCategory('sale', '5%'))), ...both },
      [{ rule: forCategory('soft', '5%'), reason: 'another category rule gives the same' }],
    ],
    [
      'a parent’s rule for the same',
      inLine(ruled(1, forAll('5%')), ruled(2, forAll('50%'))),
      [{ rule: forAll('50%'), reason: 'replaced by the child group' }],
    ],
    [
      'an inactive parent’s rule',
      inLine(ruled(1), { ...ruled(2, forAll('50%')), isActive: false }),
      [{ rule: forAll('50%'), reason: 'the parent group is inactive' }],
    ],
    [
      'a rule in another currency',
      { ...euros, ...inLine(ruled(1, forProduct('lens', '-1'), forAll('5%'))) },
      [{ rule: forProduct('lens', '-1'), reason: 'only percent rules apply in another currency' }],
    ],
    [
      'a rule above the base',
      inLine(ruled(1, forAll('=12'))),
      [{ rule: forAll('=12'), reason: 'would raise the price' }],
    ],
  ])('is told: %s', (_, input, ignored) => {
    expect(ignoredOf(input)).toEqual(ignored);
  });

  it('leaves the candidate without the rule that would raise its price', () => {
    expect(explained(inLine(ruled(1, forAll('=12'))))[0]).toMatchObject({
      rule: null,
      unitPrice: money('10'),
    });
  });
});
