import { authorize } from './actor.js';
import { type BulkCounts, checkCount, repetitions } from './bulk.js';
import { checkPrice, formatPrice } from './currency.js';
import type { Page, Unit, View } from './database.js';
import { type Fault, invalid, notFound } from './errors.js';
import { MAX_QUANTITY } from './limits.js';
import { parseAmount } from './money.js';
import { type Price, type PriceFilter, type PriceKey, priceEntityId, priceName } from './price.js';
import type { PriceList } from './price-list.js';
import { existing as existingList } from './price-list-service.js';
import { checkId } from './rules.js';

export interface NewPrice {
  productId: string;
  /** 1 when left out. */
  minQuantity?: number | undefined;
  /** A decimal in the list's currency; null ends the price that there is. */
  amount: string | null;
}

export interface PriceCounts extends BulkCounts {
  deleted: number;
}

/** @returns the prices with their list, whose currency they are in */
export async function listPrices(
  view: View,
  listId: string,
  { filter, page }: { filter: PriceFilter; page: Page<PriceKey> },
): Promise<{ list: PriceList; prices: Price[] }> {
  authorize(view.caller, 'pricing:read');
  const [list, prices] = await Promise.all([
    existingList(view, listId),
    view.prices.list(view.caller.storeId, listId, filter, page),
  ]);
  return { list, prices };
}

/**
 * Sets and ends many at once, all or nothing; those that are not named stay.
 * @throws invalid with the faults of each entry
 */
export async function putPrices(
  unit: Unit,
  listId: string,
  entries: readonly NewPrice[],
): Promise<PriceCounts> {
  authorize(unit.caller, 'pricing:write');
  const tooMany = checkCount('prices', entries);
  if (tooMany.length > 0) throw invalid(tooMany, 'price');
  const { storeId } = unit.caller;
  const wanted = entries.map(({ productId, minQuantity = 1 }) => ({ productId, minQuantity }));
  const [list, found] = await Promise.all([
    existingList(unit, listId),
    unit.prices.findAll(storeId, listId, wanted),
  ]);
  const faults = faultsOf(entries, list.currency);
  if (faults.length > 0) throw invalid(faults, 'price');

  const present = new Map(found.map((price) => [priceName(price), price]));
  const counts: PriceCounts = { created: 0, updated: 0, unchanged: 0, deleted: 0 };
  const beginning: Price[] = [];
  const ending: Price[] = [];
  wanted.forEach((key, index) => {
    const amount = entries[index]?.amount ?? null;
    const after: Price | null =
      amount === null ? null : { ...key, amount: parseAmount(amount) ?? 0n, validFrom: unit.now };
    const before = present.get(priceName(key));
    if (before?.amount === after?.amount) {
      counts.unchanged++;
      return;
    }
    counts[before ? (after ? 'updated' : 'deleted') : 'created']++;
    if (after) beginning.push(after);
    if (before) ending.push(before);
    recordPrice(unit, list, { before: before ?? null, after });
  });
  if (ending.length > 0) unit.prices.close(storeId, listId, ending, unit.now);
  if (beginning.length > 0) unit.prices.insert(storeId, listId, beginning);
  return counts;
}

/** Ends every price that the list has for a product. */
export async function deletePrices(unit: Unit, listId: string, productId: string): Promise<void> {
  authorize(unit.caller, 'pricing:write');
  const { storeId } = unit.caller;
  const [list, prices] = await Promise.all([
    existingList(unit, listId),
    unit.prices.list(storeId, listId, { productId }, { limit: Number.MAX_SAFE_INTEGER }),
  ]);
  if (prices.length === 0) throw notFound('price', productId);
  unit.prices.close(storeId, listId, prices, unit.now);
  for (const price of prices) recordPrice(unit, list, { before: price, after: null });
}

function faultsOf(entries: readonly NewPrice[], currency: string): Fault[] {
  const repeated = repetitions(entries, ({ productId, minQuantity = 1 }) =>
    priceName({ productId, minQuantity }),
  );
  return entries.flatMap(({ productId, minQuantity = 1, amount }, index) => {
    const path = ['prices', index];
    const first = repeated.get(index);
    const faults: Fault[] = [
      ...checkId([...path, 'productId'], productId),
      ...(Number.isInteger(minQuantity) && minQuantity >= 1 && minQuantity <= MAX_QUANTITY
        ? []
        : [
            {
              path: [...path, 'minQuantity'],
              message: `must be a whole number from 1 to ${MAX_QUANTITY}`,
            },
          ]),
      ...(amount === null ? [] : checkPrice([...path, 'amount'], amount, currency)),
    ];
    if (first !== undefined) {
      faults.push({ path, message: `has the product and the quantity of entry ${first}, too` });
    }
    return faults;
  });
}

export function recordPrice(
  unit: Unit,
  list: PriceList,
  { before, after }: { before: Price | null; after: Price | null },
): void {
  unit.record({
    operation: before ? (after ? 'price.updated' : 'price.deleted') : 'price.created',
    entity: 'price',
    entityId: priceEntityId(list.id, after ?? (before as Price)),
    before: before && loggedPrice(before, list),
    after: after && loggedPrice(after, list),
  });
}

/** With all parts of the id, of which each may have a slash. */
const loggedPrice = ({ productId, minQuantity, amount }: Price, list: PriceList): object => ({
  priceListId: list.id,
  productId,
  minQuantity,
  amount: formatPrice(amount, list.currency),
});
