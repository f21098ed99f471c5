import type { DiscountRule } from '../group.js';
import { discounted, discountOf } from './discount.js';
import { givers, listOf } from './group-terms.js';
import type { PricingGroup, PricingInput } from './input.js';
import { listFault } from './list-price.js';
import type { Applied, Offer } from './offer.js';
import type { Ignored } from './quote.js';
import { discountFor, nearestWithRule } from './rule-index.js';
import type { Subject } from './subject.js';

type IgnoredList = Extract<Ignored, { priceListId: string }>;
type IgnoredRule = Extract<Ignored, { rule: DiscountRule }>;

/** The lists and rules of a group and its ancestors that are for this item and did not count. */
export const ignoredBy = (
  offer: Offer,
  input: PricingInput,
  subject: Subject,
  applied: Applied,
): readonly Ignored[] => [
  ...ignoredLists(offer, input, subject, applied),
  ...ignoredRules(offer, input, subject, applied),
];

function ignoredLists(
  { line, terms }: Offer,
  input: PricingInput,
  subject: Subject,
  applied: Applied,
): IgnoredList[] {
  const active = new Set(givers(line));
  const holder = listOf(line);
  return [line.group, ...line.ancestors].flatMap((group): IgnoredList[] => {
    const id = group.defaultPriceListId;
    if (id === null || id === applied.priceListId) return [];
    if (!active.has(group)) return [{ priceListId: id, reason: 'the parent group is inactive' }];
    if (group !== holder) {
      return id === terms.priceListId
        ? []
        : [{ priceListId: id, reason: 'a nearer group has a list or rules' }];
    }
    return [{ priceListId: id, reason: listReason(id, input, subject) }];
  });
}

function listReason(
  id: string,
  input: PricingInput,
  { productId }: Subject,
): IgnoredList['reason'] {
  const list = input.lists.get(id);
  const fault = list && listFault(list, input);
  if (fault) return fault;
  const hasTiers = (list?.tiers.get(productId) ?? []).length > 0;
  return hasTiers ? 'no price for this quantity' : 'no price for this product';
}

function ignoredRules(
  offer: Offer,
  { currency, storeCurrency }: PricingInput,
  subject: Subject,
  applied: Applied,
): IgnoredRule[] {
  // Without a base no rule has anything to apply to.
  if (applied.base === null) return [];
  const active = new Set(givers(offer.line));
  const told = new Set<string>();
  const reasonOf = (group: PricingGroup, rule: DiscountRule): IgnoredRule['reason'] | null => {
    if (!active.has(group)) return 'the parent group is inactive';
    const target = targetOf(rule);
    if (told.has(target)) return 'replaced by the child group';
    told.add(target);
    const applies = currency === storeCurrency || rule.method === 'percent';
    if (!applies && applied.priceListId === null) {
      return 'only percent rules apply in another currency';
    }
    return ruleReason(rule, offer, subject, applied);
  };
  return [offer.line.group, ...offer.line.ancestors].flatMap((group) =>
    group.discountRules
      .filter((rule) => isFor(rule, subject))
      .map((rule) => ({ rule, reason: reasonOf(group, rule) }))
      .filter((ignored): ignored is IgnoredRule => ignored.reason !== null),
  );
}

const isFor = (rule: DiscountRule, { productId, categoryLines }: Subject): boolean =>
  rule.type === 'all' ||
  (rule.type === 'product' && rule.productId === productId) ||
  (rule.type === 'category' && categoryLines.some((line) => line.includes(rule.categoryId)));

/** Of the rules for one item. */
const targetOf = (rule: DiscountRule): string =>
  rule.type === 'category' ? `category ${rule.categoryId}` : rule.type;

/** Why a rule that the group has or inherits did not make the price; null for the one that did. */
function ruleReason(
  rule: DiscountRule,
  { rules }: Offer,
  subject: Subject,
  applied: Applied,
): IgnoredRule['reason'] | null {
  if (applied.base === null || rule === applied.rule) return null;
  if (applied.priceListId !== null) return 'the price is from a price list';
  const chosen = discountFor(rules, subject, applied.base);
  if (rule === chosen?.rule) return 'would raise the price';
  if (rules.byProduct.has(subject.productId)) return 'shadowed by a product rule';
  if (rule.type !== 'category') return 'shadowed by a category rule';
  const nearest = subject.categoryLines.map((line) => nearestWithRule(rules, line));
  if (!nearest.includes(rule.categoryId)) return 'shadowed by the rule of a nearer category';
  const price = discounted(discountOf(rule), applied.base);
  return chosen && price === discounted(chosen, applied.base)
    ? 'another category rule gives the same'
    : 'another category rule gives less';
}
