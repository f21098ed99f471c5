import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { groupQuery, groupsQuery } from '../api/groups';
import { useStore } from '../session/store';
import { t } from '../texts';

const OFFERED = 20;

interface GroupSelectProps {
  label: string;
  description?: string;
  error?: string | undefined;
  /** A group that cannot be chosen, such as the one whose parent is looked for. */
  without?: number | undefined;
  value?: number | null | undefined;
  onChange: (group: number | null) => void;
  disabled?: boolean;
  /** Where none is chosen. */
  placeholder?: string;
  withAsterisk?: boolean;
  'data-autofocus'?: boolean;
}

/** Chooses a group by a part of its name: there may be thousands. */
export function GroupSelect({
  value,
  without,
  onChange,
  placeholder = t.group.noParent,
  ...field
}: GroupSelectProps) {
  const { id: store } = useStore();
  const [text, setText] = useState('');
  const chosen = useQuery({ ...groupQuery(store, value ?? 0), enabled: typeof value === 'number' });
  const chosenName = chosen.data?.data.name;
  // The name of what is chosen stands in the field, and is not searched for.
  const [search] = useDebouncedValue(text === chosenName ? '' : text, 200);
  const found = useQuery({
    ...groupsQuery(store, { limit: OFFERED, sort: 'name', ...(search && { search }) }),
    placeholderData: keepPreviousData,
  });
  const groups = new Map(found.data?.data.map(({ id, name }) => [id, name]));
  if (typeof value === 'number') groups.set(value, chosenName ?? '…');
  if (without !== undefined) groups.delete(without);
  return (
    <Select
      {...field}
      searchable
      clearable
      placeholder={placeholder}
      nothingFoundMessage={t.groups.noMatch}
      data={[...groups].map(([id, name]) => ({ value: String(id), label: name }))}
      // The service has searched, in descriptions too.
      filter={({ options }) => options}
      openOnFocus={false}
      withScrollArea={false}
      styles={{ options: { maxHeight: 260, overflowY: 'auto' } }}
      value={typeof value === 'number' ? String(value) : null}
      onSearchChange={setText}
      onChange={(id) => onChange(id === null ? null : Number(id))}
      clearButtonProps={{ 'aria-label': t.actions.clear }}
    />
  );
}
