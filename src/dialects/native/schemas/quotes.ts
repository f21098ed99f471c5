import { Type } from 'typebox';
import { MAX_GROUPS_PER_CALL, MAX_QUANTITY, MAX_QUOTE_ITEMS } from '../../../core/limits.js';
import { AMOUNT_PATTERN } from '../../../core/money.js';
import { Closed, GroupId, Id, Nullable, OneOf, Time } from './common.js';
import { DiscountRule } from './groups.js';

const Amount = (description: string) => Type.String({ description });

const Item = Closed({
  productId: Id('The product; the catalog need not know it.'),
  quantity: Type.Optional(
    Type.Integer({ minimum: 1, maximum: MAX_QUANTITY, default: 1, description: '1 unless given.' }),
  ),
  unitPrice: Type.Optional(
    Type.String({
      pattern: AMOUNT_PATTERN,
      description: 'In the quote’s currency, instead of the catalog’s price; up to four decimals.',
    }),
  ),
  categoryIds: Type.Optional(
    Type.Array(Id('A category.'), { maxItems: 100, description: 'Instead of the catalog’s.' }),
  ),
});

export const QuoteRequest = Closed({
  customerId: Type.Optional(Id('Whose price; not with groupIds. Without either, a guest’s.')),
  groupIds: Type.Optional(
    Type.Array(GroupId('A group.'), {
      maxItems: MAX_GROUPS_PER_CALL,
      description: 'The price that these groups make; none at all: the price without any.',
    }),
  ),
  currency: Type.Optional(
    Type.String({
      pattern: '^[A-Z]{3}$',
      description: 'As in ISO 4217; the store’s unless given.',
    }),
  ),
  at: Type.Optional(
    Time('The price as of this instant, past or future; now unless given. The catalog is today’s.'),
  ),
  explain: Type.Optional(
    Type.Boolean({ default: false, description: 'With every candidate, and why it lost.' }),
  ),
  items: Type.Array(Item, { minItems: 1, maxItems: MAX_QUOTE_ITEMS }),
});

const Ignored = Type.Object({
  priceListId: Type.Optional(Type.String()),
  rule: Type.Optional(DiscountRule),
  reason: Type.String(),
});

const Candidate = Type.Object({
  groupId: Nullable(Type.Integer({ description: 'Null: the price without any group.' })),
  base: Nullable(Amount('Before the rule.')),
  priceListId: Nullable(Type.String({ description: 'The list that the base is from.' })),
  rule: Type.Union([DiscountRule, Type.Null()]),
  unitPrice: Nullable(Amount('What the group would give.')),
  chosen: Type.Boolean(),
  reason: Type.String({ description: 'Why it was chosen, or not.' }),
  ignored: Type.Array(Ignored, {
    description: 'Lists and rules of the group that did not count, each with the reason.',
  }),
});

const QuotedItem = Type.Object({
  productId: Type.String(),
  quantity: Type.Integer(),
  accessible: Type.Boolean({
    description: 'Whether one of the groups lets the customer see one of the product’s categories.',
  }),
  listPrice: Nullable(Amount('The price without any group; null where only a list has one.')),
  unitPrice: Amount('Rounded to the currency’s minor unit.'),
  total: Amount('The unit price times the quantity.'),
  groupId: Nullable(Type.Integer({ description: 'The group that made the price; null: none.' })),
  priceListId: Nullable(Type.String()),
  rule: Type.Union([DiscountRule, Type.Null()]),
  explanation: Type.Optional(Type.Array(Candidate)),
});

export const Quote = Type.Object({
  currency: Type.String(),
  at: Time('The instant whose prices these are.'),
  catalog: Type.Optional(
    OneOf(['current'], {
      description: 'With a past instant: catalog prices and categories are today’s.',
    }),
  ),
  total: Amount('The sum of all lines, accessible or not.'),
  items: Type.Array(QuotedItem),
});

const access = {
  type: OneOf(['all', 'specific', 'none']),
  categories: Type.Array(Type.String(), {
    description: 'With `specific`: exactly the categories that may be seen.',
  }),
};

export const Access = Type.Object({
  ...access,
  groups: Type.Optional(
    Type.Array(Type.Object({ groupId: GroupId('The group.'), ...access }), {
      description: 'With `explain`: each group that counts, or the guest group; none: no group.',
    }),
  ),
});
