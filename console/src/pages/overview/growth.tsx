import { SegmentedControl, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { type GroupReport, groupReportQuery } from '../../api/reports';
import { AsTable } from '../../components/as-table';
import { Section } from '../../components/page';
import { Loaded, Loading } from '../../components/states';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import { day, number } from '../../texts/format';

const route = getRouteApi('/signed-in/stores/$store/');
const GrowthChart = lazy(async () => ({
  default: (await import('../../components/charts')).GrowthChart,
}));

const PERIODS = ['30', '365'] as const;

/** How the members of all groups became more or fewer. */
export function Growth() {
  const { id } = useStore();
  const { days = '30' } = route.useSearch();
  const navigate = route.useNavigate();
  const report = useQuery({
    ...groupReportQuery(id, Number(days)),
    placeholderData: keepPreviousData,
  });
  return (
    <Section
      title={t.overview.growth}
      hint={t.overview.growthHint}
      actions={
        <SegmentedControl
          size="xs"
          aria-label={t.overview.period}
          value={days}
          data={PERIODS.map((value) => ({ value, label: t.overview.days(Number(value)) }))}
          onChange={(value) =>
            void navigate({
              search: { days: value === '365' ? '365' : undefined },
              replace: true,
              resetScroll: false,
            })
          }
        />
      }
    >
      <Loaded query={report}>{({ growth }) => <Days growth={growth} />}</Loaded>
    </Section>
  );
}

function Days({ growth }: Pick<GroupReport, 'growth'>) {
  const [first, last] = [growth[0], growth.at(-1)];
  if (!first || !last) return null;
  const before = first.members - first.added + first.removed;
  return (
    <Stack gap="sm">
      <Text size="sm">{t.overview.growthSummary(before, last.members, growth.length)}</Text>
      <Suspense fallback={<Loading />}>
        <GrowthChart growth={growth} />
      </Suspense>
      <AsTable
        caption={t.overview.growth}
        heads={[t.overview.day, t.overview.came, t.overview.left, t.overview.members]}
        rows={growth
          .filter(({ added, removed }, index) => added + removed > 0 || index === growth.length - 1)
          .map((row) => [
            day(row.day),
            number(row.added),
            number(row.removed),
            number(row.members),
          ])}
      />
    </Stack>
  );
}
