import { expect, it } from 'vitest';
import type { PricingGroup, PricingInput } from '../../src/core/pricing/input.js';
import { priceItems } from '../../src/core/pricing/price-items.js';
import {
  buildGroup,
  buildInput,
  buildItem,
  type buildList,
  forAll,
  listsOf,
  member,
  money,
} from '../helpers/pricing.js';

export type Case = [
  title: string,
  input: Partial<PricingInput>,
  price: string,
  groupId: number | null,
];

/** The first item of the quote. */
export function first(overrides: Partial<PricingInput>) {
  const [item] = priceItems(buildInput(overrides), { explain: false }).items;
  if (!item) throw new Error('There is no item.');
  return item;
}

/** Prices and who gives them, one line for each sentence. */
export const inTable = (cases: readonly Case[]) =>
  it.each(cases)('%s', (_, input, price, groupId) => {
    const item = first(input);
    expect(item).toMatchObject({ unitPrice: money(price), groupId });
  });

/** A customer in these groups. */
export const among = (...groups: PricingGroup[]) => ({
  memberships: groups.map((group) => member(group)),
});
export const withRules = (...discountRules: PricingGroup['discountRules']) =>
  among(buildGroup(1, { discountRules }));
export const trade = (defaultPriceListId = 'trade', overrides: Partial<PricingGroup> = {}) =>
  buildGroup(1, { defaultPriceListId, ...overrides });
export const inLists = (...lists: ReturnType<typeof buildList>[]) => ({ lists: listsOf(...lists) });
export const off = (id: number, percent: number, overrides: Partial<PricingGroup> = {}) =>
  buildGroup(id, { discountRules: [forAll(`${percent}%`)], ...overrides });
export const items = (overrides: Parameters<typeof buildItem>[0]) => ({
  items: [buildItem(overrides)],
});
export const inCategories = (...categoryIds: string[]) => items({ categoryIds });
