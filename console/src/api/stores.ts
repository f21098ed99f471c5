import { queryOptions } from '@tanstack/react-query';
import { type Answer, answer, answerWithTag, api, MAX_PAGE, sending } from './client';
import type { paths } from './generated/schema';

const ONE = '/v1/stores/{store}';

type Store = Answer<typeof ONE>;

/** Everything below a store has a key that begins with this, and is read anew after each write. */
export const inStore = (store: string) => ['store', store] as const;

export const storeQuery = (store: string) =>
  queryOptions({
    queryKey: [...inStore(store), 'itself'],
    queryFn: ({ signal }) => answer(api.GET(ONE, { params: { path: { store } }, signal })),
    staleTime: 60_000,
  });

export type Channels = Store['channels'];
export type ChannelName = keyof Channels;
type StorePatch = paths[typeof ONE]['patch']['requestBody']['content']['application/json'];
export type ChannelPatch = NonNullable<StorePatch['channels']>;

/** A store as it is right now, with the `ETag` that a save refers to. */
export const taggedStoreQuery = (store: string) =>
  queryOptions({
    queryKey: [...inStore(store), 'tagged'],
    queryFn: ({ signal }) => answerWithTag(api.GET(ONE, { params: { path: { store } }, signal })),
  });

interface ChannelChange {
  channels: ChannelPatch;
  tag?: string | undefined;
}

/** For the root key: a channel is an address among all stores. */
export const updateChannels = (store: string, { channels, tag }: ChannelChange) =>
  answer(api.PATCH(ONE, { params: { path: { store } }, body: { channels }, ...sending({ tag }) }));

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
