import { describe, expect, it } from 'vitest';
import type { CategoryAccess } from '../../src/core/group.js';
import { effectiveAccess } from '../../src/core/pricing/access.js';
import type { PricingInput } from '../../src/core/pricing/input.js';
import { priceItems } from '../../src/core/pricing/price-items.js';
import { buildGroup, buildInput, buildItem, lineOf, member } from '../helpers/pricing.js';

const all: CategoryAccess = { type: 'all' };
const none: CategoryAccess = { type: 'none' };
const only = (...categories: string[]): CategoryAccess => ({ type: 'specific', categories });
const groupWith = (categoryAccess: CategoryAccess | null, id = 1, isActive = true) =>
  buildGroup(id, { categoryAccess, isActive });

const seeing = (...accesses: (CategoryAccess | null)[]) => ({
  memberships: accesses.map((access, index) => member(groupWith(access, index + 1))),
});
const guest = (access: CategoryAccess, isActive = true) => ({
  guest: lineOf(groupWith(access, 9, isActive)),
});
const below = (
  access: CategoryAccess | null,
  ...above: (CategoryAccess | 'inactive' | null)[]
) => ({
  memberships: [
    member(
      lineOf(
        groupWith(access),
        ...above.map((each) =>
          each === 'inactive' ? groupWith(none, 2, false) : groupWith(each, 2),
        ),
      ),
    ),
  ],
});
const nothing = { type: 'none', categories: [] };
const everything = { type: 'all', categories: [] };
const some = (...categories: string[]) => ({ type: 'specific', categories });

/** What is seen: the union, a product in `soft`, and one without a category. */
type Case = [title: string, Partial<PricingInput>, union: object, soft: boolean, bare: boolean];

const cases: Case[] = [
  ['who is in no group sees everything', {}, everything, true, true],
  ['a guest sees what the guest group does', guest(only('sale')), some('sale'), false, false],
  ['an inactive guest group hides nothing', guest(none, false), everything, true, true],
  [
    'who is in a group sees no more as a guest',
    { ...seeing(none), ...guest(all) },
    nothing,
    false,
    false,
  ],
  ['all', seeing(all), everything, true, true],
  ['none', seeing(none), nothing, false, false],
  ['exactly the categories that are listed', seeing(only('soft')), some('soft'), true, false],
  ['no sub-categories of a listed one', seeing(only('contacts')), some('contacts'), false, false],
  ['no category at all is none', seeing(only()), nothing, false, false],
  [
    'what one of several groups allows',
    seeing(none, only('sale'), only('soft', 'sale')),
    some('sale', 'soft'),
    true,
    false,
  ],
  ['all, where one of several groups allows it', seeing(only('sale'), all), everything, true, true],
  ['all, where nothing is said', seeing(null), everything, true, true],
  [
    'the parent’s, where the group says nothing',
    below(null, null, only('soft')),
    some('soft'),
    true,
    false,
  ],
  ['its own before the parent’s', below(only('sale'), all), some('sale'), false, false],
  ['nothing of an inactive parent’s', below(null, 'inactive'), everything, true, true],
  ['nothing from above an inactive parent', below(null, 'inactive', none), everything, true, true],
];

describe('access', () => {
  it.each(cases)('%s', (_, overrides, union, soft, bare) => {
    const items = [buildItem(), buildItem({ categoryIds: [] })];
    const input = buildInput({ ...overrides, items });
    expect(effectiveAccess(input)).toEqual(union);
    const quote = priceItems(input, { explain: false });
    expect(quote.items.map(({ accessible }) => accessible)).toEqual([soft, bare]);
  });

  it('does not change a price or a sum', () => {
    const { items, total } = priceItems(buildInput(seeing(none)), { explain: false });
    expect(items).toMatchObject([{ accessible: false, unitPrice: 100_000n }]);
    expect(total).toBe(100_000n);
  });
});
