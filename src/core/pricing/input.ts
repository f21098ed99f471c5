import type { Instant } from '../environment.js';
import type { Group } from '../group.js';
import type { Money } from '../money.js';

/** What a quote is worked out from: everything is loaded, nothing is looked up. */
export interface PricingInput {
  /** Of the quote, ISO 4217. */
  currency: string;
  storeCurrency: string;
  at: Instant;
  /** What the customer is in, or the groups that were asked for; by group id. */
  memberships: readonly PricingMembership[];
  /** The store's guest group, with its ancestors; null where there is none. */
  guest: PricingLine | null;
  /** Every list that one of the groups or their ancestors names, by id. */
  lists: ReadonlyMap<string, PricingList>;
  /** The products of the items that the catalog knows, by id. */
  products: ReadonlyMap<string, PricingProduct>;
  /** The parent of each category that the items' categories lead to; null for a top one. */
  parents: ReadonlyMap<string, string | null>;
  items: readonly PricingItem[];
}

/** A group and its ancestors, the nearest first. */
export interface PricingLine {
  group: PricingGroup;
  ancestors: readonly PricingGroup[];
}

export interface PricingMembership extends PricingLine {
  /** The window; null for a group that was asked for. Holds from `startsAt` to before `endsAt`. */
  startsAt: Instant | null;
  endsAt: Instant | null;
}

export type PricingGroup = Pick<
  Group,
  'id' | 'isActive' | 'categoryAccess' | 'discountRules' | 'defaultPriceListId'
>;

export interface PricingList {
  id: string;
  currency: string;
  startsAt: Instant | null;
  endsAt: Instant | null;
  /** By product, its tiers by `minQuantity`, ascending. */
  tiers: ReadonlyMap<string, readonly Tier[]>;
}

export interface Tier {
  minQuantity: number;
  amount: Money;
}

export interface PricingProduct {
  /** In the store's currency; null where only lists have one. */
  price: Money | null;
  categoryIds: readonly string[];
}

export interface PricingItem {
  productId: string;
  /** From 1 to 999,999,999. */
  quantity: number;
  /** What the request says, in the quote's currency: goes before the catalog's. */
  unitPrice: Money | null;
  /** What the request says; null: the catalog's. */
  categoryIds: readonly string[] | null;
}
