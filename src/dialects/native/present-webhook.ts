import type { Delivery, Webhook } from '../../core/webhook.js';
import type { WithSecret } from '../../core/webhook-service.js';

export const presentWebhook = (webhook: Webhook): object => ({
  id: webhook.id,
  url: webhook.url,
  events: webhook.events,
  description: webhook.description,
  active: webhook.active,
  disabledReason: webhook.disabledReason,
  disabledAt: webhook.disabledAt,
  previousSecretExpiresAt: webhook.previousSecretExpiresAt,
  version: webhook.version,
  createdAt: webhook.createdAt,
  updatedAt: webhook.updatedAt,
});

export const presentWithSecret = ({ webhook, secret }: WithSecret): object => ({
  ...presentWebhook(webhook),
  secret,
});

export const presentDelivery = (delivery: Delivery): object => ({
  id: delivery.id,
  seq: delivery.seq,
  event: delivery.event,
  entity: delivery.entity,
  entityId: delivery.entityId,
  state: delivery.state,
  attempts: delivery.attempts,
  lastStatus: delivery.lastStatus,
  lastError: delivery.lastError,
  nextAttemptAt: delivery.nextAttemptAt,
  createdAt: delivery.createdAt,
  finishedAt: delivery.finishedAt,
});
