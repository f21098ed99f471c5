import { sql } from 'kysely';
import type { Page, ReportReader } from '../../core/database.js';
import type { DiscountRule } from '../../core/group.js';
import { MAX_GROUP_LEVELS } from '../../core/limits.js';
import type { CatalogFacts, GroupTarget, ReportedGroup } from '../../core/report.js';
import type { Transaction } from '../engine.js';
import { type Builder, statement } from '../statement.js';
import { readFigures } from './group-figures.js';

interface GroupRow {
  id: number;
  name: string;
  is_active: boolean;
  parentId: number | null;
  discount_rules: ReportedGroup['discountRules'];
  listId: string | null;
  listName: string;
  listCurrency: string;
  reaches: number;
}

interface GroupValues {
  storeId: string;
  currency: string;
  from: number;
  limit: number;
}

/** A group gives to those below it only through groups that are active. */
const findGroups = statement<GroupValues>()(
  ({ isSet }, p) => sql<GroupRow>`
    with recursive chunk as (
      select g.id, g.member_count, g.is_guest, l.id as list_id, l.name as list_name, l.currency
      from groups g
      left join price_lists l on l.store_id = ${p.storeId} and l.id = g.default_price_list_id
        and l.currency <> ${p.currency}
      where g.store_id = ${p.storeId} and g.id >= ${p.from}
        and (cast(g.discount_rules as text) <> '[]' or l.id is not null)
      order by g.id limit ${p.limit}
    ),
    below as (
      select chunk.id as above, c.id from chunk
      cross join groups c
      where c.store_id = ${p.storeId} and c.parent_id = chunk.id
        and chunk.member_count = 0 and not ${isSet('chunk.is_guest')}
      union all
      select below.above, c.id from below
      cross join groups b
      cross join groups c
      where b.store_id = ${p.storeId} and b.id = below.id and ${isSet('b.is_active')}
        and c.store_id = ${p.storeId} and c.parent_id = below.id
    )
    select g.id, g.name, g.is_active, g.parent_id as "parentId", g.discount_rules,
      chunk.list_id as "listId", chunk.list_name as "listName",
      chunk.currency as "listCurrency",
      case when g.member_count > 0 or ${isSet('g.is_guest')} or exists (
        select 1 from below
        cross join groups b
        where below.above = g.id and b.store_id = ${p.storeId} and b.id = below.id
          and ${isSet('b.is_active')} and (b.member_count > 0 or ${isSet('b.is_guest')})
      ) then 1 else 0 end as reaches
    from chunk
    cross join groups g
    where g.store_id = ${p.storeId} and g.id = chunk.id
    order by g.id`,
);

interface InheritedRow {
  groupId: number;
  discount_rules: readonly DiscountRule[];
}

/** Joined in this order: SQLite would otherwise go through all groups of the store. */
const findInherited = statement<{ storeId: string; ids: readonly { id: number }[] }>()(
  ({ rows, isSet }, p) => sql<InheritedRow>`
    with recursive line as (
      select g.id, g.parent_id, 1 as level
      from ${rows<{ id: number }>(p.ids, { id: 'bigint' })} as r
      cross join groups g
      where g.store_id = ${p.storeId} and g.id = r.id
      union all
      select line.id, a.parent_id, line.level + 1 from line
      cross join groups a
      where a.store_id = ${p.storeId} and a.id = line.parent_id and ${isSet('a.is_active')}
        and line.level < ${sql.lit(MAX_GROUP_LEVELS)}
    )
    select line.id as "groupId", a.discount_rules from line
    cross join groups a
    where a.store_id = ${p.storeId} and a.id = line.parent_id and ${isSet('a.is_active')}`,
);

interface Ids {
  storeId: string;
  ids: readonly { id: string }[];
}

const idRows = ({ rows }: Builder, parameter: readonly { id: string }[]) =>
  rows<{ id: string }>(parameter, { id: 'text' });

/** Keeps PostgreSQL from reading a whole table instead of looking each row up in it. */
const LOOKED_UP = sql`limit 1 offset 0`;

const findProducts = statement<Ids>()(
  (builder, p) => sql<{ id: string }>`
    select r.id from ${idRows(builder, p.ids)} as r
    where exists (
      select 1 from products x where x.store_id = ${p.storeId} and x.id = r.id ${LOOKED_UP}
    )`,
);

/** Each of the categories with everything below it. */
const tree = (builder: Builder, storeId: unknown, ids: Ids['ids']) => sql`
  tree as (
    select c.id as above, c.id from ${idRows(builder, ids)} as r
    cross join categories c where c.store_id = ${storeId} and c.id = r.id
    union
    select tree.above, c.id from tree
    cross join categories c where c.store_id = ${storeId} and c.parent_id = tree.id
  )`;

const findCategories = statement<Ids>()(
  (builder, p) => sql<{ id: string; product: string | null }>`
    with recursive ${tree(builder, p.storeId, p.ids)}
    select above as id, min(product) as product from (
      select tree.above, (
        select pc.product_id from product_categories pc
        where pc.store_id = ${p.storeId} and pc.category_id = tree.id ${LOOKED_UP}
      ) as product
      from tree
    ) as placed
    group by above`,
);

interface ShadowValues {
  storeId: string;
  ids: readonly { id: string }[];
  categoryRules: readonly GroupTarget[];
  /** Of group and product, as one text: SQLite would look a pair up by reading all pairs. */
  productRules: readonly { key: string }[];
}

/** The first product without a rule of its own ends the search. */
const findShadowed = statement<ShadowValues>()(
  (builder, p) => sql<GroupTarget>`
    with recursive ${tree(builder, p.storeId, p.ids)}
    select r."groupId", r.id
    from ${builder.rows<GroupTarget>(p.categoryRules, { groupId: 'bigint', id: 'text' })} as r
    where not exists (
      select 1 from tree
      where tree.above = r.id and exists (
        select 1 from product_categories pc
        where pc.store_id = ${p.storeId} and pc.category_id = tree.id
          and cast(r."groupId" as text) || ' ' || pc.product_id not in (
            select own.key
            from ${builder.rows<{ key: string }>(p.productRules, { key: 'text' })} as own
          )
        ${LOOKED_UP}
      )
    )`,
);

interface ListValues {
  storeId: string;
  after: string;
  limit: number;
}

const findUnusedLists = statement<ListValues>()(
  (_, p) => sql<{ id: string; name: string }>`
    select l.id, l.name from price_lists l
    where l.store_id = ${p.storeId} and l.id > ${p.after} and not exists (
      select 1 from groups g
      where g.store_id = ${p.storeId} and g.default_price_list_id = l.id
    )
    order by l.id limit ${p.limit}`,
);

const set = (ids: Iterable<string>): { id: string }[] => Array.from(ids, (id) => ({ id }));

export class Reports implements ReportReader {
  readonly #transaction: Transaction;

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  async groups(
    storeId: string,
    currency: string,
    range: { from: number; limit: number },
  ): Promise<ReportedGroup[]> {
    const rows = await this.#transaction.run(findGroups, { storeId, currency, ...range });
    return rows.map(reportedGroup);
  }

  async inherited(
    storeId: string,
    groupIds: readonly number[],
  ): Promise<ReadonlyMap<number, readonly DiscountRule[]>> {
    const ids = groupIds.map((id) => ({ id }));
    const rows = await this.#transaction.run(findInherited, { storeId, ids });
    const inherited = new Map<number, readonly DiscountRule[]>();
    for (const { groupId, discount_rules: rules } of rows) {
      inherited.set(groupId, [...(inherited.get(groupId) ?? []), ...rules]);
    }
    return inherited;
  }

  async catalog(
    storeId: string,
    productIds: Iterable<string>,
    categoryIds: Iterable<string>,
  ): Promise<CatalogFacts> {
    const [products, categories] = await Promise.all([
      this.#transaction.run(findProducts, { storeId, ids: set(productIds) }),
      this.#transaction.run(findCategories, { storeId, ids: set(categoryIds) }),
    ]);
    return {
      products: new Set(products.map(({ id }) => id)),
      categories: new Map(categories.map(({ id, product }) => [id, product])),
    };
  }

  shadowed(
    storeId: string,
    categoryRules: readonly GroupTarget[],
    productRules: readonly GroupTarget[],
  ): Promise<GroupTarget[]> {
    return this.#transaction.run(findShadowed, {
      storeId,
      ids: set(new Set(categoryRules.map(({ id }) => id))),
      categoryRules,
      productRules: productRules.map(({ groupId, id }) => ({ key: `${groupId} ${id}` })),
    });
  }

  figures(storeId: string, from: string, largest: number) {
    return readFigures(this.#transaction, storeId, { from, largest });
  }

  unusedLists(storeId: string, { limit, after = '' }: Page<string>) {
    return this.#transaction.run(findUnusedLists, { storeId, after, limit });
  }
}

const reportedGroup = (row: GroupRow): ReportedGroup => ({
  id: row.id,
  name: row.name,
  isActive: row.is_active,
  parentId: row.parentId,
  discountRules: row.discount_rules,
  foreignList:
    row.listId === null ? null : { id: row.listId, name: row.listName, currency: row.listCurrency },
  reachesSomebody: row.reaches === 1,
});
