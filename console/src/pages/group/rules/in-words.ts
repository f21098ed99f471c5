import { t } from '../../../texts';
import { money, percentage } from '../../../texts/format';
import type { Rule } from './rule';

/** What a rule does: "5% off", "$5.00 off", "Fixed at $9.00". */
export function discountInWords({ method, amount }: Rule, currency: string): string {
  const words = t.rules.does[method];
  return words(method === 'percent' ? percentage(amount) : money(amount, currency));
}
