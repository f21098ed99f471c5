import type { Money } from './money.js';

/** A product that a price list has prices for. */
export interface ListedProduct {
  productId: string;
  /** Null where the catalog does not know it. */
  catalog: {
    name: string | null;
    /** In the store's currency. */
    price: Money | null;
  } | null;
  /** By quantity, in the list's currency; at least one. */
  prices: readonly { minQuantity: number; amount: Money }[];
}

export interface ListedProductFilter {
  /** Part of the id or the name, any case; of the id as it is where the catalog does not know it. */
  search?: string | undefined;
}
