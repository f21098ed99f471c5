import { queryOptions } from '@tanstack/react-query';
import { type Answer, allPages, answer, answerWithTag, api, done, sending } from './client';
import type { paths } from './generated/schema';
import { inStore } from './stores';

const ALL = '/v1/stores/{store}/price-lists';
const ONE = '/v1/stores/{store}/price-lists/{list}';

export type PriceList = Answer<typeof ONE>;
type PriceListQuery = NonNullable<paths[typeof ALL]['get']['parameters']['query']>;
export type PriceListSort = NonNullable<PriceListQuery['sort']>;
type NewPriceList = paths[typeof ALL]['post']['requestBody']['content']['application/json'];
export type PriceListPatch =
  paths[typeof ONE]['patch']['requestBody']['content']['application/json'];

/** The orders of the list of price lists, as the API has them. */
export const LIST_SORTS = [
  'id',
  '-id',
  'name',
  '-name',
  'updatedAt',
  '-updatedAt',
] as const satisfies readonly PriceListSort[];

export const priceListsQuery = (store: string, query: PriceListQuery) =>
  queryOptions({
    queryKey: [...inStore(store), 'price-lists', 'list', query],
    queryFn: ({ signal }) => answer(api.GET(ALL, { params: { path: { store }, query }, signal })),
  });

/** More price lists than this are not offered to choose from. */
const MOST = 2_000;

export const allPriceListsQuery = (store: string) =>
  queryOptions({
    queryKey: [...inStore(store), 'price-lists', 'all'],
    queryFn: ({ signal }) =>
      allPages(
        (query) => answer(api.GET(ALL, { params: { path: { store }, query }, signal })),
        MOST,
      ),
  });

/** A price list, and the `ETag` that a later save refers to. */
export const priceListQuery = (store: string, list: string) =>
  queryOptions({
    queryKey: [...inStore(store), 'price-lists', 'one', list],
    queryFn: ({ signal }) =>
      answerWithTag(api.GET(ONE, { params: { path: { store, list } }, signal })),
  });

/** A price list as it was read or written, with the `ETag` that stands for it. */
export type TaggedPriceList = Awaited<ReturnType<typeof updatePriceList>>;

export const createPriceList = (store: string, body: NewPriceList, key: string) =>
  answer(api.POST(ALL, { params: { path: { store } }, body, ...sending({ key }) }));

interface Change {
  list: string;
  patch: PriceListPatch;
  tag?: string | undefined;
  requestId?: string | undefined;
}

export const updatePriceList = (store: string, { list, patch, tag, requestId }: Change) =>
  answerWithTag(
    api.PATCH(ONE, {
      params: { path: { store, list } },
      body: patch,
      ...sending({ tag, requestId }),
    }),
  );

/** What saving would change; refused as the save would be. */
export const listPatchImpactQuery = (store: string, { list, patch }: Change) =>
  queryOptions({
    queryKey: [...inStore(store), 'price-lists', 'impact', list, patch],
    queryFn: async ({ signal }) => {
      const params = { path: { store, list }, query: { dryRun: true } };
      const rehearsed = await answer(api.PATCH(ONE, { params, body: patch, signal }));
      return rehearsed.impact ?? null;
    },
    retry: false,
  });

export const deletePriceList = (store: string, list: string, requestId: string) =>
  done(api.DELETE(ONE, { params: { path: { store, list } }, ...sending({ requestId }) }));

/** Whether the list can go; refused as the deletion would be. */
export const listDeletionQuery = (store: string, list: string) =>
  queryOptions({
    queryKey: [...inStore(store), 'price-lists', 'deletion', list],
    queryFn: async ({ signal }) => {
      const params = { path: { store, list }, query: { dryRun: true } };
      return (await answer(api.DELETE(ONE, { params, signal }))).impact;
    },
    retry: false,
    staleTime: 0,
  });
