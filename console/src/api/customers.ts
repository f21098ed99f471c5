import { queryOptions } from '@tanstack/react-query';
import { type Answer, answer, answerWithTag, api, done, orNull, sending } from './client';
import type { paths } from './generated/schema';
import { inStore } from './stores';

const ALL = '/v1/stores/{store}/customers';
const ONE = '/v1/stores/{store}/customers/{customer}';
const ACCESS = '/v1/stores/{store}/customers/{customer}/access';

export type Customer = Answer<typeof ONE>;
type CustomerQuery = NonNullable<paths[typeof ALL]['get']['parameters']['query']>;
type NewCustomer = paths[typeof ALL]['post']['requestBody']['content']['application/json'];
type CustomerPatch = Pick<Customer, 'name' | 'email'>;
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

export const createCustomer = (store: string, body: NewCustomer, key: string) =>
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
  return (await orNull(done(api.DELETE(ONE, { params, ...sending({ requestId }) })))) !== null;
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
