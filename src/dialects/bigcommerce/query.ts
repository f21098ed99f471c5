import type { Instant } from '../../core/environment.js';
import type { GroupFilter } from '../../core/group.js';
import { isStorable } from '../../core/text.js';
import { lastValues, type Query } from '../../http/query.js';
import { parseDate, type Second } from './dates.js';
import { invalidFields, limitTooHigh } from './errors.js';
import { type FieldFault, invalidField, type Wrong } from './field-fault.js';

/** "The maximum limit is 250. If a limit isn’t provided, up to 50 … are returned" (second edition). */
const MAX_LIMIT = 250;
const DEFAULT_LIMIT = 50;

interface Parameters extends GroupFilter {
  page?: number;
  limit?: number;
}

type Reader = (text: string) => Parameters | Wrong;

const FILTERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['name', storable((name) => ({ name }))],
  ['name:like', storable(readPattern)],
  ['is_default', flag((isDefault) => ({ isDefault }))],
  ['is_group_for_guests', flag((isGuest) => ({ isGuest }))],
  ['date_created', date(({ first, last }) => ({ createdFrom: first, createdTo: last }))],
  ['date_created:min', date(({ first }) => ({ createdFrom: first }))],
  ['date_created:max', date(({ last }) => ({ createdTo: last }))],
  ['date_modified', date(({ first, last }) => ({ updatedFrom: first, updatedTo: last }))],
  ['date_modified:min', date(({ first }) => ({ updatedFrom: first }))],
  ['date_modified:max', date(({ last }) => ({ updatedTo: last }))],
]);

const LIST: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ...FILTERS,
  ['page', wholeNumber((page) => ({ page }))],
  ['limit', wholeNumber((limit) => ({ limit }))],
]);

/** The filter of a count. */
export const parseFilter = (query: Query): GroupFilter => read(query, FILTERS);

/** The filter of a bulk delete: a parameter that is not known might be a filter mistyped. */
export const parseDeletion = (query: Query): GroupFilter =>
  read(query, FILTERS, () => ({ kind: 'unknown' }));

export interface ListQuery {
  filter: GroupFilter;
  limit: number;
  offset: number;
}

/** @param unpaged whether a list that is not asked for in pages is the whole collection */
export function parseList(query: Query, unpaged: boolean): ListQuery {
  const { page, limit, ...filter } = read(query, LIST);
  if (unpaged && page === undefined && limit === undefined) {
    return { filter, limit: Number.MAX_SAFE_INTEGER, offset: 0 };
  }
  if (limit !== undefined && limit > MAX_LIMIT) throw limitTooHigh(MAX_LIMIT);
  const size = limit ?? DEFAULT_LIMIT;
  const offset = ((page ?? 1) - 1) * size;
  return { filter, limit: size, offset: Math.min(offset, Number.MAX_SAFE_INTEGER) };
}

/** @throws BigCommerceError with an entry for each faulty parameter */
function read(
  query: Query,
  readers: ReadonlyMap<string, Reader>,
  readUnknown: Reader = () => ({}),
): Parameters {
  let parameters: Parameters = {};
  const faults: FieldFault[] = [];
  for (const [field, { value, count }] of lastValues(query)) {
    const reader = readers.get(field);
    const reading = reader
      ? (unreadable(query, field, count) ?? reader(value))
      : readUnknown(value);
    if ('kind' in reading) faults.push({ field, ...reading });
    else parameters = both(parameters, reading);
  }
  if (faults.length > 0) throw invalidFields(faults);
  return parameters;
}

function unreadable({ malformed }: Query, field: string, count: number): Wrong | undefined {
  if (malformed.has(field)) return invalidField('is not well-formed');
  return count > 1 ? invalidField('must be given once') : undefined;
}

/** Bounds of the same date narrow each other. */
const both = (one: Parameters, other: Parameters): Parameters => ({
  ...one,
  ...other,
  createdFrom: inOrder(one.createdFrom, other.createdFrom).at(-1),
  createdTo: inOrder(one.createdTo, other.createdTo).at(0),
  updatedFrom: inOrder(one.updatedFrom, other.updatedFrom).at(-1),
  updatedTo: inOrder(one.updatedTo, other.updatedTo).at(0),
});

const inOrder = (...instants: (Instant | undefined)[]): Instant[] =>
  instants.filter((instant) => instant !== undefined).sort();

function storable(says: Reader): Reader {
  return (text) => (isStorable(text) ? says(text) : invalidField('must not contain NUL'));
}

/** `%` as in SQL; without one, a part of the name. An empty one would match, and delete, everything. */
function readPattern(text: string): Parameters | Wrong {
  if (text === '') return invalidField('must not be empty');
  return { namePattern: text.includes('%') ? text : `%${text}%` };
}

const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['True', true],
  ['1', true],
  ['false', false],
  ['False', false],
  ['0', false],
]);

function flag(says: (value: boolean) => Parameters): Reader {
  return (text) => {
    const value = FLAGS.get(text);
    return value === undefined ? invalidField('must be true or false') : says(value);
  };
}

function date(says: (second: Second) => Parameters): Reader {
  return (text) => {
    const second = parseDate(text);
    return second ? says(second) : invalidField('must be a date such as 2023-07-17 06:30:41');
  };
}

function wholeNumber(says: (value: number) => Parameters): Reader {
  return (text) => {
    const number = /^\d+$/.test(text) ? Number(text) : 0;
    return number > 0 ? says(number) : invalidField('must be a whole number from 1');
  };
}
