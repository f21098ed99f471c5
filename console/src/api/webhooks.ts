import { queryOptions } from '@tanstack/react-query';
import { type Answer, answer, answerWithTag, api, done, sending } from './client';
import type { paths } from './generated/schema';
import { inStore } from './stores';

const ALL = '/v1/stores/{store}/webhooks';
const ONE = '/v1/stores/{store}/webhooks/{webhook}';
const ROTATE = '/v1/stores/{store}/webhooks/{webhook}/rotate';
const DELIVERIES = '/v1/stores/{store}/webhooks/{webhook}/deliveries';
const REDELIVER = '/v1/stores/{store}/webhooks/{webhook}/deliveries/{delivery}/redeliver';

export type Webhook = Answer<typeof ONE>;
export type Delivery = Answer<typeof DELIVERIES>['data'][number];
export type NewWebhook = paths[typeof ALL]['post']['requestBody']['content']['application/json'];
type WebhookPatch = paths[typeof ONE]['patch']['requestBody']['content']['application/json'];
type DeliveryQuery = NonNullable<paths[typeof DELIVERIES]['get']['parameters']['query']>;
type PageQuery = NonNullable<paths[typeof ALL]['get']['parameters']['query']>;

/** What becomes of a message, as the API has it. */
export const DELIVERY_STATES = [
  'waiting',
  'delivered',
  'failed',
  'dropped',
] as const satisfies readonly DeliveryQuery['state'][];

const inWebhooks = (store: string) => [...inStore(store), 'webhooks'] as const;

export const webhooksQuery = (store: string, query: PageQuery) =>
  queryOptions({
    queryKey: [...inWebhooks(store), 'list', query],
    queryFn: ({ signal }) => answer(api.GET(ALL, { params: { path: { store }, query }, signal })),
  });

/** A webhook, and the `ETag` that a later save refers to. */
export const webhookQuery = (store: string, webhook: string) =>
  queryOptions({
    queryKey: [...inWebhooks(store), 'one', webhook],
    queryFn: ({ signal }) =>
      answerWithTag(api.GET(ONE, { params: { path: { store, webhook } }, signal })),
  });

/** The answer shows the secret, this once. */
export const createWebhook = (store: string, body: NewWebhook, key: string) =>
  answer(api.POST(ALL, { params: { path: { store } }, body, ...sending({ key }) }));

interface Change {
  webhook: string;
  patch: WebhookPatch;
  tag?: string | undefined;
}

export type TaggedWebhook = Awaited<ReturnType<typeof updateWebhook>>;

export const updateWebhook = (store: string, { webhook, patch, tag }: Change) =>
  answerWithTag(
    api.PATCH(ONE, { params: { path: { store, webhook } }, body: patch, ...sending({ tag }) }),
  );

export const deleteWebhook = (store: string, webhook: string) =>
  done(api.DELETE(ONE, { params: { path: { store, webhook } } }));

/** The answer shows the new secret, this once. */
export const rotateSecret = (store: string, webhook: string, overlapHours: number) =>
  answer(api.POST(ROTATE, { params: { path: { store, webhook } }, body: { overlapHours } }));

/** While something waits, what becomes of it is looked for. */
const LOOK_AGAIN_MS = 2_000;

export const deliveriesQuery = (store: string, webhook: string, query: DeliveryQuery) =>
  queryOptions({
    queryKey: [...inWebhooks(store), 'deliveries', webhook, query],
    queryFn: ({ signal }) =>
      answer(api.GET(DELIVERIES, { params: { path: { store, webhook }, query }, signal })),
    refetchInterval: ({ state }) =>
      state.data?.data.some((one) => one.state === 'waiting') ? LOOK_AGAIN_MS : false,
  });

interface Redelivery {
  webhook: string;
  delivery: string;
}

export const redeliver = (store: string, { webhook, delivery }: Redelivery) =>
  answer(api.POST(REDELIVER, { params: { path: { store, webhook, delivery } } }));
