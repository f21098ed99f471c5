import { useQuery } from '@tanstack/react-query';
import { type Group, groupQuery, groupsByIdQuery } from '../api/groups';
import { priceListQuery } from '../api/price-list';
import { useStore } from '../session/store';

/*
 * What a log or an explanation tells by its id alone. Undefined for what is gone, or may not be
 * read; several places that name the same ask once.
 */

const NONE: ReadonlyMap<number, Group> = new Map();

export function useGroupName(id: number | undefined): string | undefined {
  const { id: store, can } = useStore();
  const group = useQuery({
    ...groupQuery(store, id ?? 0),
    enabled: id !== undefined && can('groups:read'),
    staleTime: 60_000,
  });
  return group.data?.data.name;
}

/** Those of the groups that there are, with one request. */
export function useGroupsById(ids: readonly number[]): ReadonlyMap<number, Group> {
  const { id: store, can } = useStore();
  const groups = useQuery({
    ...groupsByIdQuery(store, ids),
    enabled: can('groups:read') && ids.length > 0,
  });
  return groups.data ?? NONE;
}

export function usePriceListName(id: string): string | undefined {
  const { id: store } = useStore();
  const list = useQuery({ ...priceListQuery(store, id), staleTime: 60_000 });
  return list.data?.data.name;
}
