import { sql } from 'kysely';
import { MAX_GROUP_LEVELS } from '../../core/limits.js';
import { besideBefore, type Invariant, invariant, type OfStore, overlaps } from './invariant.js';

const several = (column: string, what: string): Invariant =>
  invariant(
    'groups',
    `${what} groups in one store`,
    ({ isSet }, p) => sql`
      select 'group ' || g.id as example from groups g
      where g.store_id = ${p.storeId} and ${isSet(`g.${column}`)} and (
        select count(*) from groups other
        where other.store_id = ${p.storeId} and ${isSet(`other.${column}`)}
      ) > 1`,
  );

const presentMembers = (p: OfStore) => sql`(
  select group_id, count(*) as members from memberships
  where store_id = ${p.storeId} and valid_to is null
  group by group_id
)`;

export const groupInvariants: readonly Invariant[] = [
  several('is_default', 'default'),
  several('is_guest', 'guest'),
  invariant(
    'groups',
    'groups whose parent is not there',
    (_, p) => sql`
      select 'group ' || g.id as example from groups g
      left join groups parent on parent.store_id = ${p.storeId} and parent.id = g.parent_id
      where g.store_id = ${p.storeId} and g.parent_id is not null and parent.id is null`,
  ),
  invariant(
    'groups',
    'groups in a circle, or below more than three others',
    (_, p) => sql`
      with recursive line as (
        select id, parent_id, 1 as level from groups
        where store_id = ${p.storeId} and parent_id is not null
        union all
        select line.id, g.parent_id, line.level + 1 from line
        cross join groups g
        where g.store_id = ${p.storeId} and g.id = line.parent_id
          and line.level <= ${sql.lit(MAX_GROUP_LEVELS)}
      )
      select 'group ' || id as example from line where level > ${sql.lit(MAX_GROUP_LEVELS)}`,
  ),
  invariant(
    'groups',
    'groups whose price list is not there',
    (_, p) => sql`
      select 'group ' || g.id as example from groups g
      left join price_lists l on l.store_id = ${p.storeId} and l.id = g.default_price_list_id
      where g.store_id = ${p.storeId} and g.default_price_list_id is not null and l.id is null`,
  ),
  invariant(
    'memberships',
    'memberships of a customer who is not there',
    (_, p) => sql`
      select m.customer_id || ' in group ' || m.group_id as example from memberships m
      left join customers c on c.store_id = ${p.storeId} and c.id = m.customer_id
      where m.store_id = ${p.storeId} and m.valid_to is null and c.id is null`,
  ),
  invariant(
    'memberships',
    'memberships in a group that is not there',
    (_, p) => sql`
      select m.customer_id || ' in group ' || m.group_id as example from memberships m
      left join groups g on g.store_id = ${p.storeId} and g.id = m.group_id
      where m.store_id = ${p.storeId} and m.valid_to is null and g.id is null`,
  ),
  invariant(
    'memberships',
    'memberships that overlap an earlier one',
    (_, p) => sql`
      select customer_id || ' in group ' || group_id as example from ${besideBefore(
        sql`(select * from memberships where store_id = ${p.storeId})`,
        sql`customer_id, group_id`,
      )} as h where ${overlaps}`,
  ),
  invariant(
    'counts',
    'groups with another number of members than they count',
    (_, p) => sql`
      select 'group ' || g.id || ' has ' || coalesce(m.members, 0) || ' and counts '
        || g.member_count as example
      from groups g left join ${presentMembers(p)} as m on m.group_id = g.id
      where g.store_id = ${p.storeId} and g.member_count <> coalesce(m.members, 0)`,
  ),
  invariant(
    'counts',
    'groups whose growth by days does not add up to their members',
    (_, p) => sql`
      select 'group ' || g.id || ' grew by ' || coalesce(d.grown, 0) || ' and counts '
        || g.member_count as example
      from groups g left join (
        select group_id, sum(added) - sum(removed) as grown from group_days
        where store_id = ${p.storeId} group by group_id
      ) as d on d.group_id = g.id
      where g.store_id = ${p.storeId} and g.member_count <> coalesce(d.grown, 0)`,
  ),
  invariant(
    'counts',
    'stores with another number of customers than they count',
    (_, p) => sql`
      select n.customers || ' and counts ' || counters.customers as example
      from counters
      cross join (select count(*) as customers from customers where store_id = ${p.storeId}) as n
      where counters.store_id = ${p.storeId} and counters.customers <> n.customers`,
  ),
  invariant(
    'counts',
    'stores with another number of customers without a group than they count',
    (_, p) => sql`
      select n.customers || ' and counts ' || counters.customers_without_group as example
      from counters
      cross join (
        select count(*) as customers from customers c
        where c.store_id = ${p.storeId} and not exists (
          select 1 from memberships m
          where m.store_id = ${p.storeId} and m.customer_id = c.id and m.valid_to is null
        )
      ) as n
      where counters.store_id = ${p.storeId} and counters.customers_without_group <> n.customers`,
  ),
  invariant(
    'counts',
    'ids of groups that would be given again',
    (_, p) => sql`
      select 'group ' || used.id as example from counters
      cross join (
        select id from groups where store_id = ${p.storeId}
        union select id from group_versions where store_id = ${p.storeId}
      ) as used
      where counters.store_id = ${p.storeId} and used.id >= counters.next_group_id`,
  ),
];
