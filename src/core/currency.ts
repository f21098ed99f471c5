import type { Fault } from './errors.js';
import { formatAmount, type Money, parseAmount } from './money.js';

/**
 * Digits after the point by ISO 4217, where they are not two. Not asked of Intl: its data are
 * CLDR's, which give none to currencies that have them (COP, HUF, IQD) and change with Node.
 */
const DIGITS: ReadonlyMap<string, 0 | 3 | 4> = new Map([
  ...ofDigits('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF', 0),
  ...ofDigits('BHD IQD JOD KWD LYD OMR TND', 3),
  ...ofDigits('CLF UYW', 4),
]);

function ofDigits<Digits extends number>(codes: string, digits: Digits): [string, Digits][] {
  return codes.split(' ').map((code) => [code, digits]);
}

/** How many digits an amount in this currency has after the point. */
export const currencyDigits = (currency: string): 0 | 2 | 3 | 4 => DIGITS.get(currency) ?? 2;

/** The least amount that can be paid in this currency: a cent, a yen. */
export const minorUnit = (currency: string): Money => 10n ** BigInt(4 - currencyDigits(currency));

/** Writes an amount with the digits of its currency, or more where it is finer: `"9.50"`, in yen `"950"`. */
export function formatPrice(amount: Money, currency: string): string {
  const text = formatAmount(amount);
  const point = text.length - 5;
  let end = text.length;
  const shortest = point + 1 + currencyDigits(currency);
  while (end > shortest && text[end - 1] === '0') end--;
  return text.slice(0, end === point + 1 ? point : end);
}

/** What is wrong with the text of a price in this currency. */
export function checkPrice(path: Fault['path'], text: string, currency: string): Fault[] {
  const amount = parseAmount(text);
  if (amount === undefined) {
    return [{ path, message: 'must be an amount with up to four decimals' }];
  }
  if (amount % minorUnit(currency) === 0n) return [];
  const digits = currencyDigits(currency);
  const message =
    digits === 0
      ? `must have no decimals in ${currency}`
      : `must have at most ${digits} decimals in ${currency}`;
  return [{ path, message }];
}
