import { Table } from '@mantine/core';
import { t } from '../texts';

interface AsTableProps {
  caption: string;
  heads: readonly string[];
  /** The first cell of a row names it, the others are numbers. */
  rows: readonly (readonly string[])[];
}

/** The figures of a chart for whoever wants them exactly, or cannot see it. */
export function AsTable({ caption, heads, rows }: AsTableProps) {
  return (
    <details>
      <summary>{t.overview.asTable}</summary>
      <Table>
        <caption className="hidden-but-read">{caption}</caption>
        <Table.Thead>
          <Table.Tr>
            {heads.map((head, index) => (
              <Table.Th key={head} ta={index === 0 ? 'start' : 'end'}>
                {head}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows never move
            <Table.Tr key={place}>
              {row.map((cell, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the cells never move
                <Table.Td key={index} ta={index === 0 ? 'start' : 'end'}>
                  {cell}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </details>
  );
}
