import type { Instant } from './environment.js';

export type ChangeEntity =
  | 'store'
  | 'key'
  | 'user'
  | 'group'
  | 'members'
  | 'member'
  | 'customer'
  | 'price-list'
  | 'prices'
  | 'price'
  | 'category'
  | 'product';

/** What a service records: one row for each entity that an operation changed. */
export interface Change {
  /** `group.updated`, `members.added` … */
  operation: `${string}.${string}`;
  entity: ChangeEntity;
  entityId: string;
  before: object | null;
  after: object | null;
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
}
