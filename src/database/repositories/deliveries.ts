import { sql } from 'kysely';
import type { Page } from '../../core/database.js';
import type { Instant } from '../../core/environment.js';
import type { Delivery, DeliveryState, WaitingDelivery } from '../../core/webhook.js';
import type { DeliveryRepository, Due, LogEntry, Settled } from '../../core/webhook-database.js';
import type { Transaction } from '../engine.js';
import { type Builder, shapes, statement } from '../statement.js';
import type { DatabaseUnit } from '../unit.js';

interface OfWebhook {
  storeId: string;
  webhookId: string;
}

const selectDeliveries = ({ query }: Builder, p: OfWebhook) =>
  query
    .selectFrom('deliveries as d')
    .select([
      'd.id',
      'd.webhook_id as webhookId',
      'd.seq',
      'd.event',
      'd.entity',
      'd.entity_id as entityId',
      'd.state',
      'd.attempts',
      'd.next_attempt_at as nextAttemptAt',
      'd.last_status as lastStatus',
      'd.last_error as lastError',
      'd.created_at as createdAt',
      'd.finished_at as finishedAt',
    ])
    .where('d.store_id', '=', p.storeId)
    .where('d.webhook_id', '=', p.webhookId);

const findDelivery = statement<OfWebhook & { id: string }>()((builder, p) =>
  selectDeliveries(builder, p).where('d.id', '=', p.id),
);

type ListValues = OfWebhook & { below: number; limit: number; state: string };

const listDeliveries = shapes<boolean, ListValues, unknown>((builder, p, ofState) => {
  const list = selectDeliveries(builder, p)
    .where('d.seq', '<', p.below)
    .orderBy('d.seq', 'desc')
    .limit(p.limit);
  return ofState ? list.where('d.state', '=', p.state) : list;
});

const isWaiting = sql`state = 'waiting'`;

const listWaiting = statement<OfWebhook>()(
  (_, p) => sql<WaitingDelivery>`
    select id, seq, event, entity, entity_id as "entityId", attempts,
      next_attempt_at as "nextAttemptAt"
    from deliveries
    where store_id = ${p.storeId} and webhook_id = ${p.webhookId} and ${isWaiting}
    order by seq`,
);

const listLog = statement<{ storeId: string; after: number; limit: number }>()(({ query }, p) =>
  query
    .selectFrom('changes')
    .select(['seq', 'operation', 'entity', 'entity_id as entityId'])
    .where('store_id', '=', p.storeId)
    .where('seq', '>', p.after)
    .orderBy('seq')
    .limit(p.limit),
);

/** What waits for a pause to end has an hour of its own; what the log has more of, has none. */
const selectDue = statement<{ now: Instant; room: number; limit: number }>()(({ isSet }, p) => {
  const hasNews = sql`c.seq < n.next_seq - 1 and c.waiting <= ${p.room}`;
  const canSend = sql`c.due_at is not null and c.due_at <= ${p.now}
    and (c.paused_until is null or c.paused_until <= ${p.now})`;
  return sql<{ storeId: string; webhookId: string; hasNews: number; canSend: number }>`
    select w.store_id as "storeId", w.id as "webhookId",
      case when ${hasNews} then 1 else 0 end as "hasNews",
      case when ${canSend} then 1 else 0 end as "canSend"
    from webhooks w
    join webhook_cursors c on c.store_id = w.store_id and c.webhook_id = w.id
    join counters n on n.store_id = w.store_id
    where ${isSet('w.active')} and ((${hasNews}) or (${canSend}))
    order by c.due_at
    limit ${p.limit}`;
});

const sumWaiting = statement<object>()(
  () => sql<{ count: number | null }>`
    select cast(sum(waiting) as bigint) as count from webhook_cursors`,
);

const insertDeliveries = statement<{ storeId: string; rows: readonly object[] }>()(
  ({ rows }, p) => sql`
    insert into deliveries (store_id, id, webhook_id, seq, event, entity, entity_id, state, attempts,
      next_attempt_at, last_status, last_error, created_at, finished_at)
    select ${p.storeId}, r.id, r."webhookId", r.seq, r.event, r.entity, r."entityId", r.state,
      r.attempts, r."nextAttemptAt", r."lastStatus", r."lastError", r."createdAt", r."finishedAt"
    from ${rows(p.rows, {
      id: 'text',
      webhookId: 'text',
      seq: 'bigint',
      event: 'text',
      entity: 'text',
      entityId: 'text',
      state: 'text',
      attempts: 'bigint',
      nextAttemptAt: 'timestamptz',
      lastStatus: 'bigint',
      lastError: 'text',
      createdAt: 'timestamptz',
      finishedAt: 'timestamptz',
    })} as r`,
);

const settleDeliveries = statement<{ storeId: string; rows: readonly object[] }>()(
  ({ rows }, p) => sql`
    update deliveries set state = r.state, attempts = r.attempts,
      next_attempt_at = r."nextAttemptAt", last_status = r."lastStatus",
      last_error = r."lastError", finished_at = r."finishedAt"
    from ${rows(p.rows, {
      id: 'text',
      state: 'text',
      attempts: 'bigint',
      nextAttemptAt: 'timestamptz',
      lastStatus: 'bigint',
      lastError: 'text',
      finishedAt: 'timestamptz',
    })} as r
    where deliveries.store_id = ${p.storeId} and deliveries.id = r.id
      and deliveries.state = 'waiting'`,
);

const AT_ONCE = sql`state = 'waiting', attempts = 0, finished_at = null`;

const restartDelivery = statement<OfWebhook & { id: string; now: Instant }>()(
  (_, p) => sql`
    update deliveries set ${AT_ONCE}, next_attempt_at = ${p.now}
    where store_id = ${p.storeId} and webhook_id = ${p.webhookId} and id = ${p.id}`,
);

const restartAllWaiting = statement<OfWebhook & { now: Instant }>()(
  (_, p) => sql`
    update deliveries set ${AT_ONCE}, next_attempt_at = ${p.now}
    where store_id = ${p.storeId} and webhook_id = ${p.webhookId} and ${isWaiting}`,
);

const explainWaiting = statement<OfWebhook & { reason: string }>()(
  (_, p) => sql`
    update deliveries set last_error = ${p.reason}
    where store_id = ${p.storeId} and webhook_id = ${p.webhookId} and ${isWaiting}`,
);

/** Of each entity only the first can be sent, so only that one can be due. */
const recountWaiting = statement<{ storeId: string; ids: readonly string[] }>()(
  ({ ids }, p) => sql`
    update webhook_cursors set
      waiting = (
        select count(*) from deliveries d
        where d.store_id = ${p.storeId} and d.webhook_id = webhook_cursors.webhook_id
          and d.state = 'waiting'),
      due_at = (
        select min((
          select d.next_attempt_at from deliveries d
          where d.store_id = ${p.storeId} and d.webhook_id = webhook_cursors.webhook_id
            and d.seq = first.seq
        )) from (
          select min(w.seq) as seq from deliveries w
          where w.store_id = ${p.storeId} and w.webhook_id = webhook_cursors.webhook_id
            and w.state = 'waiting'
          group by w.entity, w.entity_id
        ) as first)
    where store_id = ${p.storeId}
      and webhook_id in (select r.id from ${ids(p.ids, 'text')} as r)`,
);

export class Deliveries implements DeliveryRepository {
  readonly #transaction: Transaction;
  readonly #unit: DatabaseUnit | undefined;

  /** @param unit none for a reader */
  constructor(transaction: Transaction, unit?: DatabaseUnit) {
    this.#transaction = transaction;
    this.#unit = unit;
  }

  async find(storeId: string, webhookId: string, id: string): Promise<Delivery | undefined> {
    const found = await this.#transaction.run(findDelivery, { storeId, webhookId, id });
    return found[0] as Delivery | undefined;
  }

  async list(
    storeId: string,
    webhookId: string,
    state: DeliveryState | undefined,
    { limit, after: below = Number.MAX_SAFE_INTEGER }: Page<number>,
  ): Promise<Delivery[]> {
    const values = { storeId, webhookId, below, limit, state: state ?? '' };
    const list = listDeliveries(state === undefined ? 'all' : 'state', state !== undefined);
    return (await this.#transaction.run(list, values)) as Delivery[];
  }

  waiting(storeId: string, webhookId: string): Promise<WaitingDelivery[]> {
    return this.#transaction.run(listWaiting, { storeId, webhookId });
  }

  log(storeId: string, after: number, limit: number): Promise<LogEntry[]> {
    return this.#transaction.run(listLog, { storeId, after, limit });
  }

  async due(now: Instant, room: number, limit: number): Promise<Due[]> {
    const rows = await this.#transaction.run(selectDue, { now, room, limit });
    return rows.map((row) => ({
      ...row,
      hasNews: Number(row.hasNews) === 1,
      canSend: Number(row.canSend) === 1,
    }));
  }

  async countWaiting(): Promise<number> {
    return (await this.#transaction.run(sumWaiting, {}))[0]?.count ?? 0;
  }

  insert(storeId: string, rows: readonly Delivery[]): void {
    if (rows.length > 0) this.#transaction.send(insertDeliveries, { storeId, rows });
  }

  settle(storeId: string, rows: readonly Settled[]): void {
    if (rows.length > 0) this.#transaction.send(settleDeliveries, { storeId, rows });
  }

  restart(storeId: string, webhookId: string, id: string, now: Instant): void {
    this.#transaction.send(restartDelivery, { storeId, webhookId, id, now });
    // No entity changes, and still whoever delivers wants to know.
    this.#unit?.changed.add('delivery');
  }

  restartWaiting(storeId: string, webhookId: string, now: Instant): void {
    this.#transaction.send(restartAllWaiting, { storeId, webhookId, now });
  }

  explain(storeId: string, webhookId: string, reason: string): void {
    this.#transaction.send(explainWaiting, { storeId, webhookId, reason });
  }

  recount(storeId: string, ids: readonly string[]): void {
    if (ids.length > 0) this.#transaction.send(recountWaiting, { storeId, ids });
  }
}
