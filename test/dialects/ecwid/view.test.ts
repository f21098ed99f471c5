import { describe, expect, test } from 'vitest';
import { secretOf } from '../../../src/dialects/ecwid/credentials.js';
import { parseGroupId } from '../../../src/dialects/ecwid/ids.js';
import { ecwid } from '../../../src/dialects/ecwid/index.js';
import { presentGroup } from '../../../src/dialects/ecwid/present.js';
import { parseQuery } from '../../../src/http/query.js';
import { buildGroup } from './build-group.js';

describe('a group', () => {
  test.each([
    [{}, { id: 12345, name: 'VIP' }],
    [{ externalReferenceId: 'E' }, { id: 12345, name: 'VIP', externalReferenceId: 'E' }],
    [
      { description: 'Hidden.', isDefault: true, memberCount: 9 },
      { id: 12345, name: 'VIP' },
    ],
  ])('with %j is shown as %j', (overrides, shown) => {
    expect(presentGroup(buildGroup(overrides))).toEqual(shown);
  });

  test.each<[string, number | undefined]>([
    ['0', 0],
    ['7', 7],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
    ...['', '07', '-1', '7.0', '1e3', ' 7', '9007199254740992', 'x'].map(
      (text): [string, undefined] => [text, undefined],
    ),
  ])('is named by %j: %j', (segment, id) => {
    expect(parseGroupId(segment)).toBe(id);
  });
});

describe('a secret', () => {
  test.each([
    ['token=ck_a', undefined, 'ck_a'],
    ['token=secret_ck_a', undefined, 'ck_a'],
    ['token=secret_secret_a', undefined, 'secret_a'],
    ['token=public_ck_a', undefined, 'public_ck_a'],
    ['token=ck_a', 'Bearer ck_b', 'ck_a'],
    ['token=', 'Bearer ck_b', 'ck_b'],
    ['', 'bearer  secret_ck_b ', 'ck_b'],
    ['', 'Bearer', undefined],
    ['', 'Bearer a b', undefined],
    ['', 'Basic YTpi', undefined],
    ['token', undefined, undefined],
    ['', undefined, undefined],
  ])('of %j and %j is %j', (query, authorization, secret) => {
    expect(secretOf(parseQuery(query), { authorization })).toBe(secret);
  });
});

test.each([
  ['/api/v3', true],
  ['/api/v3/', true],
  ['/api/v3/1/customer_groups', true],
  ['/api/v30', false],
  ['/api/v2/customer_groups', false],
  ['/v1/api/v3', false],
])('the path %j belongs to the dialect: %j', (path, owned) => {
  expect(ecwid.owns(path)).toBe(owned);
});
