import { Type } from 'typebox';
import { reportGroups } from '../../../core/group-report-service.js';
import type { FindingPosition } from '../../../core/report.js';
import { reportRules } from '../../../core/report-service.js';
import { isStorable } from '../../../core/text.js';
import type { Endpoints } from '../endpoint.js';
import { decodeCursor, pageById, pageOf } from '../page.js';
import { presentFinding } from '../present-report.js';
import { PageOf } from '../schemas/common.js';
import { Finding, FindingQuery, GroupReport, GroupReportQuery } from '../schemas/reports.js';

const DEFAULT_DAYS = 30;

const tag = 'reports';
const inStore = Type.Object({ store: Type.String() });

const isNumber = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;

/** A cursor may lie between two findings of one group. */
function positionOf(parts: readonly unknown[]): FindingPosition | undefined {
  const [first, place] = parts;
  if (parts.length === 2 && isNumber(first) && isNumber(place)) return { groupId: first, place };
  if (parts.length !== 1 || typeof first !== 'string' || !isStorable(first)) return undefined;
  return { priceListId: first };
}

export function reportRoutes(endpoints: Endpoints): void {
  endpoints.read(
    '/stores/:store/reports/rules',
    {
      summary: 'Find rules and price lists that never matter',
      tag,
      params: inStore,
      query: FindingQuery,
      answers: {
        200: PageOf(Finding, 'By group and in the order of its rules, then unused lists by id.'),
      },
    },
    async (view, { query, currency }) => {
      const after = decodeCursor(query.cursor, positionOf);
      const { limit } = pageById({ limit: query.limit });
      const findings = await reportRules(view, currency, {
        groupId: query.groupId,
        limit,
        after,
      });
      return {
        status: 200,
        body: pageOf(findings, query, presentFinding, ({ position }) => Object.values(position)),
      };
    },
  );

  endpoints.read(
    '/stores/:store/reports/groups',
    {
      summary: 'Count groups and members, now and day by day',
      tag,
      params: inStore,
      query: GroupReportQuery,
      answers: { 200: GroupReport },
    },
    async (view, { query: { days = DEFAULT_DAYS } }) => ({
      status: 200,
      body: await reportGroups(view, days),
    }),
  );
}
