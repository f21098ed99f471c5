import { Type } from 'typebox';
import { MAX_ITEMS_PER_CALL, MAX_QUANTITY } from '../../../core/limits.js';
import { AMOUNT_PATTERN } from '../../../core/money.js';
import { Closed, Id, pageFields } from './common.js';

const minQuantity = Type.Integer({
  minimum: 1,
  maximum: MAX_QUANTITY,
  default: 1,
  description: 'From this quantity on.',
});
const amount = Type.String({
  pattern: AMOUNT_PATTERN,
  description: 'In the list’s currency, with its digits.',
});

export const PriceSet = Closed({
  prices: Type.Array(
    Closed({
      productId: Id('A product, in the catalog or not.'),
      minQuantity: Type.Optional(minQuantity),
      amount,
    }),
    {
      minItems: 1,
      maxItems: MAX_ITEMS_PER_CALL,
      description: 'One for each product and quantity; the list’s other prices stay.',
    },
  ),
});

export const Price = Type.Object({ productId: Type.String(), minQuantity, amount });

export const PriceQuery = Closed({
  productId: Type.Optional(Id('The prices of this product.')),
  ...pageFields,
});
