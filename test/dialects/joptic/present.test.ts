import { expect, test } from 'vitest';
import { type Group, newGroupFields } from '../../../src/core/group.js';
import { publicId } from '../../../src/core/public-id.js';
import {
  presentCreated,
  presentDeletion,
  presentGroup,
  presentPage,
  presentRelation,
} from '../../../src/dialects/joptic/present.js';

const STORE = 7;
const GROUP: Group = {
  ...newGroupFields,
  storeId: 'acme',
  id: 3,
  name: 'VIP Customers',
  defaultPriceListId: 'price_list_123',
  memberCount: 0,
  version: 1,
  createdAt: '2025-10-01T09:00:00.000Z',
  updatedAt: '2025-10-15T12:30:00.000Z',
};

test('a group has no price list, and no description where there is none', () => {
  expect(presentGroup(GROUP, STORE)).toEqual({
    id: publicId(STORE, 3),
    name: 'VIP Customers',
    description: null,
    createdAt: '2025-10-01T09:00:00.000Z',
    updatedAt: '2025-10-15T12:30:00.000Z',
  });
});

test('a new group has names of its own', () => {
  expect(Object.keys(presentCreated(GROUP, STORE))).toEqual([
    'id',
    'groupName',
    'description',
    'defaultPriceList',
    'createdAt',
    'updatedAt',
  ]);
});

test.each([
  [0, 1, 10, 0, false, false],
  [0, 2, 10, 0, false, true],
  [1, 1, 10, 1, false, false],
  [10, 1, 10, 1, false, false],
  [11, 1, 10, 2, true, false],
  [11, 2, 10, 2, false, true],
  [11, 3, 10, 2, false, true],
  [100, 50, 1, 100, true, true],
])('of %i groups, page %i by %i is of %i', (total, page, limit, totalPages, hasNext, hasPrev) => {
  expect(presentPage({ groups: [], total }, STORE, { page, limit })).toEqual({
    data: [],
    pagination: { page, limit, total, totalPages, hasNext, hasPrev },
  });
});

test('a deletion says its number twice', () => {
  expect(JSON.stringify(presentDeletion(1))).toBe(
    '{"message":"Deleted 1 customer group(s)","deletedCount":1}',
  );
});

test('a relation is shown without its window', () => {
  const createdAt = '2025-11-03T10:00:00.000Z';
  const member = {
    customerId: 'customer_123',
    groupId: 3,
    relationId: 'relation_xyz789',
    startsAt: createdAt,
    endsAt: null,
    createdAt,
    validFrom: createdAt,
  };
  expect(JSON.stringify(presentRelation(member, 'cgrp_abc123'))).toBe(
    '{"id":"relation_xyz789","customerGroupId":"cgrp_abc123","customerId":"customer_123","createdAt":"2025-11-03T10:00:00.000Z"}',
  );
});
