import { Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Customer, customerQuery, customersQuery } from '../api/customers';
import { useStore } from '../session/store';
import { t } from '../texts';

const OFFERED = 20;

interface CustomerPickerProps {
  value: string | undefined;
  onChange: (customer: string | undefined) => void;
  error?: string | undefined;
}

const labelOf = ({ id, name, email }: Customer): string => {
  const known = [name, email].filter((text) => text);
  return known.length > 0 ? `${known.join(' · ')} (${id})` : id;
};

/** Chooses a customer by a part of name, e-mail address or id. */
export function CustomerPicker({ value, onChange, error }: CustomerPickerProps) {
  const { id: store, can } = useStore();
  const mayRead = can('customers:read');
  const [text, setText] = useState('');
  const chosen = useQuery({
    ...customerQuery(store, value ?? ''),
    enabled: mayRead && value !== undefined,
  });
  const chosenLabel = chosen.data ? labelOf(chosen.data.data) : value;
  // The label of who is chosen stands in the field, and is not searched for.
  const [search] = useDebouncedValue(text === chosenLabel ? '' : text, 200);
  const found = useQuery({
    ...customersQuery(store, { limit: OFFERED, ...(search && { search }) }),
    enabled: mayRead,
    placeholderData: keepPreviousData,
  });
  if (!mayRead) {
    return (
      <TextInput
        label={t.checker.customerId}
        error={error}
        defaultValue={value}
        onBlur={({ currentTarget }) => onChange(currentTarget.value.trim() || undefined)}
      />
    );
  }
  const labels = new Map(found.data?.data.map((customer) => [customer.id, labelOf(customer)]));
  if (value !== undefined) labels.set(value, chosenLabel ?? value);
  return (
    <Select
      label={t.checker.customerField}
      description={t.checker.customerHint}
      error={error}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t.actions.clear }}
      nothingFoundMessage={t.customers.noMatch}
      data={[...labels].map(([id, label]) => ({ value: id, label }))}
      // The service has searched.
      filter={({ options }) => options}
      value={value ?? null}
      onSearchChange={setText}
      onChange={(id) => onChange(id ?? undefined)}
    />
  );
}
