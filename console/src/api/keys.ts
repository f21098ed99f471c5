import { queryOptions } from '@tanstack/react-query';
import { type Answer, answer, api, done, sending } from './client';
import type { paths } from './generated/schema';
import { inStore } from './stores';

const ALL = '/v1/stores/{store}/keys';
const ONE = '/v1/stores/{store}/keys/{key}';

export type Key = Answer<typeof ALL>['data'][number];
export type NewKey = paths[typeof ALL]['post']['requestBody']['content']['application/json'];
type PageQuery = NonNullable<paths[typeof ALL]['get']['parameters']['query']>;

export const keysQuery = (store: string, query: PageQuery) =>
  queryOptions({
    queryKey: [...inStore(store), 'keys', query],
    queryFn: ({ signal }) => answer(api.GET(ALL, { params: { path: { store }, query }, signal })),
  });

/** The answer shows the secret, this once. */
export const createKey = (store: string, body: NewKey, key: string) =>
  answer(api.POST(ALL, { params: { path: { store } }, body, ...sending({ key }) }));

export const revokeKey = (store: string, key: string) =>
  done(api.DELETE(ONE, { params: { path: { store, key } } }));
