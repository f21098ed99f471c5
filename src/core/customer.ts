import type { Instant } from './environment.js';

export interface CustomerFields {
  name: string | null;
  email: string | null;
}

export interface Customer extends CustomerFields {
  storeId: string;
  /** The caller's, or generated. */
  id: string;
  /** The groups whose membership window holds now, ascending. */
  groupIds: readonly number[];
  version: number;
  createdAt: Instant;
  updatedAt: Instant;
}

export interface CustomerFilter {
  /** Part of the id, name or e-mail address, any case. */
  search?: string;
  /** The whole address, any case. */
  email?: string;
  /** Has a present membership in this group, whatever its window. */
  groupId?: number;
  /** Has no present membership at all, or has one. */
  withoutGroup?: boolean;
}
