import type { Instant } from './environment.js';

export interface PriceListFields {
  name: string;
  /** ISO 4217. */
  currency: string;
  /** The list counts from `startsAt` (inclusive) to `endsAt` (exclusive); null: no bound. */
  startsAt: Instant | null;
  endsAt: Instant | null;
}

export interface PriceListFilter {
  /** Part of the name, any case. */
  search?: string | undefined;
}

export type PriceListSort = 'id' | 'name' | 'updatedAt';

export interface PriceList extends PriceListFields {
  storeId: string;
  id: string;
  version: number;
  createdAt: Instant;
  updatedAt: Instant;
}
