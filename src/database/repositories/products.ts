import { sql } from 'kysely';
import type { Page, ProductRepository } from '../../core/database.js';
import type { Product, ProductFilter } from '../../core/product.js';
import { nameKey } from '../../core/text.js';
import type { Transaction } from '../engine.js';
import { containing, matching } from '../patterns.js';
import { type Builder, shapes, statement } from '../statement.js';

/** One row for each category of a product, or one without a category. */
const selectProducts = ({ query }: Builder) =>
  query
    .selectFrom('products as x')
    .leftJoin('product_categories as pc', (join) =>
      join.onRef('pc.store_id', '=', 'x.store_id').onRef('pc.product_id', '=', 'x.id'),
    )
    .select([
      'x.store_id as storeId',
      'x.id',
      'x.name',
      'x.price',
      'x.version',
      'x.created_at as createdAt',
      'x.updated_at as updatedAt',
      'pc.category_id as categoryId',
    ])
    .orderBy('x.id')
    .orderBy('pc.position');

const findProduct = statement<{ storeId: string; id: string }>()((builder, p) =>
  selectProducts(builder).where('x.store_id', '=', p.storeId).where('x.id', '=', p.id),
);

interface ListValues {
  storeId: string;
  categoryId: string;
  search: string;
  after: string;
  limit: number;
}

const listProducts = shapes<ProductFilter, ListValues, ProductRow>(
  (builder, p, filter) =>
    selectProducts(builder)
      .where('x.store_id', '=', p.storeId)
      .where('x.id', 'in', pageOfProducts(builder, p, filter)) as never,
);

/** The page of a category is taken from its products, which are in the order of their ids, too. */
function pageOfProducts({ query }: Builder, p: ListValues, filter: ProductFilter) {
  const isSearch = filter.search !== undefined;
  if (filter.categoryId === undefined) {
    const all = query
      .selectFrom('products as page')
      .select('page.id')
      .where('page.store_id', '=', p.storeId)
      .where('page.id', '>', p.after)
      .orderBy('page.id')
      .limit(p.limit);
    return isSearch ? all.where(matching('page.search_key', p.search)) : all;
  }
  const placed = query
    .selectFrom('product_categories as page')
    .select('page.product_id as id')
    .where('page.store_id', '=', p.storeId)
    .where('page.category_id', '=', p.categoryId)
    .where('page.product_id', '>', p.after)
    .orderBy('page.product_id')
    .limit(p.limit);
  if (!isSearch) return placed;
  return placed.where(({ exists, selectFrom }) =>
    exists(
      selectFrom('products as of')
        .select('of.id')
        .where('of.store_id', '=', p.storeId)
        .whereRef('of.id', '=', 'page.product_id')
        .where(matching('of.search_key', p.search)),
    ),
  );
}

/**
 * The store is in the rows: as a constant, it would let either engine go through all of the
 * store's products and look each of them up in the rows.
 */
interface Keys {
  keys: readonly { store_id: string; id: string }[];
}

const keysIn = ({ rows }: Builder, { keys }: Keys) =>
  rows<Keys['keys'][number]>(keys, { store_id: 'text', id: 'text' });

const findProducts = statement<Keys>()(
  (builder, p) => sql<ProductRow>`
    select x.store_id as "storeId", x.id, x.name, x.price, x.version, x.created_at as "createdAt",
      x.updated_at as "updatedAt", pc.category_id as "categoryId"
    from ${keysIn(builder, p)} as r cross join products x
    left join product_categories pc on pc.store_id = x.store_id and pc.product_id = x.id
    where x.store_id = r.store_id and x.id = r.id
    order by x.id, pc.position`,
);

const insertProducts = statement<{ rows: readonly object[] }>()(
  ({ rows }, p) => sql`
    insert into products (store_id, id, name, search_key, price, version, created_at, updated_at)
    select r.store_id, r.id, r.name, r.search_key, r.price, r.version, r.created_at, r.updated_at
    from ${rows(p.rows, {
      store_id: 'text',
      id: 'text',
      name: 'text',
      search_key: 'text',
      price: 'bigint',
      version: 'bigint',
      created_at: 'timestamptz',
      updated_at: 'timestamptz',
    })} as r`,
);

const updateProducts = statement<{ rows: readonly object[] }>()(
  ({ rows }, p) => sql`
    update products set name = r.name, search_key = r.search_key, price = r.price, version = r.version,
      updated_at = r.updated_at
    from ${rows(p.rows, {
      store_id: 'text',
      id: 'text',
      name: 'text',
      search_key: 'text',
      price: 'bigint',
      version: 'bigint',
      updated_at: 'timestamptz',
    })} as r
    where products.store_id = r.store_id and products.id = r.id`,
);

const deleteProduct = statement<{ storeId: string; id: string }>()(({ query }, p) =>
  query.deleteFrom('products').where('store_id', '=', p.storeId).where('id', '=', p.id),
);

const placeProducts = statement<{ rows: readonly object[] }>()(
  ({ rows }, p) => sql`
    insert into product_categories (store_id, product_id, category_id, position)
    select r.store_id, r.product_id, r.category_id, r.position
    from ${rows(p.rows, {
      store_id: 'text',
      product_id: 'text',
      category_id: 'text',
      position: 'bigint',
    })} as r`,
);

const displaceProducts = statement<Keys>()(
  (builder, p) => sql`
    delete from product_categories
    where (store_id, product_id) in (select r.store_id, r.id from ${keysIn(builder, p)} as r)`,
);

const keysOf = (storeId: string, ids: readonly string[]): Keys => ({
  keys: ids.map((id) => ({ store_id: storeId, id })),
});

const rowOf = (product: Product) => ({
  store_id: product.storeId,
  id: product.id,
  name: product.name,
  search_key: nameKey(`${product.id}\n${product.name ?? ''}`),
  // Within what a number holds exactly: see MAX_AMOUNT.
  price: product.price === null ? null : Number(product.price),
  version: product.version,
  created_at: product.createdAt,
  updated_at: product.updatedAt,
});

const placesOf = ({ storeId, id, categoryIds }: Product) =>
  categoryIds.map((categoryId, position) => ({
    store_id: storeId,
    product_id: id,
    category_id: categoryId,
    position,
  }));

export class Products implements ProductRepository {
  readonly #transaction: Transaction;

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  async find(storeId: string, id: string): Promise<Product | undefined> {
    return fold(await this.#transaction.run(findProduct, { storeId, id }))[0];
  }

  async list(
    storeId: string,
    filter: ProductFilter,
    { limit, after = '' }: Page<string>,
  ): Promise<Product[]> {
    const given = Object.entries(filter).filter(([, value]) => value !== undefined);
    const list = listProducts(
      String(given.map(([name]) => name).sort()),
      Object.fromEntries(given),
    );
    const { categoryId = '', search = '' } = filter;
    const values = { storeId, categoryId, search: containing(search), after, limit };
    return fold(await this.#transaction.run(list, values));
  }

  async findAll(storeId: string, ids: readonly string[]): Promise<Product[]> {
    return fold(await this.#transaction.run(findProducts, keysOf(storeId, ids)));
  }

  insert(_storeId: string, products: readonly Product[]): void {
    this.#transaction.send(insertProducts, { rows: products.map(rowOf) });
    this.#place(products);
  }

  update(storeId: string, products: readonly Product[]): void {
    this.#transaction.send(updateProducts, { rows: products.map(rowOf) });
    const ids = products.map(({ id }) => id);
    this.#transaction.send(displaceProducts, keysOf(storeId, ids));
    this.#place(products);
  }

  delete(storeId: string, id: string): void {
    this.#transaction.send(displaceProducts, keysOf(storeId, [id]));
    this.#transaction.send(deleteProduct, { storeId, id });
  }

  #place(products: readonly Product[]): void {
    const rows = products.flatMap(placesOf);
    if (rows.length > 0) this.#transaction.send(placeProducts, { rows });
  }
}

interface ProductRow extends Omit<Product, 'price' | 'categoryIds'> {
  price: number | null;
  categoryId: string | null;
}

function fold(rows: readonly ProductRow[]): Product[] {
  const products: (Product & { categoryIds: string[] })[] = [];
  for (const { categoryId, price, ...row } of rows) {
    let product = products.at(-1);
    if (product?.id !== row.id) {
      product = { ...row, price: price === null ? null : BigInt(price), categoryIds: [] };
      products.push(product);
    }
    if (categoryId !== null) product?.categoryIds.push(categoryId);
  }
  return products;
}
