import { isDeepStrictEqual } from 'node:util';
import { authorize } from './actor.js';
import type { Page, Unit, View } from './database.js';
import { type Instant, instant, newId } from './environment.js';
import { conflict, invalid, notFound } from './errors.js';
import { MAX_WEBHOOKS, OVERLAP_HOURS } from './limits.js';
import { assertCurrent, type Precondition } from './precondition.js';
import type { StoredWebhook, Webhook } from './webhook.js';
import { checkWebhook } from './webhook-rules.js';
import type { Vault } from './webhook-vault.js';

const HOUR_MS = 60 * 60 * 1000;

/** What webhooks need beside the database. */
export interface WebhookSettings {
  vault: Vault;
  /** Whether http and addresses that are not public are allowed. */
  allowsPrivate: boolean;
}

export interface NewWebhook {
  url: string;
  events?: readonly string[] | null | undefined;
  description?: string | null | undefined;
}

export interface WebhookPatch {
  url?: string | undefined;
  events?: readonly string[] | null | undefined;
  description?: string | null | undefined;
  active?: boolean | undefined;
}

/** The secret is shown this once. */
export interface WithSecret {
  webhook: Webhook;
  secret: string;
}

export const webhookTag = ({ version }: Webhook): string => String(version);

export function listWebhooks(view: View, page: Page<string>): Promise<Webhook[]> {
  authorize(view.caller, 'store:admin');
  return view.webhooks.list(view.caller.storeId, page);
}

export async function getWebhook(view: View, id: string): Promise<Webhook> {
  authorize(view.caller, 'store:admin');
  return existingWebhook(view, id);
}

export async function createWebhook(
  unit: Unit,
  { url, events = null, description = null }: NewWebhook,
  { vault, allowsPrivate }: WebhookSettings,
): Promise<WithSecret> {
  authorize(unit.caller, 'store:admin');
  const { storeId } = unit.caller;
  const id = `wh_${newId(unit.environment).replaceAll('-', '')}`;
  const secret = vault.newSecret();
  const webhook: StoredWebhook = {
    id,
    storeId,
    url,
    events: events && [...new Set(events)],
    description,
    active: true,
    disabledReason: null,
    disabledAt: null,
    previousSecretExpiresAt: null,
    version: 1,
    createdAt: unit.now,
    updatedAt: unit.now,
    secret: vault.seal(secret, { storeId, id }),
    previousSecret: null,
  };
  check({ ...webhook, events }, allowsPrivate);
  if ((await unit.webhooks.count(storeId)) >= MAX_WEBHOOKS) {
    const message = `The store has ${MAX_WEBHOOKS} webhooks already. Delete one that is not needed.`;
    throw conflict('too_many_webhooks', message, 'webhook');
  }
  recordWebhook(unit, 'webhook.created', null, webhook);
  await unit.webhooks.insert(webhook);
  return { webhook, secret };
}

export async function updateWebhook(
  unit: Unit,
  id: string,
  patch: WebhookPatch,
  { allowsPrivate, precondition }: { allowsPrivate: boolean; precondition?: Precondition },
): Promise<Webhook> {
  authorize(unit.caller, 'store:admin');
  const before = await existingWebhook(unit, id);
  assertCurrent(precondition, 'webhook', webhookTag(before));
  const { url = before.url, events = before.events, description = before.description } = patch;
  const active = patch.active ?? before.active;
  const patched: StoredWebhook = {
    ...before,
    url,
    events: events && [...new Set(events)],
    description,
    active,
    disabledReason: active ? null : before.disabledReason,
    disabledAt: active ? null : (before.disabledAt ?? unit.now),
  };
  if (isDeepStrictEqual(before, patched)) return before;
  check({ ...patched, events }, allowsPrivate);
  const after = { ...patched, version: before.version + 1, updatedAt: unit.now };
  unit.webhooks.update(after);
  // Another receiver, or one that has been mended: what waits has waited long enough.
  if (active && (!before.active || url !== before.url)) restartAll(unit, id);
  recordWebhook(unit, 'webhook.updated', before, after);
  return after;
}

export async function deleteWebhook(
  unit: Unit,
  id: string,
  precondition?: Precondition,
): Promise<void> {
  authorize(unit.caller, 'store:admin');
  const webhook = await existingWebhook(unit, id);
  assertCurrent(precondition, 'webhook', webhookTag(webhook));
  unit.webhooks.delete(unit.caller.storeId, id);
  recordWebhook(unit, 'webhook.deleted', webhook, null);
}

/** For some time messages are signed with both secrets, so that the receiver can change over. */
export async function rotateSecret(
  unit: Unit,
  id: string,
  overlapHours: number | undefined,
  { vault, precondition }: { vault: Vault; precondition?: Precondition },
): Promise<WithSecret> {
  authorize(unit.caller, 'store:admin');
  const before = await existingWebhook(unit, id);
  assertCurrent(precondition, 'webhook', webhookTag(before));
  const isReadable = vault.open(before.secret, before) !== undefined;
  const hours = isReadable ? (overlapHours ?? OVERLAP_HOURS) : 0;
  const secret = vault.newSecret();
  const after: StoredWebhook = {
    ...before,
    secret: vault.seal(secret, before),
    previousSecret: hours > 0 ? before.secret : null,
    previousSecretExpiresAt: hours > 0 ? instant(Date.parse(unit.now) + hours * HOUR_MS) : null,
    version: before.version + 1,
    updatedAt: unit.now,
  };
  unit.webhooks.update(after);
  // What waited for a secret that can be read waits no longer.
  if (!isReadable && before.active) restartAll(unit, id);
  recordWebhook(unit, 'webhook.rotated', before, after);
  return { webhook: after, secret };
}

/** @throws not_found */
export async function existingWebhook(view: View, id: string): Promise<StoredWebhook> {
  const webhook = await view.webhooks.find(view.caller.storeId, id);
  if (!webhook) throw notFound('webhook', id);
  return webhook;
}

function restartAll(unit: Unit, id: string): void {
  const { storeId } = unit.caller;
  unit.deliveries.restartWaiting(storeId, id, unit.now);
  unit.webhooks.pause(storeId, id, { failures: 0, pausedUntil: null });
  unit.deliveries.recount(storeId, [id]);
}

function check(webhook: Webhook, allowsPrivate: boolean): void {
  const faults = checkWebhook(webhook, allowsPrivate);
  if (faults.length > 0) throw invalid(faults, 'webhook');
}

export function recordWebhook(
  unit: Unit,
  operation: `webhook.${string}`,
  before: StoredWebhook | null,
  after: StoredWebhook | null,
): void {
  const entityId = (after ?? (before as StoredWebhook)).id;
  unit.record({
    operation,
    entity: 'webhook',
    entityId,
    before: before && loggedWebhook(before),
    after: after && loggedWebhook(after),
  });
}

/** No secret, however it is sealed. */
const loggedWebhook = ({
  storeId: _,
  secret: __,
  previousSecret: ___,
  ...webhook
}: StoredWebhook): object => webhook;

/** Whether messages are still signed with the secret from before. */
export const overlaps = (
  { previousSecretExpiresAt: end }: Pick<Webhook, 'previousSecretExpiresAt'>,
  now: Instant,
): boolean => end !== null && end > now;
