import { queryOptions } from '@tanstack/react-query';
import { type Answer, answer, answerWithTag, api, done, orNull, sending } from './client';
import type { paths } from './generated/schema';
import { inStore } from './stores';

const ALL = '/v1/stores/{store}/users';
const ONE = '/v1/stores/{store}/users/{user}';

export type User = Answer<typeof ONE>;
type UserFields = paths[typeof ONE]['put']['requestBody']['content']['application/json'];
type PageQuery = NonNullable<paths[typeof ALL]['get']['parameters']['query']>;

export const usersQuery = (store: string, query: PageQuery) =>
  queryOptions({
    queryKey: [...inStore(store), 'users', query],
    queryFn: ({ signal }) => answer(api.GET(ALL, { params: { path: { store }, query }, signal })),
  });

/** A user with the `ETag` that a save refers to; null when there is none of this id. */
export const findUser = (store: string, user: string) =>
  orNull(answerWithTag(api.GET(ONE, { params: { path: { store, user } } })));

interface Put {
  user: string;
  fields: UserFields;
  tag?: string | undefined;
}

export const putUser = (store: string, { user, fields, tag }: Put) =>
  answer(api.PUT(ONE, { params: { path: { store, user } }, body: fields, ...sending({ tag }) }));

export const deleteUser = (store: string, user: string) =>
  done(api.DELETE(ONE, { params: { path: { store, user } } }));
