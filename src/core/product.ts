import type { Instant } from './environment.js';
import type { Money } from './money.js';

export interface ProductFields {
  name: string | null;
  /** In the store's currency; null where only price lists have one. */
  price: Money | null;
  /** In the order in which they were sent, each once. */
  categoryIds: readonly string[];
}

export interface Product extends ProductFields {
  storeId: string;
  id: string;
  version: number;
  createdAt: Instant;
  updatedAt: Instant;
}

export interface ProductFilter {
  /** Part of the id or the name, any case. */
  search?: string | undefined;
  /** Products of exactly this category, not of those below it. */
  categoryId?: string | undefined;
}
