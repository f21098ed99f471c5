import { List, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { allCategoriesQuery } from '../../../api/categories';
import { type Access, groupAccessQuery } from '../../../api/group-effects';
import type { Group } from '../../../api/groups';
import { Section } from '../../../components/page';
import { Loaded } from '../../../components/states';
import { useStore } from '../../../session/store';
import { t } from '../../../texts';
import { useInherited } from './use-inherited';

interface EffectProps {
  group: Group;
  wanted: Group['categoryAccess'];
}

/** What the members of a group see through it: now, and once the changes are saved. */
export function Effect({ group, wanted }: EffectProps) {
  const { id: store, can } = useStore();
  const mayRead = can('pricing:read');
  const now = useQuery({ ...groupAccessQuery(store, group.id), enabled: mayRead });
  const inherited = useInherited(group);
  const isChanged = JSON.stringify(wanted) !== JSON.stringify(group.categoryAccess);
  const next = wanted ?? inherited?.access ?? { type: 'all' as const };
  if (!mayRead) return null;
  return (
    <Section title={t.access.effect} hint={t.access.effectHint}>
      <Stack gap="md">
        {!group.isActive && <Text size="sm">{t.access.inactive}</Text>}
        <Stack gap={4}>
          <Text size="sm" c="dimmed">
            {t.access.now}
          </Text>
          <Loaded query={now}>{(access) => <Seen access={access} />}</Loaded>
        </Stack>
        {isChanged && group.isActive && (
          <Stack gap={4} role="status">
            <Text size="sm" c="dimmed">
              {t.access.afterwards}
            </Text>
            <Seen access={{ type: next.type, categories: next.categories ?? [] }} />
          </Stack>
        )}
      </Stack>
    </Section>
  );
}

const NAMED = 12;

function Seen({ access: { type, categories } }: { access: Access }) {
  const { id: store } = useStore();
  const all = useQuery(allCategoriesQuery(store));
  const isNothing = type === 'none' || (type === 'specific' && categories.length === 0);
  if (isNothing) return <Text fw={600}>{t.access.seesNothing}</Text>;
  if (type === 'all') return <Text fw={600}>{t.access.seesAll}</Text>;
  const names = new Map(all.data?.entries.map(({ id, name }) => [id, name]));
  return (
    <>
      <Text fw={600}>{t.access.sees(categories.length)}</Text>
      <List size="sm">
        {categories.slice(0, NAMED).map((id) => (
          <List.Item key={id}>{names.get(id) ?? id}</List.Item>
        ))}
      </List>
      {categories.length > NAMED && (
        <Text size="sm" c="dimmed">
          {t.more(categories.length - NAMED)}
        </Text>
      )}
    </>
  );
}
