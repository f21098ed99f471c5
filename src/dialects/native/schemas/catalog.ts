import { Type } from 'typebox';
import { MAX_ITEMS_PER_CALL, MAX_NAME, MAX_PRODUCT_CATEGORIES } from '../../../core/limits.js';
import { AMOUNT_PATTERN } from '../../../core/money.js';
import { Closed, Created, Id, Nullable, pageFields, Updated, Version } from './common.js';

const categoryFields = {
  name: Type.String({ minLength: 1, maxLength: MAX_NAME, description: 'Need not be unique.' }),
  parentId: Nullable(Id('The category that it lies in; null: at the top.')),
};

export const CategorySet = Closed({
  categories: Type.Array(
    Closed({
      id: Id('Yours.'),
      name: categoryFields.name,
      parentId: Type.Optional(categoryFields.parentId),
    }),
    {
      minItems: 1,
      maxItems: MAX_ITEMS_PER_CALL,
      description:
        'Each as a whole: one without `parentId` is at the top. A parent may be new, too.',
    },
  ),
});

export const Category = Type.Object({
  id: Type.String(),
  ...categoryFields,
  version: Version,
  createdAt: Created,
  updatedAt: Updated,
});

export const CategoryQuery = Closed({
  parentId: Type.Optional(Id('Sub-categories of this one, not those below them.')),
  ...pageFields,
});

const productFields = {
  name: Nullable(Type.String({ maxLength: MAX_NAME })),
  price: Nullable(
    Type.String({
      pattern: AMOUNT_PATTERN,
      description: 'In the store’s currency, with its digits; null: only price lists have one.',
    }),
  ),
  categoryIds: Type.Array(Id('A category.'), {
    maxItems: MAX_PRODUCT_CATEGORIES,
    description: 'Categories of the store, in your order.',
  }),
};

export const ProductSet = Closed({
  products: Type.Array(
    Closed({ id: Id('Yours.'), ...Type.Partial(Type.Object(productFields)).properties }),
    {
      minItems: 1,
      maxItems: MAX_ITEMS_PER_CALL,
      description: 'Each as a whole: what is left out is cleared.',
    },
  ),
});

export const Product = Type.Object({
  id: Type.String(),
  ...productFields,
  version: Version,
  createdAt: Created,
  updatedAt: Updated,
});

export const ProductQuery = Closed({
  search: Type.Optional(
    Type.String({ maxLength: MAX_NAME, description: 'Part of id or name, any case.' }),
  ),
  categoryId: Type.Optional(Id('Products of exactly this category, not of those below it.')),
  ...pageFields,
});
