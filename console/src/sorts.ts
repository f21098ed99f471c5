import type { GroupSort } from './api/groups';

/** The orders of the list of groups, as the API has them. */
export const SORTS = [
  'id',
  '-id',
  'name',
  '-name',
  'createdAt',
  '-createdAt',
  'updatedAt',
  '-updatedAt',
] as const satisfies readonly GroupSort[];
