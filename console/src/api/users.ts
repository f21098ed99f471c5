import { queryOptions } from '@tanstack/react-query';
import { type Answer, answer, answerWithTag, api, done, sending } from './client';
import type { paths } from './generated/schema';
import { asProblem } from './problem';
import { inStore } from './stores';

const ALL = '/v1/stores/{store}/users';
const ONE = '/v1/stores/{store}/users/{user}';

export type User = Answer<typeof ONE>;
export type UserFields = paths[typeof ONE]['put']['requestBody']['content']['application/json'];
type PageQuery = NonNullable<paths[typeof ALL]['get']['parameters']['query']>;

export const usersQuery = (store: string, query: PageQuery) =>
  queryOptions({
    queryKey: [...inStore(store), 'users', query],
    queryFn: ({ signal }) => answer(api.GET(ALL, { params: { path: { store }, query }, signal })),
  });

/** A user with the `ETag` that a save refers to; undefined when there is none of this id. */
export async function findUser(store: string, user: string) {
  try {
    return await answerWithTag(api.GET(ONE, { params: { path: { store, user } } }));
  } catch (error) {
    if (asProblem(error).status === 404) return undefined;
    throw error;
  }
}

interface Put {
  user: string;
  fields: UserFields;
  tag?: string | undefined;
}

export const putUser = (store: string, { user, fields, tag }: Put) =>
  answer(api.PUT(ONE, { params: { path: { store, user } }, body: fields, ...sending({ tag }) }));

export const deleteUser = (store: string, user: string) =>
  done(api.DELETE(ONE, { params: { path: { store, user } } }));
