import { HUNDRED, type Money } from '../money.js';

/**
 * A price before it is rounded, in whole 1/10,000,000,000: a percentage with four decimals of an
 * amount with four decimals needs no more, so that nothing is lost on the way.
 */
export type Exact = bigint;

export const exactly = (amount: Money): Exact => amount * HUNDRED;

export type Round = (price: Exact) => Money;

/** Rounds half up to whole minor units. A price is never negative, so dividing rounds down. */
export function rounderTo(minorUnit: Money): Round {
  const divisor = exactly(minorUnit);
  const twice = 2n * divisor;
  return (price) => ((2n * price + divisor) / twice) * minorUnit;
}
