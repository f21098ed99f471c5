import { Type } from 'typebox';
import type { Product as CoreProduct } from '../../../core/product.js';
import {
  catalogCurrency,
  deleteProduct,
  getProduct,
  listProducts,
  productTag,
  putProducts,
} from '../../../core/product-service.js';
import type { Endpoints } from '../endpoint.js';
import { pageById, pageOf } from '../page.js';
import { presentProduct } from '../present.js';
import { Product, ProductQuery, ProductSet } from '../schemas/catalog.js';
import { BulkCounts, Id, PageOf } from '../schemas/common.js';

const tag = 'catalog';
const inStore = Type.Object({ store: Type.String() });
const one = Type.Object({ store: Type.String(), product: Id('The product.') });

export function productRoutes(endpoints: Endpoints): void {
  endpoints.write(
    'PUT',
    '/stores/:store/products',
    {
      summary: 'Create and replace many products, all or nothing',
      tag,
      params: inStore,
      body: ProductSet,
      answers: { 200: BulkCounts },
    },
    async (unit, { body }) => ({ status: 200, body: await putProducts(unit, body.products) }),
  );

  endpoints.read(
    '/stores/:store/products',
    {
      summary: 'List products',
      tag,
      params: inStore,
      query: ProductQuery,
      answers: { 200: PageOf(Product, 'Products by id.') },
    },
    async (view, { query }) => {
      const { limit, cursor, ...filter } = query;
      const [products, currency] = await Promise.all([
        listProducts(view, filter, pageById({ limit, cursor })),
        catalogCurrency(view),
      ]);
      const present = (product: CoreProduct) => presentProduct(product, currency);
      return { status: 200, body: pageOf(products, query, present, ({ id }) => [id]) };
    },
  );

  endpoints.read(
    '/stores/:store/products/:product',
    { summary: 'Get a product', tag, params: one, answers: { 200: Product } },
    async (view, { params }) => {
      const [product, currency] = await Promise.all([
        getProduct(view, params.product),
        catalogCurrency(view),
      ]);
      return { status: 200, body: presentProduct(product, currency), tag: productTag(product) };
    },
  );

  endpoints.write(
    'DELETE',
    '/stores/:store/products/:product',
    {
      summary: 'Delete a product; its prices in price lists stay',
      tag,
      params: one,
      answers: { 204: null },
    },
    async (unit, { params, precondition }) => {
      await deleteProduct(unit, params.product, precondition);
      return { status: 204 };
    },
  );
}
