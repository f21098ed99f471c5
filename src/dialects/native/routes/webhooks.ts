import { Type } from 'typebox';
import { listDeliveries, redeliver } from '../../../core/delivery-service.js';
import {
  createWebhook,
  deleteWebhook,
  getWebhook,
  listWebhooks,
  rotateSecret,
  updateWebhook,
  type WebhookSettings,
  webhookTag,
} from '../../../core/webhook-service.js';
import type { Endpoints } from '../endpoint.js';
import { decodeCursor, pageById, pageOf } from '../page.js';
import { presentDelivery, presentWebhook, presentWithSecret } from '../present-webhook.js';
import { PageOf, PageQuery } from '../schemas/common.js';
import {
  Delivery,
  DeliveryQuery,
  NewWebhook,
  Redelivery,
  Rotation,
  Webhook,
  WebhookPatch,
  WebhookWithSecret,
} from '../schemas/webhooks.js';

const tag = 'webhooks';
const inStore = Type.Object({ store: Type.String() });
const one = Type.Object({ store: Type.String(), webhook: Type.String() });
const oneDelivery = Type.Object({
  store: Type.String(),
  webhook: Type.String(),
  delivery: Type.String(),
});

export function webhookRoutes(endpoints: Endpoints, settings: WebhookSettings): void {
  const { vault, allowsPrivate } = settings;

  endpoints.write(
    'POST',
    '/stores/:store/webhooks',
    {
      summary: 'Create a webhook; its secret is shown this once',
      tag,
      params: inStore,
      body: NewWebhook,
      answers: { 201: WebhookWithSecret },
    },
    async (unit, { body, params }) => {
      const created = await createWebhook(unit, body, settings);
      const { id } = created.webhook;
      return {
        status: 201,
        body: presentWithSecret(created),
        tag: webhookTag(created.webhook),
        location: `/v1/stores/${params.store}/webhooks/${id}`,
        secretOf: id,
      };
    },
  );

  endpoints.read(
    '/stores/:store/webhooks',
    {
      summary: 'List webhooks',
      tag,
      params: inStore,
      query: PageQuery,
      answers: { 200: PageOf(Webhook, 'Webhooks in the order in which they were made.') },
    },
    async (view, { query }) => {
      const webhooks = await listWebhooks(view, pageById(query));
      return { status: 200, body: pageOf(webhooks, query, presentWebhook, ({ id }) => [id]) };
    },
  );

  endpoints.read(
    '/stores/:store/webhooks/:webhook',
    { summary: 'Get a webhook', tag, params: one, answers: { 200: Webhook } },
    async (view, { params }) => {
      const webhook = await getWebhook(view, params.webhook);
      return { status: 200, body: presentWebhook(webhook), tag: webhookTag(webhook) };
    },
  );

  endpoints.write(
    'PATCH',
    '/stores/:store/webhooks/:webhook',
    {
      summary: 'Change a webhook, or switch it off or on',
      tag,
      params: one,
      body: WebhookPatch,
      answers: { 200: Webhook },
    },
    async (unit, { params, body, precondition }) => {
      const options = { allowsPrivate, precondition };
      const webhook = await updateWebhook(unit, params.webhook, body, options);
      return { status: 200, body: presentWebhook(webhook), tag: webhookTag(webhook) };
    },
  );

  endpoints.write(
    'DELETE',
    '/stores/:store/webhooks/:webhook',
    { summary: 'Delete a webhook', tag, params: one, answers: { 204: null } },
    async (unit, { params, precondition }) => {
      await deleteWebhook(unit, params.webhook, precondition);
      return { status: 204 };
    },
  );

  endpoints.write(
    'POST',
    '/stores/:store/webhooks/:webhook/rotate',
    {
      summary: 'Give a webhook a new secret; it is shown this once',
      tag,
      params: one,
      body: Rotation,
      answers: { 200: WebhookWithSecret },
    },
    async (unit, { params, body, precondition }) => {
      const options = { vault, precondition };
      const rotated = await rotateSecret(unit, params.webhook, body?.overlapHours, options);
      return {
        status: 200,
        body: presentWithSecret(rotated),
        tag: webhookTag(rotated.webhook),
        secretOf: rotated.webhook.id,
      };
    },
  );

  deliveryRoutes(endpoints);
}

function deliveryRoutes(endpoints: Endpoints): void {
  endpoints.read(
    '/stores/:store/webhooks/:webhook/deliveries',
    {
      summary: 'List what a webhook was told, and what waits',
      tag,
      params: one,
      query: DeliveryQuery,
      answers: { 200: PageOf(Delivery, 'The newest change first.') },
    },
    async (view, { params, query }) => {
      const { state } = query;
      const after = decodeCursor(query.cursor, ([seq, ...rest]) =>
        Number.isSafeInteger(seq) && Number(seq) > 0 && rest.length === 0 ? Number(seq) : undefined,
      );
      const { limit } = pageById({ limit: query.limit });
      const list = await listDeliveries(view, params.webhook, { state, limit, after });
      return { status: 200, body: pageOf(list, query, presentDelivery, ({ seq }) => [seq]) };
    },
  );

  endpoints.write(
    'POST',
    '/stores/:store/webhooks/:webhook/deliveries/:delivery/redeliver',
    {
      summary: 'Send a message again, at once',
      tag,
      params: oneDelivery,
      body: Redelivery,
      answers: { 202: Delivery },
    },
    async (unit, { params }) => {
      const delivery = await redeliver(unit, params.webhook, params.delivery);
      return { status: 202, body: presentDelivery(delivery) };
    },
  );
}
