import { Badge } from '@mantine/core';
import type { Group } from '../api/groups';
import { t } from '../texts';

type Marked = Pick<Group, 'isDefault' | 'isGuest' | 'isActive'>;

/** What is special about a group, in a word each. */
export function GroupBadges({ isDefault, isGuest, isActive }: Marked) {
  return (
    <>
      {isDefault && (
        <Badge variant="light" color="indigo" title={t.group.defaultHint}>
          {t.group.default}
        </Badge>
      )}
      {isGuest && (
        <Badge variant="light" color="grape" title={t.group.guestHint}>
          {t.group.guest}
        </Badge>
      )}
      {!isActive && (
        <Badge variant="default" title={t.group.activeHint}>
          {t.group.inactive}
        </Badge>
      )}
    </>
  );
}
