import { queryOptions } from '@tanstack/react-query';
import { type Answer, answer, api } from './client';
import { asProblem } from './problem';
import { inStore } from './stores';

const ALL = '/v1/stores/{store}/customers';
const ONE = '/v1/stores/{store}/customers/{customer}';

export type FoundCustomer = Answer<typeof ONE>;

/** The first customers whose id, name or e-mail address contains a text. */
export const customerSearchQuery = (store: string, search: string, limit: number) =>
  queryOptions({
    queryKey: [...inStore(store), 'customers', 'search', search, limit],
    queryFn: ({ signal }) =>
      answer(
        api.GET(ALL, {
          params: { path: { store }, query: { limit, ...(search && { search }) } },
          signal,
        }),
      ),
  });

/** A customer; null where there is none of this id. */
export const foundCustomerQuery = (store: string, customer: string) =>
  queryOptions({
    queryKey: [...inStore(store), 'customers', 'found', customer],
    queryFn: async ({ signal }): Promise<FoundCustomer | null> => {
      try {
        return await answer(api.GET(ONE, { params: { path: { store, customer } }, signal }));
      } catch (error) {
        if (asProblem(error).status === 404) return null;
        throw error;
      }
    },
  });
