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
  ids: readonly { id: number }[];
  at: string;
}

interface GroupRow {
  source: 'customer' | 'member' | 'guest';
  ofId: number;
  level: number;
  id: number;
  is_active: boolean;
  category_access: PricingGroup['categoryAccess'];
  discount_rules: PricingGroup['discountRules'];
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
const groupTables = (shape: Shape, storeId: unknown, id: RawBuilder<unknown>, at: unknown) =>
  shape === 'present'
    ? sql`join groups g on g.store_id = ${storeId} and g.id = ${id}`
    : sql`left join groups g on g.store_id = ${storeId} and g.id = ${id} and g.updated_at <= ${at}
      left join group_versions v on v.store_id = ${storeId} and v.id = ${id}
        and v.valid_from <= ${at} and v.valid_to > ${at} and g.id is null`;

const exists = (shape: Shape) =>
  shape === 'present' ? sql`true` : sql`(g.id is not null or v.id is not null)`;

/** What the customer is in, or the groups that are asked for, and the guest group; with ancestors. */
const findGroups = shapes<Shape, GroupValues, GroupRow>(
  ({ rows, isSet }, p, shape) => sql`
    with recursive seed as (
      select 'member' as source, m.group_id as id, m.starts_at, m.ends_at
      from memberships m
      where m.store_id = ${p.storeId} and m.customer_id = ${p.customerId}
        and ${holds(shape, 'm', p.at)}
      union all
      select 'member', r.id, cast(null as timestamptz), cast(null as timestamptz)
      from ${rows<{ id: number }>(p.ids, { id: 'bigint' })} as r
      union all
      select 'guest', g.id, cast(null as timestamptz), cast(null as timestamptz)
      from groups g where g.store_id = ${p.storeId} and ${isSet('g.is_guest')}
        ${shape === 'past' ? sql`and g.updated_at <= ${p.at}` : sql``}
      ${
        shape === 'past'
          ? sql`union all
            select 'guest', v.id, cast(null as timestamptz), cast(null as timestamptz)
            from group_versions v where v.store_id = ${p.storeId} and ${isSet('v.is_guest')}
              and v.valid_from <= ${p.at} and v.valid_to > ${p.at}`
          : sql``
      }
    ),
    line as (
      select seed.source, seed.id as of_id, 0 as level, seed.id, ${groupColumns(shape)},
        seed.starts_at, seed.ends_at
      from seed ${groupTables(shape, p.storeId, sql`seed.id`, p.at)}
      where ${exists(shape)}
      union all
      select line.source, line.of_id, line.level + 1, line.parent_id, ${groupColumns(shape)},
        line.starts_at, line.ends_at
      from line ${groupTables(shape, p.storeId, sql`line.parent_id`, p.at)}
      where line.level < ${sql.lit(MAX_GROUP_LEVELS - 1)} and line.parent_id is not null
        and ${exists(shape)}
    )
    select 'customer' as source, cast(null as bigint) as "ofId", 0 as level,
      cast(null as bigint) as id, cast(null as boolean) as is_active,
      cast(null as json) as category_access, cast(null as json) as discount_rules,
      cast(null as text) as "defaultPriceListId", cast(null as timestamptz) as "startsAt",
      cast(null as timestamptz) as "endsAt"
    from customers c where c.store_id = ${p.storeId} and c.id = ${p.customerId}
    union all
    select source, of_id, level, id, is_active, category_access, discount_rules,
      default_price_list_id, starts_at, ends_at
    from line`,
) as (name: string, shape: Shape) => Statement<GroupValues, GroupRow>;

interface PriceValues {
  storeId: string;
  lists: readonly { id: string }[];
  products: readonly { id: string }[];
  categories: readonly { id: string }[];
  at: string;
}

/** What each row is: a list, a tier of a list, a product, a product's category, a category. */
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
  | { kind: 'product'; a: string; b: null; n: null; amount: number | null }
  | { kind: 'placed'; a: string; b: string; n: null; amount: null }
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
  (builder: Builder, p, shape) => sql`
    with recursive wanted as (
      select r.id from ${idRows(builder, p.products)} as r
    ),
    asked as (
      select r.id from ${idRows(builder, p.lists)} as r
    ),
    placed as (
      select pc.product_id, pc.category_id from wanted
      join product_categories pc on pc.store_id = ${p.storeId} and pc.product_id = wanted.id
    ),
    tree as (
      select c.id, c.parent_id from (
        select category_id from placed
        union
        select r.id from ${idRows(builder, p.categories)} as r
      ) as start
      join categories c on c.store_id = ${p.storeId} and c.id = start.category_id
      union
      select c.id, c.parent_id from tree
      join categories c on c.store_id = ${p.storeId} and c.id = tree.parent_id
    )
    select 'list' as kind, asked.id as a, ${listColumn(shape, 'currency')} as b,
      cast(null as bigint) as n, cast(null as bigint) as amount,
      ${listColumn(shape, 'starts_at')} as "from", ${listColumn(shape, 'ends_at')} as "to"
    from asked
    ${
      shape === 'present'
        ? sql`join price_lists l on l.store_id = ${p.storeId} and l.id = asked.id`
        : sql`left join price_lists l on l.store_id = ${p.storeId} and l.id = asked.id
            and l.updated_at <= ${p.at}
          left join price_list_versions v on v.store_id = ${p.storeId} and v.id = asked.id
            and v.valid_from <= ${p.at} and v.valid_to > ${p.at} and l.id is null
          where l.id is not null or v.id is not null`
    }
    union all
    select 'tier', t.price_list_id, t.product_id, t.min_quantity, t.amount, ${NO_TIME}, ${NO_TIME}
    from asked cross join wanted
    join prices t on t.store_id = ${p.storeId} and t.price_list_id = asked.id
      and t.product_id = wanted.id and ${holds(shape, 't', p.at)}
    union all
    select 'product', x.id, cast(null as text), cast(null as bigint), x.price, ${NO_TIME}, ${NO_TIME}
    from wanted join products x on x.store_id = ${p.storeId} and x.id = wanted.id
    union all
    select 'placed', product_id, category_id, cast(null as bigint), cast(null as bigint),
      ${NO_TIME}, ${NO_TIME}
    from placed
    union all
    select 'category', id, parent_id, cast(null as bigint), cast(null as bigint),
      ${NO_TIME}, ${NO_TIME}
    from tree`,
) as (name: string, shape: Shape) => Statement<PriceValues, PriceRow>;

const findProductIds = statement<Pick<PriceValues, 'storeId' | 'lists'> & { limit: number }>()(
  (builder, p) => sql<{ id: string }>`
    select x.id from products x where x.store_id = ${p.storeId}
    union
    select t.product_id from prices t
    where t.store_id = ${p.storeId} and t.valid_to is null
      and t.price_list_id in (select r.id from ${idRows(builder, p.lists)} as r)
    limit ${p.limit}`,
);

const idRows = ({ rows }: Builder, parameter: readonly { id: string }[]) =>
  rows<{ id: string }>(parameter, { id: 'text' });

const set = <Id>(ids: Iterable<Id>): { id: Id }[] => Array.from(ids, (id) => ({ id }));

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
      ids: set(who.groupIds ?? []),
      at: past ?? '',
    });
    return termsOf(rows);
  }

  async productIds(storeId: string, listIds: Iterable<string>, limit: number): Promise<string[]> {
    const values = { storeId, lists: set(listIds), limit };
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
      lists: set(listIds),
      products: set(productIds),
      categories: set(categoryIds),
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
  discountRules: row.discount_rules,
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
      const price = row.amount === null ? null : BigInt(row.amount);
      products.set(row.a, { price, categoryIds: [] });
    } else if (row.kind === 'category') parents.set(row.a, row.b);
  }
  for (const row of rows) {
    if (row.kind === 'placed') products.get(row.a)?.categoryIds.push(row.b);
    else if (row.kind === 'tier') {
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
