import { Badge } from '@mantine/core';
import type { PriceList } from '../../api/price-list';
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
  const now = new Date().toISOString();
  if (list.startsAt && list.startsAt > now) {
    return <Badge variant="default">{t.priceLists.planned}</Badge>;
  }
  if (list.endsAt && list.endsAt <= now) {
    return <Badge variant="default">{t.priceLists.ended}</Badge>;
  }
  return (
    <Badge variant="light" color="indigo">
      {t.priceLists.active}
    </Badge>
  );
}
