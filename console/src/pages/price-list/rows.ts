import type { ListedProduct } from '../../api/prices';
import type { Drafts } from './drafts';

/** A product of the table; of a new one the list has no prices yet. */
export type Row = ListedProduct & { isNew?: boolean };

export const savedAt = ({ prices }: Row, minQuantity: number): string | undefined =>
  prices.find((price) => price.minQuantity === minQuantity)?.amount;

export const labelOf = ({ name, productId }: Row): string => name || productId;

/** The columns: every quantity that a product or a draft has, and those that were added. */
export function quantitiesOf(
  rows: readonly Row[],
  drafts: Drafts,
  added: readonly number[],
): number[] {
  const shown = new Set(rows.map(({ productId }) => productId));
  const quantities = new Set([1, ...added]);
  for (const { prices } of rows) for (const { minQuantity } of prices) quantities.add(minQuantity);
  for (const { productId, minQuantity } of drafts.values()) {
    if (shown.has(productId)) quantities.add(minQuantity);
  }
  return [...quantities].sort((a, b) => a - b);
}

/** Whether nothing would be left of a product in the list. */
export const leaves = (row: Row, drafts: Drafts): boolean => {
  const own = [...drafts.values()].filter(({ productId }) => productId === row.productId);
  return (
    row.prices.length > 0 &&
    own.length >= row.prices.length &&
    own.every(({ amount, fault }) => amount === null && fault === undefined)
  );
};
