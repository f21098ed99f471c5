import type { Via } from './actor.js';
import type { Instant } from './environment.js';

export const CHANGE_ENTITIES = [
  'store',
  'key',
  'user',
  'group',
  'members',
  'member',
  'customer',
  'price-list',
  'prices',
  'price',
  'category',
  'product',
  'webhook',
] as const;
export type ChangeEntity = (typeof CHANGE_ENTITIES)[number];

/** What a service records: one row for each entity that an operation changed. */
export interface Change {
  /** `group.updated`, `members.added` … */
  operation: `${string}.${string}`;
  entity: ChangeEntity;
  entityId: string;
  before: object | null;
  after: object | null;
  /** Whom it is about, if it is about one customer alone: by it, the log of a customer is found. */
  customerId?: string | undefined;
}

/** A row of the change log. */
export interface ChangeRow extends Change {
  /** Counts 1, 2, 3 … within its store, in the order of commits. */
  seq: number;
  at: Instant;
  /** The same for all rows of one write. */
  operationId: string;
  actor: string;
  via: string;
  requestId: string;
  /** The operation that this one takes back; null for a change of its own. */
  undoes: string | null;
}

/** Later changes that an error lists, the newest first. */
export interface ListedChanges {
  changes: readonly ChangeRow[];
  /** Of all, also of those that are too many to list. */
  total: number;
}

/** What the log has rows of: an entity by its kind and id. */
export interface ChangeKey {
  entity: ChangeEntity;
  entityId: string;
}

/** What is looked for in the log; all that is given must hold. */
export interface ChangeFilter {
  entity?: ChangeEntity | undefined;
  entityId?: string | undefined;
  operation?: string | undefined;
  operationId?: string | undefined;
  actor?: string | undefined;
  via?: Via | undefined;
  /** The customer itself, its memberships, and sets of members that it is in. */
  customerId?: string | undefined;
  /** The group itself, and its members. */
  groupId?: number | undefined;
}

/** A part of the log: from `low` on, and below `high`. */
export interface SeqRange {
  low: number;
  high: number;
}
