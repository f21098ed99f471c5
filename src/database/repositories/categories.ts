import { sql } from 'kysely';
import type { Category, CategoryFilter } from '../../core/category.js';
import type { CategoryRepository, Page } from '../../core/database.js';
import type { Transaction } from '../engine.js';
import { type Builder, selected, statement } from '../statement.js';

const COLUMNS = [
  'c.store_id as storeId',
  'c.id',
  'c.name',
  'c.parent_id as parentId',
  'c.version',
  'c.created_at as createdAt',
  'c.updated_at as updatedAt',
] as const;

const selectCategories = ({ query }: Builder) =>
  query.selectFrom('categories as c').select(COLUMNS);

const findCategory = statement<{ storeId: string; id: string }>()((builder, p) =>
  selectCategories(builder).where('c.store_id', '=', p.storeId).where('c.id', '=', p.id),
);

interface ListValues {
  storeId: string;
  after: string;
  limit: number;
}

const listAll = statement<ListValues>()((builder, p) =>
  selectCategories(builder)
    .where('c.store_id', '=', p.storeId)
    .where('c.id', '>', p.after)
    .orderBy('c.id')
    .limit(p.limit),
);

const listChildren = statement<ListValues & { parentId: string }>()((builder, p) =>
  selectCategories(builder)
    .where('c.store_id', '=', p.storeId)
    .where('c.parent_id', '=', p.parentId)
    .where('c.id', '>', p.after)
    .orderBy('c.id')
    .limit(p.limit),
);

/**
 * The store is in the rows: as a constant, it would let either engine go through all of the
 * store's categories and look each of them up in the rows.
 */
interface Keys {
  keys: readonly { store_id: string; id: string }[];
}

const keysIn = ({ rows }: Builder, { keys }: Keys) =>
  rows<Keys['keys'][number]>(keys, { store_id: 'text', id: 'text' });

const findCategories = statement<Keys>()(
  (builder, p) => sql<Category>`
    select ${sql.join(COLUMNS.map((name) => selected(name)))}
    from ${keysIn(builder, p)} as r cross join categories c
    where c.store_id = r.store_id and c.id = r.id`,
);

/** Each category once, so that it ends whatever the tree looks like. */
const findLine = statement<Keys>()(
  (builder, p) => sql<Category>`
    with recursive line as (
      select c.*
      from ${keysIn(builder, p)} as r cross join categories c
      where c.store_id = r.store_id and c.id = r.id
      union
      select c.*
      from line cross join categories c
      where c.store_id = line.store_id and c.id = line.parent_id
    )
    select ${sql.join(COLUMNS.map((name) => selected(name)))} from line as c`,
);

const findChildren = statement<Keys>()(
  (builder, p) => sql<Category>`
    select ${sql.join(COLUMNS.map((name) => selected(name)))}
    from ${keysIn(builder, p)} as r
    ${builder.lookUp('categories', 'c', sql`c.store_id = r.store_id and c.parent_id = r.id`)}`,
);

const insertCategories = statement<{ rows: readonly object[] }>()(
  ({ rows }, p) => sql`
    insert into categories (store_id, id, name, parent_id, version, created_at, updated_at)
    select r.store_id, r.id, r.name, r.parent_id, r.version, r.created_at, r.updated_at
    from ${rows(p.rows, {
      store_id: 'text',
      id: 'text',
      name: 'text',
      parent_id: 'text',
      version: 'bigint',
      created_at: 'timestamptz',
      updated_at: 'timestamptz',
    })} as r`,
);

const updateCategories = statement<{ rows: readonly object[] }>()(
  ({ rows }, p) => sql`
    update categories set name = r.name, parent_id = r.parent_id, version = r.version,
      updated_at = r.updated_at
    from ${rows(p.rows, {
      store_id: 'text',
      id: 'text',
      name: 'text',
      parent_id: 'text',
      version: 'bigint',
      updated_at: 'timestamptz',
    })} as r
    where categories.store_id = r.store_id and categories.id = r.id`,
);

const deleteCategories = statement<Keys>()(
  (builder, p) => sql`
    delete from categories
    where (store_id, id) in (select r.store_id, r.id from ${keysIn(builder, p)} as r)`,
);

const keysOf = (storeId: string, ids: readonly string[]): Keys => ({
  keys: ids.map((id) => ({ store_id: storeId, id })),
});

const rowOf = (category: Category) => ({
  store_id: category.storeId,
  id: category.id,
  name: category.name,
  parent_id: category.parentId,
  version: category.version,
  created_at: category.createdAt,
  updated_at: category.updatedAt,
});

export class Categories implements CategoryRepository {
  readonly #transaction: Transaction;

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  async find(storeId: string, id: string): Promise<Category | undefined> {
    const [category] = await this.#transaction.run(findCategory, { storeId, id });
    return category;
  }

  list(
    storeId: string,
    { parentId }: CategoryFilter,
    { limit, after = '' }: Page<string>,
  ): Promise<Category[]> {
    const values = { storeId, after, limit };
    return parentId === undefined
      ? this.#transaction.run(listAll, values)
      : this.#transaction.run(listChildren, { ...values, parentId });
  }

  findAll(storeId: string, ids: readonly string[]): Promise<Category[]> {
    return this.#transaction.run(findCategories, keysOf(storeId, ids));
  }

  line(storeId: string, ids: readonly string[]): Promise<Category[]> {
    return this.#transaction.run(findLine, keysOf(storeId, ids));
  }

  children(storeId: string, ids: readonly string[]): Promise<Category[]> {
    return this.#transaction.run(findChildren, keysOf(storeId, ids));
  }

  insert(_storeId: string, categories: readonly Category[]): void {
    this.#transaction.send(insertCategories, { rows: categories.map(rowOf) });
  }

  update(_storeId: string, categories: readonly Category[]): void {
    this.#transaction.send(updateCategories, { rows: categories.map(rowOf) });
  }

  delete(storeId: string, ids: readonly string[]): void {
    this.#transaction.send(deleteCategories, keysOf(storeId, ids));
  }
}
