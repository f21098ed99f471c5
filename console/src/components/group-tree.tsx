import { ActionIcon, Text } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import type { Group } from '../api/groups';
import { t } from '../texts';
import { GroupLink } from './group-link';
import classes from './group-tree.module.css';

type ByParent = ReadonlyMap<number | null, readonly Group[]>;

function byParent(groups: readonly Group[]): ByParent {
  const known = new Set(groups.map(({ id }) => id));
  const map = new Map<number | null, Group[]>();
  for (const group of groups) {
    // One whose parent is not among them stands at the top, so that all are shown.
    const { parentId } = group;
    const parent = parentId !== null && known.has(parentId) ? parentId : null;
    const siblings = map.get(parent);
    if (siblings) siblings.push(group);
    else map.set(parent, [group]);
  }
  return map;
}

/** Groups below their parents; what is below one is shown when asked for. */
export function GroupTree({ groups }: { groups: readonly Group[] }) {
  const map = byParent(groups);
  return (
    <ul className={classes.tree}>
      {(map.get(null) ?? []).map((group) => (
        <Branch key={group.id} group={group} map={map} />
      ))}
    </ul>
  );
}

/** So few are shown at once. */
const SHOWN_OPEN = 20;

function Branch({ group, map }: { group: Group; map: ByParent }) {
  const below = map.get(group.id) ?? [];
  const [isOpen, setOpen] = useState(below.length <= SHOWN_OPEN);
  const Icon = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <li>
      <div className={classes.row}>
        {below.length > 0 ? (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-expanded={isOpen}
            aria-label={(isOpen ? t.groups.close : t.groups.open)(group.name)}
            onClick={() => setOpen(!isOpen)}
          >
            <Icon size={18} aria-hidden />
          </ActionIcon>
        ) : (
          <span className={classes.leaf} />
        )}
        <div className={classes.name}>
          <GroupLink group={group} />
        </div>
        <Text size="sm" c="dimmed">
          {t.groups.memberCount(group.memberCount)}
        </Text>
      </div>
      {isOpen && below.length > 0 && (
        <ul>
          {below.map((child) => (
            <Branch key={child.id} group={child} map={map} />
          ))}
        </ul>
      )}
    </li>
  );
}
