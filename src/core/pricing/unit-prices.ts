import { minorUnit } from '../currency.js';
import type { Money } from '../money.js';
import { countingLines } from './audience.js';
import { rounderTo } from './exact.js';
import type { PricingInput } from './input.js';
import { offerOf, winnerOf } from './offer.js';
import { subjectReader } from './subject.js';

/** The price of each item, and nothing else; null where it has none. */
export function unitPrices(input: PricingInput): (Money | null)[] {
  const round = rounderTo(minorUnit(input.currency));
  const offers = countingLines(input).map((line) => offerOf(line, input));
  const subjectOf = subjectReader(input);
  return input.items.map((item) => winnerOf(offers, subjectOf(item), round)?.price ?? null);
}
