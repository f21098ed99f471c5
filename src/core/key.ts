import type { Scope } from './actor.js';
import type { Instant } from './environment.js';

export interface Key {
  id: string;
  storeId: string;
  name: string;
  scopes: readonly Scope[];
  /** Requests in the window of an API's limit, instead of that limit; null: the limit of each API. */
  rateLimit: number | null;
  expiresAt: Instant | null;
  /** Kept apart from the key and up to a minute late. */
  lastUsedAt: Instant | null;
  createdAt: Instant;
}
