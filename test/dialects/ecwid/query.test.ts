import { expect, test } from 'vitest';
import { type ListQuery, parseList, parseOne } from '../../../src/dialects/ecwid/query.js';
import { parseQuery } from '../../../src/http/query.js';
import { refusalOf } from './refusal.js';

const DEFAULTS: ListQuery = { filter: {}, hasGeneral: true, offset: 0, limit: 10, fields: 'whole' };

test.each<[string, Partial<ListQuery>]>([
  ['', {}],
  ['limit=1', { limit: 1 }],
  ['limit=100', { limit: 100 }],
  ['limit=101', { limit: 100 }],
  ['limit=1&limit=2', { limit: 2 }],
  ['offset=7', { offset: 7 }],
  ['keyword=', {}],
  ['keyword=NERA', { filter: { namePart: 'NERA' } }],
  ['keyword=VIP', { filter: { namePart: 'VIP' }, hasGeneral: false }],
  ['customerGroupIds=3,0,3', { filter: { ids: [3] } }],
  ['customerGroupIds=3', { filter: { ids: [3] }, hasGeneral: false }],
  ['customerGroupId=0', { filter: { ids: [] } }],
  ['customerGroupIds=1,2&customerGroupId=2,3', { filter: { ids: [2] }, hasGeneral: false }],
  ['responseFields=', {}],
  ['responseFields=total', { fields: new Map([['total', 'whole']]) }],
  ['colour=red&__proto__=1', {}],
])('reads %j', (text, said) => {
  expect(parseList(parseQuery(text))).toEqual({ ...DEFAULTS, ...said });
});

test.each([
  ['limit=0', "Wrong parameter 'limit' value: must be a whole number from 1 to 100"],
  ['offset=-1', "Wrong parameter 'offset' value: must be a whole number from 0"],
  [
    'customerGroupIds=1,x',
    "Wrong parameter 'customerGroupIds' value: must be whole numbers, separated by commas",
  ],
  ['keyword=%00', "Wrong parameter 'keyword' value: is not well-formed"],
  [
    'responseFields=(',
    "Wrong parameter 'responseFields' value: must be names such as total,items(id,name)",
  ],
])('refuses %j', (text, errorMessage) => {
  expect(refusalOf(() => parseList(parseQuery(text)))).toEqual({
    status: 400,
    body: { errorCode: 'WRONG_PARAMETER', errorMessage },
  });
});

test('reads of one group nothing but its fields', () => {
  expect(parseOne(parseQuery('limit=x&offset=x'))).toBe('whole');
  expect(parseOne(parseQuery('responseFields=id'))).toEqual(new Map([['id', 'whole']]));
});
