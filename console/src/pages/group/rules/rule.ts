import { minorUnit } from '../../../../../src/core/currency.js';
import { formatAmount, HUNDRED, parseAmount } from '../../../../../src/core/money.js';
import { discounted, discountOf } from '../../../../../src/core/pricing/discount.js';
import { rounderTo } from '../../../../../src/core/pricing/exact.js';
import { withPoint } from '../../../amounts';
import type { Group } from '../../../api/groups';

export type Rule = Group['discountRules'][number];
type RuleMethod = Rule['method'];

/** What a rule is for; a group has at most one rule for each. */
export type Target = Pick<Rule, 'type' | 'productId' | 'categoryId'>;

/** The same text for the same target. */
export const targetKey = ({ type, productId, categoryId }: Target): string =>
  `${type} ${productId ?? categoryId ?? ''}`;

/** The same text for rules that do the same. */
export const ruleKey = (rule: Rule): string => `${rule.method} ${rule.amount} ${targetKey(rule)}`;

/** An amount as the service keeps it, with four decimals; undefined for what is none. */
export function keptAmount(text: string): string | undefined {
  const amount = parseAmount(withPoint(text));
  return amount === undefined ? undefined : formatAmount(amount);
}

/** What is wrong with an amount, as the service says it of a rule. */
export function amountFault(method: RuleMethod, text: string): 'none' | 'above100' | null {
  const amount = parseAmount(withPoint(text));
  if (amount === undefined) return 'none';
  return method === 'percent' && amount > HUNDRED ? 'above100' : null;
}

/** Such as `5` and `12.5`: what nobody needs to read is left out. */
export const shortAmount = (amount: string): string =>
  amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount;

export const isNothing = ({ method, amount }: Rule): boolean =>
  method !== 'fixed' && parseAmount(amount) === 0n;

/**
 * The price that a rule makes of another one, by what the service itself reckons with, and so
 * without any float; undefined where one of the amounts is none.
 */
export function priceAfter(rule: Rule, before: string, currency: string): string | undefined {
  const base = parseAmount(before);
  if (base === undefined || amountFault(rule.method, rule.amount) !== null) return undefined;
  const round = rounderTo(minorUnit(currency));
  const { method, amount } = rule;
  return formatAmount(round(discounted(discountOf({ type: 'all', method, amount }), base)));
}
