import type { Money } from '../money.js';
import type { PricingInput, PricingItem } from './input.js';

/** What an item is to every group: its base without one, and where it stands in the catalog. */
export interface Subject {
  productId: string;
  quantity: number;
  /** The price without any group, not rounded; null where only a list can have one. */
  base: Money | null;
  categoryIds: readonly string[];
  /** Each of the categories with those above it, from itself upwards. */
  categoryLines: readonly (readonly string[])[];
}

/** Reads the items of one quote; the line of a category is followed once for all of them. */
export function subjectReader(input: PricingInput): (item: PricingItem) => Subject {
  const lines = new Map<string, readonly string[]>();
  const lineOf = (id: string): readonly string[] => {
    const known = lines.get(id);
    if (known) return known;
    const line = withParents(id, input.parents);
    lines.set(id, line);
    return line;
  };
  return (item) => {
    const { productId, quantity } = item;
    const product = input.products.get(productId);
    const categoryIds = item.categoryIds ?? product?.categoryIds ?? [];
    // The catalog's price is in the store's currency, and amounts are not converted.
    const catalogPrice = input.currency === input.storeCurrency ? product?.price : null;
    const base = item.unitPrice ?? catalogPrice ?? null;
    return { productId, quantity, base, categoryIds, categoryLines: categoryIds.map(lineOf) };
  };
}

/** A set, so that a circle, which the catalog refuses, could not keep us here for ever. */
function withParents(id: string, parents: PricingInput['parents']): readonly string[] {
  const line = new Set<string>();
  let next: string | null | undefined = id;
  while (next != null && !line.has(next)) {
    line.add(next);
    next = parents.get(next);
  }
  return [...line];
}
