import { Stack, Text } from '@mantine/core';
import type { Change } from '../api/changes';
import { useStore } from '../session/store';
import { t } from '../texts';
import classes from './change-diff.module.css';
import { type Column, DataTable } from './data-table';
import { customersOf, type FieldChange, fieldChanges } from './field-changes';

const CUSTOMERS_NAMED = 20;
const LINES = 12;

const columns: readonly Column<FieldChange>[] = [
  { title: t.history.field, render: ({ field }) => t.history.fields[field] ?? field },
  { title: t.history.before, render: ({ before }) => <Lines lines={before} isDimmed /> },
  {
    title: t.history.after,
    render: ({ after, unchanged, isReordered }) => (
      <div>
        {isReordered ? <Text size="sm">{t.history.reordered}</Text> : <Lines lines={after} />}
        {unchanged > 0 && (
          <Text size="sm" c="dimmed">
            {t.history.unchanged(unchanged)}
          </Text>
        )}
      </div>
    ),
  },
];

/** What a change has changed: the fields that differ, before and after, and customers by their ids. */
export function ChangeDiff({ change }: { change: Change }) {
  const { currency } = useStore();
  const customers = customersOf(change);
  const fields = fieldChanges(change, currency);
  if (customers.length > 0) return <Customers ids={customers} />;
  if (fields.length === 0) return null;
  const table = (
    <div className={classes.fields}>
      <DataTable
        caption={t.history.title}
        columns={columns}
        rows={fields}
        rowKey={({ field }) => field}
      />
    </div>
  );
  if (change.before !== null && change.after !== null) return table;
  return (
    <details>
      <summary>{t.history.details}</summary>
      {table}
    </details>
  );
}

function Lines({ lines, isDimmed = false }: { lines: readonly string[]; isDimmed?: boolean }) {
  const color = isDimmed ? 'dimmed' : undefined;
  if (lines.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t.history.nothing}
      </Text>
    );
  }
  return (
    <Stack gap={2}>
      {lines.slice(0, LINES).map((line) => (
        <Text size="sm" key={line} c={color} lineClamp={6}>
          {line}
        </Text>
      ))}
      {lines.length > LINES && (
        <Text size="sm" c="dimmed">
          {t.history.more(lines.length - LINES)}
        </Text>
      )}
    </Stack>
  );
}

function Customers({ ids }: { ids: readonly string[] }) {
  return (
    <Text size="sm">
      {t.history.customers} {ids.slice(0, CUSTOMERS_NAMED).join(', ')}
      {ids.length > CUSTOMERS_NAMED && ` ${t.history.more(ids.length - CUSTOMERS_NAMED)}`}
    </Text>
  );
}
