import { queryOptions } from '@tanstack/react-query';
import { allPages, answer, api, MAX_PAGE } from './client';
import { inStore } from './stores';

/** More price lists than this are not offered to choose from. */
const MOST = 2_000;

export const priceListsQuery = (store: string) =>
  queryOptions({
    queryKey: [...inStore(store), 'price-lists', 'all'],
    queryFn: ({ signal }) =>
      allPages(
        (cursor) =>
          answer(
            api.GET('/v1/stores/{store}/price-lists', {
              params: { path: { store }, query: { limit: MAX_PAGE, ...(cursor && { cursor }) } },
              signal,
            }),
          ),
        MOST,
      ),
  });
