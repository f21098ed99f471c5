import { expect, test } from 'vitest';
import { JOpticError } from '../../../src/dialects/joptic/errors.js';
import {
  parseAssignment,
  parseDeletion,
  parseNewGroup,
} from '../../../src/dialects/joptic/parse.js';

const faultsOf = (attempt: () => unknown): unknown => {
  try {
    attempt();
  } catch (error) {
    if (!(error instanceof JOpticError)) throw error;
    return JSON.parse(error.answer.body ?? '').message;
  }
  throw new Error('Nothing was refused.');
};

test('a creation is the name, the price list and the description', () => {
  const body = { name: 'VIP', defaultPriceListId: 'l', description: '', isDefault: true };
  expect(parseNewGroup(body)).toEqual({ name: 'VIP', defaultPriceListId: 'l', description: '' });
});

test('an assignment names the group with a capital letter', () => {
  expect(parseAssignment({ customerId: 'c', CustomerGroupId: 'g', customerGroupId: 'x' })).toEqual({
    customerId: 'c',
    groupId: 'g',
  });
});

test('a deletion keeps what it names as it is', () => {
  expect(parseDeletion({ ids: ['a', 'a', ''] })).toEqual(['a', 'a', '']);
});

test.each([undefined, null, [], 'x', 7, true, [{ ids: ['a'] }]])(
  'the body %j has no properties',
  (body) => {
    expect(faultsOf(() => parseNewGroup(body))).toEqual([
      'name must be a string',
      'defaultPriceListId must be a string',
    ]);
    expect(faultsOf(() => parseAssignment(body))).toEqual([
      'customerId must be a string',
      'CustomerGroupId must be a string',
    ]);
    expect(faultsOf(() => parseDeletion(body))).toEqual(['ids must be an array']);
  },
);

test.each([
  ['x'.repeat(255), true],
  ['x'.repeat(256), false],
  ['😀'.repeat(255), true],
  ['😀'.repeat(256), false],
])('a name counts characters: %s fits: %s', (name, fits) => {
  const parse = () => parseNewGroup({ name, defaultPriceListId: 'l' });
  if (fits) expect(parse().name).toBe(name);
  else {
    expect(faultsOf(parse)).toEqual(['name must be shorter than or equal to 255 characters']);
  }
});
