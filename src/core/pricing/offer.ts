import type { DiscountRule } from '../group.js';
import type { Money } from '../money.js';
import { discounted, wouldRaise } from './discount.js';
import { type Exact, exactly, type Round } from './exact.js';
import { type GroupTerms, termsOf } from './group-terms.js';
import type { PricingInput, PricingLine, PricingList } from './input.js';
import { listedPrice, listFault } from './list-price.js';
import { discountFor, percentOnly, type RuleIndex } from './rule-index.js';
import type { Subject } from './subject.js';

/** A group that counts, made ready for every item of one quote. */
export interface Offer {
  line: PricingLine;
  terms: GroupTerms;
  /** Null where the group has no list, or one that is not valid here and now. */
  list: PricingList | null;
  /** Those that apply in the currency of the quote. */
  rules: RuleIndex;
}

export function offerOf(line: PricingLine, input: PricingInput): Offer {
  const terms = termsOf(line);
  const list = terms.priceListId === null ? undefined : input.lists.get(terms.priceListId);
  const isValid = list !== undefined && listFault(list, input) === null;
  const rules = input.currency === input.storeCurrency ? terms.rules : percentOnly(terms.rules);
  return { line, terms, list: isValid ? list : null, rules };
}

/** What the group asks for an item; null where there is no base. */
export function priceOf({ list, rules }: Offer, subject: Subject): Exact | null {
  const listed = list && listedPrice(list, subject);
  // A list is an agreed price already: no rule goes on top of it.
  if (listed !== null) return exactly(listed);
  const { base } = subject;
  if (base === null) return null;
  const discount = discountFor(rules, subject, base);
  return discount ? discounted(discount, base) : exactly(base);
}

/** What makes a group's price. */
export interface Applied {
  /** Before the rule, not rounded; null where there is none. */
  base: Money | null;
  /** The list that the base is from. */
  priceListId: string | null;
  rule: DiscountRule | null;
}

/** The same as `priceOf`, for those few prices whose making is told. */
export function appliedBy({ list, rules }: Offer, subject: Subject): Applied {
  const listed = list && listedPrice(list, subject);
  if (list && listed !== null) return { base: listed, priceListId: list.id, rule: null };
  const { base } = subject;
  const discount = base === null ? null : discountFor(rules, subject, base);
  const rule = discount && base !== null && !wouldRaise(discount, base) ? discount.rule : null;
  return { base, priceListId: null, rule };
}

/** The lowest price of an item, and who gives it; null where nobody gives less than without any. */
export interface Winner {
  price: Money;
  offer: Offer | null;
  /** The price without any group; null where there is none. */
  listPrice: Money | null;
}

/** Offers come by group id, so that the lowest id wins a tie. Null where there is no base at all. */
export function winnerOf(offers: readonly Offer[], subject: Subject, round: Round): Winner | null {
  const base = subject.base === null ? null : exactly(subject.base);
  const listPrice = base === null ? null : round(base);
  let lowest = listPrice;
  let lowestExact = base;
  let winner: Offer | null = null;
  for (const offer of offers) {
    const exact = priceOf(offer, subject);
    // Rounding keeps the order: what is not lower before it is not lower after it.
    if (exact === null || (lowestExact !== null && exact >= lowestExact)) continue;
    lowestExact = exact;
    const price = round(exact);
    if (lowest !== null && price >= lowest) continue;
    lowest = price;
    winner = offer;
  }
  return lowest === null ? null : { price: lowest, offer: winner, listPrice };
}
