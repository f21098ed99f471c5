import type { ListedChanges } from './change.js';

/**
 * What can go wrong in the core, in words of no vendor and no protocol.
 * Each dialect maps every code to an answer of its own; a code that it forgets does not compile.
 */
export type CoreErrorCode =
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'invalid'
  | 'conflict'
  | 'stale'
  | 'unavailable'
  | 'out_of_space';

export type Entity =
  | 'store'
  | 'channel'
  | 'key'
  | 'user'
  | 'group'
  | 'customer'
  | 'member'
  | 'price list'
  | 'price'
  | 'category'
  | 'product'
  | 'webhook'
  | 'delivery'
  | 'change';

/** Why a conflict is one; a dialect may answer them differently. */
export type ConflictReason =
  | 'id_taken'
  | 'address_taken'
  | 'external_id_taken'
  | 'in_a_group'
  | 'price_list_in_use'
  | 'category_in_use'
  | 'currency_fixed'
  | 'too_many_webhooks'
  | 'webhook_switched_off'
  | 'request_running'
  | 'request_differs'
  | 'request_erased'
  | 'secret_not_repeatable'
  | 'changes_in_the_way'
  | 'nothing_to_undo'
  | 'not_undoable'
  | 'too_old'
  | 'erased';

/** One thing that is wrong with the input: where, and what in a sentence without the field's name. */
export interface Fault {
  path: readonly (string | number)[];
  message: string;
}

interface Details {
  entity?: Entity;
  id?: string;
  reason?: ConflictReason;
  faults?: readonly Fault[];
  listed?: ListedChanges;
  cause?: unknown;
}

export class CoreError extends Error {
  readonly code: CoreErrorCode;
  readonly entity: Entity | undefined;
  /** Of what is not found. */
  readonly id: string | undefined;
  readonly reason: ConflictReason | undefined;
  readonly faults: readonly Fault[];
  /** The changes that it is about, where it is about changes. */
  readonly listed: ListedChanges | undefined;

  constructor(code: CoreErrorCode, message: string, details: Details = {}) {
    super(message, { cause: details.cause });
    this.name = 'CoreError';
    this.code = code;
    this.entity = details.entity;
    this.id = details.id;
    this.reason = details.reason;
    this.faults = details.faults ?? [];
    this.listed = details.listed;
  }
}

export const unauthenticated = (message = 'A valid credential is required.') =>
  new CoreError('unauthenticated', message);

export const forbidden = (message: string) => new CoreError('forbidden', message);

export const notFound = (entity: Entity, id: string | number) =>
  new CoreError('not_found', `There is no ${entity} '${id}'.`, { entity, id: String(id) });

/** More faults than a reader would mend at once are cut off, so that an answer stays small. */
const MAX_FAULTS = 100;

export const invalid = (faults: readonly Fault[], entity?: Entity) =>
  new CoreError('invalid', 'The request is not valid.', {
    faults: faults.slice(0, MAX_FAULTS),
    ...(entity && { entity }),
  });

export const conflict = (
  reason: ConflictReason,
  message: string,
  entity?: Entity,
  listed?: ListedChanges,
) =>
  new CoreError('conflict', message, {
    reason,
    ...(entity && { entity }),
    ...(listed && { listed }),
  });

export const stale = (entity: Entity) =>
  new CoreError('stale', `The ${entity} has changed since it was read.`, { entity });

export const unavailable = (message: string, cause?: unknown) =>
  new CoreError('unavailable', message, { cause });

export const outOfSpace = (cause?: unknown) =>
  new CoreError('out_of_space', 'There is no space left for this: nothing was changed.', { cause });
