import { useQuery } from '@tanstack/react-query';
import { groupQuery } from '../api/groups';
import { priceListQuery } from '../api/price-list';
import { useStore } from '../session/store';

/*
 * What a log or an explanation tells by its id alone. Undefined for what is gone, or may not be
 * read; several places that name the same ask once.
 */

export function useGroupName(id: number | undefined): string | undefined {
  const { id: store, can } = useStore();
  const group = useQuery({
    ...groupQuery(store, id ?? 0),
    enabled: id !== undefined && can('groups:read'),
    staleTime: 60_000,
  });
  return group.data?.data.name;
}

export function usePriceListName(id: string): string | undefined {
  const { id: store } = useStore();
  const list = useQuery({ ...priceListQuery(store, id), staleTime: 60_000 });
  return list.data?.data.name;
}
