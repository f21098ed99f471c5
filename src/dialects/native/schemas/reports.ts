import { Type } from 'typebox';
import { FINDING_CODES } from '../../../core/report.js';
import { Nullable, OneOf } from './common.js';
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
