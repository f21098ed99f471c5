import { Button, Group as Row, Select, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { VIAS } from '../../api/changes';
import { MAX_PAGE } from '../../api/client';
import { keysQuery } from '../../api/keys';
import { usersQuery } from '../../api/users';
import { eventInWords } from '../../components/event-words';
import { SearchField } from '../../components/search-field';
import { useAddressText } from '../../components/use-address-text';
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
  /** Going on with what is typed is no new step of the browser's history. */
  onSearch: (part: ChangeSearch, isGoingOn?: boolean) => void;
  onClear: () => void;
}

/** What is looked for in the log. */
export function Filters({ search, onSearch, onClear }: FiltersProps) {
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
          onChange={(value) => onSearch({ entity: value ?? undefined, operation: undefined })}
        />
        <Select
          {...CHOICE}
          label={t.changeLog.operation}
          searchable
          data={operations.map((value) => ({ value, label: eventInWords(value) }))}
          value={search.operation ?? null}
          onChange={(value) => onSearch({ operation: value ?? undefined })}
        />
        <Actors actor={search.actor} onChange={(actor) => onSearch({ actor })} />
        <Select
          {...CHOICE}
          label={t.changeLog.via}
          data={VIAS.map((value) => ({ value, label: t.changes.via[value] ?? value }))}
          value={search.via ?? null}
          onChange={(value) => onSearch({ via: (value as ChangeSearch['via']) ?? undefined })}
        />
        <Day
          name="from"
          max={search.to}
          value={search.from}
          onChange={(from, isGoingOn) => onSearch({ from }, isGoingOn)}
        />
        <Day
          name="to"
          min={search.from}
          value={search.to}
          onChange={(to, isGoingOn) => onSearch({ to }, isGoingOn)}
        />
      </div>
      <Row gap="sm">
        <SearchField
          label={t.changeLog.customerHint}
          value={search.customerId}
          onSearch={(customerId) => onSearch({ customerId }, search.customerId !== undefined)}
        />
        {isFiltered(search) && (
          <Button variant="subtle" onClick={onClear}>
            {t.changeLog.clear}
          </Button>
        )}
      </Row>
      {search.operationId && <Text size="sm">{t.changeLog.oneOperation}</Text>}
    </Stack>
  );
}

interface DayProps {
  name: 'from' | 'to';
  value: string | undefined;
  min?: string | undefined;
  max?: string | undefined;
  onChange: (day: string | undefined, isGoingOn: boolean) => void;
}

function Day({ name, value, onChange, ...limits }: DayProps) {
  const [text, setText] = useAddressText(name, value ?? '', (typed, before) =>
    onChange(typed || undefined, before !== ''),
  );
  return (
    <TextInput
      type="date"
      label={t.changeLog[name]}
      {...limits}
      value={text}
      onChange={({ currentTarget }) => setText(currentTarget.value)}
    />
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
