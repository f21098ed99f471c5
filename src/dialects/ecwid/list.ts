import type { View } from '../../core/database.js';
import { countGroups, listGroups } from '../../core/group-service.js';
import { GENERAL, type PresentedGroup, presentGroup } from './present.js';
import type { ListQuery } from './query.js';

/** `CustomerGroupsSearchResult`, in the order of the document. */
export interface SearchResult {
  total: number;
  count: number;
  limit: number;
  offset: number;
  items: PresentedGroup[];
}

/** General comes first and counts; behind it, everything lies one further back than in the core. */
export async function searchGroups(
  view: View,
  { filter, hasGeneral, offset, limit }: Omit<ListQuery, 'fields'>,
): Promise<SearchResult> {
  const first = hasGeneral && offset === 0 ? [GENERAL] : [];
  const before = hasGeneral ? 1 : 0;
  const [groups, counted] = await Promise.all([
    listGroups(view, filter, {
      sort: 'id',
      offset: Math.max(0, offset - before),
      limit: limit - first.length,
    }),
    countGroups(view, filter),
  ]);
  const items = [...first, ...groups.map(presentGroup)];
  return { total: before + counted, count: items.length, limit, offset, items };
}
