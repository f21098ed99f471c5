import { queryOptions } from '@tanstack/react-query';
import { answer, api, orNull } from './client';
import { inStore } from './stores';

const ALL = '/v1/stores/{store}/products';
const ONE = '/v1/stores/{store}/products/{product}';

/** The first products whose id or name contains a text. */
export const productSearchQuery = (store: string, search: string, limit: number) =>
  queryOptions({
    queryKey: [...inStore(store), 'products', 'search', search, limit],
    queryFn: ({ signal }) =>
      answer(
        api.GET(ALL, {
          params: { path: { store }, query: { limit, ...(search && { search }) } },
          signal,
        }),
      ),
    staleTime: 60_000,
  });

/** A product; null where the catalog does not know it. */
export const catalogProductQuery = (store: string, product: string) =>
  queryOptions({
    queryKey: [...inStore(store), 'products', 'one', product],
    queryFn: ({ signal }) =>
      orNull(answer(api.GET(ONE, { params: { path: { store, product } }, signal }))),
    staleTime: 60_000,
  });
