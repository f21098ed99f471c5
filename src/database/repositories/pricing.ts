import { type RawBuilder, sql } from 'kysely';
import type { GroupTerms, PricesWanted, PricingReader, Who } from '../../core/database.js';
import { MAX_GROUP_LEVELS } from '../../core/limits.js';
import type {
  PricingGroup,
  PricingLine,
  PricingList,
  PricingMembership,
  PricingProduct,
  Tier,
} from '../../core/pricing/input.js';
import type { Transaction } from '../engine.js';
import { readRules } from '../kept-rules.js';
import { type Builder, type Statement, shapes, statement } from '../statement.js';

/** Present rows have no end; for a past instant the rows that held then are looked for. */
type Shape = 'present' | 'past';

const holds = (shape: Shape, table: string, at: unknown): RawBuilder<boolean> => {
  const from = sql.ref(`${table}.valid_from`);
  const to = sql.ref(`${table}.valid_to`);
  return shape === 'present'
    ? sql`${to} is null`
    : sql`${from} <= ${at} and (${to} is null or ${to} > ${at})`;
};

interface GroupValues {
  storeId: string;
  customerId: string;
  ids: readonly number[];
  at: string;
}

interface GroupRow {
  source: 'customer' | 'member' | 'guest';
  ofId: number;
  level: number;
  id: number;
  is_active: boolean;
  category_access: PricingGroup['categoryAccess'];
  /** JSON. */
  rules: string;
  defaultPriceListId: string | null;
  startsAt: string | null;
  endsAt: string | null;
}

const GROUP_COLUMNS = [
  'is_active',
  'parent_id',
  'category_access',
  'discount_rules',
  'default_price_list_id',
] as const;

/** A column of the group as it is now, or as it was in the version that held. */
const groupColumns = (shape: Shape) =>
  sql.join(
    GROUP_COLUMNS.map((name) =>
      shape === 'present'
        ? sql`g.${sql.id(name)}`
        : sql`case when g.id is null then v.${sql.id(name)} else g.${sql.id(name)} end as ${sql.id(name)}`,
    ),
  );

/** Joins `g`, and for a past instant `v`, the version that held unless the present one did. */
const groupTables = (
  { lookUp }: Builder,
  shape: Shape,
  { storeId, at }: { storeId: unknown; at: unknown },
  id: RawBuilder<unknown>,
) => {
  const present = sql`g.store_id = ${storeId} and g.id = ${id}`;
  if (shape === 'present') return lookUp('groups', 'g', present);
  const version = sql`g.id is null and v.store_id = ${storeId} and v.id = ${id}
    and v.valid_from <= ${at} and v.valid_to > ${at}`;
  return sql`${lookUp('groups', 'g', sql`${present} and g.updated_at <= ${at}`, { someHaveNone: true })}
    ${lookUp('group_versions', 'v', version, { someHaveNone: true })}`;
};

const groupExists = (shape: Shape) =>
  shape === 'present' ? sql`true` : sql`(g.id is not null or v.id is not null)`;

/** What the customer is in, or the groups that are asked for, and the guest group; with ancestors. */
const findGroups = shapes<Shape, GroupValues, GroupRow>(
  (builder, p, shape) => sql`
    with recursive seed as (
      select 'member' as source, m.group_id as id, m.starts_at, m.ends_at
      from memberships m
      where m.store_id = ${p.storeId} and m.customer_id = ${p.customerId}
        and ${holds(shape, 'm', p.at)}
      union all
      select 'member', r.id, cast(null as timestamptz), cast(null as timestamptz)
      from ${builder.ids(p.ids, 'bigint')} as r
      union all
      select 'guest', g.id, cast(null as timestamptz), cast(null as timestamptz)
      from groups g where g.store_id = ${p.storeId} and ${builder.isSet('g.is_guest')}
        ${shape === 'past' ? sql`and g.updated_at <= ${p.at}` : sql``}
      ${
        shape === 'past'
          ? sql`union all
            select 'guest', v.id, cast(null as timestamptz), cast(null as timestamptz)
            from group_versions v where v.store_id = ${p.storeId} and ${builder.isSet('v.is_guest')}
              and v.valid_from <= ${p.at} and v.valid_to > ${p.at}`
          : sql``
      }
    ),
    line as (
      select seed.source, seed.id as of_id, 0 as level, seed.id, ${groupColumns(shape)},
        seed.starts_at, seed.ends_at
      from seed ${groupTables(builder, shape, p, sql`seed.id`)}
      where ${groupExists(shape)}
      union all
      select line.source, line.of_id, line.level + 1, line.parent_id, ${groupColumns(shape)},
        line.starts_at, line.ends_at
      from line ${groupTables(builder, shape, p, sql`line.parent_id`)}
      where line.level < ${sql.lit(MAX_GROUP_LEVELS - 1)} and line.parent_id is not null
        and ${groupExists(shape)}
    )
    select 'customer' as source, cast(null as bigint) as "ofId", 0 as level,
      cast(null as bigint) as id, cast(null as boolean) as is_active,
      cast(null as json) as category_access, cast(null as text) as rules,
      cast(null as text) as "defaultPriceListId", cast(null as timestamptz) as "startsAt",
      cast(null as timestamptz) as "endsAt"
    from customers c where c.store_id = ${p.storeId} and c.id = ${p.customerId}
    union all
    select source, of_id, level, id, is_active, category_access, cast(discount_rules as text),
      default_price_list_id, starts_at, ends_at
    from line`,
) as (name: string, shape: Shape) => Statement<GroupValues, GroupRow>;

interface PriceValues {
  storeId: string;
  lists: readonly string[];
  products: readonly string[];
  categories: readonly string[];
  at: string;
}

/** What each row is: a list, a tier of a list, a product in one of its categories, a category. */
type PriceRow =
  | {
      kind: 'list';
      a: string;
      b: string;
      n: null;
      amount: null;
      from: string | null;
      to: string | null;
    }
  | { kind: 'tier'; a: string; b: string; n: number; amount: number }
  | { kind: 'product'; a: string; b: string | null; n: null; amount: number | null }
  | { kind: 'category'; a: string; b: string | null; n: null; amount: null };

const listColumn = (shape: Shape, name: string) =>
  shape === 'present'
    ? sql`l.${sql.id(name)}`
    : sql`case when l.id is null then v.${sql.id(name)} else l.${sql.id(name)} end`;

const NO_TIME = sql`cast(null as timestamptz)`;

/**
 * Lists, prices, products and the tree above their categories, whatever their number, as one
 * result: each kind has its own columns.
 */
const findPrices = shapes<Shape, PriceValues, PriceRow>(
  ({ ids, lookUp }, p, shape) => sql`
    with recursive wanted as (
      select r.id from ${ids(p.products, 'text')} as r
    ),
    asked as (
      select r.id from ${ids(p.lists, 'text')} as r
    ),
    tree as (
      select c.id, c.parent_id from (
        select pc.category_id from wanted
        ${lookUp('product_categories', 'pc', sql`pc.store_id = ${p.storeId} and pc.product_id = wanted.id`)}
        union
        select r.id from ${ids(p.categories, 'text')} as r
      ) as start
      ${lookUp('categories', 'c', sql`c.store_id = ${p.storeId} and c.id = start.category_id`)}
      union
      select c.id, c.parent_id from tree
      ${lookUp('categories', 'c', sql`c.store_id = ${p.storeId} and c.id = tree.parent_id`)}
    )
    select 'list' as kind, asked.id as a, ${listColumn(shape, 'currency')} as b,
      cast(null as bigint) as n, cast(null as bigint) as amount,
      ${listColumn(shape, 'starts_at')} as "from", ${listColumn(shape, 'ends_at')} as "to"
    from asked
    ${
      shape === 'present'
        ? lookUp('price_lists', 'l', sql`l.store_id = ${p.storeId} and l.id = asked.id`)
        : sql`${lookUp(
            'price_lists',
            'l',
            sql`l.store_id = ${p.storeId} and l.id = asked.id and l.updated_at <= ${p.at}`,
            { someHaveNone: true },
          )}
          ${lookUp(
            'price_list_versions',
            'v',
            sql`l.id is null and v.store_id = ${p.storeId} and v.id = asked.id
              and v.valid_from <= ${p.at} and v.valid_to > ${p.at}`,
            { someHaveNone: true },
          )}
          where l.id is not null or v.id is not null`
    }
    union all
    select 'tier', t.price_list_id, t.product_id, t.min_quantity, t.amount, ${NO_TIME}, ${NO_TIME}
    from asked cross join wanted
    ${lookUp(
      'prices',
      't',
      sql`t.store_id = ${p.storeId} and t.price_list_id = asked.id
        and t.product_id = wanted.id and ${holds(shape, 't', p.at)}`,
    )}
    union all
    select 'product', x.id, pc.category_id, cast(null as bigint), x.price, ${NO_TIME}, ${NO_TIME}
    from wanted
    ${lookUp('products', 'x', sql`x.store_id = ${p.storeId} and x.id = wanted.id`)}
    ${lookUp(
      'product_categories',
      'pc',
      sql`pc.store_id = ${p.storeId} and pc.product_id = wanted.id`,
      { someHaveNone: true },
    )}
    union all
    select 'category', id, parent_id, cast(null as bigint), cast(null as bigint),
      ${NO_TIME}, ${NO_TIME}
    from tree`,
) as (name: string, shape: Shape) => Statement<PriceValues, PriceRow>;

const findProductIds = statement<Pick<PriceValues, 'storeId' | 'lists'> & { limit: number }>()(
  ({ ids }, p) => sql<{ id: string }>`
    select x.id from products x where x.store_id = ${p.storeId}
    union
    select t.product_id from prices t
    where t.store_id = ${p.storeId} and t.valid_to is null
      and t.price_list_id in (select r.id from ${ids(p.lists, 'text')} as r)
    limit ${p.limit}`,
);

export class Pricing implements PricingReader {
  readonly #transaction: Transaction;

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  async groups(storeId: string, who: Who, past: string | undefined): Promise<GroupTerms> {
    const shape = past === undefined ? 'present' : 'past';
    const rows = await this.#transaction.run(findGroups(shape, shape), {
      storeId,
      customerId: who.customerId ?? '',
      ids: who.groupIds ?? [],
      at: past ?? '',
    });
    return termsOf(rows);
  }

  async productIds(storeId: string, listIds: Iterable<string>, limit: number): Promise<string[]> {
    const values = { storeId, lists: [...listIds], limit };
    const rows = await this.#transaction.run(findProductIds, values);
    return rows.map(({ id }) => id);
  }

  async prices(
    storeId: string,
    { listIds, productIds, categoryIds }: PricesWanted,
    past: string | undefined,
  ) {
    const shape = past === undefined ? 'present' : 'past';
    const rows = await this.#transaction.run(findPrices(shape, shape), {
      storeId,
      lists: [...listIds],
      products: [...productIds],
      categories: [...categoryIds],
      at: past ?? '',
    });
    return loaded(rows);
  }
}

/** Folds the rows of lines, each group with its ancestors by their level. */
function termsOf(rows: readonly GroupRow[]): GroupTerms {
  const lines = new Map<string, { rows: GroupRow[] }>();
  let customerExists = false;
  for (const row of rows) {
    if (row.source === 'customer') customerExists = true;
    else {
      const name = `${row.source} ${row.ofId}`;
      const line = lines.get(name);
      if (line) line.rows.push(row);
      else lines.set(name, { rows: [row] });
    }
  }
  const memberships: PricingMembership[] = [];
  let guest: PricingLine | null = null;
  for (const { rows: of } of lines.values()) {
    of.sort((a, b) => a.level - b.level);
    const [first, ...above] = of;
    if (!first) continue;
    const line = { group: pricingGroup(first), ancestors: above.map(pricingGroup) };
    if (first.source === 'guest') guest = line;
    else memberships.push({ ...line, startsAt: first.startsAt, endsAt: first.endsAt });
  }
  memberships.sort((a, b) => a.group.id - b.group.id);
  return { customerExists, memberships, guest };
}

const pricingGroup = (row: GroupRow): PricingGroup => ({
  id: row.id,
  isActive: row.is_active,
  categoryAccess: row.category_access,
  discountRules: readRules(row.rules),
  defaultPriceListId: row.defaultPriceListId,
});

function loaded(rows: readonly PriceRow[]) {
  const lists = new Map<string, Omit<PricingList, 'tiers'> & { tiers: Map<string, Tier[]> }>();
  const products = new Map<
    string,
    Omit<PricingProduct, 'categoryIds'> & { categoryIds: string[] }
  >();
  const parents = new Map<string, string | null>();
  for (const row of rows) {
    if (row.kind === 'list') {
      const { a: id, b: currency, from: startsAt, to: endsAt } = row;
      lists.set(id, { id, currency, startsAt, endsAt, tiers: new Map() });
    } else if (row.kind === 'product') {
      const known = products.get(row.a);
      if (known && row.b !== null) known.categoryIds.push(row.b);
      else {
        const price = row.amount === null ? null : BigInt(row.amount);
        products.set(row.a, { price, categoryIds: row.b === null ? [] : [row.b] });
      }
    } else if (row.kind === 'category') parents.set(row.a, row.b);
  }
  for (const row of rows) {
    if (row.kind === 'tier') {
      const tier = { minQuantity: row.n, amount: BigInt(row.amount) };
      const tiers = lists.get(row.a)?.tiers;
      const known = tiers?.get(row.b);
      if (known) known.push(tier);
      else tiers?.set(row.b, [tier]);
    }
  }
  for (const { tiers } of lists.values()) {
    for (const of of tiers.values()) of.sort((a, b) => a.minQuantity - b.minQuantity);
  }
  return { lists, products, parents };
}
