import { type Static, Type } from 'typebox';
import { probePriceList } from '../../../core/impact.js';
import { parseInstant } from '../../../core/instant.js';
import type { PriceList as CorePriceList, PriceListSort } from '../../../core/price-list.js';
import {
  createPriceList,
  deletePriceList,
  getPriceList,
  listPriceLists,
  priceListTag,
  updatePriceList,
} from '../../../core/price-list-service.js';
import { isStorable, nameKey } from '../../../core/text.js';
import type { Endpoints } from '../endpoint.js';
import { decodeCursor, pageById, pageOf } from '../page.js';
import { instantOf } from '../parse.js';
import { presentPriceList } from '../present.js';
import { Id, PageOf } from '../schemas/common.js';
import { NewPriceList, PriceList, PriceListPatch, PriceListQuery } from '../schemas/price-lists.js';

const tag = 'price lists';
const inStore = Type.Object({ store: Type.String() });
const one = Type.Object({ store: Type.String(), list: Id('The price list.') });

/** With its times in UTC; a field that is absent stays absent, since it then stays as it is. */
function withInstants<Body extends Static<typeof PriceListPatch>>(body: Body): Body {
  return {
    ...body,
    ...(body.startsAt !== undefined && { startsAt: instantOf(body.startsAt) }),
    ...(body.endsAt !== undefined && { endsAt: instantOf(body.endsAt) }),
  };
}

export function priceListRoutes(endpoints: Endpoints): void {
  endpoints.write(
    'POST',
    '/stores/:store/price-lists',
    {
      summary: 'Create a price list',
      tag,
      params: inStore,
      body: NewPriceList,
      impact: () => probePriceList(),
      answers: { 201: PriceList },
    },
    async (unit, { body, params }) => {
      const list = await createPriceList(unit, withInstants(body));
      return {
        status: 201,
        body: presentPriceList(list),
        tag: priceListTag(list),
        location: `/v1/stores/${params.store}/price-lists/${encodeURIComponent(list.id)}`,
      };
    },
  );

  endpoints.read(
    '/stores/:store/price-lists',
    {
      summary: 'List price lists',
      tag,
      params: inStore,
      query: PriceListQuery,
      answers: { 200: PageOf(PriceList, 'Price lists in the order asked for.') },
    },
    async (view, { query }) => {
      const { search, sort: order = 'id' } = query;
      const sort = order.replace('-', '') as PriceListSort;
      const { limit } = pageById({ limit: query.limit });
      const after = decodeCursor(query.cursor, (parts) => positionOf(parts, order, sort));
      const page = { sort, descending: order.startsWith('-'), limit, after };
      const lists = await listPriceLists(view, { search }, page);
      return {
        status: 200,
        body: pageOf(lists, query, presentPriceList, (list) => [
          order,
          sortValue(list, sort),
          list.id,
        ]),
      };
    },
  );

  endpoints.read(
    '/stores/:store/price-lists/:list',
    { summary: 'Get a price list', tag, params: one, answers: { 200: PriceList } },
    async (view, { params }) => {
      const list = await getPriceList(view, params.list);
      return { status: 200, body: presentPriceList(list), tag: priceListTag(list) };
    },
  );

  endpoints.write(
    'PATCH',
    '/stores/:store/price-lists/:list',
    {
      summary: 'Change a price list',
      tag,
      params: one,
      body: PriceListPatch,
      impact: ({ params }) => probePriceList(params.list),
      answers: { 200: PriceList },
    },
    async (unit, { params, body, precondition }) => {
      const list = await updatePriceList(unit, params.list, withInstants(body), precondition);
      return { status: 200, body: presentPriceList(list), tag: priceListTag(list) };
    },
  );

  endpoints.write(
    'DELETE',
    '/stores/:store/price-lists/:list',
    {
      summary: 'Delete a price list that no group uses',
      tag,
      params: one,
      impact: ({ params }) => probePriceList(params.list),
      answers: { 204: null },
    },
    async (unit, { params, precondition }) => {
      await deletePriceList(unit, params.list, precondition);
      return { status: 204 };
    },
  );
}

const sortValue = (list: CorePriceList, sort: PriceListSort): string =>
  sort === 'name' ? nameKey(list.name) : list[sort];

/** A cursor holds the order that it belongs to, the value of the last entry in it, and its id. */
function positionOf(parts: readonly unknown[], order: string, sort: PriceListSort) {
  const [of, given, id, ...rest] = parts;
  if (of !== order || rest.length > 0) return undefined;
  if (typeof id !== 'string' || typeof given !== 'string') return undefined;
  const value = sort === 'updatedAt' ? parseInstant(given) : given;
  return value !== undefined && isStorable(value) && isStorable(id) ? { value, id } : undefined;
}
