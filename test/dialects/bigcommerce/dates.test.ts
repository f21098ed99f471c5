import { expect, test } from 'vitest';
import { parseDate } from '../../../src/dialects/bigcommerce/dates.js';

test.each([
  '2023-07-17 06:30:41',
  '2023-07-17T06:30:41',
  '2023-07-17T06:30:41Z',
  '2023-07-17T06:30:41.999Z',
  '2023-07-17T08:30:41+02:00',
  '2023-07-17T08:30:41 02:00',
  '2023-07-17T01:00:41-0530',
  'Mon, 17 Jul 2023 06:30:41 +0000',
  'Mon, 17 Jul 2023 06:30:41 GMT',
  '17 Jul 2023 08:30:41 +0200',
])('reads "%s" as the same whole second', (text) => {
  expect(parseDate(text)).toEqual({
    first: '2023-07-17T06:30:41.000Z',
    last: '2023-07-17T06:30:41.999Z',
  });
});

test.each([
  ['2023-07-17', '2023-07-17T00:00:00.000Z'],
  ['Sat, 1 Jul 2023 06:30 Z', '2023-07-01T06:30:00.000Z'],
])('fills in what "%s" leaves out', (text, first) => {
  expect(parseDate(text)?.first).toBe(first);
});

test.each([
  '',
  '2023',
  '1689575441',
  '17/07/2023',
  '2023-13-01',
  '2023-02-30 00:00:00',
  '2023-07-17 25:00:00',
  '17 Foo 2023 06:30:41 GMT',
  '0000-01-01',
])('refuses "%s", which is no date', (text) => {
  expect(parseDate(text)).toBeUndefined();
});
