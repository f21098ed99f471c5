import { currencyDigits } from '../../src/core/currency.js';
import { AMOUNT_PATTERN } from '../../src/core/money.js';

/*
 * Amounts as people and spreadsheets write them. They are texts from end to end, and what could
 * mean two things is refused and not guessed.
 */

const AMOUNT = new RegExp(AMOUNT_PATTERN);
const SPACES = /[\s\u00a0\u202f'’]/g;
/** 1,234.50 and 1.234,50: of two separators the last one is the decimal one. */
const WITH_COMMAS = /^\d{1,3}(,\d{3})+\.\d+$/;
const WITH_POINTS = /^\d{1,3}(\.\d{3})+,\d+$/;
/** 12,5 and 12,50; 12,500 could be twelve thousand and a half. */
const DECIMAL_COMMA = /^\d+,(\d{1,2}|\d{4})$/;

export type Read =
  | { amount: string; fault?: undefined }
  | { amount?: undefined; fault: AmountFault };
export type AmountFault =
  | { kind: 'none' }
  | { kind: 'ambiguous' }
  | { kind: 'digits'; most: number };

/** Reads the text of an amount in a currency. */
export function readAmount(text: string, currency: string): Read {
  const plain = withPoint(text);
  if (/^\d+,\d{3}$/.test(plain)) return { fault: { kind: 'ambiguous' } };
  if (!AMOUNT.test(plain)) return { fault: { kind: 'none' } };
  const most = currencyDigits(currency);
  const [, decimals = ''] = canonical(plain).split('.');
  return decimals.length > most ? { fault: { kind: 'digits', most } } : { amount: plain };
}

/** An amount with a decimal point, and nothing between its other digits; else what was typed. */
export function withPoint(text: string): string {
  const bare = text.replace(SPACES, '');
  if (WITH_COMMAS.test(bare)) return bare.replaceAll(',', '');
  if (WITH_POINTS.test(bare)) return bare.replaceAll('.', '').replace(',', '.');
  return DECIMAL_COMMA.test(bare) ? bare.replace(',', '.') : bare;
}

/** The same text for the same amount. */
function canonical(amount: string): string {
  const [whole = '', decimals = ''] = amount.split('.');
  const kept = decimals.replace(/0+$/, '');
  return `${whole.replace(/^0+(?=\d)/, '')}${kept && `.${kept}`}`;
}

export const isSameAmount = (one: string, other: string): boolean =>
  canonical(one) === canonical(other);
