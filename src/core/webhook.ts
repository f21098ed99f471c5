import type { Instant } from './environment.js';

/** Whom a store tells of its changes, at which URL. */
export interface Webhook {
  id: string;
  storeId: string;
  url: string;
  /** Operations of the change log, or `entity.*`; null: all of them. */
  events: readonly string[] | null;
  description: string | null;
  active: boolean;
  /** In words, when the service has switched it off. */
  disabledReason: string | null;
  disabledAt: Instant | null;
  /** Until when messages are also signed with the secret from before; null: with one alone. */
  previousSecretExpiresAt: Instant | null;
  version: number;
  createdAt: Instant;
  updatedAt: Instant;
}

/** With its secrets, sealed. */
export interface StoredWebhook extends Webhook {
  secret: string;
  previousSecret: string | null;
}

/** `dropped`: there was nothing left to send. */
export const DELIVERY_STATES = ['waiting', 'delivered', 'failed', 'dropped'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** A change that a webhook is told of. */
export interface Delivery {
  /** Also the id of the message: the same in each attempt. */
  id: string;
  webhookId: string;
  /** Of the change. */
  seq: number;
  /** The operation of the change. */
  event: string;
  entity: string;
  entityId: string;
  state: DeliveryState;
  /** Since it was made, or sent again by hand. */
  attempts: number;
  nextAttemptAt: Instant | null;
  /** What the receiver answered last; null when it has not answered. */
  lastStatus: number | null;
  /** Why the last attempt failed, in words. */
  lastError: string | null;
  createdAt: Instant;
  finishedAt: Instant | null;
}

/** What is needed of a waiting delivery to know when it is its turn. */
export type WaitingDelivery = Pick<
  Delivery,
  'id' | 'seq' | 'event' | 'entity' | 'entityId' | 'attempts'
> & { nextAttemptAt: Instant };

/** What came of an attempt: delivered unless there is an error. */
export interface Outcome {
  status: number | null;
  /** Why it failed, in words. */
  error: string | null;
}
