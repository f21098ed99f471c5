import { Group as Row, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { groupsQuery } from '../../api/groups';
import { Link } from '../../components/link';
import { Loaded } from '../../components/states';
import { useStore } from '../../session/store';
import { t } from '../../texts';

const SHOWN = 20;

interface UsedByProps {
  list: string;
  /** When somebody goes on to a group. */
  onLeave?: () => void;
}

/** The groups whose own list this is. */
export function UsedBy({ list, onLeave }: UsedByProps) {
  const { id: store } = useStore();
  const query = { defaultPriceListId: list, sort: 'name', limit: SHOWN } as const;
  const groups = useQuery(groupsQuery(store, query));
  return (
    <Loaded query={groups}>
      {({ data, nextCursor }) =>
        data.length === 0 ? (
          <Text size="sm">{t.priceLists.usedByNone}</Text>
        ) : (
          <Row gap="xs">
            {data.map(({ id, name }) => (
              <Link
                key={id}
                to="/stores/$store/groups/$group"
                params={{ store, group: id }}
                onClick={onLeave}
                size="sm"
              >
                {name}
              </Link>
            ))}
            {nextCursor !== null && <Text size="sm">{t.priceLists.usedByMore}</Text>}
          </Row>
        )
      }
    </Loaded>
  );
}
