import { Type } from 'typebox';
import { MAX_ITEMS_PER_CALL, MAX_NAME, MAX_QUANTITY } from '../../../core/limits.js';
import { AMOUNT_PATTERN } from '../../../core/money.js';
import { BulkCounts, Closed, Id, Nullable, pageFields } from './common.js';

const minQuantity = Type.Integer({
  minimum: 1,
  maximum: MAX_QUANTITY,
  default: 1,
  description: 'From this quantity on.',
});
const Amount = (description: string) => Type.String({ pattern: AMOUNT_PATTERN, description });
const amount = Amount('In the list’s currency, with its digits.');

export const PriceSet = Closed({
  prices: Type.Array(
    Closed({
      productId: Id('A product, in the catalog or not.'),
      minQuantity: Type.Optional(minQuantity),
      amount: Nullable(
        Amount('In the list’s currency, with its digits; null ends the price that there is.'),
      ),
    }),
    {
      minItems: 1,
      maxItems: MAX_ITEMS_PER_CALL,
      description: 'One for each product and quantity; the list’s other prices stay.',
    },
  ),
});

export const Price = Type.Object({ productId: Type.String(), minQuantity, amount });

export const PriceCounts = Type.Object({
  ...BulkCounts.properties,
  deleted: Type.Integer({ description: 'Prices that have ended.' }),
});

export const ListedProduct = Type.Object({
  productId: Type.String(),
  inCatalog: Type.Boolean({ description: 'Whether the catalog knows the product.' }),
  name: Nullable(Type.String({ description: 'As the catalog has it.' })),
  catalogPrice: Nullable(Type.String({ description: 'In the store’s currency.' })),
  prices: Type.Array(Type.Object({ minQuantity, amount }), {
    description: 'All that the list has for it, by quantity; at least one.',
  }),
});

export const ListedProductQuery = Closed({
  search: Type.Optional(
    Type.String({
      maxLength: MAX_NAME,
      description:
        'Part of the product’s id or name, any case. Of a product that the catalog does not know: part of its id, as it is written.',
    }),
  ),
  ...pageFields,
});

export const PriceQuery = Closed({
  productId: Type.Optional(Id('The prices of this product.')),
  ...pageFields,
});
