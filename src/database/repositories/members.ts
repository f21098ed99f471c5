import { sql } from 'kysely';
import type {
  GroupDelta,
  MemberRepository,
  NamedStanding,
  Page,
  PairState,
  Relation,
  Standing,
} from '../../core/database.js';
import { MEMBERS_PER_CHANGE } from '../../core/limits.js';
import {
  type ListedMember,
  type Member,
  type MemberListing,
  type NamedCustomers,
  PAIRS_PER_PAGE,
  type Pair,
} from '../../core/member.js';
import { type Transaction, type Write, write } from '../engine.js';
import { containing } from '../patterns.js';
import { type Builder, statement } from '../statement.js';
import type { DatabaseUnit } from '../unit.js';
import {
  findNamed,
  listAllOfCustomer,
  listMembers,
  listMembersOfCustomer,
} from './member-lists.js';
import {
  findPairStates,
  findPairsOfCustomers,
  keysOf,
  type MemberSet,
  PRESENT,
  PRESENT_KEY,
  pairStateOf,
} from './member-pairs.js';

/**
 * The group's id elsewhere comes from a subquery: in a join, SQLite might begin with the groups.
 * That a membership is present is no condition of its own, for the reason given at `PRESENT`.
 */
const selectPairs = ({ query }: Builder, p: { storeId: string; now: string }) =>
  query
    .selectFrom('memberships as m')
    .select((eb) => [
      'm.customer_id as customerId',
      'm.group_id as groupId',
      eb
        .selectFrom('groups as g')
        .select('g.external_reference_id')
        .where('g.store_id', '=', p.storeId)
        .whereRef('g.id', '=', 'm.group_id')
        .as('externalReferenceId'),
    ])
    .where('m.store_id', '=', p.storeId)
    .where(
      sql<boolean>`case when m.valid_to is null
        then m.starts_at <= ${p.now} and (m.ends_at is null or m.ends_at > ${p.now})
        else false end`,
    );

/** Along the primary key. The limit is a constant, so that it is part of the plan. */
const listPairs = statement<{
  storeId: string;
  afterCustomer: string;
  afterGroup: number;
  now: string;
}>()((builder, p) =>
  selectPairs(builder, p)
    .where(sql<boolean>`(m.customer_id, m.group_id) > (${p.afterCustomer}, ${p.afterGroup})`)
    .orderBy('m.customer_id')
    .orderBy('m.group_id')
    .limit(sql.lit(PAIRS_PER_PAGE)),
);

const findNewestPair = statement<{ storeId: string; customerId: string; now: string }>()(
  (builder, p) =>
    selectPairs(builder, p)
      .where('m.customer_id', '=', p.customerId)
      .orderBy('m.created_at', 'desc')
      .orderBy('m.id', 'desc')
      .limit(sql.lit(1)),
);

const findStandings = statement<{
  storeId: string;
  groupId: number;
  ids: readonly { id: string }[];
}>()(
  ({ rows }, p) => sql<{
    customerId: string;
    known: number;
    member: number;
    memberships: number;
  }>`
    select r.id as ${sql.id('customerId')},
      (select count(*) from customers c where c.store_id = ${p.storeId} and c.id = r.id) as known,
      (select count(*) from memberships m where m.store_id = ${p.storeId}
        and m.group_id = ${p.groupId} and m.customer_id = r.id and m.valid_to is null) as member,
      (select ${PRESENT} from memberships m where m.store_id = ${p.storeId}
        and m.customer_id = r.id) as memberships
    from ${rows(p.ids, { id: 'text' })} as r`,
);

/** Everything about one customer and one group, in one statement. */
const findRelation = statement<{ storeId: string; groupId: number; customerId: string }>()(
  (_, p) => sql<
    Omit<Member, 'customerId' | 'groupId'> & {
      groups: number;
      customers: number;
      memberships: number;
    }
  >`
    select
      (select count(*) from groups g where g.store_id = ${p.storeId} and g.id = ${p.groupId})
        as groups,
      (select count(*) from customers c where c.store_id = ${p.storeId} and c.id = ${p.customerId})
        as customers,
      (select ${PRESENT} from memberships m where m.store_id = ${p.storeId}
        and m.customer_id = ${p.customerId}) as memberships,
      m.id as "relationId", m.starts_at as "startsAt", m.ends_at as "endsAt",
      m.created_at as "createdAt", m.valid_from as "validFrom"
    from (select 1 as one) as here
    left join memberships m on m.store_id = ${p.storeId} and m.group_id = ${p.groupId}
      and m.customer_id = ${p.customerId} and m.valid_to is null`,
);

const countMembers = statement<{ storeId: string; ids: readonly { id: number }[] }>()(
  ({ rows }, p) => sql<{ members: number; customers: number }>`
    select count(*) as members, count(distinct m.customer_id) as customers
    from memberships m
    where m.store_id = ${p.storeId} and m.valid_to is null
      and m.group_id in (select r.id from ${rows(p.ids, { id: 'bigint' })} as r)`,
);

const insertMembers = statement<Pick<MemberSet, 'rows'>>()(
  ({ rows }, p) => sql`
    insert into memberships (store_id, customer_id, group_id, valid_from, valid_to, id, starts_at,
      ends_at, created_at)
    select r.store_id, r.customer_id, r.group_id, r.valid_from, null, r.id, r.starts_at,
      r.ends_at, r.created_at
    from ${rows(p.rows, {
      store_id: 'text',
      customer_id: 'text',
      group_id: 'bigint',
      valid_from: 'timestamptz',
      id: 'text',
      starts_at: 'timestamptz',
      ends_at: 'timestamptz',
      created_at: 'timestamptz',
    })} as r`,
);

/**
 * What would have held for no time at all leaves no trace. Rows carry the whole key: PostgreSQL
 * would look through all of them for each membership otherwise.
 */
const deleteEmptyMembers = statement<Pick<MemberSet, 'rows'> & { at: string }>()(
  ({ rows }, p) => sql`
    delete from memberships
    where (store_id, customer_id, group_id, valid_from) in (
      select m.store_id, m.customer_id, m.group_id, m.valid_from
      from ${rows(p.rows, PRESENT_KEY)} as r
      join memberships m on m.store_id = r.store_id and m.group_id = r.group_id
        and m.customer_id = r.customer_id and m.valid_to is null
      where m.valid_from >= ${p.at})`,
);

const closeMembers = statement<Pick<MemberSet, 'rows'> & { at: string }>()(
  ({ rows }, p) => sql`
    update memberships set valid_to = ${p.at}
    from ${rows(p.rows, PRESENT_KEY)} as r
    where memberships.store_id = r.store_id and memberships.group_id = r.group_id
      and memberships.customer_id = r.customer_id and memberships.valid_to is null`,
);

/**
 * The store is in the rows: as a constant, it would let SQLite go through the store's groups and
 * look each of them up in the rows.
 */
const countOnGroups = statement<Pick<MemberSet, 'rows'>>()(
  ({ rows }, p) => sql`
    update groups set member_count = member_count + r.delta
    from ${rows(p.rows, { store_id: 'text', group_id: 'bigint', delta: 'bigint' })} as r
    where groups.store_id = r.store_id and groups.id = r.group_id`,
);

const countOnDays = statement<Pick<MemberSet, 'rows'>>()(
  ({ rows }, p) => sql`
    insert into group_days (store_id, group_id, day, added, removed)
    select r.store_id, r.group_id, r.day, r.added, r.removed
    from ${rows(p.rows, {
      store_id: 'text',
      group_id: 'bigint',
      day: 'text',
      added: 'bigint',
      removed: 'bigint',
    })} as r
    where true
    on conflict (store_id, group_id, day) do update
    set added = group_days.added + excluded.added, removed = group_days.removed + excluded.removed`,
);

export type StoredMember = Member & { storeId: string };
export type StoredDelta = GroupDelta & { storeId: string; day: string };

/** Memberships that begin. */
export function memberWrites(members: readonly StoredMember[]): Write[] {
  if (members.length === 0) return [];
  const rows = members.map((member) => ({
    store_id: member.storeId,
    customer_id: member.customerId,
    group_id: member.groupId,
    valid_from: member.validFrom,
    id: member.relationId,
    starts_at: member.startsAt,
    ends_at: member.endsAt,
    created_at: member.createdAt,
  }));
  return [write(insertMembers, { rows })];
}

/** What has come and gone, on the groups and on their days; one entry for a group and a day. */
export function countWrites(deltas: readonly StoredDelta[]): Write[] {
  if (deltas.length === 0) return [];
  const groups = new Map<string, { store_id: string; group_id: number; delta: number }>();
  for (const { storeId, groupId, added, removed } of deltas) {
    const name = `${storeId} ${groupId}`;
    const delta = (groups.get(name)?.delta ?? 0) + added - removed;
    groups.set(name, { store_id: storeId, group_id: groupId, delta });
  }
  const days = deltas.map(({ storeId, groupId, ...delta }) => ({
    store_id: storeId,
    group_id: groupId,
    ...delta,
  }));
  return [write(countOnGroups, { rows: [...groups.values()] }), write(countOnDays, { rows: days })];
}

interface GroupSet {
  storeId: string;
  ids: readonly { id: number }[];
}

/** The members of each group, in chunks, straight into the log: they never come into memory. */
const logLeavingGroups = statement<
  GroupSet & {
    seq: number;
    at: string;
    operationId: string;
    actor: string;
    via: string;
    requestId: string;
    undoes: string | null;
  }
>()(
  ({ rows, jsonObjectOfIds }, p) => sql<{ seq: number }>`
    insert into changes (store_id, seq, at, operation_id, actor, via, request_id, operation,
      entity, entity_id, before, after, customer_id, undoes)
    select ${p.storeId}, ${p.seq} + row_number() over (order by chunk.group_id, chunk.number) - 1,
      ${p.at}, ${p.operationId}, ${p.actor}, ${p.via}, ${p.requestId}, 'members.removed',
      'members', cast(chunk.group_id as text), chunk.ids, null, chunk.only_id,
      ${p.undoes}
    from (
      select member.group_id, member.number, ${jsonObjectOfIds('customerIds', 'member.customer_id')} as ids,
        case when count(*) = 1 then min(member.customer_id) end as only_id
      from (
        select m.group_id, m.customer_id, (row_number() over (
          partition by m.group_id order by m.customer_id) - 1) / ${sql.lit(MEMBERS_PER_CHANGE)} as number
        from memberships m
        where m.store_id = ${p.storeId} and m.valid_to is null
          and m.group_id in (select r.id from ${rows(p.ids, { id: 'bigint' })} as r)
      ) as member
      group by member.group_id, member.number
    ) as chunk
    returning seq`,
);

/** Customers whose every present membership is in one of the groups. */
const countOrphans = statement<GroupSet>()(
  ({ rows }, p) => sql<{ count: number }>`
    select count(*) as count from (
      select distinct m.customer_id from memberships m
      where m.store_id = ${p.storeId} and m.valid_to is null
        and m.group_id in (select r.id from ${rows(p.ids, { id: 'bigint' })} as r)
        and not exists (
          select 1 from memberships o
          where o.store_id = ${p.storeId} and o.customer_id = m.customer_id and o.valid_to is null
            and o.group_id not in (select r.id from ${rows(p.ids, { id: 'bigint' })} as r)
        )
    ) as orphans`,
);

const countLeavingOnDay = statement<GroupSet & { day: string }>()(
  ({ rows }, p) => sql`
    insert into group_days (store_id, group_id, day, added, removed)
    select g.store_id, g.id, ${p.day}, 0, g.member_count from groups g
    where g.store_id = ${p.storeId} and g.member_count > 0
      and g.id in (select r.id from ${rows(p.ids, { id: 'bigint' })} as r)
    on conflict (store_id, group_id, day) do update
    set removed = group_days.removed + excluded.removed`,
);

const deleteEmptyOfGroups = statement<GroupSet & { at: string }>()(
  ({ rows }, p) => sql`
    delete from memberships
    where store_id = ${p.storeId} and valid_to is null and valid_from >= ${p.at}
      and group_id in (select r.id from ${rows(p.ids, { id: 'bigint' })} as r)`,
);

const closeOfGroups = statement<GroupSet & { at: string }>()(
  ({ rows }, p) => sql`
    update memberships set valid_to = ${p.at}
    where store_id = ${p.storeId} and valid_to is null
      and group_id in (select r.id from ${rows(p.ids, { id: 'bigint' })} as r)`,
);

export class Members implements MemberRepository {
  readonly #transaction: Transaction;
  readonly #unit: DatabaseUnit | undefined;

  /** @param unit none for a reader */
  constructor(transaction: Transaction, unit?: DatabaseUnit) {
    this.#transaction = transaction;
    this.#unit = unit;
  }

  async relation(storeId: string, groupId: number, customerId: string): Promise<Relation> {
    const [row] = await this.#transaction.run(findRelation, { storeId, groupId, customerId });
    if (!row) throw new Error('A statement that always gives a row gave none.');
    const { groups, customers, memberships, ...present } = row;
    return {
      groupExists: groups > 0,
      customerExists: customers > 0,
      memberships,
      present: present.relationId === null ? undefined : { ...present, customerId, groupId },
    };
  }

  async countAll(
    storeId: string,
    groupIds: readonly number[],
  ): Promise<{ members: number; customers: number }> {
    const ids = groupIds.map((id) => ({ id }));
    const [counts] = await this.#transaction.run(countMembers, { storeId, ids });
    return counts ?? { members: 0, customers: 0 };
  }

  async list(
    storeId: string,
    groupId: number,
    { limit, after = '' }: Page<string>,
    { search, withCustomer = false }: MemberListing = {},
  ): Promise<ListedMember[]> {
    const build = listMembers(`${search === undefined} ${withCustomer}`, { search, withCustomer });
    const pattern = containing(search ?? '');
    const values = { storeId, groupId, after, limit, search: pattern };
    const rows = await this.#transaction.run(build, values);
    if (!withCustomer) return rows;
    return rows.map(({ name = null, email = null, ...row }) => ({
      ...row,
      customer: { name, email },
    }));
  }

  listOfCustomer(
    storeId: string,
    customerId: string,
    { limit, after = 0 }: Page<number>,
  ): Promise<Member[]> {
    return this.#transaction.run(listMembersOfCustomer, { storeId, customerId, after, limit });
  }

  async named(storeId: string, groupId: number, names: NamedCustomers): Promise<NamedStanding[]> {
    if (names.customerIds.length + names.emails.length === 0) return [];
    const rows = await this.#transaction.run(findNamed, { storeId, groupId, ...names });
    return rows.map(({ member, ...row }) => ({ ...row, isMember: member > 0 }));
  }

  listByCustomer(storeId: string, customerId: string): Promise<Member[]> {
    return this.#transaction.run(listAllOfCustomer, { storeId, customerId });
  }

  listPairs(storeId: string, after: Pair | undefined, now: string): Promise<Pair[]> {
    // No customer's id is empty.
    const { customerId: afterCustomer = '', groupId: afterGroup = 0 } = after ?? {};
    return this.#transaction.run(listPairs, { storeId, afterCustomer, afterGroup, now });
  }

  async newestPair(storeId: string, customerId: string, now: string): Promise<Pair | undefined> {
    const [pair] = await this.#transaction.run(findNewestPair, { storeId, customerId, now });
    return pair;
  }

  async standings(
    storeId: string,
    groupId: number,
    customerIds: readonly string[],
  ): Promise<Standing[]> {
    if (customerIds.length === 0) return [];
    const ids = customerIds.map((id) => ({ id }));
    const rows = await this.#transaction.run(findStandings, { storeId, groupId, ids });
    return rows.map(({ customerId, known, member, memberships }) => ({
      customerId,
      exists: known > 0,
      isMember: member > 0,
      memberships,
    }));
  }

  async pairStates(
    storeId: string,
    pairs: readonly Pick<Member, 'customerId' | 'groupId'>[],
    at: string,
  ): Promise<PairState[]> {
    const rows = await this.#transaction.run(findPairStates, { rows: keysOf(storeId, pairs), at });
    return rows.map(pairStateOf);
  }

  pairsOfCustomers(
    storeId: string,
    customerIds: readonly string[],
  ): Promise<{ customerId: string; groupId: number }[]> {
    const rows = customerIds.map((id) => ({ store_id: storeId, customer_id: id }));
    return this.#transaction.run(findPairsOfCustomers, { rows });
  }

  insert(_storeId: string, members: readonly Member[]): void {
    this.#unit?.gather({ members });
  }

  close(
    storeId: string,
    members: readonly Pick<Member, 'customerId' | 'groupId'>[],
    at: string,
  ): void {
    const rows = keysOf(storeId, members);
    this.#transaction.send(deleteEmptyMembers, { rows, at });
    this.#transaction.send(closeMembers, { rows, at });
  }

  count(deltas: readonly GroupDelta[]): void {
    this.#unit?.gather({ deltas });
  }

  async closeGroups(storeId: string, groupIds: readonly number[]): Promise<number> {
    const unit = this.#unit;
    if (!unit) throw new Error('Writing needs a unit of work.');
    const ids = groupIds.map((id) => ({ id }));
    const at = unit.now;
    const { stamp } = unit;
    await unit.recordAll((seq) =>
      this.#transaction.run(logLeavingGroups, { storeId, ids, seq, ...stamp }),
    );
    const [orphans] = await this.#transaction.run(countOrphans, { storeId, ids });
    this.#transaction.send(countLeavingOnDay, { storeId, ids, day: at.slice(0, 10) });
    this.#transaction.send(deleteEmptyOfGroups, { storeId, ids, at });
    this.#transaction.send(closeOfGroups, { storeId, ids, at });
    return orphans?.count ?? 0;
  }
}
