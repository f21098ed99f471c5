import { type Caller, requireRoot } from './actor.js';
import type { ChangeRow } from './change.js';
import type { Database, Unit, View } from './database.js';
import { instant, newId } from './environment.js';
import { MAX_WAITING_DELIVERIES } from './limits.js';
import type { Delivery, Outcome, WaitingDelivery } from './webhook.js';
import type { Cursor, Due, Settled } from './webhook-database.js';
import { wants } from './webhook-events.js';
import { pauseAfter } from './webhook-schedule.js';
import { recordWebhook } from './webhook-service.js';

/** Rows of the log that are read at once. */
const PAGE = 500;
/** A webhook for which more than these wait is told of nothing new, until fewer do. */
const ROOM = MAX_WAITING_DELIVERIES - PAGE;
const MAX_DUE = 1_000;
/** How long what cannot be signed waits before it is looked at again. */
const UNREADABLE_MS = 60_000;
const UNREADABLE =
  'Waits: the secret was sealed under another root key. Rotate it, or bring the old root key back.';
const GONE = 410;

/** What the service has to do, of all stores. */
export function findDue(view: View): Promise<Due[]> {
  requireRoot(view.caller.actor);
  return view.deliveries.due(view.now, ROOM, MAX_DUE);
}

/** Of all stores. */
export function countWaiting(view: View): Promise<number> {
  requireRoot(view.caller.actor);
  return view.deliveries.countWaiting();
}

/**
 * Makes deliveries of what the log has more of, for each active webhook of the caller's store. The
 * log is read as it is committed, where it has no gaps; the unit then makes sure that nobody has
 * read on meanwhile.
 */
export async function readLog(database: Database, caller: Caller): Promise<void> {
  requireRoot(caller.actor);
  const { storeId } = caller;
  const behind = await database.read(caller, async ({ webhooks, deliveries }) => {
    const cursors = (await webhooks.cursors(storeId)).filter(({ waiting }) => waiting <= ROOM);
    const places = [...new Set(cursors.map(({ seq }) => seq))];
    return Promise.all(
      places.map(async (seq) => ({
        cursors: cursors.filter((cursor) => cursor.seq === seq),
        entries: await deliveries.log(storeId, seq, PAGE),
      })),
    );
  });
  const news = behind.filter(({ entries }) => entries.length > 0);
  if (news.length === 0) return;
  await database.write(caller, async (unit) => {
    const now = new Map(
      (await unit.webhooks.cursors(storeId)).map((cursor) => [cursor.webhookId, cursor]),
    );
    const made: Delivery[] = [];
    const moved: Pick<Cursor, 'webhookId' | 'seq'>[] = [];
    for (const { cursors, entries } of news) {
      for (const { webhookId, seq: readTo } of cursors) {
        const cursor = now.get(webhookId);
        if (cursor?.seq !== readTo) continue;
        moved.push({ webhookId, seq: entries.at(-1)?.seq ?? readTo });
        for (const { seq, operation, entity, entityId } of entries) {
          if (!wants(cursor.events, operation)) continue;
          made.push(newDelivery(unit, { webhookId, seq, event: operation, entity, entityId }));
        }
      }
    }
    unit.webhooks.move(storeId, moved);
    unit.deliveries.insert(storeId, made);
    unit.deliveries.recount(storeId, [...new Set(made.map(({ webhookId }) => webhookId))]);
  });
}

const newDelivery = (
  unit: Unit,
  about: Pick<Delivery, 'webhookId' | 'seq' | 'event' | 'entity' | 'entityId'>,
): Delivery => ({
  ...about,
  id: newId(unit.environment),
  state: 'waiting',
  attempts: 0,
  nextAttemptAt: clockOf(unit),
  lastStatus: null,
  lastError: null,
  createdAt: unit.now,
  finishedAt: null,
});

/** What a message tells; undefined when the history has lost it. */
export async function findChange(view: View, seq: number): Promise<ChangeRow | undefined> {
  requireRoot(view.caller.actor);
  const page = { low: seq, high: seq + 1, limit: 1, descending: false };
  return (await view.changes.list(view.caller.storeId, {}, page))[0];
}

/** An attempt that was made; without an outcome there was nothing to send. */
export interface Attempted {
  delivery: WaitingDelivery;
  outcome: Outcome | undefined;
}

export interface Standing {
  active: boolean;
  failures: number;
  pausedUntil: string | null;
}

export interface Recorded {
  standing: Standing;
  settled: readonly Settled[];
}

/**
 * Notes what came of attempts, and switches the webhook off when the last one was in vain. Failures
 * during a pause began before it: they tell nothing new of the receiver.
 * @returns undefined when the webhook is gone
 */
export async function recordAttempts(
  unit: Unit,
  webhookId: string,
  attempted: readonly Attempted[],
): Promise<Recorded | undefined> {
  requireRoot(unit.caller.actor);
  const { storeId } = unit.caller;
  const [webhook, cursor] = await Promise.all([
    unit.webhooks.find(storeId, webhookId),
    unit.webhooks.cursor(storeId, webhookId),
  ]);
  if (!webhook || !cursor) return undefined;
  let { failures, pausedUntil } = cursor;
  let disabledReason: string | null = null;
  const settled: Settled[] = [];
  for (const { delivery, outcome } of attempted) {
    const after = settledBy(unit, delivery, outcome);
    if (outcome?.error === null) {
      failures = 0;
      pausedUntil = null;
    } else if (outcome && (pausedUntil === null || pausedUntil <= clockOf(unit))) {
      failures++;
      const pause = pauseAfter(failures, chance(unit));
      if (pause === undefined) Object.assign(after, ended('failed', unit));
      else pausedUntil = later(unit, pause);
    }
    if (after.state === 'failed') disabledReason = reasonFor(outcome);
    settled.push(after);
  }
  unit.deliveries.settle(storeId, settled);
  unit.webhooks.pause(storeId, webhookId, { failures, pausedUntil });
  unit.deliveries.recount(storeId, [webhookId]);
  if (webhook.active && disabledReason !== null) {
    const off = {
      ...webhook,
      active: false,
      disabledReason,
      disabledAt: unit.now,
      version: webhook.version + 1,
      updatedAt: unit.now,
    };
    unit.webhooks.update(off);
    recordWebhook(unit, 'webhook.disabled', webhook, off);
    return { settled, standing: { active: false, failures, pausedUntil } };
  }
  return { settled, standing: { active: webhook.active, failures, pausedUntil } };
}

/** What becomes of a delivery by its own attempts alone. */
function settledBy(unit: Unit, { id, attempts }: WaitingDelivery, outcome?: Outcome): Settled {
  const settled: Settled = {
    id,
    state: 'waiting',
    attempts: attempts + (outcome ? 1 : 0),
    nextAttemptAt: null,
    lastStatus: outcome?.status ?? null,
    lastError: outcome ? outcome.error : 'The history no longer has the change.',
    finishedAt: null,
  };
  if (!outcome) return { ...settled, ...ended('dropped', unit) };
  if (outcome.error === null) return { ...settled, ...ended('delivered', unit) };
  const pause = pauseAfter(settled.attempts, chance(unit));
  return pause === undefined || outcome.status === GONE
    ? { ...settled, ...ended('failed', unit) }
    : { ...settled, nextAttemptAt: later(unit, pause) };
}

const ended = (state: 'delivered' | 'failed' | 'dropped', { now }: Unit) => ({
  state,
  nextAttemptAt: null,
  finishedAt: now,
});

/**
 * Of whoever delivers, which also decides when something is due; the time of the unit may be ahead,
 * where another instance's clock is.
 */
const clockOf = ({ environment }: Unit) => instant(environment.clock());

const later = ({ environment }: Unit, milliseconds: number) =>
  instant(environment.clock() + milliseconds);

/** From 0 to 1. */
const chance = ({ environment }: Unit): number => environment.random(1).readUInt8() / 255;

const reasonFor = (outcome: Outcome | undefined): string =>
  outcome?.status === GONE
    ? 'The receiver answered 410: it is gone for good.'
    : `Every attempt for 24 hours failed; the last one: ${outcome?.error}.`;

/** Says why nothing is sent, and looks again later. */
export function explainUnreadable(unit: Unit, webhookId: string): void {
  requireRoot(unit.caller.actor);
  const { storeId } = unit.caller;
  unit.deliveries.explain(storeId, webhookId, UNREADABLE);
  const pausedUntil = later(unit, UNREADABLE_MS);
  unit.webhooks.pause(storeId, webhookId, { failures: 0, pausedUntil });
}
