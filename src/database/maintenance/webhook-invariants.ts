import { sql } from 'kysely';
import type { Engine } from '../engine.js';
import { statement } from '../statement.js';
import { type Invariant, invariant } from './invariant.js';

const ofNoWebhook = (what: string, table: 'webhook_cursors' | 'deliveries'): Invariant =>
  invariant(
    'webhooks',
    `${what} of a webhook that is not there`,
    (_, p) => sql`
      select t.webhook_id as example from ${sql.table(table)} as t
      left join webhooks w on w.store_id = ${p.storeId} and w.id = t.webhook_id
      where t.store_id = ${p.storeId} and w.id is null`,
  );

export const webhookInvariants: readonly Invariant[] = [
  ofNoWebhook('places in the log', 'webhook_cursors'),
  ofNoWebhook('deliveries', 'deliveries'),
  invariant(
    'webhooks',
    'webhooks without a place in the log, or with one beyond its end',
    (_, p) => sql`
      select w.id as example from webhooks w
      left join webhook_cursors c on c.store_id = ${p.storeId} and c.webhook_id = w.id
      left join counters n on n.store_id = ${p.storeId}
      where w.store_id = ${p.storeId} and (c.seq is null or c.seq >= n.next_seq)`,
  ),
  invariant(
    'webhooks',
    'deliveries beyond what the log has been read to',
    (_, p) => sql`
      select d.id as example from deliveries d
      join webhook_cursors c on c.store_id = ${p.storeId} and c.webhook_id = d.webhook_id
      where d.store_id = ${p.storeId} and d.seq > c.seq`,
  ),
  invariant(
    'webhooks',
    'deliveries that neither wait nor have ended, or both',
    (_, p) => sql`
      select id as example from deliveries
      where store_id = ${p.storeId} and (
        (state = 'waiting') <> (next_attempt_at is not null)
        or (state = 'waiting') <> (finished_at is null))`,
  ),
  invariant(
    'webhooks',
    'webhooks with another number of waiting deliveries than they count',
    (_, p) => sql`
      select c.webhook_id || ' has ' || coalesce(d.waiting, 0) || ' and counts ' || c.waiting
        as example
      from webhook_cursors c left join (
        select webhook_id, count(*) as waiting from deliveries
        where store_id = ${p.storeId} and state = 'waiting' group by webhook_id
      ) as d on d.webhook_id = c.webhook_id
      where c.store_id = ${p.storeId} and c.waiting <> coalesce(d.waiting, 0)`,
  ),
];

/** A secret as it is kept: only who has the key can read it. */
export interface SealedSecret {
  storeId: string;
  id: string;
  secret: string;
}

const listStores = statement()(() => sql<{ id: string }>`select id from stores order by id`);

const listSecrets = statement<{ storeId: string }>()(
  (_, p) => sql<SealedSecret>`
    select store_id as "storeId", id, secret from webhooks where store_id = ${p.storeId}`,
);

/** Of all stores. */
export async function sealedSecrets(engine: Engine): Promise<SealedSecret[]> {
  const found: SealedSecret[] = [];
  for (const { id } of await engine.read(listStores, {})) {
    found.push(...(await engine.read(listSecrets, { storeId: id })));
  }
  return found;
}
