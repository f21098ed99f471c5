import { formatPrice } from '../../core/currency.js';
import type { Money } from '../../core/money.js';
import type { Candidate, Ignored, Quote, QuotedItem } from '../../core/pricing/quote.js';

/** @param past whether the prices are those of an instant that is over */
export function presentQuote({ currency, at, total, items }: Quote, past: boolean): object {
  const amount = (money: Money) => formatPrice(money, currency);
  const amountOrNull = (money: Money | null) => (money === null ? null : amount(money));

  const presentCandidate = (candidate: Candidate): object => ({
    groupId: candidate.groupId,
    base: amountOrNull(candidate.base),
    priceListId: candidate.priceListId,
    rule: candidate.rule,
    unitPrice: amountOrNull(candidate.unitPrice),
    chosen: candidate.chosen,
    reason: candidate.reason,
    ignored: candidate.ignored.map((ignored: Ignored) => ignored),
  });

  const presentItem = (item: QuotedItem): object => ({
    productId: item.productId,
    quantity: item.quantity,
    accessible: item.accessible,
    listPrice: amountOrNull(item.listPrice),
    unitPrice: amount(item.unitPrice),
    total: amount(item.total),
    groupId: item.groupId,
    priceListId: item.priceListId,
    rule: item.rule,
    ...(item.explanation && { explanation: item.explanation.map(presentCandidate) }),
  });

  return {
    currency,
    at,
    ...(past && { catalog: 'current' }),
    total: amount(total),
    items: items.map(presentItem),
  };
}
