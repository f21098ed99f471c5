import type { DiscountRule } from '../group.js';
import { HUNDRED, type Money, parseAmount } from '../money.js';
import { type Exact, exactly } from './exact.js';

/** A rule with its amount read: of a percentage, what it leaves of a hundred percent. */
export interface Discount {
  rule: DiscountRule;
  amount: Money;
}

/** @throws RangeError for a rule that no check has let pass */
export function discountOf(rule: DiscountRule): Discount {
  const amount = parseAmount(rule.amount);
  if (amount === undefined) throw new RangeError(`'${rule.amount}' is not the amount of a rule.`);
  if (rule.method !== 'percent') return { rule, amount };
  return { rule, amount: amount < HUNDRED ? HUNDRED - amount : 0n };
}

/** The price that a rule makes of a base: never above the base, never below zero. */
export function discounted({ rule, amount }: Discount, base: Money): Exact {
  switch (rule.method) {
    case 'percent':
      return base * amount;
    case 'price':
      return amount < base ? exactly(base - amount) : 0n;
    case 'fixed':
      return exactly(amount < base ? amount : base);
  }
}

/** A rule that is above the base leaves it as it is. */
export const wouldRaise = ({ rule, amount }: Discount, base: Money): boolean =>
  rule.method === 'fixed' && amount > base;
