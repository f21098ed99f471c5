import { Badge } from '@mantine/core';
import type { PriceList } from '../../api/price-list';
import { stateOf } from '../../components/window-badge';
import { t } from '../../texts';
import { moment } from '../../texts/format';

type Window = Pick<PriceList, 'startsAt' | 'endsAt'>;

export function windowInWords({ startsAt, endsAt }: Window): string {
  if (startsAt && endsAt) return t.priceLists.between(moment(startsAt), moment(endsAt));
  if (startsAt) return t.priceLists.from(moment(startsAt));
  return endsAt ? t.priceLists.until(moment(endsAt)) : t.priceLists.always;
}

/** Whether a list counts now. */
export function ListState({ list }: { list: Window }) {
  const state = stateOf(list);
  return (
    <Badge variant={state === 'holds' ? 'light' : 'default'} color="indigo">
      {t.priceLists[state]}
    </Badge>
  );
}
