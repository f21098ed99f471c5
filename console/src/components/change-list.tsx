import { Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Change } from '../api/changes';
import { groupQuery } from '../api/groups';
import { useStore } from '../session/store';
import { t } from '../texts';
import { ago, moment } from '../texts/format';
import classes from './change-list.module.css';

const nameIn = (state: Change['before']): string | undefined => {
  const { name } = (state ?? {}) as { name?: unknown };
  return typeof name === 'string' && name !== '' ? name : undefined;
};

/** A member’s id in the log begins with that of its group. */
const idOf = ({ entity, entityId }: Change): string =>
  entity === 'member' ? entityId.slice(entityId.indexOf('/') + 1) : entityId;

/** Such as: Group “Retail” changed. What is new in the API is shown by its own name. */
export function changeInWords(change: Change): string {
  const { operation, entity, before, after } = change;
  const what = t.changes.entities[entity] ?? entity;
  const verb = operation.split('.').at(-1) ?? operation;
  const name = nameIn(after) ?? nameIn(before) ?? idOf(change);
  return `${what} “${name}” ${t.changes.verbs[verb] ?? verb}`;
}

/** Of members the log holds ids alone: the group, if it is still there, says its name. */
function Members({ change: { operation, entityId, before, after } }: { change: Change }) {
  const { id: store } = useStore();
  const query = { ...groupQuery(store, Number(entityId)), retry: false, staleTime: 60_000 };
  const name = useQuery(query).data?.data.name ?? entityId;
  const { customerIds } = (after ?? before ?? {}) as { customerIds?: readonly string[] };
  const words = operation === 'members.added' ? t.changes.came : t.changes.left;
  return words(customerIds?.length ?? 0, name);
}

/** A change in a sentence. */
export function ChangeWords({ change }: { change: Change }) {
  return change.entity === 'members' ? <Members change={change} /> : changeInWords(change);
}

/** By whom, and through which API. */
export const whoInWords = ({ actor, via }: Pick<Change, 'actor' | 'via'>): string =>
  t.changes.by(who(actor), t.changes.via[via] ?? via);

const who = (actor: string): string => (actor === 'root' ? t.changes.root : actor);

export function ChangeList({ changes }: { changes: readonly Change[] }) {
  return (
    <ul className={classes.list}>
      {changes.map((change) => (
        <li key={change.seq}>
          <Group justify="space-between" gap="xs" align="baseline">
            <Stack gap={0} miw={0}>
              <Text size="sm">
                <ChangeWords change={change} />
              </Text>
              <Text size="xs" c="dimmed">
                {whoInWords(change)}
              </Text>
            </Stack>
            <Text
              size="xs"
              c="dimmed"
              component="time"
              dateTime={change.at}
              title={moment(change.at)}
            >
              {ago(change.at)}
            </Text>
          </Group>
        </li>
      ))}
    </ul>
  );
}
