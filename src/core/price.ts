import type { Instant } from './environment.js';
import type { Money } from './money.js';

/** The place of a price in its list: a product may have a price for each of several quantities. */
export interface PriceKey {
  /** Need not be in the catalog. */
  productId: string;
  /** From this quantity on. */
  minQuantity: number;
}

/** A present price of a list. */
export interface Price extends PriceKey {
  /** In the list's currency. */
  amount: Money;
  /** When it was set. */
  validFrom: Instant;
}

export interface PriceFilter {
  productId?: string | undefined;
}

/** The same for the same place in a list. */
export const priceName = ({ productId, minQuantity }: PriceKey): string =>
  `${minQuantity} ${productId}`;

/** As the change log names a price. */
export const priceEntityId = (listId: string, { productId, minQuantity }: PriceKey): string =>
  `${listId}/${productId}/${minQuantity}`;
