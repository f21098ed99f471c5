import { MultiSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { groupQuery, groupsQuery } from '../api/groups';
import { useStore } from '../session/store';
import { t } from '../texts';

const OFFERED = 20;

interface GroupsSelectProps {
  value: readonly number[];
  onChange: (groups: number[]) => void;
  error?: string | undefined;
}

/** Chooses several groups by parts of their names. */
export function GroupsSelect({ value, onChange, error }: GroupsSelectProps) {
  const { id: store } = useStore();
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text, 200);
  const chosen = useQueries({
    queries: value.map((id) => ({ ...groupQuery(store, id), retry: false, staleTime: 60_000 })),
  });
  const found = useQuery({
    ...groupsQuery(store, { limit: OFFERED, sort: 'name', ...(search && { search }) }),
    placeholderData: keepPreviousData,
  });
  const names = new Map(found.data?.data.map(({ id, name }) => [id, name]));
  value.forEach((id, index) => {
    names.set(id, chosen[index]?.data?.data.name ?? names.get(id) ?? String(id));
  });
  return (
    <MultiSelect
      label={t.checker.groupsField}
      description={t.checker.groupsHint}
      error={error}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t.actions.clear }}
      nothingFoundMessage={t.groups.noMatch}
      data={[...names].map(([id, name]) => ({ value: String(id), label: name }))}
      // The service has searched, in descriptions too.
      filter={({ options }) => options}
      value={value.map(String)}
      searchValue={text}
      onSearchChange={setText}
      onChange={(ids) => onChange(ids.map(Number))}
    />
  );
}
