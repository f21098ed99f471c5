import { sql } from 'kysely';
import { besideBefore, type Invariant, invariant, type OfStore, overlaps } from './invariant.js';

const PRICE = sql`'from ' || min_quantity || ' of ' || product_id || ' in ' || price_list_id`;

const placesWithout = (what: string, table: 'products' | 'categories', column: string): Invariant =>
  invariant(
    'catalog',
    `places of products whose ${what} is not there`,
    (_, p) => sql`
      select pc.product_id || ' in ' || pc.category_id as example from product_categories pc
      left join ${sql.table(table)} as t on t.store_id = ${p.storeId} and t.id = ${sql.ref(column)}
      where pc.store_id = ${p.storeId} and t.id is null`,
  );

/**
 * From its making on, each state follows the one before it without a gap, unless an undo brought it
 * back then: the log says so, as far as it reaches.
 */
const history = (entity: 'group' | 'price-list', present: string, versions: string): Invariant =>
  invariant(
    'history',
    `past states of ${entity.replace('-', ' ')}s with a gap or an overlap`,
    (_, p) => sql`
      select '' || id as example from ${besideBefore(states(p, present, versions), sql`id`)} as h
      where (${overlaps}) or (before_to <> valid_from and valid_from <> created_at
        and valid_from >= (select min(c.at) from changes c where c.store_id = ${p.storeId})
        and not exists (
          select 1 from changes c
          where c.store_id = ${p.storeId} and c.entity = ${sql.lit(entity)}
            and c.entity_id = '' || h.id and c.operation = ${sql.lit(`${entity}.created`)}
            and c.undoes is not null and c.at = h.valid_from))`,
  );

const states = ({ storeId }: OfStore, present: string, versions: string) => sql`(
  select id, created_at, valid_from, valid_to from ${sql.table(versions)} where store_id = ${storeId}
  union all
  select id, created_at, updated_at, null from ${sql.table(present)} where store_id = ${storeId}
)`;

export const catalogInvariants: readonly Invariant[] = [
  invariant(
    'prices',
    'prices of a list that is not there',
    (_, p) => sql`
      select ${PRICE} as example from prices
      left join price_lists l on l.store_id = ${p.storeId} and l.id = prices.price_list_id
      where prices.store_id = ${p.storeId} and prices.valid_to is null and l.id is null`,
  ),
  invariant(
    'prices',
    'prices that held for no time',
    (_, p) => sql`
      select ${PRICE} as example from prices
      where store_id = ${p.storeId} and valid_to <= valid_from`,
  ),
  invariant(
    'prices',
    'prices that overlap an earlier one',
    (_, p) => sql`
      select ${PRICE} as example from ${besideBefore(
        sql`(select * from prices where store_id = ${p.storeId})`,
        sql`price_list_id, product_id, min_quantity`,
      )} as h where ${overlaps}`,
  ),
  placesWithout('product', 'products', 'pc.product_id'),
  placesWithout('category', 'categories', 'pc.category_id'),
  invariant(
    'catalog',
    'products whose categories have no order',
    (_, p) => sql`
      select product_id as example from product_categories where store_id = ${p.storeId}
      group by product_id
      having min(position) <> 0 or max(position) <> count(*) - 1
        or count(distinct position) <> count(*)`,
  ),
  invariant(
    'catalog',
    'categories whose parent is not there',
    (_, p) => sql`
      select c.id as example from categories c
      left join categories parent on parent.store_id = ${p.storeId} and parent.id = c.parent_id
      where c.store_id = ${p.storeId} and c.parent_id is not null and parent.id is null`,
  ),
  invariant(
    'catalog',
    'categories in a circle, or below one',
    (_, p) => sql`
      with recursive reached as (
        select c.id from categories c
        left join categories parent on parent.store_id = ${p.storeId} and parent.id = c.parent_id
        where c.store_id = ${p.storeId} and parent.id is null
        union
        select c.id from reached
        cross join categories c
        where c.store_id = ${p.storeId} and c.parent_id = reached.id
      )
      select id as example from categories
      where store_id = ${p.storeId} and id not in (select id from reached)`,
  ),
  history('group', 'groups', 'group_versions'),
  history('price-list', 'price_lists', 'price_list_versions'),
  invariant(
    'change log',
    'gaps in the numbers of changes',
    (_, p) => sql`
      select 'before ' || seq as example from (
        select seq, lag(seq) over (order by seq) as before from changes where store_id = ${p.storeId}
      ) as s
      where before <> seq - 1`,
  ),
  invariant(
    'change log',
    'stores whose next change has not the number after the last one',
    (_, p) => sql`
      select 'last ' || l.seq || ', next ' || counters.next_seq as example from counters
      cross join (select max(seq) as seq from changes where store_id = ${p.storeId}) as l
      where counters.store_id = ${p.storeId} and counters.next_seq <> l.seq + 1`,
  ),
  invariant(
    'change log',
    'changes that are older than the one before them',
    (_, p) => sql`
      select 'change ' || seq as example from (
        select seq, at, lag(at) over (order by seq) as before from changes
        where store_id = ${p.storeId}
      ) as s
      where before > at`,
  ),
];
