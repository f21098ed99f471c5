import type { CategoryAccess, DiscountRule } from '../../src/core/group.js';
import type {
  PricingGroup,
  PricingInput,
  PricingItem,
  PricingList,
} from '../../src/core/pricing/input.js';
import {
  floor,
  fromText,
  isLess,
  isSame,
  least,
  minus,
  most,
  type Rational,
  ratio,
  roundHalfUp,
  times,
  ZERO,
} from './rational.js';

/**
 * The rules of a price once more, sentence by sentence, slowly and with whole fractions. Of the
 * program it knows the types alone, so that it cannot share a mistake.
 */
export interface ReferenceItem {
  accessible: boolean;
  /** In whole 1/10,000, as all amounts here. */
  listPrice: bigint | null;
  unitPrice: bigint;
  total: bigint;
  groupId: number | null;
  priceListId: string | null;
  rule: DiscountRule | null;
}

/** The items, or the indexes of those that have no price at all. */
export type ReferenceQuote = { total: bigint; items: ReferenceItem[] } | { withoutPrice: number[] };

interface Offered {
  price: Rational;
  groupId: number | null;
  priceListId: string | null;
  rule: DiscountRule | null;
}

type Line = readonly PricingGroup[];

export const DIGITS: Readonly<Record<string, number>> = { JPY: 0, USD: 2, EUR: 2, KWD: 3, CLF: 4 };

export function referenceQuote(input: PricingInput): ReferenceQuote {
  const items = input.items.map((item) => referenceItem(input, item));
  const withoutPrice = items.flatMap((item, index) => (item === null ? [index] : []));
  if (withoutPrice.length > 0) return { withoutPrice };
  const found = items.filter((item) => item !== null);
  return { total: found.map(({ total }) => total).reduce((a, b) => a + b, 0n), items: found };
}

function referenceItem(input: PricingInput, item: PricingItem): ReferenceItem | null {
  const lines = linesOf(input);
  const without = withoutGroup(input, item);
  const offered = lines
    .map((line) => ofGroup(input, item, line))
    .filter((offer) => offer !== null)
    .map((offer) => rounded(offer, input.currency))
    .sort(byPriceThenId);
  const none = without && rounded(without, input.currency);
  const [lowest] = offered;
  // Where no group gives less than the price without any, `groupId` is null.
  const winner = lowest && (none === null || isLess(lowest.price, none.price)) ? lowest : none;
  if (!winner) return null;
  const unitPrice = amount(winner.price);
  return {
    accessible: isAccessible(lines, categoriesOf(input, item)),
    listPrice: none && amount(none.price),
    unitPrice,
    total: unitPrice * BigInt(item.quantity),
    groupId: winner.groupId,
    priceListId: winner.priceListId,
    rule: winner.rule,
  };
}

// "The lowest unit price; on a tie the group with the lowest id."
function byPriceThenId(a: Offered, b: Offered): number {
  if (isSame(a.price, b.price)) return Number(a.groupId) - Number(b.groupId);
  return isLess(a.price, b.price) ? -1 : 1;
}

const money = (whole: bigint): Rational => ratio(whole, 10_000n);
const amount = (price: Rational): bigint => floor(times(price, ratio(10_000n)));
const rounded = (offer: Offered, currency: string): Offered => ({
  ...offer,
  price: roundHalfUp(offer.price, DIGITS[currency] ?? Number.NaN),
});

// "The customer's groups: active memberships (`startsAt` ≤ t < `endsAt`) in active groups. A
// customer without any is treated as a guest: in the store's guest group, where there is one."
export function linesOf({ at, memberships, guest }: PricingInput): Line[] {
  const now = Date.parse(at);
  const holding = memberships
    .filter(({ startsAt }) => startsAt === null || Date.parse(startsAt) <= now)
    .filter(({ endsAt }) => endsAt === null || now < Date.parse(endsAt))
    .filter(({ group }) => group.isActive);
  if (holding.length > 0) return holding.map(({ group, ancestors }) => [group, ...ancestors]);
  return guest?.group.isActive ? [[guest.group, ...guest.ancestors]] : [];
}

/** "An inactive parent gives nothing": there is then as good as no parent. */
function parentOf([, ...above]: Line): Line | null {
  return above[0]?.isActive ? above : null;
}

function accessOf(line: Line): CategoryAccess {
  const own = line[0]?.categoryAccess ?? null;
  const parent = parentOf(line);
  return own ?? (parent ? accessOf(parent) : { type: 'all' });
}

// "`defaultPriceListId` (only where it has neither a list nor rules of its own)"
function listOf(line: Line): string | null {
  const [group] = line;
  if (group?.defaultPriceListId) return group.defaultPriceListId;
  const parent = parentOf(line);
  return parent === null || group?.discountRules.length !== 0 ? null : listOf(parent);
}

// "own and inherited rules are merged first (for the same target the child's rule replaces the
// parent's)"
function rulesOf(line: Line): DiscountRule[] {
  const own = line[0]?.discountRules ?? [];
  const parent = parentOf(line);
  const inherited = parent ? rulesOf(parent) : [];
  return [...own, ...inherited.filter((rule) => !own.some((other) => sameTarget(rule, other)))];
}

function sameTarget(a: DiscountRule, b: DiscountRule): boolean {
  if (a.type === 'product') return b.type === 'product' && a.productId === b.productId;
  if (a.type === 'category') return b.type === 'category' && a.categoryId === b.categoryId;
  return b.type === 'all';
}

/** "Otherwise the item's `unitPrice`, otherwise the catalog's price", which other currencies lack. */
function withoutGroup(input: PricingInput, item: PricingItem): Offered | null {
  const inCatalog = input.products.get(item.productId)?.price ?? null;
  const catalog = input.currency === input.storeCurrency ? inCatalog : null;
  const base = item.unitPrice ?? catalog;
  if (base === null) return null;
  return { price: money(base), groupId: null, priceListId: null, rule: null };
}

function ofGroup(input: PricingInput, item: PricingItem, line: Line): Offered | null {
  const groupId = line[0]?.id ?? null;
  const list = input.lists.get(listOf(line) ?? '');
  const listed = list && listedPrice(input, item, list);
  // "A price that came from a price list takes no discount rule."
  if (list && listed) return { price: listed, groupId, priceListId: list.id, rule: null };
  const base = withoutGroup(input, item);
  if (base === null) return null;
  const rule = chosenRule(input, item, rulesOf(line), base.price);
  return { ...base, groupId, rule, price: rule ? withRule(rule, base.price) : base.price };
}

// "list in the quote's currency and in its validity window, the largest `minQuantity` ≤ quantity"
function listedPrice(input: PricingInput, item: PricingItem, list: PricingList): Rational | null {
  if (list.currency !== input.currency) return null;
  const now = Date.parse(input.at);
  if (list.startsAt !== null && now < Date.parse(list.startsAt)) return null;
  if (list.endsAt !== null && now >= Date.parse(list.endsAt)) return null;
  const reached = (list.tiers.get(item.productId) ?? []).filter(
    ({ minQuantity }) => minQuantity <= item.quantity,
  );
  const largest = Math.max(...reached.map(({ minQuantity }) => minQuantity));
  const tier = reached.find(({ minQuantity }) => minQuantity === largest);
  return tier ? money(tier.amount) : null;
}

// "A rule never raises a price and a price is never below 0."
function withRule({ method, amount }: DiscountRule, base: Rational): Rational {
  const number = fromText(amount);
  if (method === 'percent') {
    return times(base, minus(ratio(1n), times(number, ratio(1n, 100n))));
  }
  const price = method === 'price' ? minus(base, number) : number;
  return most(ZERO, least(base, price));
}

// "A rule for this product; else a category rule; else the rule for everything." In another
// currency "only `percent` rules apply".
function chosenRule(
  input: PricingInput,
  item: PricingItem,
  merged: readonly DiscountRule[],
  base: Rational,
): DiscountRule | null {
  const rules = merged.filter(
    ({ method }) => input.currency === input.storeCurrency || method === 'percent',
  );
  const forProduct = rules.find(
    (rule) => rule.type === 'product' && rule.productId === item.productId,
  );
  const forAll = rules.find(({ type }) => type === 'all');
  return forProduct ?? categoryRule(input, item, rules, base) ?? forAll ?? null;
}

type CategoryRule = Extract<DiscountRule, { type: 'category' }>;

// "for each category of the product, the rule of that category or of its nearest ancestor that has
// one, and of these the one that gives the lowest price". "Ties: the lowest category id."
function categoryRule(
  input: PricingInput,
  item: PricingItem,
  rules: readonly DiscountRule[],
  base: Rational,
): CategoryRule | null {
  const nearest = (id: string): CategoryRule | null => {
    const rule = rules.find((each) => each.type === 'category' && each.categoryId === id);
    if (rule?.type === 'category') return rule;
    const parent = input.parents.get(id) ?? null;
    return parent === null ? null : nearest(parent);
  };
  let best: CategoryRule | null = null;
  for (const rule of categoriesOf(input, item).map(nearest)) {
    if (rule === null) continue;
    const [price, other] = [withRule(rule, base), best && withRule(best, base)];
    const ties = other !== null && isSame(price, other);
    if (best === null || other === null || isLess(price, other)) best = rule;
    else if (ties && comesBefore(rule.categoryId, best.categoryId)) best = rule;
  }
  return best;
}

/** By code points, the first that differ. */
function comesBefore(one: string, other: string): boolean {
  const [a, b] = [one, other].map((id) => Array.from(id, (letter) => letter.codePointAt(0) ?? 0));
  for (const [index, point] of (a ?? []).entries()) {
    const against = b?.[index] ?? -1;
    if (point !== against) return point < against;
  }
  return (a?.length ?? 0) < (b?.length ?? 0);
}

const categoriesOf = (input: PricingInput, item: PricingItem): readonly string[] =>
  item.categoryIds ?? input.products.get(item.productId)?.categoryIds ?? [];

// "false when none of the customer's groups lets them see any of the product's categories"; "who is
// in no group, where there is no guest group, sees everything".
function isAccessible(lines: readonly Line[], categories: readonly string[]): boolean {
  if (lines.length === 0) return true;
  return lines.map(accessOf).some((access) => {
    if (access.type === 'specific') return categories.some((id) => access.categories.includes(id));
    return access.type === 'all';
  });
}
