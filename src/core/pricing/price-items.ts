import { minorUnit } from '../currency.js';
import { type Fault, invalid } from '../errors.js';
import { visibility } from './access.js';
import { countingLines } from './audience.js';
import { rounderTo } from './exact.js';
import { explainer } from './explanation.js';
import type { PricingInput } from './input.js';
import { appliedBy, offerOf, type Winner, winnerOf } from './offer.js';
import type { Quote, QuotedItem } from './quote.js';
import { type Subject, subjectReader } from './subject.js';

/**
 * Finds the price of each item: the lowest that one of the customer's groups gives. Without I/O,
 * and nothing is kept between calls.
 *
 * @throws CoreError `invalid`, with a fault for each item that has no price at all
 */
export function priceItems(input: PricingInput, { explain }: { explain: boolean }): Quote {
  const { currency, at } = input;
  const round = rounderTo(minorUnit(currency));
  const offers = countingLines(input).map((line) => offerOf(line, input));
  const isVisible = visibility(offers.map(({ terms }) => terms.access));
  const explanationOf = explain ? explainer(input, offers, round) : () => null;
  const subjectOf = subjectReader(input);
  const faults: Fault[] = [];
  const items: QuotedItem[] = [];
  input.items.forEach((item, index) => {
    const subject = subjectOf(item);
    const winner = winnerOf(offers, subject, round);
    if (winner === null) {
      faults.push(baseless(index, currency));
      return;
    }
    const accessible = isVisible(subject.categoryIds);
    items.push(lineOf(subject, winner, accessible, explanationOf(subject, winner)));
  });
  if (faults.length > 0) throw invalid(faults);
  return { currency, at, total: items.reduce((sum, item) => sum + item.total, 0n), items };
}

const baseless = (index: number, currency: string): Fault => ({
  path: ['items', index, 'unitPrice'],
  message: `is required: neither the catalog nor a price list has a price in ${currency}`,
});

function lineOf(
  subject: Subject,
  { price, offer, listPrice }: Winner,
  accessible: boolean,
  explanation: QuotedItem['explanation'],
): QuotedItem {
  const { productId, quantity } = subject;
  const applied = offer && appliedBy(offer, subject);
  return {
    productId,
    quantity,
    accessible,
    listPrice,
    unitPrice: price,
    total: price * BigInt(quantity),
    groupId: offer?.terms.groupId ?? null,
    priceListId: applied?.priceListId ?? null,
    rule: applied?.rule ?? null,
    explanation,
  };
}
