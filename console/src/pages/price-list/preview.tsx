import { Button, Checkbox, Group as Row, SegmentedControl, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { type Column, DataTable } from '../../components/data-table';
import { t } from '../../texts';
import { decimal, number } from '../../texts/format';
import { KINDS, type Kind, type Line, toImport } from './csv';

interface PreviewProps {
  lines: readonly Line[];
  currency: string;
  onImport: (lines: readonly Line[]) => void;
  onRestart: () => void;
}

/** So many lines are shown of each kind. */
const SHOWN = 50;

/** What a file would change, before anything is. */
export function Preview({ lines, currency, onImport, onRestart }: PreviewProps) {
  const byKind = useMemo(() => grouped(lines), [lines]);
  const countOf = (kind: Kind) => byKind.get(kind)?.length ?? 0;
  const faulty = countOf('faulty');
  const [kind, setKind] = useState<Kind>(
    faulty > 0 ? 'faulty' : (KINDS.find((kind) => countOf(kind) > 0) ?? 'new'),
  );
  const isNarrow = useMediaQuery('(max-width: 40rem)');
  const [leavesOut, setLeavesOut] = useState(false);
  const shown = byKind.get(kind)?.slice(0, SHOWN) ?? [];
  const wanted = toImport(lines).length;
  return (
    <>
      <SegmentedControl
        orientation={isNarrow ? 'vertical' : 'horizontal'}
        aria-label={t.priceCsv.show}
        value={kind}
        onChange={(value) => setKind(value as Kind)}
        data={KINDS.map((value) => ({
          value,
          label: `${t.priceCsv.kinds[value]} ${number(countOf(value))}`,
        }))}
      />
      {shown.length === 0 ? (
        <Text c="dimmed">{t.priceCsv.none}</Text>
      ) : (
        <Stack gap="xs">
          <DataTable
            caption={t.priceCsv.kinds[kind]}
            columns={columnsOf(kind, currency)}
            rows={shown}
            rowKey={({ line }) => line}
          />
          {countOf(kind) > SHOWN && (
            <Text size="sm" c="dimmed">
              {t.priceCsv.shown(SHOWN, countOf(kind))}
            </Text>
          )}
        </Stack>
      )}
      {wanted === 0 && faulty === 0 && <Text role="status">{t.priceCsv.nothing}</Text>}
      {faulty > 0 && wanted > 0 && (
        <Checkbox
          label={t.priceCsv.leaveOut(faulty)}
          checked={leavesOut}
          onChange={({ currentTarget }) => setLeavesOut(currentTarget.checked)}
        />
      )}
      <Row justify="flex-end">
        <Button variant="default" onClick={onRestart}>
          {t.priceCsv.another}
        </Button>
        {wanted > 0 && (
          <Button disabled={faulty > 0 && !leavesOut} onClick={() => onImport(lines)}>
            {t.priceCsv.import(wanted)}
          </Button>
        )}
      </Row>
    </>
  );
}

function grouped(lines: readonly Line[]): Map<Kind, Line[]> {
  const byKind = new Map<Kind, Line[]>();
  for (const line of lines) {
    const others = byKind.get(line.kind);
    if (others) others.push(line);
    else byKind.set(line.kind, [line]);
  }
  return byKind;
}

function columnsOf(kind: Kind, currency: string): Column<Line>[] {
  const price = (amount: string | undefined) =>
    amount === undefined ? '' : decimal(amount, currency);
  const columns: Column<Line>[] = [
    { title: t.prices.productId, render: ({ productId }) => productId },
    { title: t.priceCsv.line, isNumber: true, render: ({ line }) => number(line) },
    {
      title: t.prices.quantity,
      isNumber: true,
      render: ({ minQuantity }) => (minQuantity > 0 ? number(minQuantity) : ''),
    },
  ];
  if (kind === 'faulty') {
    return [
      ...columns,
      { title: t.priceCsv.amount, isNumber: true, render: ({ amount }) => amount },
      { title: t.priceCsv.fault, render: ({ fault }) => fault },
    ];
  }
  if (kind === 'changed') {
    columns.push({
      title: t.priceCsv.before,
      isNumber: true,
      render: ({ before }) => price(before),
    });
  }
  columns.push({ title: t.priceCsv.amount, isNumber: true, render: ({ amount }) => price(amount) });
  return columns;
}
