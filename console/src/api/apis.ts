import { queryOptions } from '@tanstack/react-query';
import { type Answer, answer, api } from './client';
import { inStore } from './stores';

const PATH = '/v1/stores/{store}/apis';

export type Api = Answer<typeof PATH>['data'][number];
export type Introduction = NonNullable<Api['introduction']>;

/** How clients reach a store, with samples. */
export const apisQuery = (store: string) =>
  queryOptions({
    queryKey: [...inStore(store), 'apis'],
    queryFn: ({ signal }) => answer(api.GET(PATH, { params: { path: { store } }, signal })),
    staleTime: 60_000,
  });
