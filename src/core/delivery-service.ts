import { authorize } from './actor.js';
import type { Page, Unit, View } from './database.js';
import { conflict, notFound } from './errors.js';
import type { Delivery, DeliveryState } from './webhook.js';
import { existingWebhook } from './webhook-service.js';

/** What a webhook has been told, and what it waits for: the newest change first. */
export async function listDeliveries(
  view: View,
  webhookId: string,
  { state, ...page }: Page<number> & { state?: DeliveryState | undefined },
): Promise<Delivery[]> {
  authorize(view.caller, 'store:admin');
  await existingWebhook(view, webhookId);
  return view.deliveries.list(view.caller.storeId, webhookId, state, page);
}

/** Sends it at once, behind what waits of the same entity and came before it. */
export async function redeliver(unit: Unit, webhookId: string, id: string): Promise<Delivery> {
  authorize(unit.caller, 'store:admin');
  const { storeId } = unit.caller;
  const webhook = await existingWebhook(unit, webhookId);
  const delivery = await unit.deliveries.find(storeId, webhookId, id);
  if (!delivery) throw notFound('delivery', id);
  if (!webhook.active) {
    const message = 'The webhook is switched off. Set "active" to true first.';
    throw conflict('webhook_switched_off', message, 'webhook');
  }
  unit.deliveries.restart(storeId, webhookId, id, unit.now);
  // Whoever asks for it believes that the receiver works.
  unit.webhooks.pause(storeId, webhookId, { failures: 0, pausedUntil: null });
  unit.deliveries.recount(storeId, [webhookId]);
  return {
    ...delivery,
    state: 'waiting',
    attempts: 0,
    nextAttemptAt: unit.now,
    finishedAt: null,
  };
}
