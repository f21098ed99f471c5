import { Type } from 'typebox';
import { probePriceList } from '../../../core/impact.js';
import { MAX_QUANTITY } from '../../../core/limits.js';
import type { ListedProduct as CoreListedProduct } from '../../../core/listed-product.js';
import { listProductsOfList } from '../../../core/listed-product-service.js';
import type { Price as CorePrice, PriceKey } from '../../../core/price.js';
import { deletePrices, listPrices, putPrices } from '../../../core/price-service.js';
import { isStorable } from '../../../core/text.js';
import type { Endpoints } from '../endpoint.js';
import { decodeCursor, pageById, pageOf } from '../page.js';
import { presentListedProduct, presentPrice } from '../present.js';
import { Id, PageOf } from '../schemas/common.js';
import {
  ListedProduct,
  ListedProductQuery,
  Price,
  PriceCounts,
  PriceQuery,
  PriceSet,
} from '../schemas/prices.js';

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

  endpoints.read(
    '/stores/:store/price-lists/:list/products',
    {
      summary: 'List the products of a price list, each with all of its prices',
      tag,
      params: ofList,
      query: ListedProductQuery,
      answers: { 200: PageOf(ListedProduct, 'Products by id.') },
    },
    async (view, { params, query, currency }) => {
      const { limit, cursor, ...filter } = query;
      const page = pageById({ limit, cursor });
      const { list, products } = await listProductsOfList(view, params.list, { filter, page });
      const present = (product: CoreListedProduct) =>
        presentListedProduct(product, list.currency, currency);
      return {
        status: 200,
        body: pageOf(products, query, present, ({ productId }) => [productId]),
      };
    },
  );

  endpoints.write(
    'PUT',
    '/stores/:store/price-lists/:list/prices',
    {
      summary: 'Set and delete many prices of a price list, all or nothing',
      tag,
      params: ofList,
      body: PriceSet,
      impact: ({ params }) => probePriceList(params.list),
      answers: { 200: PriceCounts },
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
