import { expect, test } from 'vitest';
import { parseGroupId, parseId } from '../../../src/dialects/bigcommerce/ids.js';

test.each([
  ['7', 7],
  ['7.json', 7],
  ['9007199254740991', 9007199254740991],
  ['0', undefined],
  ['07', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['9007199254740993', undefined],
  ['json', undefined],
  ['', undefined],
])('the segment "%s" names group %s', (segment, id) => {
  expect(parseGroupId(segment)).toBe(id);
});

test.each([
  [7, '7'],
  [0, '0'],
  ['7', '7'],
  ['shoes', 'shoes'],
  [-7, undefined],
  [7.5, undefined],
  [1e21, undefined],
  ['', undefined],
  ['x'.repeat(65), undefined],
  [null, undefined],
  [true, undefined],
  [[7], undefined],
])('the value %j is kept as the id %j', (value, id) => {
  expect(parseId(value)).toBe(id);
});
