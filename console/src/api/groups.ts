import { queryOptions } from '@tanstack/react-query';
import {
  type Answer,
  allPages,
  answer,
  answerWithTag,
  api,
  done,
  MAX_PAGE,
  orNull,
  sending,
} from './client';
import type { paths } from './generated/schema';
import { inStore } from './stores';

const ALL = '/v1/stores/{store}/groups';
const ONE = '/v1/stores/{store}/groups/{group}';

export type Group = Answer<typeof ONE>;
type GroupQuery = NonNullable<paths[typeof ALL]['get']['parameters']['query']>;
export type GroupSort = NonNullable<GroupQuery['sort']>;
type NewGroup = paths[typeof ALL]['post']['requestBody']['content']['application/json'];
export type GroupPatch = paths[typeof ONE]['patch']['requestBody']['content']['application/json'];

/** The orders of the list of groups, as the API has them. */
export const GROUP_SORTS = [
  'id',
  '-id',
  'name',
  '-name',
  'createdAt',
  '-createdAt',
  'updatedAt',
  '-updatedAt',
] as const satisfies readonly GroupSort[];

/** More groups than this are not shown as a tree. */
export const MOST_IN_TREE = 5_000;

/** A group, and the `ETag` that a later save refers to. */
export const groupQuery = (store: string, group: number) =>
  queryOptions({
    queryKey: [...inStore(store), 'groups', 'one', group],
    queryFn: ({ signal }) =>
      answerWithTag(api.GET(ONE, { params: { path: { store, group } }, signal })),
  });

export const groupsQuery = (store: string, query: GroupQuery) =>
  queryOptions({
    queryKey: [...inStore(store), 'groups', 'list', query],
    queryFn: ({ signal }) => answer(api.GET(ALL, { params: { path: { store }, query }, signal })),
  });

export const allGroupsQuery = (store: string) =>
  queryOptions({
    queryKey: [...inStore(store), 'groups', 'all'],
    queryFn: ({ signal }) =>
      allPages(
        (query) => answer(api.GET(ALL, { params: { path: { store }, query }, signal })),
        MOST_IN_TREE,
      ),
  });

/** Groups by id: those of them that there are. One page, so at most `MAX_PAGE`. */
export const groupsByIdQuery = (store: string, ids: readonly number[]) => {
  const wanted = [...new Set(ids)].sort((a, b) => a - b).slice(0, MAX_PAGE);
  return queryOptions({
    queryKey: [...inStore(store), 'groups', 'by-id', wanted],
    queryFn: async ({ signal }) => {
      const query = { ids: wanted.join(), limit: MAX_PAGE };
      const { data } = await answer(api.GET(ALL, { params: { path: { store }, query }, signal }));
      return new Map(data.map((group) => [group.id, group]));
    },
  });
};

export const createGroup = (store: string, body: NewGroup, key: string) =>
  answer(api.POST(ALL, { params: { path: { store } }, body, ...sending({ key }) }));

interface Change {
  group: number;
  patch: GroupPatch;
  tag?: string | undefined;
  requestId?: string | undefined;
}

/** A group as it was read or written, with the `ETag` that stands for it. */
export type TaggedGroup = Awaited<ReturnType<typeof updateGroup>>;

export const updateGroup = (store: string, { group, patch, tag, requestId }: Change) =>
  answerWithTag(
    api.PATCH(ONE, {
      params: { path: { store, group } },
      body: patch,
      ...sending({ tag, requestId }),
    }),
  );

/** What saving would change; refused as the save would be. */
export const patchImpactQuery = (store: string, { group, patch }: Change) =>
  queryOptions({
    queryKey: [...inStore(store), 'groups', 'impact', group, patch],
    queryFn: async ({ signal }) => {
      const params = { path: { store, group }, query: { dryRun: true } };
      const rehearsed = await answer(api.PATCH(ONE, { params, body: patch, signal }));
      return rehearsed.impact ?? null;
    },
    retry: false,
  });

/** @returns false when it was gone already, which is what was wanted, too */
export async function deleteGroup(
  store: string,
  group: number,
  requestId: string,
): Promise<boolean> {
  const params = { path: { store, group } };
  return (await orNull(done(api.DELETE(ONE, { params, ...sending({ requestId }) })))) !== null;
}

const deletionImpact = async (store: string, group: number, signal: AbortSignal) => {
  const params = { path: { store, group }, query: { dryRun: true } };
  return (await answer(api.DELETE(ONE, { params, signal }))).impact;
};

export type Impact = Awaited<ReturnType<typeof deletionImpact>>;

/** What deleting each of the groups would change; asked one after the other, as it would be done. */
export const deletionImpactsQuery = (store: string, groups: readonly number[]) =>
  queryOptions({
    queryKey: [...inStore(store), 'groups', 'deletion', groups],
    queryFn: async ({ signal }) => {
      const impacts: Impact[] = [];
      for (const group of groups) impacts.push(await deletionImpact(store, group, signal));
      return impacts;
    },
    staleTime: 0,
  });
