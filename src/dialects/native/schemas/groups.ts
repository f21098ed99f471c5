import { Type } from 'typebox';
import {
  MAX_CATEGORIES,
  MAX_DESCRIPTION,
  MAX_GROUPS_PER_CALL,
  MAX_NAME,
  MAX_RULES,
} from '../../../core/limits.js';
import { AMOUNT_PATTERN } from '../../../core/money.js';
import {
  Closed,
  Created,
  GroupId,
  Id,
  Nullable,
  OneOf,
  pageFields,
  Updated,
  Version,
} from './common.js';

const CategoryAccess = Nullable(
  Closed(
    {
      type: OneOf(['all', 'specific', 'none']),
      categories: Type.Optional(
        Type.Array(Id('A category.'), {
          maxItems: MAX_CATEGORIES,
          description: 'With `specific` alone: exactly the categories that may be seen.',
        }),
      ),
    },
    { description: 'Null: inherited from the parent, or all.' },
  ),
);

export const DiscountRule = Closed({
  type: OneOf(['all', 'product', 'category']),
  productId: Type.Optional(Id('With `product` alone.')),
  categoryId: Type.Optional(Id('With `category` alone.')),
  method: OneOf(['percent', 'price', 'fixed'], {
    description: '`percent` takes a percentage off, `price` an amount; `fixed` is the new price.',
  }),
  amount: Type.String({ pattern: AMOUNT_PATTERN, description: 'Up to four decimals.' }),
});

const fields = {
  name: Type.String({ minLength: 1, maxLength: MAX_NAME, description: 'Need not be unique.' }),
  description: Nullable(Type.String({ maxLength: MAX_DESCRIPTION })),
  descriptions: Nullable(
    Type.Record(Type.String(), Type.String({ maxLength: MAX_DESCRIPTION }), {
      description: 'A text by language: `{"en": "…"}`.',
    }),
  ),
  isDefault: Type.Boolean({
    description: 'New customers join it; setting it unsets the former default group.',
  }),
  isGuest: Type.Boolean({
    description: 'Whoever is in no group is treated as in this one; at most one in a store.',
  }),
  isActive: Type.Boolean({ description: 'An inactive group gives its members nothing.' }),
  parentId: Nullable(GroupId('Inherits what it leaves unset from this group; up to four levels.')),
  categoryAccess: CategoryAccess,
  discountRules: Type.Array(DiscountRule, {
    maxItems: MAX_RULES,
    description: 'At most one rule for each target. A PATCH replaces the whole list.',
  }),
  defaultPriceListId: Nullable(Id('A price list of the store.')),
  externalReferenceId: Nullable(
    Type.String({
      minLength: 1,
      maxLength: MAX_NAME,
      description: 'Your own id of the group, unique in the store.',
    }),
  ),
};

const { name, ...others } = Type.Partial(Type.Object(fields)).properties;

export const NewGroup = Closed({ name: fields.name, ...others });
export const GroupPatch = Closed({
  name,
  ...others,
  discountRules: Type.Optional(Nullable(fields.discountRules)),
  // Parts of these may be patched: what they lead to is checked as a whole.
  categoryAccess: Type.Optional(
    Nullable(
      Closed({
        type: Type.Optional(OneOf(['all', 'specific', 'none'])),
        categories: Type.Optional(
          Nullable(Type.Array(Id('A category.'), { maxItems: MAX_CATEGORIES })),
        ),
      }),
    ),
  ),
  descriptions: Type.Optional(
    Nullable(Type.Record(Type.String(), Nullable(Type.String({ maxLength: MAX_DESCRIPTION })))),
  ),
});

export const Group = Type.Object({
  id: GroupId('Counts 1, 2, 3 … within the store; never reused.'),
  publicId: Type.String({ description: 'Unique among all stores.' }),
  ...fields,
  memberCount: Type.Integer({ description: 'Present memberships, whatever their window.' }),
  version: Version,
  createdAt: Created,
  updatedAt: Updated,
});

const Flag = Type.Optional(Type.Boolean());

export const GroupQuery = Closed({
  search: Type.Optional(
    Type.String({ maxLength: MAX_NAME, description: 'Part of name or description, any case.' }),
  ),
  ids: Type.Optional(
    Type.String({
      description: `Those of these groups that there are: up to ${MAX_GROUPS_PER_CALL} ids with commas, such as \`7,9\`.`,
    }),
  ),
  isDefault: Flag,
  isGuest: Flag,
  isActive: Flag,
  parentId: Type.Optional(GroupId('Children of this group.')),
  defaultPriceListId: Type.Optional(Id('Groups whose own default price list this is.')),
  sort: Type.Optional(
    OneOf(['id', '-id', 'name', '-name', 'createdAt', '-createdAt', 'updatedAt', '-updatedAt'], {
      default: 'id',
      description: 'With `-` from the last to the first.',
    }),
  ),
  ...pageFields,
});
