import type { Money } from '../money.js';
import type { PricingInput, PricingList, Tier } from './input.js';
import type { Subject } from './subject.js';

type Moment = Pick<PricingInput, 'at' | 'currency'>;

/** Why a list gives nobody a price in this quote; null where it does. */
export function listFault(
  { currency, startsAt, endsAt }: PricingList,
  moment: Moment,
): 'other currency' | 'list not valid at this time' | null {
  if (currency !== moment.currency) return 'other currency';
  const { at } = moment;
  const begun = startsAt === null || startsAt <= at;
  return begun && (endsAt === null || at < endsAt) ? null : 'list not valid at this time';
}

/** What a list says for a product in this quantity: the largest tier that the quantity reaches. */
export function listedPrice(list: PricingList, { productId, quantity }: Subject): Money | null {
  const tiers: readonly Tier[] = list.tiers.get(productId) ?? [];
  for (let index = tiers.length - 1; index >= 0; index--) {
    const tier = tiers[index];
    if (tier && tier.minQuantity <= quantity) return tier.amount;
  }
  return null;
}
