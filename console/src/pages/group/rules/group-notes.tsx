import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ancestorsQuery, givers } from '../../../api/group-effects';
import type { Group } from '../../../api/groups';
import { Link } from '../../../components/link';
import { Notice } from '../../../components/notice';
import { useStore } from '../../../session/store';
import { t } from '../../../texts';
import type { Warnings } from './use-warnings';

interface GroupNotesProps {
  group: Group;
  warnings: Warnings['ofGroup'];
}

/** What holds for all rules of a group: why none matters, what goes before them, what else there is. */
export function GroupNotes({ group, warnings }: GroupNotesProps) {
  const { id: store } = useStore();
  const ancestors = useQuery(ancestorsQuery(store, group.parentId));
  const inherited = givers(ancestors.data ?? []).filter((above) => above.discountRules.length > 0);
  const reasons = warnings.flatMap((code) => t.rules.findings[code] ?? []);
  if (reasons.length === 0 && inherited.length === 0 && group.defaultPriceListId === null) {
    return null;
  }
  return (
    <Stack gap="xs">
      {reasons.length > 0 && (
        <Notice title={t.rules.noneMatters}>
          {reasons.map((reason) => (
            <Text size="sm" key={reason}>
              {reason}
            </Text>
          ))}
        </Notice>
      )}
      {group.defaultPriceListId !== null && <Text size="sm">{t.rules.listFirst}</Text>}
      {inherited.map(({ id, name, discountRules }) => (
        <Text size="sm" key={id}>
          {t.rules.inherits(discountRules.length)}{' '}
          <Link
            to="/stores/$store/groups/$group/rules"
            params={{ store, group: id }}
            inherit
            underline="always"
          >
            {name}
          </Link>
          {t.rules.inheritsUnless}
        </Text>
      ))}
    </Stack>
  );
}
