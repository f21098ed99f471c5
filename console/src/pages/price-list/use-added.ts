import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { catalogProductQuery } from '../../api/catalog-products';
import { pricesOfProductQuery } from '../../api/prices';
import { useStore } from '../../session/store';
import type { Row } from './rows';

/** Products that were picked to have prices here, above those of the page, until they are on it. */
export function useAdded(list: string, shown: ReadonlySet<string>) {
  const { id: store } = useStore();
  const [ids, setIds] = useState<readonly string[]>([]);
  const above = ids.filter((id) => !shown.has(id));
  const products = useQueries({ queries: above.map((id) => catalogProductQuery(store, id)) });
  const prices = useQueries({ queries: above.map((id) => pricesOfProductQuery(store, list, id)) });
  const rows = above.map((productId, index): Row => {
    const product = products[index]?.data;
    const saved = prices[index]?.data ?? [];
    return {
      productId,
      inCatalog: product !== null,
      name: product?.name ?? null,
      catalogPrice: product?.price ?? null,
      prices: [...saved],
      isNew: prices[index]?.isSuccess === true && saved.length === 0,
    };
  });
  return {
    rows,
    add: (id: string) => setIds((before) => (before.includes(id) ? before : [id, ...before])),
    drop: (id: string) => setIds((before) => before.filter((one) => one !== id)),
    clear: () => setIds([]),
  };
}
