import { expect, test } from 'vitest';
import { parseGroup } from '../../../src/dialects/ecwid/parse.js';
import { refusalOf } from './refusal.js';

const ABSENT = { errorMessage: 'Field CustomerMembership.name is absent' };
const wrong = (name: string) => ({
  errorCode: 'WRONG_PARAMETER',
  errorMessage: `Wrong parameter '${name}' value: must be a string`,
});

test.each([
  [{ name: 'VIP' }, { name: 'VIP' }],
  [{ name: ' ' }, { name: ' ' }],
  [
    { name: 'VIP', externalReferenceId: 'E' },
    { name: 'VIP', externalReferenceId: 'E' },
  ],
  [
    { name: 'VIP', externalReferenceId: null },
    { name: 'VIP', externalReferenceId: null },
  ],
  [
    { name: 'VIP', externalReferenceId: '' },
    { name: 'VIP', externalReferenceId: null },
  ],
  [{ id: 7, name: 'VIP', isDefault: true, storeId: 'other', constructor: 1 }, { name: 'VIP' }],
])('reads %j', (body, said) => {
  expect(parseGroup(body)).toEqual(said);
});

test.each([
  [undefined, ABSENT],
  [{}, ABSENT],
  [{ name: null }, ABSENT],
  [{ name: '' }, ABSENT],
  [JSON.parse('{"__proto__":{"name":"VIP"}}'), ABSENT],
  [{ name: 7 }, wrong('name')],
  [{ name: ['VIP'] }, wrong('name')],
  [{ name: 'VIP', externalReferenceId: 7 }, wrong('externalReferenceId')],
  [null, { errorMessage: 'The body must be a JSON object' }],
  [[{ name: 'VIP' }], { errorMessage: 'The body must be a JSON object' }],
  ['VIP', { errorMessage: 'The body must be a JSON object' }],
])('refuses %j', (body, told) => {
  expect(refusalOf(() => parseGroup(body))).toEqual({ status: 400, body: told });
});
