import { queryOptions } from '@tanstack/react-query';
import { type Answer, allPages, answer, api } from './client';
import type { Group } from './groups';
import { inStore } from './stores';

export type Access = Answer<'/v1/stores/{store}/access'>;

/** What the members of a group may see through it. */
export const groupAccessQuery = (store: string, group: number) =>
  queryOptions({
    queryKey: [...inStore(store), 'groups', 'access', group],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/v1/stores/{store}/access', {
          params: { path: { store }, query: { groupIds: String(group) } },
          signal,
        }),
      ),
  });

/** The groups above one, the nearest first. */
export const ancestorsQuery = (store: string, parentId: number | null) =>
  queryOptions({
    queryKey: [...inStore(store), 'groups', 'ancestors', parentId],
    queryFn: async ({ signal }) => {
      const ancestors: Group[] = [];
      for (let id = parentId; id !== null; id = ancestors.at(-1)?.parentId ?? null) {
        const path = { store, group: id };
        const read = api.GET('/v1/stores/{store}/groups/{group}', { params: { path }, signal });
        ancestors.push(await answer(read));
      }
      return ancestors;
    },
  });

/** What the groups above give to one that they stand over: an inactive one ends the line. */
export function givers(ancestors: readonly Group[]): readonly Group[] {
  const end = ancestors.findIndex(({ isActive }) => !isActive);
  return end < 0 ? ancestors : ancestors.slice(0, end);
}

/** More than a group can have: two for each of its rules, and one for its list. */
const MOST_FINDINGS = 2_001;

/** Which of the group's rules never matter as they are saved, and why. */
export const groupFindingsQuery = (store: string, groupId: number) =>
  queryOptions({
    queryKey: [...inStore(store), 'reports', 'rules', 'group', groupId],
    queryFn: ({ signal }) =>
      allPages(
        (page) =>
          answer(
            api.GET('/v1/stores/{store}/reports/rules', {
              params: { path: { store }, query: { groupId, ...page } },
              signal,
            }),
          ),
        MOST_FINDINGS,
      ),
  });
