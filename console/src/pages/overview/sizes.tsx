import { Stack } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { GroupReport } from '../../api/reports';
import { AsTable } from '../../components/as-table';
import { Loading } from '../../components/states';
import { t } from '../../texts';
import { number } from '../../texts/format';

const SizeChart = lazy(async () => ({
  default: (await import('../../components/charts')).SizeChart,
}));

/** More bars than this say less; the table has all of them. */
const BARS = 8;

export function Sizes({ bySize }: Pick<GroupReport, 'bySize'>) {
  return (
    <Stack gap="sm">
      <Suspense fallback={<Loading />}>
        <SizeChart bySize={bySize.slice(0, BARS)} />
      </Suspense>
      <AsTable
        caption={t.overview.bySize}
        heads={[t.groups.name, t.overview.members]}
        rows={bySize.map(({ name, members }) => [name, number(members)])}
      />
    </Stack>
  );
}
