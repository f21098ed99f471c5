import { formatPrice } from './currency.js';
import type { DiscountRule } from './group.js';
import { parseAmount } from './money.js';

/** What a rule does: `5% off`, `5.00 off`, `fixed at 9.00`. Its amounts are in the store's currency. */
export function discountInWords({ method, amount }: DiscountRule, storeCurrency: string): string {
  if (method === 'percent') return `${amount.replace(/\.?0*$/, '')}% off`;
  const price = formatPrice(parseAmount(amount) ?? 0n, storeCurrency);
  return method === 'price' ? `${price} off` : `fixed at ${price}`;
}

/** What a rule does and for what: `5% off for product '33'`. */
export const ruleInWords = (rule: DiscountRule, storeCurrency: string): string =>
  `${discountInWords(rule, storeCurrency)} for ${targetInWords(rule)}`;

function targetInWords(rule: DiscountRule): string {
  if (rule.type === 'product') return `product '${rule.productId}'`;
  return rule.type === 'category' ? `category '${rule.categoryId}'` : 'everything';
}
