import { describe, expect, test } from 'vitest';
import { type Group, newGroupFields } from '../../../src/core/group.js';
import { publicId } from '../../../src/core/public-id.js';
import {
  presentGroup,
  presentRelation,
  relationText,
} from '../../../src/dialects/emporix/present.js';

const STORE = 7;

const buildGroup = (overrides: Partial<Group> = {}): Group => ({
  ...newGroupFields,
  storeId: 'acme',
  id: 3,
  name: 'Students',
  memberCount: 0,
  version: 1,
  createdAt: '2023-07-17T06:30:41.123Z',
  updatedAt: '2023-07-18T00:00:00.999Z',
  ...overrides,
});

const pair = (externalReferenceId: string | null, customerId = 'c1') => ({
  customerId,
  groupId: 3,
  externalReferenceId,
});

describe('a relation', () => {
  test('names the group by its id elsewhere, or by its public id', () => {
    expect(presentRelation('c1', pair('A'), STORE)).toEqual({ customerId: 'c1', groupId: 'A' });
    const groupId = publicId(STORE, 3);
    expect(presentRelation('c1', pair(null), STORE)).toEqual({ customerId: 'c1', groupId });
  });

  test('has no group where there is none', () => {
    expect(JSON.stringify(presentRelation('c1', undefined, STORE))).toBe('{"customerId":"c1"}');
  });

  test.each(['c1', 'a"b\\c', 'é😀', '\u2028', '</script>'])('is the same as text for %j', (id) => {
    const text = relationText(STORE);
    for (const of of [pair(id, id), pair(null, id), pair(null, id)]) {
      expect(relationText(STORE)(of)).toBe(JSON.stringify(presentRelation(id, of, STORE)));
    }
    const other = { customerId: id, groupId: 4, externalReferenceId: 'B' };
    expect(text(pair('A', id))).toBe(JSON.stringify({ customerId: id, groupId: 'A' }));
    expect(text(other)).toBe(JSON.stringify({ customerId: id, groupId: 'B' }));
  });
});

describe('a group', () => {
  const descriptions = { en: 'E', de: 'D' };
  test.each<[Partial<Group>, readonly string[] | undefined, unknown]>([
    [{}, undefined, 'Students'],
    [{ description: 'Plain' }, undefined, 'Plain'],
    [{ description: '' }, undefined, ''],
    [{ description: 'Plain' }, ['de'], 'Plain'],
    [{ description: 'Plain', descriptions }, undefined, descriptions],
    [{ description: 'Plain', descriptions }, ['de'], 'D'],
    [{ description: 'Plain', descriptions }, ['fr'], 'E'],
    [{ descriptions }, ['fr', 'de'], 'D'],
    [{ descriptions }, ['fr'], 'E'],
    [{ descriptions: {} }, undefined, {}],
    [{ descriptions: {} }, ['fr'], 'Students'],
  ])('with %j shows to %j the description %j', (fields, languages, description) => {
    const group = buildGroup({ externalReferenceId: 'A', ...fields });
    expect(presentGroup(group, STORE, languages)).toEqual({ id: 'A', description });
  });
});
