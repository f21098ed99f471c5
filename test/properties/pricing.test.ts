import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CoreError } from '../../src/core/errors.js';
import type { PricingGroup, PricingInput, PricingLine } from '../../src/core/pricing/input.js';
import { priceItems } from '../../src/core/pricing/price-items.js';
import type { Quote, QuotedItem } from '../../src/core/pricing/quote.js';
import { DIGITS, linesOf, referenceQuote } from '../helpers/pricing-reference.js';
import { floor, ratio, roundHalfUp, times } from '../helpers/rational.js';
import { pricingInput } from './pricing-inputs.js';

const RUNS = { numRuns: 400 };

/** A quote, or the places of the items that have no price. */
function outcome(input: PricingInput, explain = false): Quote | { faults: unknown } {
  try {
    return priceItems(input, { explain });
  } catch (error) {
    if (!(error instanceof CoreError) || error.code !== 'invalid') throw error;
    return { faults: error.faults.map(({ path }) => path) };
  }
}

/** Only of quotes in which everything has a price. */
function quoted(input: PricingInput, explain = false): Quote {
  const quote = outcome(input, explain);
  fc.pre('items' in quote);
  return quote;
}

const bytes = (value: unknown): string =>
  JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? `${each}` : each));

/** The same things in the order of the keys. */
const shuffled = <Value>(values: readonly Value[], keys: readonly number[]): Value[] =>
  values
    .map((value, index) => ({ value, key: keys[index % keys.length] ?? 0 }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);

const roundedIn = (currency: string, amount: bigint): bigint =>
  floor(times(roundHalfUp(ratio(amount, 10_000n), DIGITS[currency] ?? 2), ratio(10_000n)));

describe('a price', () => {
  it('is what the rules say, sentence by sentence', () => {
    const check = (input: PricingInput) => {
      const reference = referenceQuote(input);
      const quote = outcome(input);
      if ('withoutPrice' in reference) {
        const faults = reference.withoutPrice.map((index) => ['items', index, 'unitPrice']);
        expect(quote).toEqual({ faults });
        return;
      }
      const items = reference.items.map((item, index) => ({
        ...item,
        productId: input.items[index]?.productId,
        quantity: input.items[index]?.quantity,
        explanation: null,
      }));
      expect(quote).toEqual({ currency: input.currency, at: input.at, ...reference, items });
    };
    fc.assert(fc.property(pricingInput, check), { numRuns: 3_000 });
  });

  it('is between zero and its base, both rounded', () => {
    const check = (input: PricingInput) => {
      for (const { explanation } of quoted(input, true).items) {
        for (const { base, unitPrice } of explanation ?? []) {
          if (unitPrice === null) continue;
          expect(unitPrice).toBeGreaterThanOrEqual(0n);
          expect(unitPrice).toBeLessThanOrEqual(roundedIn(input.currency, base ?? -1n));
          expect(unitPrice).toBe(roundedIn(input.currency, unitPrice));
        }
      }
    };
    fc.assert(fc.property(pricingInput, check), RUNS);
  });

  it('never rises when the customer joins one more group', () => {
    const check = (input: PricingInput) => {
      const [, ...others] = input.memberships;
      const before = { ...input, memberships: others };
      // Whoever was a guest is none any more, and loses what guests get.
      fc.pre(input.guest === null || linesOf({ ...before, guest: null }).length > 0);
      const { items } = quoted(before);
      for (const [index, { unitPrice }] of quoted(input).items.entries()) {
        expect(unitPrice).toBeLessThanOrEqual(items[index]?.unitPrice ?? -1n);
      }
    };
    fc.assert(fc.property(pricingInput, check), RUNS);
  });
});

describe('a quote', () => {
  it('of several items equals one quote of each', () => {
    const check = (input: PricingInput, explain: boolean) => {
      const { items, total } = quoted(input, explain);
      const single = input.items.map((item) => quoted({ ...input, items: [item] }, explain));
      expect(items).toEqual(single.flatMap((quote) => quote.items));
      expect(total).toBe(single.reduce((sum, quote) => sum + quote.total, 0n));
    };
    fc.assert(fc.property(pricingInput, fc.boolean(), check), RUNS);
  });

  it('is the same whatever the order of rules, groups, categories and items', () => {
    const check = (input: PricingInput, keys: readonly number[]) => {
      const group = (of: PricingGroup): PricingGroup => ({
        ...of,
        discountRules: shuffled(of.discountRules, keys),
      });
      const line = <Line extends PricingLine>(of: Line): Line => ({
        ...of,
        group: group(of.group),
        ancestors: of.ancestors.map(group),
      });
      const placed = <Of extends { categoryIds: readonly string[] | null }>(of: Of): Of => ({
        ...of,
        categoryIds: of.categoryIds && shuffled(of.categoryIds, keys),
      });
      const quote = quoted(input);
      const other = quoted({
        ...input,
        memberships: shuffled(input.memberships.map(line), keys),
        guest: input.guest && line(input.guest),
        lists: new Map(shuffled([...input.lists], keys)),
        products: new Map([...input.products].map(([id, product]) => [id, placed(product)])),
        parents: new Map(shuffled([...input.parents], keys)),
        items: shuffled(input.items.map(placed), keys),
      });
      expect(other).toEqual({ ...quote, items: shuffled(quote.items, keys) });
    };
    const keys = fc.array(fc.nat(100), { minLength: 7, maxLength: 7 });
    fc.assert(fc.property(pricingInput, keys, check), RUNS);
  });

  it('has the same bytes again, whatever was asked between, and leaves its input alone', () => {
    const check = (input: PricingInput, between: PricingInput, explain: boolean) => {
      const copy = structuredClone(input);
      const first = bytes(outcome(input, explain));
      outcome(between, !explain);
      expect(input).toEqual(copy);
      expect(bytes(outcome(copy, explain))).toBe(first);
    };
    fc.assert(fc.property(pricingInput, pricingInput, fc.boolean(), check), RUNS);
  });
});

describe('an explanation', () => {
  const isWinner = ({ unitPrice, groupId, priceListId, rule, explanation }: QuotedItem) => {
    const chosen = (explanation ?? []).filter((candidate) => candidate.chosen);
    expect(chosen).toMatchObject([
      { unitPrice, groupId, priceListId, rule, reason: 'lowest price' },
    ]);
  };

  it('names exactly one chosen candidate, whose price is the answer', () => {
    const check = (input: PricingInput) => quoted(input, true).items.forEach(isWinner);
    fc.assert(fc.property(pricingInput, check), RUNS);
  });

  it('changes no price', () => {
    const check = (input: PricingInput) => {
      const { items, ...quote } = quoted(input, true);
      const plain = items.map((item) => ({ ...item, explanation: null }));
      expect({ ...quote, items: plain }).toEqual(quoted(input, false));
    };
    fc.assert(fc.property(pricingInput, check), RUNS);
  });

  it('tells of every group once, by id, and never gives one rule two fates', () => {
    const check = (input: PricingInput) => {
      const guest = linesOf({ ...input, guest: null }).length === 0 ? input.guest : null;
      const groups = [...input.memberships, ...(guest ? [guest] : [])].map(({ group }) => group.id);
      const ids = [...new Set(groups)].sort((a, b) => a - b);
      for (const { explanation } of quoted(input, true).items) {
        expect(explanation?.map(({ groupId }) => groupId)).toEqual([...ids, null]);
        for (const { rule, priceListId, ignored } of explanation ?? []) {
          const rules = ignored.flatMap((each) => ('rule' in each ? [each.rule] : []));
          expect(new Set(rules).size).toBe(rules.length);
          expect(rules).not.toContain(rule);
          expect(ignored).not.toContainEqual(expect.objectContaining({ priceListId }));
        }
      }
    };
    fc.assert(fc.property(pricingInput, check), RUNS);
  });
});
