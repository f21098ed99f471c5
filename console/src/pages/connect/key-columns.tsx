import { Badge, Stack, Text } from '@mantine/core';
import type { Key } from '../../api/keys';
import { Ago } from '../../components/ago';
import type { Column } from '../../components/data-table';
import { scopesInWords } from '../../components/scope-fields';
import { t } from '../../texts';
import { number } from '../../texts/format';

const isOver = (at: string): boolean => Date.parse(at) <= Date.now();

export const keyColumns: readonly Column<Key>[] = [
  {
    title: t.keys.name,
    render: ({ id, name }) => (
      <Stack gap={2}>
        <Text fw={600} size="sm">
          {name}
        </Text>
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {id}
        </Text>
      </Stack>
    ),
  },
  { title: t.keys.may, render: ({ scopes }) => scopesInWords(scopes) },
  {
    title: t.keys.lastUsed,
    render: ({ lastUsedAt }) => (lastUsedAt === null ? t.keys.neverUsed : <Ago at={lastUsedAt} />),
  },
  {
    title: t.keys.expires,
    render: ({ expiresAt }) => {
      if (expiresAt === null) return t.keys.never;
      if (isOver(expiresAt)) return <Badge color="red">{t.keys.expired}</Badge>;
      return <Ago at={expiresAt} />;
    },
  },
  {
    title: t.keys.rateLimit,
    isNumber: true,
    render: ({ rateLimit }) => (rateLimit === null ? t.keys.ofEachApi : number(rateLimit)),
  },
];
