import { Type } from 'typebox';
import {
  MAX_DESCRIPTION,
  MAX_OVERLAP_HOURS,
  MAX_WEBHOOK_URL,
  OVERLAP_HOURS,
} from '../../../core/limits.js';
import { DELIVERY_STATES } from '../../../core/webhook.js';
import { Closed, Created, Nullable, OneOf, pageFields, Time, Updated, Version } from './common.js';

const url = Type.String({
  minLength: 1,
  maxLength: MAX_WEBHOOK_URL,
  description: 'With https, and at a public address. Redirects are not followed.',
});

const events = Nullable(
  Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
    minItems: 1,
    maxItems: 100,
    description:
      'Operations of the change log, such as `group.updated`, or all of a kind: `group.*`; null: all.',
  }),
);

const description = Nullable(
  Type.String({ maxLength: MAX_DESCRIPTION, description: 'For people.' }),
);

const active = Type.Boolean({
  description: 'False when it was switched off, by somebody or by the service.',
});

export const NewWebhook = Closed({
  url,
  events: Type.Optional(events),
  description: Type.Optional(description),
});

export const WebhookPatch = Closed({
  url: Type.Optional(url),
  events: Type.Optional(events),
  description: Type.Optional(description),
  active: Type.Optional(
    Type.Boolean({ description: 'True again goes on with what waits, and with what came since.' }),
  ),
});

export const Rotation = Nullable(
  Closed({
    overlapHours: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: MAX_OVERLAP_HOURS,
        default: OVERLAP_HOURS,
        description: 'For how long the secret from before signs, too.',
      }),
    ),
  }),
);

/** There is nothing to say. */
export const Redelivery = Nullable(Closed({}));

const fields = {
  id: Type.String(),
  url,
  events,
  description,
  active,
  disabledReason: Nullable(
    Type.String({ description: 'Why the service has switched it off, in words.' }),
  ),
  disabledAt: Nullable(Time('Since when it is switched off.')),
  previousSecretExpiresAt: Nullable(
    Time('Until when the secret from before a rotation signs, too; null: there is none.'),
  ),
  version: Version,
  createdAt: Created,
  updatedAt: Updated,
};

export const Webhook = Type.Object(fields);

export const WebhookWithSecret = Type.Object({
  ...fields,
  secret: Type.String({
    description: 'What messages are signed with, as Standard Webhooks has it. Shown this once.',
  }),
});

export const DeliveryQuery = Closed({
  state: Type.Optional(OneOf(DELIVERY_STATES)),
  ...pageFields,
});

export const Delivery = Type.Object({
  id: Type.String({ description: 'The `webhook-id` of the message, the same in each attempt.' }),
  seq: Type.Integer({ description: 'Of the change that it tells.' }),
  event: Type.String({ description: 'The operation of the change.' }),
  entity: Type.String(),
  entityId: Type.String(),
  state: OneOf(DELIVERY_STATES, {
    description: '`dropped`: the history no longer has the change.',
  }),
  attempts: Type.Integer({ description: 'Since it was made, or sent again by hand.' }),
  lastStatus: Nullable(Type.Integer({ description: 'What the receiver answered last.' })),
  lastError: Nullable(Type.String({ description: 'Why it was not delivered, in words.' })),
  nextAttemptAt: Nullable(Time('At the earliest.')),
  createdAt: Created,
  finishedAt: Nullable(Time('When it was delivered or given up.')),
});
