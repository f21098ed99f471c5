import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAmount, HUNDRED, MAX_AMOUNT, parseAmount } from '../../src/core/money.js';

const amount = fc.bigInt({ min: 0n, max: MAX_AMOUNT });

describe('an amount', () => {
  it.each([
    ['0', 0n],
    ['12', 120_000n],
    ['12.5', 125_000n],
    ['12.0001', 120_001n],
    ['0.1', 1_000n],
    ['007', 70_000n],
    ['100', HUNDRED],
    ['99999999999.9999', MAX_AMOUNT],
  ])('reads %j as whole ten-thousandths', (text, expected) => {
    expect(parseAmount(text)).toBe(expected);
  });

  it.each([
    ...['', ' ', '-1', '+1', '1.', '.5', '1.00001', '1,5', '1e3', '0x10', 'NaN', 'Infinity', '1 '],
    ...['100000000000', '1.2.3', '١', '１', '1_000', '1\n', '\u00001', '12.5 '],
  ])('is not read from %j', (text) => {
    expect(parseAmount(text)).toBeUndefined();
  });

  it('is written with four decimals, always', () => {
    fc.assert(fc.property(amount, (value) => /^\d+\.\d{4}$/.test(formatAmount(value))));
  });

  it('comes back from its text as it was', () => {
    fc.assert(fc.property(amount, (value) => parseAmount(formatAmount(value)) === value));
  });

  it('is the same with and without zeros behind', () => {
    fc.assert(
      fc.property(amount, (value) => {
        const short = formatAmount(value).replace(/\.?0+$/, '');
        return parseAmount(short) === value;
      }),
    );
  });

  it('sorts as the number does that it stands for', () => {
    fc.assert(
      fc.property(amount, amount, (one, other) => {
        const [first, second] = [one, other].map((value) => Number(formatAmount(value)));
        return one < other === (one !== other && (first ?? 0) <= (second ?? 0));
      }),
    );
  });

  it('is read from nothing but its own pattern', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const value = parseAmount(text);
        return value === undefined || (value >= 0n && value <= MAX_AMOUNT && /^[\d.]+$/.test(text));
      }),
    );
  });
});
