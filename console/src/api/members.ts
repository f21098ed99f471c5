import { queryOptions } from '@tanstack/react-query';
import { type Answer, answer, answerWithTag, api, sending } from './client';
import type { paths } from './generated/schema';
import { inStore } from './stores';

const ALL = '/v1/stores/{store}/groups/{group}/members';
const ONE = '/v1/stores/{store}/groups/{group}/members/{customer}';
const CHECK = '/v1/stores/{store}/groups/{group}/check-members';
const OF_CUSTOMER = '/v1/stores/{store}/customers/{customer}/memberships';

export type Member = Answer<typeof ALL>['data'][number];
export type Membership = Answer<typeof OF_CUSTOMER>['data'][number];
type MemberQuery = NonNullable<paths[typeof ALL]['get']['parameters']['query']>;
export type MemberWindow = { startsAt?: string; endsAt?: string | null };
type MemberCheck = paths[typeof CHECK]['post']['responses'][200]['content']['application/json'];

export const membersQuery = (store: string, group: number, query: MemberQuery) =>
  queryOptions({
    queryKey: [...inStore(store), 'members', group, query],
    queryFn: ({ signal }) =>
      answer(api.GET(ALL, { params: { path: { store, group }, query }, signal })),
  });

/** A membership: whose, and of which group. */
export interface MemberKey {
  group: number;
  customer: string;
}

/** Read when its window is to be changed: always as it is now, with its `ETag`. */
export const memberQuery = (store: string, { group, customer }: MemberKey) =>
  queryOptions({
    queryKey: [...inStore(store), 'member', group, customer],
    queryFn: ({ signal }) =>
      answerWithTag(api.GET(ONE, { params: { path: { store, group, customer } }, signal })),
    staleTime: 0,
    gcTime: 0,
  });

/** A membership as it was read or written, with the `ETag` that stands for it. */
export interface TaggedMember {
  data: Membership;
  tag: string;
}

interface MemberWrite extends MemberKey {
  window: MemberWindow;
  tag?: string | undefined;
  requestId?: string | undefined;
}

/** Makes a customer a member, or changes the window of one. @returns whether it made one */
export async function putMember(
  store: string,
  { group, customer, window, tag, requestId }: MemberWrite,
): Promise<boolean> {
  const call = api.PUT(ONE, {
    params: { path: { store, group, customer } },
    body: window,
    ...sending({ tag, requestId }),
  });
  await answer(call);
  return (await call).response.status === 201;
}

interface MemberChanges {
  group: number;
  add?: string[];
  remove?: string[];
  requestId?: string | undefined;
}

export const changeMembers = (store: string, { group, requestId, ...body }: MemberChanges) =>
  answer(api.POST(ALL, { params: { path: { store, group } }, body, ...sending({ requestId }) }));

/** What removing would change. */
export const removalImpactQuery = (store: string, group: number, remove: string[]) =>
  queryOptions({
    queryKey: [...inStore(store), 'members', group, 'removal', remove],
    queryFn: async ({ signal }) => {
      const params = { path: { store, group }, query: { dryRun: true } };
      return (await answer(api.POST(ALL, { params, body: { remove }, signal }))).impact ?? null;
    },
    staleTime: 0,
  });

/** Who is a member already, who is not, and whom nobody knows. */
export const checkMembers = (
  store: string,
  group: number,
  body: { customerIds: string[]; emails: string[] },
  signal: AbortSignal,
): Promise<MemberCheck> =>
  answer(api.POST(CHECK, { params: { path: { store, group } }, body, signal }));

/** A page of what a customer is in, whatever the windows. */
export const membershipsQuery = (
  store: string,
  customer: string,
  query: { limit: number; cursor?: string },
) =>
  queryOptions({
    queryKey: [...inStore(store), 'memberships', customer, query],
    queryFn: ({ signal }) =>
      answer(api.GET(OF_CUSTOMER, { params: { path: { store, customer }, query }, signal })),
  });
