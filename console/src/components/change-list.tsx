import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { IconArrowBackUp, IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { lazy, Suspense, useId, useState } from 'react';
import { type Change, isUndoable } from '../api/changes';
import { useStore } from '../session/store';
import { t } from '../texts';
import { moment } from '../texts/format';
import { useActorName } from './actor-name';
import { Ago } from './ago';
import { ChangeDetails } from './change-details';
import classes from './change-list.module.css';
import { useChangeInWords } from './change-words';
import { ButtonLink } from './link';

const UndoChange = lazy(async () => ({ default: (await import('./undo-change')).UndoChange }));

/** Changes; each opens to what was before, and can be taken back. */
export function ChangeList({ changes }: { changes: readonly Change[] }) {
  return (
    <ul className={classes.list}>
      {changes.map((change) => (
        <Entry key={change.seq} change={change} />
      ))}
    </ul>
  );
}

function Entry({ change }: { change: Change }) {
  const [isOpen, setOpen] = useState(false);
  const words = useChangeInWords(change);
  const nameOf = useActorName();
  const details = useId();
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  const via = t.changes.via[change.via] ?? change.via;
  const by =
    change.via === 'service' ? t.changeLog.byItself : t.changes.by(nameOf(change.actor), via);
  return (
    <li>
      <div className={classes.entry}>
        <Stack gap={0} miw={0}>
          <button
            type="button"
            className={classes.toggle}
            aria-expanded={isOpen}
            aria-controls={isOpen ? details : undefined}
            onClick={() => setOpen(!isOpen)}
          >
            <Chevron size={16} aria-hidden className={classes.chevron} />
            <span>{words}</span>
          </button>
          <Text size="xs" c="dimmed" className={classes.below}>
            {by}
          </Text>
        </Stack>
        <Group gap="xs" className={classes.when}>
          {change.undoes !== null && (
            <Badge variant="default" size="sm">
              {t.changeLog.takenBack}
            </Badge>
          )}
          <Text size="xs" c="dimmed" span>
            <Ago at={change.at} />
          </Text>
        </Group>
      </div>
      {isOpen && (
        <div id={details} className={classes.details}>
          <Details change={change} words={words} />
        </div>
      )}
    </li>
  );
}

function Details({ change, words }: { change: Change; words: string }) {
  const { id, can } = useStore();
  const [isAsking, setAsking] = useState(false);
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="xs">
        <Text size="sm">
          {t.changeLog.seq(change.seq)} · {moment(change.at)}
        </Text>
        <Group gap="xs">
          <ButtonLink
            to="/stores/$store/changes"
            params={{ store: id }}
            search={{ operationId: change.operationId }}
            size="xs"
            variant="subtle"
          >
            {t.changeLog.sameOperation}
          </ButtonLink>
          {isUndoable(change) && can('store:admin') && (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconArrowBackUp size={14} aria-hidden />}
              aria-label={t.changeLog.undoWhich(words)}
              onClick={() => setAsking(true)}
            >
              {t.changeLog.undo}
            </Button>
          )}
        </Group>
      </Group>
      <ChangeDetails change={change} />
      {isAsking && (
        <Suspense>
          <UndoChange change={change} onClose={() => setAsking(false)} />
        </Suspense>
      )}
    </Stack>
  );
}
