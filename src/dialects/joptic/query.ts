import type { GroupPage } from '../../core/database.js';
import type { GroupFilter } from '../../core/group.js';
import { lastValues, type Query } from '../../http/query.js';
import { Validation } from './validation.js';

/** "Items per page (1–100)". */
const MAX_LIMIT = 100;
const SORTS = ['name', 'createdAt', 'updatedAt'] as const;
const ORDERS = ['asc', 'desc'] as const;

export interface ListQuery {
  filter: GroupFilter;
  page: number;
  limit: number;
  sort: (typeof SORTS)[number];
  descending: boolean;
}

/** @throws JOpticError with a fault for each faulty parameter; unknown ones are ignored */
export function parseList(query: Query): ListQuery {
  const values = valuesOf(query);
  const validation = new Validation();
  const given = <Value>(name: string, read: (value: unknown) => Value): Value | undefined =>
    values.has(name) ? read(values.get(name)) : undefined;
  const search = given('search', (value) => validation.string('search', value));
  const namePart = given('name', (value) => validation.string('name', value));
  const isActive = given('isActive', (value) => validation.boolean('isActive', value));
  const page = given('page', (value) => validation.integer('page', value));
  const limit = given('limit', (value) => validation.integer('limit', value, MAX_LIMIT));
  const sort = given('sortBy', (value) => validation.oneOf('sortBy', value, SORTS));
  const order = given('sortOrder', (value) => validation.oneOf('sortOrder', value, ORDERS));
  validation.end();
  return {
    filter: {
      // An empty one is a part of every text.
      ...(search && { search }),
      ...(namePart && { namePart }),
      ...(isActive !== undefined && { isActive }),
    },
    page: page ?? 1,
    limit: limit ?? 10,
    sort: sort ?? 'createdAt',
    descending: order !== 'asc',
  };
}

/** By name; undefined for one that is given twice or not well-formed, and hence is of no type. */
function valuesOf(query: Query): Map<string, string | undefined> {
  const values = new Map<string, string | undefined>();
  for (const [name, { value, count }] of lastValues(query)) {
    values.set(name, count > 1 || query.malformed.has(name) ? undefined : value);
  }
  return values;
}

/** The part of the collection that a page is. */
export const pageOf = ({ page, limit, sort, descending }: ListQuery): GroupPage => ({
  sort,
  descending,
  limit,
  offset: Math.min((page - 1) * limit, Number.MAX_SAFE_INTEGER),
});
