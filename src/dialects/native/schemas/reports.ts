import { Type } from 'typebox';
import { LARGEST_GROUPS, MAX_REPORT_DAYS } from '../../../core/group-report-service.js';
import { FINDING_CODES } from '../../../core/report.js';
import { Closed, GroupId, Nullable, OneOf, pageFields } from './common.js';
import { DiscountRule } from './groups.js';

export const Finding = Type.Object({
  code: OneOf(FINDING_CODES, { description: 'The reason, for programs.' }),
  message: Type.String({ description: 'What never matters, and why, in a sentence.' }),
  groupId: Nullable(Type.Integer({ description: 'Null for a price list that no group uses.' })),
  groupName: Nullable(Type.String()),
  rule: Type.Union([DiscountRule, Type.Null()], {
    description: 'Null where it is about a price list.',
  }),
  priceListId: Nullable(Type.String({ description: 'Null where it is about a rule.' })),
});

export const FindingQuery = Closed({
  groupId: Type.Optional(GroupId('What is about this group alone.')),
  ...pageFields,
});

export const GroupReportQuery = Closed({
  days: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: MAX_REPORT_DAYS,
      default: 30,
      description: 'Days of growth, today included.',
    }),
  ),
});

export const GroupReport = Type.Object({
  groups: Type.Integer(),
  customers: Type.Integer(),
  customersWithoutGroup: Type.Integer({ description: 'Customers in no group at all.' }),
  members: Type.Integer({
    description:
      'Present memberships, whatever their window; a customer in two groups counts twice.',
  }),
  growth: Type.Array(
    Type.Object({
      day: Type.String({ description: 'In UTC, such as `2026-01-31`.' }),
      added: Type.Integer({ description: 'Members that came to a group.' }),
      removed: Type.Integer({ description: 'Members that left one, deleted groups included.' }),
      members: Type.Integer({ description: 'At the end of the day; today: now.' }),
    }),
    { description: 'Each day, the oldest first and today last.' },
  ),
  bySize: Type.Array(
    Type.Object({ id: Type.Integer(), name: Type.String(), members: Type.Integer() }),
    { description: `The ${LARGEST_GROUPS} groups with the most members, the largest first.` },
  ),
});
