import { Select, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { customerQuery, customersQuery } from '../api/customers';
import { useStore } from '../session/store';
import { t } from '../texts';
import { type NamedCustomer, nameOf } from './customer-link';

const OFFERED = 20;

interface CustomerSelectProps {
  label: string;
  description?: string;
  error?: string | undefined;
  value?: string | null | undefined;
  onChange: (customer: string | null) => void;
  withAsterisk?: boolean;
  'data-autofocus'?: boolean;
}

/** Chooses a customer by a part of id, name or e-mail: there may be millions. */
export function CustomerSelect({ value, onChange, ...field }: CustomerSelectProps) {
  const { id: store } = useStore();
  const [text, setText] = useState('');
  const chosen = useQuery({ ...customerQuery(store, value ?? ''), enabled: Boolean(value) });
  const chosenName = chosen.data && nameOf(chosen.data.data);
  // The name of what is chosen stands in the field, and is not searched for.
  const [search] = useDebouncedValue(text === chosenName ? '' : text, 200);
  const found = useQuery({
    ...customersQuery(store, { limit: OFFERED, ...(search && { search }) }),
    placeholderData: keepPreviousData,
  });
  const customers = new Map<string, NamedCustomer>(found.data?.data.map((one) => [one.id, one]));
  if (value) customers.set(value, chosen.data?.data ?? { id: value, name: null, email: null });
  return (
    <Select
      {...field}
      searchable
      clearable
      nothingFoundMessage={t.customers.noMatch}
      data={[...customers.values()].map((one) => ({ value: one.id, label: nameOf(one) }))}
      // The service has searched, in ids and addresses too.
      filter={({ options }) => options}
      openOnFocus={false}
      withScrollArea={false}
      styles={{ options: { maxHeight: 260, overflowY: 'auto' } }}
      value={value ?? null}
      onSearchChange={setText}
      onChange={onChange}
      clearButtonProps={{ 'aria-label': t.actions.clear }}
      renderOption={({ option }) => {
        const one = customers.get(option.value);
        return (
          <Stack gap={0} miw={0}>
            <Text size="sm">{option.label}</Text>
            <Text size="xs" c="dimmed">
              {[one?.id, one?.email].filter((text) => text && text !== option.label).join(' · ')}
            </Text>
          </Stack>
        );
      }}
    />
  );
}
