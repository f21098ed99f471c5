import { Text } from '@mantine/core';
import type { Change } from '../api/changes';
import { t } from '../texts';
import { moment } from '../texts/format';
import { useActorName } from './actor-name';
import classes from './change-list.module.css';
import { useChangeInWords } from './change-words';

/** Changes in words alone: without what was before, and without a way back. */
export function BriefChanges({ changes }: { changes: readonly Change[] }) {
  return (
    <ul className={classes.list}>
      {changes.map((change) => (
        <Entry key={change.seq} change={change} />
      ))}
    </ul>
  );
}

function Entry({ change }: { change: Change }) {
  const words = useChangeInWords(change);
  const nameOf = useActorName();
  return (
    <li>
      <Text size="sm">{words}</Text>
      <Text size="xs" c="dimmed">
        {t.changeLog.seq(change.seq)} · {moment(change.at)} · {nameOf(change.actor)}
      </Text>
    </li>
  );
}
