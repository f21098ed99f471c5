import type { Instant } from './environment.js';

/** `specific` lists exactly the categories that may be seen; the other types list none. */
export type CategoryAccess =
  | { type: 'all' | 'none' }
  | { type: 'specific'; categories: readonly string[] };

export type RuleMethod = 'percent' | 'price' | 'fixed';

/** `amount` has four decimals: a percentage, an amount off, or the new price, by method. */
export type DiscountRule = { method: RuleMethod; amount: string } & (
  | { type: 'all' }
  | { type: 'product'; productId: string }
  | { type: 'category'; categoryId: string }
);

/** What a caller may set. */
export interface GroupFields {
  /** Need not be unique. */
  name: string;
  description: string | null;
  /** A text by language. */
  descriptions: Readonly<Record<string, string>> | null;
  /** Customers that are made without groups join this one; at most one in a store. */
  isDefault: boolean;
  /** Who is in no group is treated as a member of this one; at most one in a store. */
  isGuest: boolean;
  isActive: boolean;
  parentId: number | null;
  /** Null: inherited from the parent, or all. */
  categoryAccess: CategoryAccess | null;
  /** In the order in which they were sent. */
  discountRules: readonly DiscountRule[];
  defaultPriceListId: string | null;
  externalReferenceId: string | null;
}

export interface Group extends GroupFields {
  storeId: string;
  /** Counts 1, 2, 3 … within its store and is never reused. */
  id: number;
  /** Present memberships, whatever their window. */
  memberCount: number;
  version: number;
  createdAt: Instant;
  updatedAt: Instant;
}

export interface GroupFilter {
  /** Part of the name or the description, any case. */
  search?: string;
  /** The whole name, as it is. */
  name?: string;
  /** Parts of the name in this order, any case; `%` stands for anything. */
  namePattern?: string;
  /** Part of the name, any case. */
  namePart?: string;
  /** A set: the groups among these; none of them, no group. */
  ids?: readonly number[];
  isDefault?: boolean;
  isGuest?: boolean;
  isActive?: boolean;
  parentId?: number;
  /** Groups whose own default list this is. */
  defaultPriceListId?: string;
  createdFrom?: Instant;
  createdTo?: Instant;
  updatedFrom?: Instant;
  updatedTo?: Instant;
}

export type GroupSort = 'id' | 'name' | 'createdAt' | 'updatedAt';

export const newGroupFields: Omit<GroupFields, 'name'> = {
  description: null,
  descriptions: null,
  isDefault: false,
  isGuest: false,
  isActive: true,
  parentId: null,
  categoryAccess: null,
  discountRules: [],
  defaultPriceListId: null,
  externalReferenceId: null,
};
