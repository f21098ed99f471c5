import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { allPriceListsQuery } from '../api/price-list';
import { useStore } from '../session/store';
import { t } from '../texts';

interface PriceListSelectProps {
  value?: string | null | undefined;
  onChange?: (list: string | null) => void;
  error?: string | undefined;
  disabled?: boolean;
}

/** Whoever may not read price lists sees which one it is, and cannot choose another. */
export function PriceListSelect({
  value = null,
  disabled = false,
  ...field
}: PriceListSelectProps) {
  const { id, can } = useStore();
  const mayRead = can('pricing:read');
  const lists = useQuery({ ...allPriceListsQuery(id), enabled: mayRead });
  const names = new Map(
    lists.data?.entries.map((list) => [list.id, `${list.name} (${list.currency})`]),
  );
  if (value !== null && !names.has(value)) names.set(value, value);
  return (
    <Select
      {...field}
      label={t.group.priceList}
      description={t.group.priceListHint}
      placeholder={t.group.noPriceList}
      data={[...names].map(([id, label]) => ({ value: id, label }))}
      value={value}
      disabled={disabled || !mayRead}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t.actions.clear }}
    />
  );
}
