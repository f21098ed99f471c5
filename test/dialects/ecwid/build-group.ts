import { type Group, newGroupFields } from '../../../src/core/group.js';

/** A group as the core has it; what a test is about is said by its overrides. */
export const buildGroup = (overrides: Partial<Group> = {}): Group => ({
  ...newGroupFields,
  storeId: 'acme',
  id: 12345,
  name: 'VIP',
  memberCount: 0,
  version: 1,
  createdAt: '2023-07-17T06:30:41.123Z',
  updatedAt: '2023-07-18T00:00:00.999Z',
  ...overrides,
});
