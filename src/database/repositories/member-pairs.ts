import { type RawBuilder, sql } from 'kysely';
import type { PairState } from '../../core/database.js';
import type { Member } from '../../core/member.js';
import { statement } from '../statement.js';

/**
 * Counts the present memberships of a customer. As a filter, and not as a condition: that would
 * let PostgreSQL read the index of present memberships, which is by group, through a whole store.
 */
export const PRESENT = sql<number>`count(*) filter (where m.valid_to is null)`;

export interface MemberSet {
  storeId: string;
  rows: readonly object[];
}

export const PRESENT_KEY = { store_id: 'text', customer_id: 'text', group_id: 'bigint' } as const;

export const keysOf = (storeId: string, pairs: readonly Pick<Member, 'customerId' | 'groupId'>[]) =>
  pairs.map(({ customerId, groupId }) => ({
    store_id: storeId,
    customer_id: customerId,
    group_id: groupId,
  }));

type PairRow = Pick<PairState, 'customerId' | 'groupId'> & { known: number; memberships: number };

/** Of each of the three memberships that matter: its columns, with the name before them. */
const MEMBERSHIP = ['id', 'starts_at', 'ends_at', 'created_at', 'valid_from'] as const;
const SIDES = ['present', 'begun', 'ended'] as const;
type Side = (typeof SIDES)[number];

/**
 * Begins with the primary key, or the index of what is present. When a membership ended is no
 * condition of its own: many end at once, and each pair would go through all of them.
 */
export const findPairStates = statement<Pick<MemberSet, 'rows'> & { at: string }>()(
  ({ rows, lookUp }, p) => {
    const of = (side: Side, condition: RawBuilder<unknown>) => {
      const key = sql.ref(side);
      const pair = sql`${key}.store_id = r.store_id and ${key}.customer_id = r.customer_id
        and ${key}.group_id = r.group_id and ${condition}`;
      return lookUp('memberships', side, pair, { someHaveNone: true });
    };
    return sql<PairRow & Record<string, string | null>>`
      select r.customer_id as "customerId", r.group_id as "groupId",
        (select count(*) from customers c
          where c.store_id = r.store_id and c.id = r.customer_id) as known,
        (select ${PRESENT} from memberships m
          where m.store_id = r.store_id and m.customer_id = r.customer_id) as memberships,
        ${sql.join(
          SIDES.flatMap((side) =>
            MEMBERSHIP.map(
              (name) => sql`${sql.ref(`${side}.${name}`)} as ${sql.id(`${side}.${name}`)}`,
            ),
          ),
        )}
      from ${rows(p.rows, PRESENT_KEY)} as r
      ${of('present', sql`present.valid_to is null`)}
      ${of('begun', sql`begun.valid_from = ${p.at}`)}
      ${of('ended', sql`case when ended.valid_to = ${p.at} then true else false end`)}`;
  },
);

export const findPairsOfCustomers = statement<Pick<MemberSet, 'rows'>>()(
  ({ rows, lookUp }, p) => sql<{ customerId: string; groupId: number }>`
    select m.customer_id as "customerId", m.group_id as "groupId"
    from ${rows(p.rows, { store_id: 'text', customer_id: 'text' })} as r
    ${lookUp(
      'memberships',
      'm',
      sql`m.store_id = r.store_id and m.customer_id = r.customer_id
        and case when m.valid_to is null then true else false end`,
    )}`,
);

function sideOf(row: Record<string, unknown>, side: Side): Member | null {
  const of = (name: (typeof MEMBERSHIP)[number]) => row[`${side}.${name}`] as string;
  if (of('id') === null) return null;
  return {
    customerId: row.customerId as string,
    groupId: row.groupId as number,
    relationId: of('id'),
    startsAt: of('starts_at'),
    endsAt: of('ends_at'),
    createdAt: of('created_at'),
    validFrom: of('valid_from'),
  };
}

export const pairStateOf = (row: PairRow & Record<string, unknown>): PairState => ({
  customerId: row.customerId,
  groupId: row.groupId,
  customerExists: row.known > 0,
  memberships: row.memberships,
  present: sideOf(row, 'present'),
  begun: sideOf(row, 'begun'),
  ended: sideOf(row, 'ended'),
});
