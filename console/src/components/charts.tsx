import '@mantine/charts/styles.css';
import { AreaChart, BarChart } from '@mantine/charts';
import type { GroupReport } from '../api/reports';
import { t } from '../texts';
import { day, number, shortDay } from '../texts/format';

/*
 * Charts, in a chunk of their own: a page loads them when it shows one. What they show is said in
 * words and as a table beside them, so that nobody needs to see them.
 */

/** Nothing in it takes the focus: the table has the same. */
const STILL = { accessibilityLayer: false };

/** Members by day. */
export function GrowthChart({ growth }: Pick<GroupReport, 'growth'>) {
  return (
    <div aria-hidden>
      <AreaChart
        h={220}
        data={growth}
        dataKey="day"
        series={[{ name: 'members', label: t.overview.members, color: 'indigo.6' }]}
        curveType="linear"
        withDots={false}
        valueFormatter={number}
        xAxisProps={{ tickFormatter: shortDay, minTickGap: 40 }}
        yAxisProps={{ width: 48, domain: ['auto', 'auto'], allowDecimals: false }}
        // Asked for without a point, too.
        tooltipProps={{ labelFormatter: (name) => (name ? day(String(name)) : '') }}
        areaProps={{ isAnimationActive: false }}
        areaChartProps={STILL}
        strokeWidth={2}
      />
    </div>
  );
}

const cut = (text: string, most: number): string =>
  [...text].length > most ? `${[...text].slice(0, most - 1).join('')}…` : text;

/** A name as there is room for beside its bar: two lines, of which each breaks at a blank alone. */
const beside = (name: string): string =>
  cut(
    name
      .split(' ')
      .map((word) => cut(word, 14))
      .join(' '),
    30,
  );

/** The largest groups; a bar for each. */
export function SizeChart({ bySize }: Pick<GroupReport, 'bySize'>) {
  return (
    <div aria-hidden>
      <BarChart
        h={Math.max(120, bySize.length * 36 + 40)}
        data={bySize}
        dataKey="name"
        orientation="vertical"
        series={[{ name: 'members', label: t.overview.members, color: 'indigo.6' }]}
        valueFormatter={number}
        yAxisProps={{ width: 130, tickFormatter: beside }}
        xAxisProps={{ allowDecimals: false }}
        gridAxis="x"
        barChartProps={STILL}
        barProps={{ isAnimationActive: false, maxBarSize: 22 }}
      />
    </div>
  );
}
