/** A number without any loss: a fraction of whole numbers, not reduced. */
export interface Rational {
  over: bigint;
  under: bigint;
}

export const ratio = (over: bigint, under = 1n): Rational => ({ over, under });
export const ZERO = ratio(0n);

export const minus = (a: Rational, b: Rational): Rational =>
  ratio(a.over * b.under - b.over * a.under, a.under * b.under);
export const plus = (a: Rational, b: Rational): Rational =>
  ratio(a.over * b.under + b.over * a.under, a.under * b.under);
export const times = (a: Rational, b: Rational): Rational =>
  ratio(a.over * b.over, a.under * b.under);
export const isLess = (a: Rational, b: Rational): boolean => a.over * b.under < b.over * a.under;
export const isSame = (a: Rational, b: Rational): boolean => a.over * b.under === b.over * a.under;
export const least = (a: Rational, b: Rational): Rational => (isLess(b, a) ? b : a);
export const most = (a: Rational, b: Rational): Rational => (isLess(a, b) ? b : a);

/** Reads `"12.3456"`, and `"-0.5"` too. */
export function fromText(text: string): Rational {
  const [whole = '', fraction = ''] = text.split('.');
  return ratio(BigInt(whole + fraction), 10n ** BigInt(fraction.length));
}

/** The largest whole number that is not above it. */
export function floor({ over, under }: Rational): bigint {
  const cut = over / under;
  return cut * under > over ? cut - 1n : cut;
}

/** Half a unit of the last digit goes up. */
export function roundHalfUp(number: Rational, digits: number): Rational {
  const scale = 10n ** BigInt(digits);
  return ratio(floor(plus(times(number, ratio(scale)), ratio(1n, 2n))), scale);
}
