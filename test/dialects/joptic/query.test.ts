import { expect, test } from 'vitest';
import { pageOf, parseList } from '../../../src/dialects/joptic/query.js';
import { parseQuery } from '../../../src/http/query.js';

const DEFAULTS = { filter: {}, page: 1, limit: 10, sort: 'createdAt', descending: true };

test.each([
  ['', {}],
  ['search=&name=', {}],
  ['search=VIP&name=a%26b', { filter: { search: 'VIP', namePart: 'a&b' } }],
  ['isActive=false', { filter: { isActive: false } }],
  ['page=007&limit=100', { page: 7, limit: 100 }],
  ['sortBy=name', { sort: 'name' }],
  ['sortOrder=asc', { descending: false }],
  ['sortBy=updatedAt&sortOrder=desc', { sort: 'updatedAt' }],
])('?%s asks for %j', (text, asked) => {
  expect(parseList(parseQuery(text))).toEqual({ ...DEFAULTS, ...asked });
});

test.each([
  [1, 10, 0],
  [3, 10, 20],
  [Number.MAX_SAFE_INTEGER, 100, Number.MAX_SAFE_INTEGER],
])('page %i by %i begins behind %i', (page, limit, offset) => {
  const list = parseList(parseQuery(`page=${page}&limit=${limit}`));
  expect(pageOf(list)).toEqual({ sort: 'createdAt', descending: true, limit, offset });
});
