import { Button, Group as Row, Select, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { VIAS } from '../../api/changes';
import { MAX_PAGE } from '../../api/client';
import { keysQuery } from '../../api/keys';
import { usersQuery } from '../../api/users';
import { eventInWords } from '../../components/event-words';
import { SearchField } from '../../components/search-field';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import { ENTITIES, EVENTS } from '../../webhook-events';
import classes from './filters.module.css';
import { type ChangeSearch, isFiltered } from './query';

const CHOICE = {
  placeholder: t.changeLog.any,
  clearable: true,
  clearButtonProps: { 'aria-label': t.actions.clear },
};

interface FiltersProps {
  search: ChangeSearch;
  onSearch: (search: ChangeSearch) => void;
}

/** What is looked for in the log. */
export function Filters({ search, onSearch }: FiltersProps) {
  const set = (part: ChangeSearch) => onSearch({ ...search, ...part, cursor: undefined });
  const entities = ENTITIES.map((value) => ({ value, label: t.changes.entities[value] ?? value }));
  const entity = ENTITIES.find((one) => one === search.entity);
  const operations = (entity ? [entity] : ENTITIES).flatMap((one) =>
    EVENTS[one].map((verb) => `${one}.${verb}`),
  );
  return (
    <Stack gap="sm" component="fieldset" className={classes.filters}>
      <legend className="hidden-but-read">{t.changeLog.filters}</legend>
      <div className={classes.fields}>
        <Select
          {...CHOICE}
          label={t.changeLog.entity}
          data={entities}
          value={entity ?? null}
          onChange={(value) => set({ entity: value ?? undefined, operation: undefined })}
        />
        <Select
          {...CHOICE}
          label={t.changeLog.operation}
          searchable
          data={operations.map((value) => ({ value, label: eventInWords(value) }))}
          value={search.operation ?? null}
          onChange={(value) => set({ operation: value ?? undefined })}
        />
        <Actors actor={search.actor} onChange={(actor) => set({ actor })} />
        <Select
          {...CHOICE}
          label={t.changeLog.via}
          data={VIAS.map((value) => ({ value, label: t.changes.via[value] ?? value }))}
          value={search.via ?? null}
          onChange={(value) => set({ via: (value as ChangeSearch['via']) ?? undefined })}
        />
        <TextInput
          type="date"
          label={t.changeLog.from}
          max={search.to}
          value={search.from ?? ''}
          onChange={({ currentTarget }) => set({ from: currentTarget.value || undefined })}
        />
        <TextInput
          type="date"
          label={t.changeLog.to}
          min={search.from}
          value={search.to ?? ''}
          onChange={({ currentTarget }) => set({ to: currentTarget.value || undefined })}
        />
      </div>
      <Row gap="sm">
        <SearchField
          label={t.changeLog.customerHint}
          value={search.customerId}
          onSearch={(customerId) => set({ customerId })}
        />
        {isFiltered(search) && (
          <Button variant="subtle" onClick={() => onSearch({})}>
            {t.changeLog.clear}
          </Button>
        )}
      </Row>
      {search.operationId && <Text size="sm">{t.changeLog.oneOperation}</Text>}
    </Stack>
  );
}

interface ActorsProps {
  actor: string | undefined;
  onChange: (actor: string | undefined) => void;
}

/** Who there is now; whoever is gone is still found by an address. */
function Actors({ actor, onChange }: ActorsProps) {
  const { id } = useStore();
  const keys = useQuery({ ...keysQuery(id, { limit: MAX_PAGE }), staleTime: 60_000 });
  const users = useQuery({ ...usersQuery(id, { limit: MAX_PAGE }), staleTime: 60_000 });
  const root = { value: 'root', label: t.changeLog.actors.root };
  const keyItems = (keys.data?.data ?? []).map((key) => ({
    value: `key:${key.id}`,
    label: key.name,
  }));
  const userItems = (users.data?.data ?? []).map((user) => ({
    value: `user:${user.id}`,
    label: user.id,
  }));
  const isThere = [root, ...keyItems, ...userItems].some(({ value }) => value === actor);
  return (
    <Select
      {...CHOICE}
      label={t.changeLog.actor}
      searchable
      data={[
        root,
        { group: t.changeLog.actors.keys, items: keyItems },
        { group: t.changeLog.actors.users, items: userItems },
        ...(actor && !isThere ? [{ value: actor, label: actor }] : []),
      ]}
      value={actor ?? null}
      onChange={(value) => onChange(value ?? undefined)}
    />
  );
}
