import { Select } from '@mantine/core';

/** As the browser knows them; the service has the last word. */
const CURRENCIES = Intl.supportedValuesOf('currency');
const names = new Intl.DisplayNames(undefined, { type: 'currency' });
const OPTIONS = CURRENCIES.map((code) => ({ value: code, label: `${code} · ${names.of(code)}` }));

interface CurrencySelectProps {
  label: string;
  description?: string;
  value?: string;
  onChange: (currency: string) => void;
  error?: string | undefined;
}

export function CurrencySelect({ value, onChange, ...field }: CurrencySelectProps) {
  const isKnown = value === undefined || CURRENCIES.includes(value);
  return (
    <Select
      {...field}
      searchable
      data={isKnown ? OPTIONS : [{ value, label: value }, ...OPTIONS]}
      value={value ?? null}
      onChange={(code) => code !== null && onChange(code)}
    />
  );
}
