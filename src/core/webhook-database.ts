import type { Page } from './database.js';
import type { Instant } from './environment.js';
import type {
  Delivery,
  DeliveryState,
  StoredWebhook,
  WaitingDelivery,
  Webhook,
} from './webhook.js';

export interface WebhookReader {
  find(storeId: string, id: string): Promise<StoredWebhook | undefined>;
  list(storeId: string, page: Page<string>): Promise<Webhook[]>;
  /** How a webhook stands in the log. */
  cursor(storeId: string, id: string): Promise<Cursor | undefined>;
  /** Of the active webhooks of a store. */
  cursors(storeId: string): Promise<Cursor[]>;
}

export interface WebhookRepository extends WebhookReader {
  count(storeId: string): Promise<number>;
  /** It is told of what follows on the changes that the unit has recorded so far. */
  insert(webhook: StoredWebhook): Promise<void>;
  update(webhook: StoredWebhook): void;
  /** With its deliveries. */
  delete(storeId: string, id: string): void;
  /** A set: how far the log has been read for each. */
  move(storeId: string, cursors: readonly Pick<Cursor, 'webhookId' | 'seq'>[]): void;
  /** Notes how its receiver does. */
  pause(storeId: string, id: string, standing: Pick<Cursor, 'failures' | 'pausedUntil'>): void;
}

/** How far the log has been read for a webhook, and how its receiver does. */
export interface Cursor {
  webhookId: string;
  events: readonly string[] | null;
  /** Of the last change that was read. */
  seq: number;
  /** Deliveries that wait. */
  waiting: number;
  /** Attempts in a row that have failed, of which those at the same time count as one. */
  failures: number;
  pausedUntil: Instant | null;
}

/** A webhook with something to do. */
export interface Due {
  storeId: string;
  webhookId: string;
  /** The log has more than was read for it, and there is room. */
  hasNews: boolean;
  /** A delivery can be sent. */
  canSend: boolean;
}

/** Of a change, what decides who is told of it. */
export interface LogEntry {
  seq: number;
  operation: string;
  entity: string;
  entityId: string;
}

export interface DeliveryReader {
  find(storeId: string, webhookId: string, id: string): Promise<Delivery | undefined>;
  /** The newest change first. */
  list(
    storeId: string,
    webhookId: string,
    state: DeliveryState | undefined,
    page: Page<number>,
  ): Promise<Delivery[]>;
  /** All that wait, in the order of the log. */
  waiting(storeId: string, webhookId: string): Promise<WaitingDelivery[]>;
  /** The log after a change. */
  log(storeId: string, afterSeq: number, limit: number): Promise<LogEntry[]>;
  /** Of all stores: the active webhooks with something to do, those that wait longest first. */
  due(now: Instant, room: number, limit: number): Promise<Due[]>;
  /** Of all stores. */
  countWaiting(): Promise<number>;
}

export interface DeliveryRepository extends DeliveryReader {
  /** A set. */
  insert(storeId: string, deliveries: readonly Delivery[]): void;
  /** A set: what has become of them; those that do not wait any more stay as they are. */
  settle(storeId: string, deliveries: readonly Settled[]): void;
  /** To be sent at once, as if it never had been. */
  restart(storeId: string, webhookId: string, id: string, now: Instant): void;
  /** The same for all that wait. */
  restartWaiting(storeId: string, webhookId: string, now: Instant): void;
  /** Says of all that wait why they do. */
  explain(storeId: string, webhookId: string, reason: string): void;
  /** After any change of deliveries: counts what waits, and finds when the next is due. */
  recount(storeId: string, webhookIds: readonly string[]): void;
}

export type Settled = Pick<
  Delivery,
  'id' | 'state' | 'attempts' | 'nextAttemptAt' | 'lastStatus' | 'lastError' | 'finishedAt'
>;

/** What only one instance may do at a time. */
export interface LeaseRepository {
  /**
   * By the clock of the database, which all instances share.
   * @returns whether the holder has it now, for so many milliseconds
   */
  take(name: string, holder: string, milliseconds: number): Promise<boolean>;
  give(name: string, holder: string): void;
}
