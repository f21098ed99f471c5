import { queryOptions } from '@tanstack/react-query';
import { answer, api } from './client';
import type { paths } from './generated/schema';
import { inStore } from './stores';

const PATH = '/v1/stores/{store}/quotes';

type Operation = paths[typeof PATH]['post'];
export type QuoteRequest = Operation['requestBody']['content']['application/json'];
export type Quote = Operation['responses'][200]['content']['application/json'];
export type QuotedItem = Quote['items'][number];
export type Candidate = NonNullable<QuotedItem['explanation']>[number];
export type Ignored = Candidate['ignored'][number];

/** A price is as of now unless the question says otherwise, so it is asked for anew each time. */
export const quoteQuery = (store: string, body: QuoteRequest) =>
  queryOptions({
    queryKey: [...inStore(store), 'quotes', body],
    queryFn: ({ signal }) => answer(api.POST(PATH, { params: { path: { store } }, body, signal })),
    staleTime: 0,
  });

/** A category's name; its id where it is gone. */
export const categoryNameQuery = (store: string, category: string) =>
  queryOptions({
    queryKey: [...inStore(store), 'categories', 'name', category],
    queryFn: async ({ signal }) => {
      const path = '/v1/stores/{store}/categories/{category}';
      return (await answer(api.GET(path, { params: { path: { store, category } }, signal }))).name;
    },
    retry: false,
    staleTime: 60_000,
  });
