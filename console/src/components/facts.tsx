import { Text } from '@mantine/core';
import classes from './facts.module.css';
import { Section } from './page';

interface FactsProps {
  title: string;
  /** What it is, and its value; null where there is none. */
  facts: readonly (readonly [string, string | null])[];
}

/** What nobody can change of a thing. */
export function FactList({ title, facts }: FactsProps) {
  return (
    <Section title={title}>
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
