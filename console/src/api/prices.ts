import { queryOptions } from '@tanstack/react-query';
import { MAX_ITEMS_PER_CALL } from '../../../src/core/limits.js';
import { type Answer, allPages, answer, api, pages, sending } from './client';
import type { paths } from './generated/schema';
import { inStore } from './stores';

const PRICES = '/v1/stores/{store}/price-lists/{list}/prices';
const PRODUCTS = '/v1/stores/{store}/price-lists/{list}/products';

export type Price = Answer<typeof PRICES>['data'][number];
export type ListedProduct = Answer<typeof PRODUCTS>['data'][number];

/** A price to set; an amount of null ends it. */
export type PriceEntry = Omit<Price, 'amount'> & { amount: string | null };

/** What names the place of a price in its list. */
export const placeOf = ({ productId, minQuantity }: Omit<PriceEntry, 'amount'>): string =>
  `${minQuantity} ${productId}`;

interface ProductsWanted {
  search?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** Products of a list, each with all of its prices. */
export const listedProductsQuery = (store: string, list: string, wanted: ProductsWanted) =>
  queryOptions({
    queryKey: [...inStore(store), 'price-lists', 'products', list, wanted],
    queryFn: ({ signal }) => {
      const { limit, search, cursor } = wanted;
      const query = { limit, ...(search && { search }), ...(cursor && { cursor }) };
      return answer(api.GET(PRODUCTS, { params: { path: { store, list }, query }, signal }));
    },
  });

type PriceQuery = NonNullable<paths[typeof PRICES]['get']['parameters']['query']>;

const loadPrices = (store: string, list: string, query: PriceQuery, signal: AbortSignal) =>
  answer(api.GET(PRICES, { params: { path: { store, list }, query }, signal }));

/** All prices of one product. */
export const pricesOfProductQuery = (store: string, list: string, productId: string) =>
  queryOptions({
    queryKey: [...inStore(store), 'price-lists', 'prices', list, productId],
    queryFn: async ({ signal }) => {
      const load = (page: PriceQuery) => loadPrices(store, list, { productId, ...page }, signal);
      return (await allPages(load, Number.POSITIVE_INFINITY)).entries;
    },
  });

/** Every price of a list, a page at a time. */
export const pagesOfPrices = (store: string, list: string, signal: AbortSignal) =>
  pages<Price>((query) => loadPrices(store, list, query, signal));

interface Saving {
  list: string;
  prices: readonly PriceEntry[];
  requestId?: string | undefined;
}

/** All or nothing, at most `MAX_ITEMS_PER_CALL`. */
const putPrices = (store: string, { list, prices, requestId }: Saving) =>
  answer(
    api.PUT(PRICES, {
      params: { path: { store, list } },
      body: { prices: [...prices] },
      ...sending({ requestId }),
    }),
  );

/** What saving would change; refused as the save would be. */
export const pricesImpactQuery = (store: string, { list, prices }: Saving) =>
  queryOptions({
    queryKey: [...inStore(store), 'price-lists', 'prices-impact', list, prices],
    queryFn: async ({ signal }) => {
      const params = { path: { store, list }, query: { dryRun: true } };
      const body = { prices: [...prices] };
      return (await answer(api.PUT(PRICES, { params, body, signal }))).impact ?? null;
    },
    retry: false,
    gcTime: 0,
  });

/** Thrown when a bulk fails after others have been saved. */
export class PartlySaved extends Error {
  /** How many entries were saved, from the first on. */
  readonly saved: number;

  constructor(saved: number, cause: unknown) {
    super(String(cause), { cause });
    this.saved = saved;
  }
}

interface SavingAll extends Omit<Saving, 'requestId'> {
  signal?: AbortSignal | undefined;
  /** With the number of entries that are saved by now, and the request that did the last of them. */
  onSaved: (saved: number, requestId: string | undefined) => void;
}

/**
 * Saves any number of prices, a bulk after the other, each of which is saved as a whole or not at
 * all. @throws PartlySaved with what stopped it
 */
export async function putAllPrices(
  store: string,
  { list, prices, signal, onSaved }: SavingAll,
): Promise<void> {
  for (let from = 0; from < prices.length; from += MAX_ITEMS_PER_CALL) {
    const bulk = prices.slice(from, from + MAX_ITEMS_PER_CALL);
    const requestId = crypto.randomUUID();
    try {
      signal?.throwIfAborted();
      const counts = await putPrices(store, { list, prices: bulk, requestId });
      const hasChanged = counts.created + counts.updated + counts.deleted > 0;
      onSaved(from + bulk.length, hasChanged ? requestId : undefined);
    } catch (cause) {
      throw new PartlySaved(from, cause);
    }
  }
}
