import { sql } from 'kysely';
import type { Page } from '../../core/database.js';
import type { StoredWebhook, Webhook } from '../../core/webhook.js';
import type { Cursor, WebhookRepository } from '../../core/webhook-database.js';
import type { Transaction } from '../engine.js';
import { type Builder, statement } from '../statement.js';
import type { DatabaseUnit } from '../unit.js';

const selectWebhooks = ({ query }: Builder) =>
  query
    .selectFrom('webhooks')
    .select([
      'id',
      'store_id as storeId',
      'url',
      'events',
      'description',
      'active',
      'disabled_reason as disabledReason',
      'disabled_at as disabledAt',
      'previous_secret_expires_at as previousSecretExpiresAt',
      'version',
      'created_at as createdAt',
      'updated_at as updatedAt',
    ]);

const findWebhook = statement<{ storeId: string; id: string }>()((builder, p) =>
  selectWebhooks(builder)
    .select(['secret', 'previous_secret as previousSecret'])
    .where('store_id', '=', p.storeId)
    .where('id', '=', p.id),
);

const listWebhooks = statement<{ storeId: string; after: string; limit: number }>()((builder, p) =>
  selectWebhooks(builder)
    .where('store_id', '=', p.storeId)
    .where('id', '>', p.after)
    .orderBy('id')
    .limit(p.limit),
);

const countWebhooks = statement<{ storeId: string }>()(
  (_, p) => sql<{ count: number }>`
    select count(*) as count from webhooks where store_id = ${p.storeId}`,
);

const selectCursors = ({ query }: Builder) =>
  query
    .selectFrom('webhook_cursors as c')
    .innerJoin('webhooks as w', (join) =>
      join.onRef('w.store_id', '=', 'c.store_id').onRef('w.id', '=', 'c.webhook_id'),
    )
    .select([
      'c.webhook_id as webhookId',
      'w.events',
      'c.seq',
      'c.waiting',
      'c.failures',
      'c.paused_until as pausedUntil',
    ]);

const findCursor = statement<{ storeId: string; id: string }>()((builder, p) =>
  selectCursors(builder).where('c.store_id', '=', p.storeId).where('c.webhook_id', '=', p.id),
);

const activeCursors = statement<{ storeId: string }>()((builder, p) =>
  selectCursors(builder).where('c.store_id', '=', p.storeId).where(builder.isSet('w.active')),
);

const insertWebhook = statement<StoredWebhook>()(({ query }, p) =>
  query.insertInto('webhooks').values({
    store_id: p.storeId,
    id: p.id,
    url: p.url,
    events: p.events,
    description: p.description,
    active: p.active,
    disabled_reason: p.disabledReason,
    disabled_at: p.disabledAt,
    secret: p.secret,
    previous_secret: p.previousSecret,
    previous_secret_expires_at: p.previousSecretExpiresAt,
    version: p.version,
    created_at: p.createdAt,
    updated_at: p.updatedAt,
  }),
);

const insertCursor = statement<{ storeId: string; id: string; seq: number }>()(({ query }, p) =>
  query.insertInto('webhook_cursors').values({
    store_id: p.storeId,
    webhook_id: p.id,
    seq: p.seq,
    waiting: 0,
    due_at: null,
    failures: 0,
    paused_until: null,
  }),
);

const updateWebhook = statement<StoredWebhook>()(({ query }, p) =>
  query
    .updateTable('webhooks')
    .set({
      url: p.url,
      events: p.events,
      description: p.description,
      active: p.active,
      disabled_reason: p.disabledReason,
      disabled_at: p.disabledAt,
      secret: p.secret,
      previous_secret: p.previousSecret,
      previous_secret_expires_at: p.previousSecretExpiresAt,
      version: p.version,
      updated_at: p.updatedAt,
    })
    .where('store_id', '=', p.storeId)
    .where('id', '=', p.id),
);

const deletions = (
  [
    ['deliveries', 'webhook_id'],
    ['webhook_cursors', 'webhook_id'],
    ['webhooks', 'id'],
  ] as const
).map(([table, column]) =>
  statement<{ storeId: string; id: string }>()(
    (_, p) => sql`
      delete from ${sql.table(table)}
      where store_id = ${p.storeId} and ${sql.ref(column)} = ${p.id}`,
  ),
);

const moveCursors = statement<{ storeId: string; rows: readonly object[] }>()(
  ({ rows }, p) => sql`
    update webhook_cursors set seq = r.seq
    from ${rows(p.rows, { webhook_id: 'text', seq: 'bigint' })} as r
    where webhook_cursors.store_id = ${p.storeId} and webhook_cursors.webhook_id = r.webhook_id`,
);

type Standing = Pick<Cursor, 'failures' | 'pausedUntil'> & { storeId: string; id: string };

const pauseCursor = statement<Standing>()(({ query }, p) =>
  query
    .updateTable('webhook_cursors')
    .set({ failures: p.failures, paused_until: p.pausedUntil })
    .where('store_id', '=', p.storeId)
    .where('webhook_id', '=', p.id),
);

export class Webhooks implements WebhookRepository {
  readonly #transaction: Transaction;
  readonly #unit: DatabaseUnit | undefined;

  /** @param unit none for a reader */
  constructor(transaction: Transaction, unit?: DatabaseUnit) {
    this.#transaction = transaction;
    this.#unit = unit;
  }

  async find(storeId: string, id: string): Promise<StoredWebhook | undefined> {
    const [webhook] = await this.#transaction.run(findWebhook, { storeId, id });
    return webhook as StoredWebhook | undefined;
  }

  async list(storeId: string, { limit, after = '' }: Page<string>): Promise<Webhook[]> {
    return (await this.#transaction.run(listWebhooks, { storeId, after, limit })) as Webhook[];
  }

  async count(storeId: string): Promise<number> {
    const [row] = await this.#transaction.run(countWebhooks, { storeId });
    return row?.count ?? 0;
  }

  async cursor(storeId: string, id: string): Promise<Cursor | undefined> {
    return (await this.#transaction.run(findCursor, { storeId, id }))[0] as Cursor | undefined;
  }

  async cursors(storeId: string): Promise<Cursor[]> {
    return (await this.#transaction.run(activeCursors, { storeId })) as Cursor[];
  }

  async insert(webhook: StoredWebhook): Promise<void> {
    const { storeId, id } = webhook;
    const seq = (await this.#unit?.lastSeq()) ?? 0;
    this.#transaction.send(insertWebhook, webhook);
    this.#transaction.send(insertCursor, { storeId, id, seq });
  }

  update(webhook: StoredWebhook): void {
    this.#transaction.send(updateWebhook, webhook);
  }

  delete(storeId: string, id: string): void {
    for (const deletion of deletions) this.#transaction.send(deletion, { storeId, id });
  }

  move(storeId: string, cursors: readonly Pick<Cursor, 'webhookId' | 'seq'>[]): void {
    const rows = cursors.map(({ webhookId, seq }) => ({ webhook_id: webhookId, seq }));
    if (rows.length > 0) this.#transaction.send(moveCursors, { storeId, rows });
  }

  pause(storeId: string, id: string, standing: Pick<Cursor, 'failures' | 'pausedUntil'>): void {
    this.#transaction.send(pauseCursor, { storeId, id, ...standing });
  }
}
