import { sql } from 'kysely';
import type { CustomerFields } from '../../core/customer.js';
import type { NamedStanding } from '../../core/database.js';
import type { Member, MemberListing } from '../../core/member.js';
import { matching } from '../patterns.js';
import { shapes, statement } from '../statement.js';

const COLUMNS = sql`m.customer_id as "customerId", m.group_id as "groupId", m.id as "relationId",
  m.starts_at as "startsAt", m.ends_at as "endsAt", m.created_at as "createdAt",
  m.valid_from as "validFrom"`;

export interface MembersOfGroup {
  storeId: string;
  groupId: number;
  after: string;
  limit: number;
  search: string;
}

/**
 * A page of a group's members. The customers are looked up along it, and only for who asks for
 * them: a search goes through the members of the group, and not through those of the store.
 */
export const listMembers = shapes<MemberListing, MembersOfGroup, Member & Partial<CustomerFields>>(
  ({ lookUp }, p, { search, withCustomer }) => {
    const customers = lookUp(
      'customers',
      'c',
      sql`c.store_id = ${p.storeId} and c.id = m.customer_id`,
    );
    const needsCustomer = search !== undefined || withCustomer;
    return sql`
      select ${COLUMNS} ${withCustomer ? sql`, c.name, c.email` : sql``}
      from memberships as m ${needsCustomer ? customers : sql``}
      where m.store_id = ${p.storeId} and m.group_id = ${p.groupId} and m.valid_to is null
        and m.customer_id > ${p.after}
        ${search === undefined ? sql`` : sql`and ${matching('c.search_key', p.search)}`}
      order by m.customer_id limit ${p.limit}`;
  },
);

export const listMembersOfCustomer = statement<{
  storeId: string;
  customerId: string;
  after: number;
  limit: number;
}>()(
  (_, p) => sql<Member>`
    select ${COLUMNS} from memberships as m
    where m.store_id = ${p.storeId} and m.customer_id = ${p.customerId}
      and m.group_id > ${p.after} and m.valid_to is null
    order by m.group_id limit ${p.limit}`,
);

export const listAllOfCustomer = statement<{ storeId: string; customerId: string }>()(
  (_, p) => sql<Member>`
    select ${COLUMNS} from memberships as m
    where m.store_id = ${p.storeId} and m.customer_id = ${p.customerId} and m.valid_to is null
    order by m.group_id`,
);

/** Everybody who is named, in one statement: by id, and by the key of an e-mail address. */
export const findNamed = statement<{
  storeId: string;
  groupId: number;
  customerIds: readonly string[];
  emails: readonly string[];
}>()(({ ids, lookUp }, p) => {
  const standings = (by: NamedStanding['by'], names: readonly string[], column: string) => sql`
    select ${sql.lit(by)} as by, asked.id as name, c.id as "customerId",
      (select count(*) from memberships as m where m.store_id = ${p.storeId}
        and m.group_id = ${p.groupId} and m.customer_id = c.id and m.valid_to is null) as member
    from ${ids(names, 'text')} as asked
    ${lookUp('customers', 'c', sql`c.store_id = ${p.storeId} and ${sql.ref(column)} = asked.id`, {
      someHaveNone: true,
    })}`;
  return sql<Omit<NamedStanding, 'isMember'> & { member: number }>`
    ${standings('id', p.customerIds, 'c.id')}
    union all
    ${standings('email', p.emails, 'c.email_key')}`;
});
