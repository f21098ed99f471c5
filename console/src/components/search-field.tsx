import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { t } from '../texts';

interface SearchFieldProps {
  label: string;
  /** What is searched for now, as the URL says. */
  value: string | undefined;
  onSearch: (text: string | undefined) => void;
}

/** Searches when the typing pauses. */
export function SearchField({ label, value = '', onSearch }: SearchFieldProps) {
  const [text, setText] = useState(value);
  // What is being typed is ahead of the URL; what comes from elsewhere, such as Back, is not.
  const searched = useRef(value);
  useEffect(() => {
    if (value === searched.current) return;
    searched.current = value;
    setText(value);
  }, [value]);
  const search = useDebouncedCallback((wanted: string) => {
    searched.current = wanted.trim();
    onSearch(searched.current || undefined);
  }, 250);
  const change = (wanted: string) => {
    setText(wanted);
    search(wanted);
  };
  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={label}
      value={text}
      maxLength={255}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={text && <CloseButton aria-label={t.actions.clear} onClick={() => change('')} />}
      onChange={({ currentTarget }) => change(currentTarget.value)}
      style={{ flex: '1 1 16rem' }}
    />
  );
}
