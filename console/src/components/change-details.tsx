import { Text } from '@mantine/core';
import type { Change } from '../api/changes';
import { t } from '../texts';
import classes from './change-details.module.css';
import { ChangeValue } from './change-value';
import { type Column, DataTable } from './data-table';

/** What the log says elsewhere, or only the service needs. */
const SILENT = new Set(['version', 'createdAt', 'updatedAt', 'number']);

interface Line {
  field: string;
  before: unknown;
  after: unknown;
  /** Of a list that was and is: how many entries are in both, and not among the others. */
  unchanged: number;
  /** It has the same entries in another order. */
  isReordered: boolean;
}

const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

const without = (entries: readonly unknown[], others: readonly unknown[]): unknown[] => {
  const texts = new Set(others.map((entry) => JSON.stringify(entry)));
  return entries.filter((entry) => !texts.has(JSON.stringify(entry)));
};

/** Of long lists only what has come and gone is of interest. */
function lineOf(field: string, before: unknown, after: unknown): Line {
  if (!Array.isArray(before) || !Array.isArray(after)) {
    return { field, before, after, unchanged: 0, isReordered: false };
  }
  const [gone, come] = [without(before, after), without(after, before)];
  const isReordered = gone.length === 0 && come.length === 0;
  const unchanged = isReordered ? 0 : before.length - gone.length;
  return { field, before: gone, after: come, unchanged, isReordered };
}

/** The fields that are not as they were; of what is new or gone, those that say something. */
export function linesOf({ before, after }: Pick<Change, 'before' | 'after'>): Line[] {
  const old = (before ?? {}) as Record<string, unknown>;
  const now = (after ?? {}) as Record<string, unknown>;
  return [...new Set([...Object.keys(now), ...Object.keys(old)])]
    .filter((field) => !SILENT.has(field) && !same(old[field], now[field]))
    .map((field) => lineOf(field, old[field], now[field]));
}

const field: Column<Line> = {
  title: t.changeLog.field,
  render: ({ field }) => (
    <Text size="sm" fw={600}>
      {t.changeLog.fields[field] ?? field}
    </Text>
  ),
};
const before: Column<Line> = {
  title: t.changeLog.before,
  render: (line) => (
    <del className={classes.gone}>
      <ChangeValue field={line.field} value={line.before} />
    </del>
  ),
};
const after: Column<Line> = {
  title: t.changeLog.after,
  render: (line) => (
    <div>
      <ins className={classes.come}>
        {line.isReordered ? (
          t.changeLog.reordered
        ) : (
          <ChangeValue field={line.field} value={line.after} />
        )}
      </ins>
      {line.unchanged > 0 && (
        <Text size="xs" c="dimmed">
          {t.changeLog.unchanged(line.unchanged)}
        </Text>
      )}
    </div>
  ),
};

/** What a change has changed, field by field. */
export function ChangeDetails({ change }: { change: Change }) {
  const lines = linesOf(change);
  if (lines.length === 0) return <Text size="sm">{t.changeLog.nothingSeen}</Text>;
  const columns =
    change.before === null
      ? [field, { ...after, title: t.changeLog.is }]
      : change.after === null
        ? [field, { ...before, title: t.changeLog.was }]
        : [field, before, after];
  return (
    <div className={classes.diff}>
      <DataTable
        caption={t.changeLog.seq(change.seq)}
        columns={columns}
        rows={lines}
        rowKey={(line) => line.field}
      />
    </div>
  );
}
