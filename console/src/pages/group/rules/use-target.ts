import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { catalogProductQuery } from '../../../api/catalog-products';
import { allCategoriesQuery } from '../../../api/categories';
import { categoryForest, pathOf } from '../../../components/category-forest';
import { useStore } from '../../../session/store';
import { t } from '../../../texts';
import type { Target } from './rule';

export interface KnownTarget {
  /** Its id, for as long as the catalog has not said its name. */
  name: string;
  id: string | undefined;
  /** The catalog does not know it. */
  isUnknown: boolean;
}

/** Every category, in its place. Whoever may not read the catalog gets none. */
export function useCategories() {
  const { id: store, can } = useStore();
  const { data } = useQuery({ ...allCategoriesQuery(store), enabled: can('pricing:read') });
  return useMemo(
    () => data && { forest: categoryForest(data.entries), isComplete: data.complete },
    [data],
  );
}

/** What a rule is for, in words. */
export function useTarget({ type, productId = '', categoryId = '' }: Target): KnownTarget {
  const { id: store, can } = useStore();
  const mayAsk = can('pricing:read') && type === 'product' && productId !== '';
  const product = useQuery({ ...catalogProductQuery(store, productId), enabled: mayAsk });
  const categories = useCategories();
  if (type === 'all') return { name: t.rules.everything, id: undefined, isUnknown: false };
  if (type === 'product') {
    return {
      name: product.data?.name ?? productId,
      id: productId,
      isUnknown: product.data === null,
    };
  }
  const category = categories?.forest.byId.get(categoryId);
  return {
    name: category ? pathOf(category) : categoryId,
    id: categoryId,
    isUnknown: categories?.isComplete === true && categoryId !== '' && !category,
  };
}
