import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { productSearchQuery } from '../api/catalog-products';
import { useStore } from '../session/store';

const OFFERED = 20;

/** The products of the catalog that match what is typed, as a field offers them. */
export function useProductOptions(text: string): { value: string; label: string }[] {
  const { id: store, can } = useStore();
  const [search] = useDebouncedValue(text.trim(), 200);
  const found = useQuery({
    ...productSearchQuery(store, search, OFFERED),
    enabled: can('pricing:read'),
    placeholderData: keepPreviousData,
  });
  return (found.data?.data ?? []).map(({ id, name }) => ({
    value: id,
    label: name ? `${name} (${id})` : id,
  }));
}
