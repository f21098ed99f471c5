import { Text } from '@mantine/core';
import type { Finding } from '../../api/reports';
import classes from '../../components/change-list.module.css';
import { Link } from '../../components/link';
import { useStore } from '../../session/store';

/** Each with its reason, and the way to its group. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  const { id } = useStore();
  return (
    <ul className={classes.list}>
      {findings.map(({ message, groupId, groupName }) => (
        <li key={message}>
          <Text size="sm">{message}</Text>
          {groupId !== null && (
            <Link
              to="/stores/$store/groups/$group"
              params={{ store: id, group: groupId }}
              size="sm"
            >
              {groupName}
            </Link>
          )}
        </li>
      ))}
    </ul>
  );
}
