import type { DiscountRule } from '../group.js';
import { isIdBefore } from '../text.js';
import { type Discount, discounted, discountOf } from './discount.js';
import type { Subject } from './subject.js';

/** The rules of a group with those that it inherits, by what they are for. */
export interface RuleIndex {
  byProduct: ReadonlyMap<string, Discount>;
  byCategory: ReadonlyMap<string, Discount>;
  forAll: Discount | null;
}

/** Of rules for the same target the first counts, so the nearest group's rules come first. */
export function indexRules(rules: Iterable<DiscountRule>): RuleIndex {
  const byProduct = new Map<string, Discount>();
  const byCategory = new Map<string, Discount>();
  let forAll: Discount | null = null;
  for (const rule of rules) {
    if (rule.type === 'all') forAll ??= discountOf(rule);
    else if (rule.type === 'product') addOnce(byProduct, rule.productId, rule);
    else addOnce(byCategory, rule.categoryId, rule);
  }
  return { byProduct, byCategory, forAll };
}

function addOnce(index: Map<string, Discount>, id: string, rule: DiscountRule): void {
  if (!index.has(id)) index.set(id, discountOf(rule));
}

/** An amount is in the store's currency; in another one a rule that has one is as if it were not. */
export const percentOnly = ({ byProduct, byCategory, forAll }: RuleIndex): RuleIndex => ({
  byProduct: new Map([...byProduct].filter(([, discount]) => isPercent(discount))),
  byCategory: new Map([...byCategory].filter(([, discount]) => isPercent(discount))),
  forAll: forAll && isPercent(forAll) ? forAll : null,
});

const isPercent = ({ rule }: Discount): boolean => rule.method === 'percent';

/** The most specific rule, the only one that applies. */
export const discountFor = (rules: RuleIndex, subject: Subject, base: bigint): Discount | null =>
  rules.byProduct.get(subject.productId) ?? categoryDiscount(rules, subject, base) ?? rules.forAll;

/** For each category the nearest rule, and of these the one that gives the lowest price. */
function categoryDiscount(rules: RuleIndex, subject: Subject, base: bigint): Discount | null {
  if (rules.byCategory.size === 0) return null;
  let best: Discount | null = null;
  let lowest = 0n;
  let bestId = '';
  for (const line of subject.categoryLines) {
    const id = nearestWithRule(rules, line);
    if (id === undefined) continue;
    const discount = rules.byCategory.get(id);
    if (discount === undefined || discount === best) continue;
    const price = discounted(discount, base);
    if (best === null || price < lowest || (price === lowest && isIdBefore(id, bestId))) {
      best = discount;
      lowest = price;
      bestId = id;
    }
  }
  return best;
}

/** The first category of a line, which begins with the product's own, that has a rule. */
export function nearestWithRule(rules: RuleIndex, line: readonly string[]): string | undefined {
  for (const id of line) if (rules.byCategory.has(id)) return id;
  return undefined;
}
