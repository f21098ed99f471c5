import { Button, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Group } from '../api/groups';
import { t } from '../texts';
import { GroupLink } from './group-link';
import classes from './group-tree.module.css';
import { TreeOpener } from './tree-opener';

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

/** Of a small store all are shown at once. */
const FEW = 100;
/** So many of one level are shown, and as many more each time that one asks for them. */
const STEP = 100;

/** Groups below their parents; what is below one is shown when asked for. */
export function GroupTree({ groups }: { groups: readonly Group[] }) {
  const map = useMemo(() => byParent(groups), [groups]);
  return <Level groups={map.get(null) ?? []} map={map} isOpen={groups.length <= FEW} />;
}

interface LevelProps {
  groups: readonly Group[];
  map: ByParent;
  /** Whether what is below them is shown at first. */
  isOpen: boolean;
}

function Level({ groups, map, isOpen }: LevelProps) {
  const [shown, setShown] = useState(STEP);
  return (
    <ul className={classes.tree}>
      {groups.slice(0, shown).map((group) => (
        <Branch key={group.id} group={group} map={map} isOpenAtFirst={isOpen} />
      ))}
      {groups.length > shown && (
        <li>
          <Button variant="subtle" onClick={() => setShown(shown + STEP)}>
            {t.groups.more(Math.min(STEP, groups.length - shown), groups.length - shown)}
          </Button>
        </li>
      )}
    </ul>
  );
}

interface BranchProps {
  group: Group;
  map: ByParent;
  isOpenAtFirst: boolean;
}

function Branch({ group, map, isOpenAtFirst }: BranchProps) {
  const below = map.get(group.id) ?? [];
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  return (
    <li>
      <div className={classes.row}>
        {below.length > 0 ? (
          <TreeOpener name={group.name} isOpen={isOpen} onToggle={() => setOpen(!isOpen)} />
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
      {isOpen && below.length > 0 && <Level groups={below} map={map} isOpen={isOpenAtFirst} />}
    </li>
  );
}
