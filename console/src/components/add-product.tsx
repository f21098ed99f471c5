import { Select } from '@mantine/core';
import { useState } from 'react';
import { MAX_ID } from '../../../src/core/limits.js';
import { t } from '../texts';
import { useProductOptions } from './use-product-options';

interface AddProductProps {
  label: string;
  error?: string | undefined;
  disabled?: boolean;
  onAdd: (productId: string) => void;
}

/** Adds one product after the other: of the catalog, or by an id that it does not know. */
export function AddProduct({ onAdd, ...field }: AddProductProps) {
  const [text, setText] = useState('');
  const options = useProductOptions(text);
  const typed = text.trim();
  if (typed !== '' && typed.length <= MAX_ID && options.every(({ value }) => value !== typed)) {
    options.push({ value: typed, label: t.prices.byId(typed) });
  }
  return (
    <Select
      {...field}
      searchable
      placeholder={t.prices.addProductHint}
      nothingFoundMessage={t.prices.noMatch}
      data={options}
      // The service has searched.
      filter={({ options }) => options}
      value={null}
      searchValue={text}
      onSearchChange={setText}
      onChange={(id) => {
        if (id === null) return;
        setText('');
        onAdd(id);
      }}
    />
  );
}
