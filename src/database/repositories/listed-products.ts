import { sql } from 'kysely';
import type { Page } from '../../core/database.js';
import type { ListedProduct, ListedProductFilter } from '../../core/listed-product.js';
import type { Transaction } from '../engine.js';
import { containing, matching } from '../patterns.js';
import { shapes } from '../statement.js';

interface Values {
  storeId: string;
  priceListId: string;
  pattern: string;
  part: string;
  after: string;
  limit: number;
}

interface Row {
  productId: string;
  minQuantity: number;
  amount: number;
  known: string | null;
  name: string | null;
  price: number | null;
}

/** A row for each price of the products of a page; a page never has a part of a product's prices. */
const listProducts = shapes<ListedProductFilter, Values, Row>(({ query }, p, { search }) => {
  const prices = query
    .selectFrom('prices as t')
    .leftJoin('products as x', (join) =>
      join.onRef('x.store_id', '=', 't.store_id').onRef('x.id', '=', 't.product_id'),
    )
    .where('t.store_id', '=', p.storeId)
    .where('t.price_list_id', '=', p.priceListId)
    // Of the prices, too, and not of their page alone: those before it would be read for nothing.
    .where('t.product_id', '>', p.after)
    .where('t.valid_to', 'is', null);
  let page = prices.select('t.product_id').distinct().orderBy('t.product_id').limit(p.limit);
  if (search !== undefined) {
    page = page.where((eb) =>
      eb.or([
        matching('x.search_key', p.pattern),
        // Spelled so that neither engine's idea of the same letters shows.
        eb.and([
          eb('x.id', 'is', null),
          sql<boolean>`replace(t.product_id, ${p.part}, '') <> t.product_id`,
        ]),
      ]),
    );
  }
  return prices
    .where('t.product_id', 'in', page)
    .select([
      't.product_id as productId',
      't.min_quantity as minQuantity',
      't.amount',
      'x.id as known',
      'x.name',
      'x.price',
    ])
    .orderBy('t.product_id')
    .orderBy('t.min_quantity') as never;
});

interface Question {
  storeId: string;
  priceListId: string;
  filter: ListedProductFilter;
  page: Page<string>;
}

export async function listedProducts(
  transaction: Transaction,
  { storeId, priceListId, filter: { search }, page: { limit, after = '' } }: Question,
): Promise<ListedProduct[]> {
  // An empty text is part of everything.
  const filter = { search: search || undefined };
  const rows = await transaction.run(listProducts(String(!!filter.search), filter), {
    storeId,
    priceListId,
    pattern: containing(search ?? ''),
    part: search ?? '',
    after,
    limit,
  });
  return fold(rows);
}

function fold(rows: readonly Row[]): ListedProduct[] {
  const products: (ListedProduct & { prices: ListedProduct['prices'][number][] })[] = [];
  for (const { productId, minQuantity, amount, known, name, price } of rows) {
    let product = products.at(-1);
    if (product?.productId !== productId) {
      const catalog =
        known === null ? null : { name, price: price === null ? null : BigInt(price) };
      product = { productId, catalog, prices: [] };
      products.push(product);
    }
    product.prices.push({ minQuantity, amount: BigInt(amount) });
  }
  return products;
}
