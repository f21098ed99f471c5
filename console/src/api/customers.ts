import { queryOptions } from '@tanstack/react-query';
import {
  type Answer,
  allPages,
  answer,
  answerWithTag,
  api,
  done,
  MAX_PAGE,
  sending,
} from './client';
import type { paths } from './generated/schema';
import { asProblem } from './problem';
import { inStore } from './stores';

const ALL = '/v1/stores/{store}/customers';
const ONE = '/v1/stores/{store}/customers/{customer}';
const ACCESS = '/v1/stores/{store}/customers/{customer}/access';

export type Customer = Answer<typeof ONE>;
export type CustomerQuery = NonNullable<paths[typeof ALL]['get']['parameters']['query']>;
export type NewCustomer = paths[typeof ALL]['post']['requestBody']['content']['application/json'];
export type CustomerPatch = Pick<Customer, 'name' | 'email'>;
export type CustomerAccess = Answer<typeof ACCESS>;

export const customersQuery = (store: string, query: CustomerQuery) =>
  queryOptions({
    queryKey: [...inStore(store), 'customers', 'list', query],
    queryFn: ({ signal }) => answer(api.GET(ALL, { params: { path: { store }, query }, signal })),
  });

/** A customer, and the `ETag` that a later save refers to. */
export const customerQuery = (store: string, customer: string) =>
  queryOptions({
    queryKey: [...inStore(store), 'customers', 'one', customer],
    queryFn: ({ signal }) =>
      answerWithTag(api.GET(ONE, { params: { path: { store, customer } }, signal })),
  });

interface Creation {
  body: NewCustomer;
  /** The same for the same customer. */
  key: string;
}

export const createCustomer = (store: string, { body, key }: Creation) =>
  answer(api.POST(ALL, { params: { path: { store } }, body, ...sending({ key }) }));

/** A customer as it was read or written, with the `ETag` that stands for it. */
export type TaggedCustomer = Awaited<ReturnType<typeof updateCustomer>>;

interface Change {
  customer: string;
  patch: CustomerPatch;
  tag?: string | undefined;
  requestId: string;
}

export const updateCustomer = (store: string, { customer, patch, tag, requestId }: Change) =>
  answerWithTag(
    api.PATCH(ONE, {
      params: { path: { store, customer } },
      body: patch,
      ...sending({ tag, requestId }),
    }),
  );

/** @returns false when it was gone already, which is what was wanted, too */
export async function deleteCustomer(
  store: string,
  customer: string,
  { requestId, erase = false }: { requestId: string; erase?: boolean },
): Promise<boolean> {
  const params = { path: { store, customer }, query: erase ? { erase } : {} };
  try {
    await done(api.DELETE(ONE, { params, ...sending({ requestId }) }));
    return true;
  } catch (error) {
    if (asProblem(error).status === 404) return false;
    throw error;
  }
}

/** What the customer may see, and which group lets them. */
export const customerAccessQuery = (store: string, customer: string) =>
  queryOptions({
    queryKey: [...inStore(store), 'customers', 'access', customer],
    queryFn: ({ signal }) =>
      answer(
        api.GET(ACCESS, {
          params: { path: { store, customer }, query: { explain: true } },
          signal,
        }),
      ),
  });

/** Of more categories than this, those beyond are shown by their ids. */
const MOST_NAMES = 2_000;

/** The names of the store's categories, by id. */
export const categoryNamesQuery = (store: string) =>
  queryOptions({
    queryKey: [...inStore(store), 'categories', 'names'],
    queryFn: async ({ signal }) => {
      const { entries } = await allPages(
        (cursor) =>
          answer(
            api.GET('/v1/stores/{store}/categories', {
              params: { path: { store }, query: { limit: MAX_PAGE, ...(cursor && { cursor }) } },
              signal,
            }),
          ),
        MOST_NAMES,
      );
      return new Map(entries.map(({ id, name }) => [id, name]));
    },
    staleTime: 60_000,
  });

/** Groups by id: those of them that there are. One page, so at most `MAX_PAGE`. */
export const groupsByIdQuery = (store: string, ids: readonly number[]) => {
  const wanted = [...new Set(ids)].sort((a, b) => a - b).slice(0, MAX_PAGE);
  return queryOptions({
    queryKey: [...inStore(store), 'groups', 'by-id', wanted],
    queryFn: async ({ signal }) => {
      const { data } = await answer(
        api.GET('/v1/stores/{store}/groups', {
          params: { path: { store }, query: { ids: wanted.join(), limit: MAX_PAGE } },
          signal,
        }),
      );
      return new Map(data.map((group) => [group.id, group]));
    },
    enabled: wanted.length > 0,
  });
};
