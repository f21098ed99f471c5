import type { Instant } from '../environment.js';
import type { DiscountRule } from '../group.js';
import type { Money } from '../money.js';

export interface Quote {
  currency: string;
  at: Instant;
  /** The sum of all lines, accessible or not. */
  total: Money;
  items: readonly QuotedItem[];
}

export interface QuotedItem {
  productId: string;
  quantity: number;
  /** Whether one of the customer's groups lets them see one of the product's categories. */
  accessible: boolean;
  /** The price without any group, rounded; null where only a list has a price. */
  listPrice: Money | null;
  /** Rounded to the currency's minor unit. */
  unitPrice: Money;
  total: Money;
  /** What made the price; null where no group gives less than the price without any. */
  groupId: number | null;
  priceListId: string | null;
  rule: DiscountRule | null;
  /** Every candidate by group id, the one without a group last; only where it is asked for. */
  explanation: readonly Candidate[] | null;
}

/** A price that a group would give, or that holds without any (`groupId` null). */
export interface Candidate {
  groupId: number | null;
  /** Before the rule, not rounded; null where there is none, or the group does not count. */
  base: Money | null;
  /** The list that the base is from. */
  priceListId: string | null;
  rule: DiscountRule | null;
  /** Rounded; null where the group does not count or has no base. */
  unitPrice: Money | null;
  chosen: boolean;
  reason: CandidateReason;
  /** Lists and rules of the group and its ancestors that did not count for this item. */
  ignored: readonly Ignored[];
}

export type CandidateReason =
  | 'lowest price'
  /** A group with a lower id gives it too, or it holds without any group. */
  | 'same as the lowest price'
  | 'not the lowest'
  | 'group inactive'
  | 'membership not begun'
  | 'membership ended'
  | 'no price in this currency';

export type Ignored =
  | {
      priceListId: string;
      reason:
        | 'the parent group is inactive'
        | 'a nearer group has a list or rules'
        | 'other currency'
        | 'list not valid at this time'
        | 'no price for this product'
        | 'no price for this quantity';
    }
  | {
      rule: DiscountRule;
      reason:
        | 'the parent group is inactive'
        | 'replaced by the child group'
        | 'the price is from a price list'
        | 'only percent rules apply in another currency'
        | 'shadowed by a product rule'
        | 'shadowed by the rule of a nearer category'
        | 'shadowed by a category rule'
        | 'another category rule gives less'
        | 'another category rule gives the same'
        | 'would raise the price';
    };
