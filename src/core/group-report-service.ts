import { authorize } from './actor.js';
import type { View } from './database.js';
import { instant } from './environment.js';
import type { GroupFigures, GroupReport } from './group-report.js';

/** Groups that the report names. */
export const LARGEST_GROUPS = 50;
export const MAX_REPORT_DAYS = 400;

const DAY_MS = 24 * 60 * 60 * 1000;

/** How many groups, members and customers there are, and how that came about in the last days. */
export async function reportGroups(view: View, days: number): Promise<GroupReport> {
  authorize(view.caller, 'store:admin');
  const today = Date.parse(view.now.slice(0, 10));
  const names = Array.from({ length: days }, (_, index) =>
    instant(today - (days - 1 - index) * DAY_MS).slice(0, 10),
  );
  const figures = await view.reports.figures(view.caller.storeId, names[0] ?? '', LARGEST_GROUPS);
  const { days: _, largest, ...counts } = figures;
  return { ...counts, growth: growthOf(figures, names), bySize: largest };
}

/** From today's count backwards: so no day needs to be kept on which nothing happened. */
function growthOf(
  { members, days }: GroupFigures,
  names: readonly string[],
): GroupReport['growth'] {
  const byDay = new Map(days.map((figures) => [figures.day, figures]));
  let atEnd = members;
  return names
    .toReversed()
    .map((day) => {
      const { added, removed } = byDay.get(day) ?? { added: 0, removed: 0 };
      const figures = { day, added, removed, members: atEnd };
      atEnd -= added - removed;
      return figures;
    })
    .reverse();
}
