import type { Scope } from './actor.js';
import type { Instant } from './environment.js';

/** A person who signs in with a JWT whose `sub` is this id, and what they may do in one store. */
export interface User {
  id: string;
  storeId: string;
  active: boolean;
  scopes: readonly Scope[];
  version: number;
  createdAt: Instant;
  updatedAt: Instant;
}
