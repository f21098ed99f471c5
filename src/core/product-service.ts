import { authorize } from './actor.js';
import { type BulkCounts, checkCount, repetitions } from './bulk.js';
import { checkPrice, formatPrice } from './currency.js';
import type { Page, Unit, View } from './database.js';
import { type Fault, invalid, notFound } from './errors.js';
import { MAX_NAME, MAX_PRODUCT_CATEGORIES } from './limits.js';
import { parseAmount } from './money.js';
import { assertCurrent, type Precondition } from './precondition.js';
import type { Product, ProductFilter } from './product.js';
import { checkId, checkText } from './rules.js';

export interface NewProduct {
  id: string;
  name?: string | null | undefined;
  /** A decimal in the store's currency; none: only price lists have one. */
  price?: string | null | undefined;
  categoryIds?: readonly string[] | undefined;
}

export const productTag = (product: Product): string => String(product.version);

export async function getProduct(view: View, id: string): Promise<Product> {
  authorize(view.caller, 'pricing:read');
  return existing(view, id);
}

export function listProducts(
  view: View,
  filter: ProductFilter,
  page: Page<string>,
): Promise<Product[]> {
  authorize(view.caller, 'pricing:read');
  return view.products.list(view.caller.storeId, filter, page);
}

/** In what the prices of the catalog are: the store's currency. */
export async function catalogCurrency(view: View): Promise<string> {
  const { storeId } = view.caller;
  const store = await view.stores.find(storeId);
  if (!store) throw notFound('store', storeId);
  return store.currency;
}

/**
 * Creates and replaces many at once, all or nothing; what an entry leaves out is cleared.
 * @throws invalid with the faults of each entry
 */
export async function putProducts(unit: Unit, entries: readonly NewProduct[]): Promise<BulkCounts> {
  authorize(unit.caller, 'pricing:write');
  const tooMany = checkCount('products', entries);
  if (tooMany.length > 0) throw invalid(tooMany, 'product');
  const { storeId } = unit.caller;
  const ids = entries.map(({ id }) => id);
  const named = new Set(entries.flatMap(({ categoryIds = [] }) => categoryIds));
  const [currency, list, categories] = await Promise.all([
    catalogCurrency(unit),
    unit.products.findAll(storeId, ids),
    named.size > 0 ? unit.categories.findAll(storeId, [...named]) : [],
  ]);
  const known = new Set(categories.map(({ id }) => id));
  const faults = faultsOf(entries, known, currency);
  if (faults.length > 0) throw invalid(faults, 'product');

  const present = new Map(list.map((product) => [product.id, product]));
  const created: Product[] = [];
  const updated: Product[] = [];
  for (const entry of entries) {
    const before = present.get(entry.id);
    const after: Product = {
      storeId,
      id: entry.id,
      name: entry.name ?? null,
      price: amountOf(entry.price),
      categoryIds: [...new Set(entry.categoryIds)],
      version: (before?.version ?? 0) + 1,
      createdAt: before?.createdAt ?? unit.now,
      updatedAt: unit.now,
    };
    if (before && isSame(before, after)) continue;
    (before ? updated : created).push(after);
    recordProduct(unit, before ? 'product.updated' : 'product.created', {
      before: before ?? null,
      after,
      currency,
    });
  }
  if (created.length > 0) unit.products.insert(storeId, created);
  if (updated.length > 0) unit.products.update(storeId, updated);
  return {
    created: created.length,
    updated: updated.length,
    unchanged: entries.length - created.length - updated.length,
  };
}

/** Its prices in lists stay: a list may have prices of what the catalog does not know. */
export async function deleteProduct(
  unit: Unit,
  id: string,
  precondition?: Precondition,
): Promise<void> {
  authorize(unit.caller, 'pricing:write');
  const [product, currency] = await Promise.all([existing(unit, id), catalogCurrency(unit)]);
  assertCurrent(precondition, 'product', productTag(product));
  unit.products.delete(product.storeId, [id]);
  recordProduct(unit, 'product.deleted', { before: product, after: null, currency });
}

async function existing(view: View, id: string): Promise<Product> {
  const product = await view.products.find(view.caller.storeId, id);
  if (!product) throw notFound('product', id);
  return product;
}

const amountOf = (text: string | null | undefined) =>
  (typeof text === 'string' ? parseAmount(text) : null) ?? null;

const isSame = (one: Product, other: Product): boolean =>
  one.name === other.name &&
  one.price === other.price &&
  one.categoryIds.length === other.categoryIds.length &&
  one.categoryIds.every((id, index) => id === other.categoryIds[index]);

function faultsOf(
  entries: readonly NewProduct[],
  categories: ReadonlySet<string>,
  currency: string,
): Fault[] {
  const repeated = repetitions(entries, ({ id }) => id);
  return entries.flatMap(({ id, name, price, categoryIds = [] }, index) => {
    const path = ['products', index];
    const first = repeated.get(index);
    const faults: Fault[] = [
      ...checkId([...path, 'id'], id),
      ...(typeof name === 'string' ? checkText([...path, 'name'], name, MAX_NAME) : []),
      ...(typeof price === 'string' ? checkPrice([...path, 'price'], price, currency) : []),
    ];
    if (first !== undefined) {
      faults.push({ path: [...path, 'id'], message: `is the id of entry ${first}, too` });
    }
    if (categoryIds.length > MAX_PRODUCT_CATEGORIES) {
      const message = `must have at most ${MAX_PRODUCT_CATEGORIES} entries`;
      faults.push({ path: [...path, 'categoryIds'], message });
    }
    categoryIds.forEach((categoryId, at) => {
      if (categories.has(categoryId)) return;
      const message = `there is no category '${categoryId}'`;
      faults.push({ path: [...path, 'categoryIds', at], message });
    });
    return faults;
  });
}

export function recordProduct(
  unit: Unit,
  operation: `product.${string}`,
  { before, after, currency }: { before: Product | null; after: Product | null; currency: string },
): void {
  unit.record({
    operation,
    entity: 'product',
    entityId: (after ?? (before as Product)).id,
    before: before && loggedProduct(before, currency),
    after: after && loggedProduct(after, currency),
  });
}

const loggedProduct = ({ storeId: _, price, ...product }: Product, currency: string): object => ({
  ...product,
  price: price === null ? null : formatPrice(price, currency),
});
