import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { MAX_ID } from '../../../src/core/limits.js';
import { productSearchQuery } from '../api/catalog-products';
import { useStore } from '../session/store';
import { t } from '../texts';

const OFFERED = 20;

interface ProductPickerProps {
  label: string;
  error?: string | undefined;
  disabled?: boolean;
  onPick: (productId: string) => void;
}

/** Picks one product after the other: of the catalog, or by an id that it does not know. */
export function ProductPicker({ onPick, ...field }: ProductPickerProps) {
  const { id: store } = useStore();
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text.trim(), 200);
  const found = useQuery({
    ...productSearchQuery(store, search, OFFERED),
    placeholderData: keepPreviousData,
  });
  const options = (found.data?.data ?? []).map(({ id, name }) => ({
    value: id,
    label: name ? `${name} (${id})` : id,
  }));
  const typed = text.trim();
  if (typed !== '' && typed.length <= MAX_ID && options.every(({ value }) => value !== typed)) {
    options.push({ value: typed, label: t.prices.byId(typed) });
  }
  return (
    <Select
      {...field}
      searchable
      placeholder={t.prices.addProductHint}
      nothingFoundMessage={t.prices.nothingFound}
      data={options}
      // The service has searched.
      filter={({ options }) => options}
      value={null}
      searchValue={text}
      onSearchChange={setText}
      onChange={(id) => {
        if (id === null) return;
        setText('');
        onPick(id);
      }}
    />
  );
}
