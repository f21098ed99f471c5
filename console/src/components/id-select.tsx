import { Select } from '@mantine/core';
import { t } from '../texts';

interface IdSelectProps {
  label: string;
  error?: string | undefined;
  value: string;
  /** What stands in the field for the value. */
  valueLabel: string;
  offered: readonly { value: string; label: string }[];
  /** What was typed. */
  search: string;
  onSearch: (text: string) => void;
  onChange: (id: string) => void;
}

/** Chooses from what was found, or takes what was typed as an id, which may be known later on. */
export function IdSelect({
  value,
  valueLabel,
  offered,
  search,
  onSearch,
  onChange,
  ...field
}: IdSelectProps) {
  const labels = new Map(offered.map((one) => [one.value, one.label]));
  if (value !== '') labels.set(value, valueLabel);
  const typed = search.trim();
  if (typed !== '' && typed !== valueLabel && !labels.has(typed)) {
    labels.set(typed, t.prices.byId(typed));
  }
  return (
    <Select
      {...field}
      withAsterisk
      searchable
      placeholder={t.rules.pick}
      data={[...labels].map(([id, label]) => ({ value: id, label }))}
      // What is offered has been searched already.
      filter={({ options }) => options}
      value={value === '' ? null : value}
      onSearchChange={onSearch}
      onChange={(id) => id !== null && onChange(id)}
    />
  );
}
