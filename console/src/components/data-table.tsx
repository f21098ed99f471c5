import { Checkbox, Table, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { t } from '../texts';
import classes from './data-table.module.css';

export interface Column<Row> {
  title: string;
  /** What the table is sorted by through this column; without it, it is not sortable. */
  sort?: string;
  isNumber?: boolean;
  /** What can be done with a row: its title is read out, and not shown. */
  isAction?: boolean;
  render: (row: Row) => ReactNode;
}

interface Selection<Row> {
  isSelected: (row: Row) => boolean;
  onChange: (rows: readonly Row[], selected: boolean) => void;
  nameOf: (row: Row) => string;
}

interface DataTableProps<Row> {
  /** Read out as the name of the table. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string | number;
  /** As in the API: `name`, or `-name` for the other way round. */
  sort?: string | undefined;
  onSort?: (sort: string) => void;
  selection?: Selection<Row> | undefined;
  /** The rows are of a former question, and others are on their way. */
  isStale?: boolean;
}

export function DataTable<Row>({
  caption,
  columns,
  rows,
  rowKey,
  sort,
  onSort,
  selection,
  isStale = false,
}: DataTableProps<Row>) {
  const selected = selection ? rows.filter(selection.isSelected).length : 0;
  return (
    <div className={classes.scroll}>
      <Table
        className={`${classes.table} ${isStale ? classes.stale : ''}`}
        verticalSpacing="sm"
        aria-busy={isStale}
      >
        <caption className="hidden-but-read">{caption}</caption>
        <Table.Thead>
          <Table.Tr>
            {selection && (
              <Table.Th>
                <Checkbox
                  aria-label={t.table.selectAll}
                  checked={selected > 0 && selected === rows.length}
                  indeterminate={selected > 0 && selected < rows.length}
                  onChange={({ currentTarget }) => selection.onChange(rows, currentTarget.checked)}
                />
              </Table.Th>
            )}
            {columns.map((column) => (
              <Head key={column.title} column={column} sort={sort} onSort={onSort} />
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={rowKey(row)}>
              {selection && (
                <Table.Td className={classes.tick}>
                  <Checkbox
                    aria-label={t.table.select(selection.nameOf(row))}
                    checked={selection.isSelected(row)}
                    onChange={({ currentTarget }) =>
                      selection.onChange([row], currentTarget.checked)
                    }
                  />
                </Table.Td>
              )}
              {columns.map(({ title, isNumber, isAction, render }, index) => (
                <Table.Td
                  key={title}
                  className={isNumber ? classes.number : undefined}
                  data-label={index === 0 || isAction ? undefined : title}
                >
                  {render(row)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

interface HeadProps<Row> extends Pick<DataTableProps<Row>, 'sort' | 'onSort'> {
  column: Column<Row>;
}

function Head<Row>({ column, sort, onSort }: HeadProps<Row>) {
  const { title, sort: by, isNumber, isAction } = column;
  const className = isNumber ? classes.number : undefined;
  if (isAction) {
    return (
      <Table.Th>
        <span className="hidden-but-read">{title}</span>
      </Table.Th>
    );
  }
  if (!by || !onSort) return <Table.Th className={className}>{title}</Table.Th>;
  const up = sort === by;
  const down = sort === `-${by}`;
  return (
    <Table.Th className={className} aria-sort={up ? 'ascending' : down ? 'descending' : 'none'}>
      <UnstyledButton className={classes.sort} onClick={() => onSort(up ? `-${by}` : by)} fz="sm">
        {title}
        {up && <IconArrowUp size={14} aria-hidden />}
        {down && <IconArrowDown size={14} aria-hidden />}
      </UnstyledButton>
    </Table.Th>
  );
}
