import { queryOptions } from '@tanstack/react-query';
import { type Answer, answer, api, MAX_PAGE } from './client';

export type Store = Answer<'/v1/stores/{store}'>;

/** Everything below a store has a key that begins with this, and is read anew after each write. */
export const inStore = (store: string) => ['store', store] as const;

export const storeQuery = (store: string) =>
  queryOptions({
    queryKey: [...inStore(store), 'itself'],
    queryFn: ({ signal }) =>
      answer(api.GET('/v1/stores/{store}', { params: { path: { store } }, signal })),
    staleTime: 60_000,
  });

/** A page of all stores: for the root key alone. */
export const storesQuery = (cursor?: string) =>
  queryOptions({
    queryKey: ['stores', cursor],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/v1/stores', {
          params: { query: { limit: MAX_PAGE, ...(cursor && { cursor }) } },
          signal,
        }),
      ),
  });
