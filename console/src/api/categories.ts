import { queryOptions } from '@tanstack/react-query';
import { type Answer, allPages, answer, api } from './client';
import { inStore } from './stores';

const ALL = '/v1/stores/{store}/categories';

export type Category = Answer<typeof ALL>['data'][number];

/** More categories than this are not shown: a group can name no more. */
export const MOST_CATEGORIES = 10_000;

export const allCategoriesQuery = (store: string) =>
  queryOptions({
    queryKey: [...inStore(store), 'categories', 'all'],
    queryFn: ({ signal }) =>
      allPages(
        (query) => answer(api.GET(ALL, { params: { path: { store }, query }, signal })),
        MOST_CATEGORIES,
      ),
    staleTime: 60_000,
  });
