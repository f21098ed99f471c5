/** Amounts are whole 1/10,000 in a bigint; on the wire they are decimal strings, never floats. */
export type Money = bigint;

const SCALE = 10_000n;
/** 99,999,999,999.9999 */
export const MAX_AMOUNT: Money = 999_999_999_999_999n;
/** 100 percent. */
export const HUNDRED: Money = 100n * SCALE;

/** The pattern of an amount on the wire, for schemas. */
export const AMOUNT_PATTERN = '^\\d{1,11}(\\.\\d{1,4})?$';
const AMOUNT = new RegExp(AMOUNT_PATTERN);

/** Reads `"12"`, `"12.5"`, `"12.5000"`; undefined for anything else, signs and exponents included. */
export function parseAmount(text: string): Money | undefined {
  if (!AMOUNT.test(text)) return undefined;
  const point = text.indexOf('.');
  if (point < 0) return BigInt(text) * SCALE;
  return BigInt(text.slice(0, point) + text.slice(point + 1).padEnd(4, '0'));
}

/** Writes an amount with four decimals: `"12.5000"`. */
export function formatAmount(amount: Money): string {
  const digits = amount.toString().padStart(5, '0');
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`;
}
