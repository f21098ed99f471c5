import { Group as Row } from '@mantine/core';
import type { Group } from '../api/groups';
import { useStore } from '../session/store';
import { GroupBadges } from './group-badges';
import { Link } from './link';

/** A group by its name, with its badges. */
export function GroupLink({ group }: { group: Group }) {
  const { id } = useStore();
  return (
    <Row gap="xs">
      <Link to="/stores/$store/groups/$group" params={{ store: id, group: group.id }} fw={600}>
        {group.name}
      </Link>
      <GroupBadges {...group} />
    </Row>
  );
}
