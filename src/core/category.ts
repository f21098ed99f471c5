import type { Instant } from './environment.js';

export interface CategoryFields {
  name: string;
  /** The category that it lies in; null for one at the top. */
  parentId: string | null;
}

export interface Category extends CategoryFields {
  storeId: string;
  id: string;
  version: number;
  createdAt: Instant;
  updatedAt: Instant;
}

export interface CategoryFilter {
  /** Sub-categories of this one, not those below them. */
  parentId?: string | undefined;
}
