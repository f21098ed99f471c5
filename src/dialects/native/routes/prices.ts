import { Type } from 'typebox';
import { probePriceList } from '../../../core/impact.js';
import { MAX_QUANTITY } from '../../../core/limits.js';
import type { Price as CorePrice, PriceKey } from '../../../core/price.js';
import { deletePrices, listPrices, putPrices } from '../../../core/price-service.js';
import { isStorable } from '../../../core/text.js';
import type { Endpoints } from '../endpoint.js';
import { decodeCursor, pageById, pageOf } from '../page.js';
import { presentPrice } from '../present.js';
import { BulkCounts, Id, PageOf } from '../schemas/common.js';
import { Price, PriceQuery, PriceSet } from '../schemas/prices.js';

const tag = 'price lists';
const ofList = Type.Object({ store: Type.String(), list: Id('The price list.') });
const ofProduct = Type.Object({
  store: Type.String(),
  list: Id('The price list.'),
  product: Id('The product.'),
});

export function priceRoutes(endpoints: Endpoints): void {
  endpoints.read(
    '/stores/:store/price-lists/:list/prices',
    {
      summary: 'List the prices of a price list',
      tag,
      params: ofList,
      query: PriceQuery,
      answers: { 200: PageOf(Price, 'Prices by product and quantity.') },
    },
    async (view, { params, query }) => {
      const { limit, cursor, ...filter } = query;
      const page = { ...pageById({ limit }), after: decodeCursor(cursor, positionOf) };
      const { list, prices } = await listPrices(view, params.list, { filter, page });
      const present = (price: CorePrice) => presentPrice(price, list.currency);
      return {
        status: 200,
        body: pageOf(prices, query, present, (price) => [price.productId, price.minQuantity]),
      };
    },
  );

  endpoints.write(
    'PUT',
    '/stores/:store/price-lists/:list/prices',
    {
      summary: 'Set many prices of a price list, all or nothing',
      tag,
      params: ofList,
      body: PriceSet,
      impact: ({ params }) => probePriceList(params.list),
      answers: { 200: BulkCounts },
    },
    async (unit, { params, body }) => ({
      status: 200,
      body: await putPrices(unit, params.list, body.prices),
    }),
  );

  endpoints.write(
    'DELETE',
    '/stores/:store/price-lists/:list/prices/:product',
    {
      summary: 'Delete every price of a product in a price list',
      tag,
      params: ofProduct,
      impact: ({ params }) => probePriceList(params.list),
      answers: { 204: null },
    },
    async (unit, { params }) => {
      await deletePrices(unit, params.list, params.product);
      return { status: 204 };
    },
  );
}

/** A cursor holds the product and the quantity of the last entry. */
function positionOf([productId, minQuantity, ...rest]: readonly unknown[]): PriceKey | undefined {
  if (typeof productId !== 'string' || !isStorable(productId) || rest.length > 0) return undefined;
  const quantity = Number.isSafeInteger(minQuantity) ? (minQuantity as number) : 0;
  return quantity >= 1 && quantity <= MAX_QUANTITY
    ? { productId, minQuantity: quantity }
    : undefined;
}
