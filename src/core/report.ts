import type { DiscountRule } from './group.js';

/** Why a rule or a list never matters, for programs. */
export const FINDING_CODES = [
  'unknown_product',
  'unknown_category',
  'shadowed',
  'no_products',
  'other_currency',
  'no_members',
  'inactive',
  'unused_list',
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

/** A rule or a price list that never matters to a price in the store's currency, and why. */
export interface Finding {
  code: FindingCode;
  /** The reason in a sentence that names the group and the rule, or the list. */
  message: string;
  /** Null for a list that no group uses. */
  groupId: number | null;
  groupName: string | null;
  /** Null where it is about a list. */
  rule: DiscountRule | null;
  /** Null where it is about a rule. */
  priceListId: string | null;
  /** Where it stands in the report. */
  position: FindingPosition;
}

/** First the groups by id, each with its findings in the order of its rules, then lists by id. */
export type FindingPosition = { groupId: number; place: number } | { priceListId: string };

/** A group that may have something to report, without what no finding is about. */
export interface ReportedGroup {
  id: number;
  name: string;
  isActive: boolean;
  parentId: number | null;
  discountRules: readonly DiscountRule[];
  /** The default price list, where it is in another currency than the store's. */
  foreignList: { id: string; name: string; currency: string } | null;
  /** Whether it is the guest group or has members, or a group that inherits from it is or has. */
  reachesSomebody: boolean;
}

/** The product or category that a rule of a group is for. */
export interface GroupTarget {
  groupId: number;
  id: string;
}

/** What the catalog says of what rules are for. */
export interface CatalogFacts {
  /** Those of the products that it knows. */
  products: ReadonlySet<string>;
  /** Those of the categories that it knows, each with any product of it or below; null: none. */
  categories: ReadonlyMap<string, string | null>;
}
