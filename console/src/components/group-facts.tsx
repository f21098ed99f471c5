import { Text } from '@mantine/core';
import type { Group } from '../api/groups';
import { t } from '../texts';
import { moment } from '../texts/format';
import classes from './group-facts.module.css';
import { Section } from './page';

/** What nobody can change of a group. */
export function GroupFacts({ group }: { group: Group }) {
  const facts: readonly [string, string | null][] = [
    [t.group.id, String(group.id)],
    [t.group.publicId, group.publicId],
    [t.group.externalReferenceId, group.externalReferenceId],
    [t.group.createdAt, moment(group.createdAt)],
    [t.group.updatedAt, moment(group.updatedAt)],
  ];
  return (
    <Section title={t.group.facts}>
      <dl className={classes.facts}>
        {facts.map(
          ([name, value]) =>
            value !== null && (
              <div key={name}>
                <Text component="dt" size="sm" c="dimmed">
                  {name}
                </Text>
                <Text component="dd" m={0}>
                  {value}
                </Text>
              </div>
            ),
        )}
      </dl>
    </Section>
  );
}
