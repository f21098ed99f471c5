import { sql } from 'kysely';
import {
  type HistoryRepository,
  PAST,
  type PastCounts,
  type PastLimits,
} from '../../core/database.js';
import type { Transaction } from '../engine.js';
import { type Statement, statement } from '../statement.js';

interface Expired extends PastLimits {
  storeId: string;
}

type Kind = (typeof PAST)[number];

/** Of each kind but the log: its table, its key below the store, and the limit of its end. */
const TABLES = {
  memberships: ['memberships', 'customer_id, group_id, valid_from', 'valid_to', 'before'],
  groups: ['group_versions', 'id, valid_from', 'valid_to', 'before'],
  priceLists: ['price_list_versions', 'id, valid_from', 'valid_to', 'before'],
  prices: ['prices', 'price_list_id, product_id, min_quantity, valid_from', 'valid_to', 'before'],
  answers: ['idempotency_keys', 'credential, route, key', 'created_at', 'answersBefore'],
  deliveries: ['deliveries', 'id', 'finished_at', 'deliveriesBefore'],
} as const satisfies Record<
  Exclude<Kind, 'changes'>,
  readonly [string, string, string, keyof PastLimits]
>;

type Purge = Statement<Expired & { limit: number }, { gone: number }>;

/** What has an end has ended: present rows have none. */
const purgeTable = ([table, key, end, limit]: (typeof TABLES)[keyof typeof TABLES]): Purge =>
  statement<Expired & { limit: number }>()(
    (_, p) => sql<{ gone: number }>`
      delete from ${sql.table(table)}
      where (store_id, ${sql.raw(key)}) in (
        select store_id, ${sql.raw(key)} from ${sql.table(table)}
        where store_id = ${p.storeId} and ${sql.ref(end)} is not null and ${sql.ref(end)} <= ${p[limit]}
        limit ${p.limit})
      returning 1 as gone`,
  );

/** The oldest of the log, up to the last that is old enough: its times follow its order. */
const purgeChanges: Purge = statement<Expired & { limit: number }>()(
  (_, p) => sql<{ gone: number }>`
    delete from changes
    where store_id = ${p.storeId} and seq <= (
      select max(oldest.seq) from (
        select c.seq, c.at from changes c where c.store_id = ${p.storeId}
        order by c.seq limit ${p.limit}
      ) as oldest
      where oldest.at <= ${p.before})
    returning 1 as gone`,
);

const PURGES: Readonly<Record<Kind, Purge>> = {
  changes: purgeChanges,
  memberships: purgeTable(TABLES.memberships),
  groups: purgeTable(TABLES.groups),
  priceLists: purgeTable(TABLES.priceLists),
  prices: purgeTable(TABLES.prices),
  answers: purgeTable(TABLES.answers),
  deliveries: purgeTable(TABLES.deliveries),
};

const anyExpired = statement<Expired>()(
  (_, p) => sql<{ any: number }>`
    select 1 as any where
      (select c.at from changes c where c.store_id = ${p.storeId} order by c.seq limit 1) <= ${p.before}
      ${sql.join(
        Object.values(TABLES).map(
          ([table, , end, limit]) => sql`or exists (
            select 1 from ${sql.table(table)} as t where t.store_id = ${p.storeId}
              and t.${sql.ref(end)} is not null and t.${sql.ref(end)} <= ${p[limit]})`,
        ),
        sql` `,
      )}`,
);

export class History implements HistoryRepository {
  readonly #transaction: Transaction;

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  async hasExpired(storeId: string, limits: PastLimits): Promise<boolean> {
    return (await this.#transaction.run(anyExpired, { ...limits, storeId })).length > 0;
  }

  async purge(storeId: string, limits: PastLimits, limit: number): Promise<PastCounts> {
    const values = { ...limits, storeId, limit };
    const counts = await Promise.all(
      PAST.map(async (kind) => {
        const gone = await this.#transaction.run(PURGES[kind], values);
        return [kind, gone.length] as const;
      }),
    );
    return Object.fromEntries(counts) as PastCounts;
  }
}
