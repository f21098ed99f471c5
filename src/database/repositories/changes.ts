import { sql } from 'kysely';
import {
  CHANGE_ENTITIES,
  type ChangeEntity,
  type ChangeFilter,
  type ChangeKey,
  type ChangeRow,
  type SeqRange,
} from '../../core/change.js';
import type { ChangeReader } from '../../core/database.js';
import type { Transaction } from '../engine.js';
import { type Builder, selected, shapes, statement } from '../statement.js';
import type { DatabaseUnit } from '../unit.js';

/** The log has no gaps, but begins later where it was purged. */
const findRange = statement<{ storeId: string }>()(
  (_, p) => sql<SeqRange>`
    select coalesce((select min(seq) from changes where store_id = ${p.storeId}), c.next_seq) as low,
      c.next_seq as high
    from counters c where c.store_id = ${p.storeId}`,
);

/**
 * The first seq at a time or later. Times follow the order of the log, so that halving finds it in
 * as many steps as the number has digits, without an index that each write would have to keep.
 */
const findSeqAt = statement<{ storeId: string; at: string; low: number; high: number }>()(
  (_, p) => {
    const isBefore = sql`exists (
    select 1 from changes c
    where c.store_id = ${p.storeId} and c.seq = (low + high) / 2 and c.at < ${p.at})`;
    return sql<{ seq: number }>`
    with recursive part as (
      select cast(${p.low} as bigint) as low, cast(${p.high} as bigint) as high
      union all
      select case when ${isBefore} then (low + high) / 2 + 1 else low end,
        case when ${isBefore} then high else (low + high) / 2 end
      from part where low < high
    )
    select low as seq from part where low = high`;
  },
);

interface ListShape {
  filter: ChangeFilter;
  descending: boolean;
}

type ListValues = Required<ChangeFilter> & SeqRange & { storeId: string; limit: number };

const COLUMNS = [
  'c.seq',
  'c.at',
  'c.operation_id as operationId',
  'c.actor',
  'c.via',
  'c.request_id as requestId',
  'c.operation',
  'c.entity',
  'c.entity_id as entityId',
  'c.before',
  'c.after',
  'c.undoes',
] as const;

/** A page of what the filter lets through, apart from the customer. */
function selectPart({ query }: Builder, p: ListValues, { filter, descending }: ListShape) {
  let q = query
    .selectFrom('changes as c')
    .select(COLUMNS)
    .where('c.store_id', '=', p.storeId)
    .where('c.seq', '>=', p.low)
    .where('c.seq', '<', p.high)
    .orderBy('c.seq', descending ? 'desc' : 'asc')
    .limit(p.limit);
  if (filter.entity !== undefined) q = q.where('c.entity', '=', p.entity);
  if (filter.entityId !== undefined) q = q.where('c.entity_id', '=', p.entityId);
  if (filter.entityId !== undefined && filter.entity === undefined) {
    // Says nothing but that the index, which begins with the entity, will do.
    q = q.where('c.entity', 'in', CHANGE_ENTITIES.map((entity) => sql.lit(entity)) as never);
  }
  if (filter.operation !== undefined) q = q.where('c.operation', '=', p.operation);
  if (filter.operationId !== undefined) q = q.where('c.operation_id', '=', p.operationId);
  if (filter.actor !== undefined) q = q.where('c.actor', '=', p.actor);
  if (filter.via !== undefined) q = q.where('c.via', '=', p.via);
  return q;
}

const listAll = shapes<ListShape, ListValues, ChangeRow>(
  (builder, p, shape) => selectPart(builder, p, shape) as never,
);

/** With the group's id as the log has it, and the range of the ids of its members. */
type GroupListValues = ListValues & { group: string; from: string; to: string };

/**
 * What is about the group itself, sets of its members, and members alone, whose ids begin with the
 * group's. Each is found by the index; ids sort in byte order, in which `0` comes after `/`.
 */
const listOfGroup = shapes<ListShape, GroupListValues, ChangeRow>((builder, p, shape) => {
  const ofCustomer = shape.filter.customerId !== undefined;
  const isAbout = sql<boolean>`c.customer_id = ${p.customerId}`;
  const holds = builder.holdsId(sql`coalesce(c.before, c.after)`, 'customerIds', p.customerId);
  const part = (
    where: ReturnType<typeof sql<boolean>>,
    alsoWhere = isAbout, // what it must be where a customer is asked for, too
  ) => {
    const all = selectPart(builder, p, shape).where(where);
    return ofCustomer ? all.where(alsoWhere) : all;
  };
  const group = part(sql`c.entity = 'group' and c.entity_id = ${p.group}`);
  const sets = part(
    sql`c.entity = 'members' and c.entity_id = ${p.group}`,
    sql`(${isAbout} or c.customer_id is null and ${holds})`,
  );
  const alone = part(
    sql`c.entity = 'member' and c.entity_id > ${p.from} and c.entity_id < ${p.to}`,
  );
  return sql<ChangeRow>`
    select * from (${group}) as itself
    union all
    select * from (${sets}) as sets
    union all
    select * from (${alone}) as alone
    order by seq ${sql.raw(shape.descending ? 'desc' : 'asc')} limit ${p.limit}`;
});

/** What is about the customer alone, and sets of members that it is in. */
const listOfCustomer = shapes<ListShape, ListValues, ChangeRow>((builder, p, shape) => {
  const alone = selectPart(builder, p, shape).where('c.customer_id', '=', p.customerId);
  const sets = selectPart(builder, p, shape)
    .where(sql<boolean>`c.entity = 'members' and c.customer_id is null`)
    .where(builder.holdsId(sql`coalesce(c.before, c.after)`, 'customerIds', p.customerId));
  return sql<ChangeRow>`
    select * from (${alone}) as alone
    union all
    select * from (${sets}) as sets
    order by seq ${sql.raw(shape.descending ? 'desc' : 'asc')} limit ${p.limit}`;
});

interface Keys {
  storeId: string;
  keys: readonly { entity: string; entity_id: string }[];
}

const KEY = { entity: 'text', entity_id: 'text' } as const;

const findLater = statement<Keys & { afterSeq: number }>()(
  ({ rows, lookUp }, p) => sql<ChangeRow>`
    select ${sql.join(COLUMNS.map((column) => selected(column)))}
    from ${rows<Keys['keys'][number]>(p.keys, KEY)} as r
    ${lookUp(
      'changes',
      'c',
      sql`c.store_id = ${p.storeId} and c.entity = r.entity and c.entity_id = r.entity_id
        and c.seq > ${p.afterSeq}`,
    )}`,
);

/** Of what was deleted, the last version is the one before it. */
const findHighestVersions = statement<Keys>()(
  ({ rows, integerOf }, p) => sql<{ entityId: string; version: number | null }>`
    select r.entity_id as "entityId", (
      select max(case when c.after is null then ${integerOf('c.before', 'version')}
        else ${integerOf('c.after', 'version')} end)
      from changes c
      where c.store_id = ${p.storeId} and c.entity = r.entity and c.entity_id = r.entity_id
    ) as version
    from ${rows<Keys['keys'][number]>(p.keys, KEY)} as r`,
);

const keyOf = ({ entity, entityId }: ChangeKey) => ({ entity, entity_id: entityId });

export class Changes implements ChangeReader {
  readonly #transaction: Transaction;
  readonly #unit: DatabaseUnit | undefined;

  /** @param unit none for a reader */
  constructor(transaction: Transaction, unit?: DatabaseUnit) {
    this.#transaction = transaction;
    this.#unit = unit;
  }

  async range(
    storeId: string,
    { from, to }: { from?: string | undefined; to?: string | undefined },
  ): Promise<SeqRange> {
    this.#unit?.writeLog();
    const [all] = await this.#transaction.run(findRange, { storeId });
    if (!all) return { low: 0, high: 0 };
    const seqAt = async (at: string) =>
      (await this.#transaction.run(findSeqAt, { storeId, at, ...all }))[0]?.seq ?? all.high;
    const [low, high] = await Promise.all([
      from === undefined ? all.low : seqAt(from),
      to === undefined ? all.high : seqAt(to),
    ]);
    return { low, high };
  }

  list(
    storeId: string,
    filter: ChangeFilter,
    { descending, ...page }: SeqRange & { limit: number; descending: boolean },
  ): Promise<ChangeRow[]> {
    // What units before this one have logged in the same transaction may wait to be written.
    this.#unit?.writeLog();
    const given = Object.entries(filter).filter(([, value]) => value !== undefined);
    const name = `${given.map(([key]) => key).sort()} ${descending}`;
    const values = { ...filter, ...page, storeId } as ListValues;
    const { groupId } = filter;
    if (groupId !== undefined) {
      const ids = { group: String(groupId), from: `${groupId}/`, to: `${groupId}0` };
      return this.#transaction.run(listOfGroup(name, { filter, descending }), {
        ...values,
        ...ids,
      });
    }
    const build = filter.customerId === undefined ? listAll : listOfCustomer;
    return this.#transaction.run(build(name, { filter, descending }), values);
  }

  listLater(storeId: string, afterSeq: number, keys: readonly ChangeKey[]): Promise<ChangeRow[]> {
    this.#unit?.writeLog();
    return this.#transaction.run(findLater, { storeId, afterSeq, keys: keys.map(keyOf) });
  }

  async highestVersions(
    storeId: string,
    entity: ChangeEntity,
    entityIds: readonly string[],
  ): Promise<Map<string, number>> {
    this.#unit?.writeLog();
    const keys = entityIds.map((entityId) => keyOf({ entity, entityId }));
    const rows = await this.#transaction.run(findHighestVersions, { storeId, keys });
    return new Map(rows.map(({ entityId, version }) => [entityId, version ?? 0]));
  }
}
