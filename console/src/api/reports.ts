import { queryOptions } from '@tanstack/react-query';
import { type Answer, answer, api } from './client';
import { inStore } from './stores';

export type GroupReport = Answer<'/v1/stores/{store}/reports/groups'>;
export type Finding = Answer<'/v1/stores/{store}/reports/rules'>['data'][number];

export const groupReportQuery = (store: string, days: number) =>
  queryOptions({
    queryKey: [...inStore(store), 'reports', 'groups', days],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/v1/stores/{store}/reports/groups', {
          params: { path: { store }, query: { days } },
          signal,
        }),
      ),
  });

/** The first rules and price lists that never matter. */
export const ruleReportQuery = (store: string, limit: number) =>
  queryOptions({
    queryKey: [...inStore(store), 'reports', 'rules', limit],
    queryFn: ({ signal }) =>
      answer(
        api.GET('/v1/stores/{store}/reports/rules', {
          params: { path: { store }, query: { limit } },
          signal,
        }),
      ),
  });
