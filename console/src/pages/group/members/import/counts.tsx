import { Group as Row, Stack, Text } from '@mantine/core';
import { t } from '../../../../texts';
import { number } from '../../../../texts/format';
import classes from './counts.module.css';
import { DownloadUnknown } from './download';
import type { Compared } from './work';

/** Of each kind so many are shown; the unknown ones can be had as a file. */
const SHOWN = 100;

const KINDS = ['fresh', 'members', 'unknown', 'twice'] as const;

/** What the comparison has found: how many, and who. */
export function Counts({ compared }: { compared: Compared }) {
  return (
    <Stack>
      <dl className={classes.counts}>
        {KINDS.map((kind) => (
          <div key={kind} className="card">
            <Text component="dt" size="sm" fw={600}>
              {t.import[kind]}
            </Text>
            <Text component="dd" m={0} fz={28} fw={650} lh={1.2}>
              {number(compared[kind].length)}
            </Text>
            <Text component="dd" m={0} size="xs" c="dimmed">
              {t.import[`${kind}Hint`]}
            </Text>
          </div>
        ))}
      </dl>
      {compared.shared > 0 && <Text size="sm">{t.import.shared(compared.shared)}</Text>}
      {KINDS.map((kind) => (
        <Some key={kind} title={t.import.show(t.import[kind])} names={compared[kind]} />
      ))}
      {compared.unknown.length > 0 && (
        <Row>
          <DownloadUnknown names={compared.unknown} />
        </Row>
      )}
    </Stack>
  );
}

function Some({ title, names }: { title: string; names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <details>
      <summary>{title}</summary>
      <ul className={classes.names}>
        {names.slice(0, SHOWN).map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
      {names.length > SHOWN && (
        <Text size="sm" c="dimmed">
          {t.more(names.length - SHOWN)}
        </Text>
      )}
    </details>
  );
}
