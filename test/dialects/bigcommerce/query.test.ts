import { describe, expect, test } from 'vitest';
import type { GroupFilter } from '../../../src/core/group.js';
import { parseDeletion, parseFilter, parseList } from '../../../src/dialects/bigcommerce/query.js';
import { parseQuery } from '../../../src/http/query.js';
import { refusalOf } from './refusal.js';

const invalid = (field: string) => ({
  status: 400,
  message: `The field '${field}' is invalid.`,
  details: { invalid_reason: expect.any(String) },
});

describe('a filter', () => {
  test.each<[string, GroupFilter]>([
    ['', {}],
    ['name=Retail%20Customers', { name: 'Retail Customers' }],
    ['name:like=ret', { namePattern: '%ret%' }],
    ['name%3Alike=ret%25', { namePattern: 'ret%' }],
    ['is_default=true', { isDefault: true }],
    ['is_default=True', { isDefault: true }],
    ['is_default=0', { isDefault: false }],
    ['is_group_for_guests=False', { isGuest: false }],
    [
      'date_created=2023-07-17+06:30:41',
      { createdFrom: '2023-07-17T06:30:41.000Z', createdTo: '2023-07-17T06:30:41.999Z' },
    ],
    ['date_created:min=2023-07-17', { createdFrom: '2023-07-17T00:00:00.000Z' }],
    ['date_modified:max=2023-07-17T06:30:41', { updatedTo: '2023-07-17T06:30:41.999Z' }],
    [
      'date_created=2023-07-17&date_created:min=2024-01-01',
      { createdFrom: '2024-01-01T00:00:00.000Z', createdTo: '2023-07-17T00:00:00.999Z' },
    ],
    ['colour=red&colour=blue&%zz=1', {}],
  ])('is read from "%s"', (text, filter) => {
    expect(parseFilter(parseQuery(text))).toEqual(filter);
  });

  test.each([
    ['name=a&name=a', 'name'],
    ['name=%zz', 'name'],
    ['name=%00', 'name'],
    ['name:like=', 'name:like'],
    ['is_default=', 'is_default'],
    ['is_default=yes', 'is_default'],
    ['is_default=constructor', 'is_default'],
    ['date_created:min=yesterday', 'date_created:min'],
    ['date_modified=2023-02-30', 'date_modified'],
  ])('is refused by its parameter’s name for "%s"', (text, field) => {
    const body = [invalid(field)];
    expect(refusalOf(() => parseFilter(parseQuery(text)))).toEqual({ status: 400, body });
  });

  test.each(['isdefault', 'page', 'limit', '__proto__'])(
    'of a bulk delete refuses the parameter %s',
    (field) => {
      expect(refusalOf(() => parseDeletion(parseQuery(`${field}=1`)))).toEqual({
        status: 400,
        body: [{ status: 400, message: `The field '${field}' is not supported by this resource.` }],
      });
    },
  );
});

describe('a list', () => {
  const all = Number.MAX_SAFE_INTEGER;

  test.each([
    ['', false, { limit: 50, offset: 0 }],
    ['', true, { limit: all, offset: 0 }],
    ['is_default=0', true, { limit: all, offset: 0 }],
    ['page=2', true, { limit: 50, offset: 50 }],
    ['limit=250&page=3', false, { limit: 250, offset: 500 }],
    [`page=${'9'.repeat(40)}`, false, { limit: 50, offset: all }],
  ])('of "%s" (unpaged: %s) is cut as asked', (text, unpaged, page) => {
    expect(parseList(parseQuery(text), unpaged)).toMatchObject(page);
  });

  test.each(['0', '-1', '1.5', '', 'x', '1e1'])('refuses page and limit "%s"', (value) => {
    expect(refusalOf(() => parseList(parseQuery(`page=${value}&limit=${value}`), false))).toEqual({
      status: 400,
      body: [invalid('page'), invalid('limit')],
    });
  });

  test('refuses a limit above 250 with 413', () => {
    expect(refusalOf(() => parseList(parseQuery('limit=251'), true))).toEqual({
      status: 413,
      body: [{ status: 413, message: 'The limit must be at most 250.' }],
    });
  });
});
