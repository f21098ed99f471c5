import { Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type ChangeQuery, changesQuery } from '../api/changes';
import { useStore } from '../session/store';
import { t } from '../texts';
import { ChangeList } from './change-list';
import { Section } from './page';
import { Pager } from './pager';
import { Empty, Loaded } from './states';

const PAGE = 25;

interface ChangePagesProps {
  query: ChangeQuery;
  /** Where there is no such change. */
  empty: ReactNode;
}

/** The changes that a query finds, by page. */
export function ChangePages({ query, empty }: ChangePagesProps) {
  const { id } = useStore();
  const changes = useQuery({
    ...changesQuery(id, { ...query, limit: PAGE }),
    placeholderData: keepPreviousData,
  });
  return (
    <Loaded query={changes}>
      {({ data, nextCursor }) =>
        data.length === 0 ? (
          empty
        ) : (
          <Stack aria-busy={changes.isPlaceholderData}>
            <ChangeList changes={data} />
            <Pager nextCursor={nextCursor} />
          </Stack>
        )
      }
    </Loaded>
  );
}

interface HistoryProps {
  query: ChangeQuery;
  words: { title: string; hint: string; empty: string; emptyText?: string };
}

/** What was changed of one thing. */
export function History({ query, words }: HistoryProps) {
  const { can } = useStore();
  return (
    <Section title={words.title} hint={words.hint}>
      {can('store:admin') ? (
        <ChangePages query={query} empty={<Empty title={words.empty}>{words.emptyText}</Empty>} />
      ) : (
        <Text>{t.history.needsAdmin}</Text>
      )}
    </Section>
  );
}
