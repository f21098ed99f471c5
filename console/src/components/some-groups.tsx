import { Group as Row, Text } from '@mantine/core';
import { createContext, type ReactNode, use } from 'react';
import type { Group } from '../api/groups';
import { useStore } from '../session/store';
import { t } from '../texts';
import { Link } from './link';
import { useGroupsById } from './use-name';

/** So many of a customer's groups are named. */
const SHOWN = 3;

const Names = createContext<ReadonlyMap<number, Group>>(new Map());

interface GroupNamesProps {
  /** The groups of each row of a table. */
  rows: readonly (readonly number[])[];
  children: ReactNode;
}

/** Asks for the names of all groups that a table shows at once. */
export function GroupNames({ rows, children }: GroupNamesProps) {
  const ids = rows.flatMap((row) => row.slice(0, SHOWN));
  return <Names value={useGroupsById(ids)}>{children}</Names>;
}

/** The first groups of a row, by name. */
export function SomeGroups({ ids }: { ids: readonly number[] }) {
  const { id: store, can } = useStore();
  const names = use(Names);
  if (ids.length === 0) return <Text c="dimmed">{t.customers.noGroups}</Text>;
  return (
    <Row gap="2px 12px" component="span">
      {ids.slice(0, SHOWN).map((id) =>
        can('groups:read') ? (
          <Link key={id} to="/stores/$store/groups/$group" params={{ store, group: id }} fz="sm">
            {names.get(id)?.name ?? t.customer.noGroup(id)}
          </Link>
        ) : (
          <span key={id}>{t.customer.noGroup(id)}</span>
        ),
      )}
      {ids.length > SHOWN && (
        <Text c="dimmed" component="span" size="sm">
          {t.more(ids.length - SHOWN)}
        </Text>
      )}
    </Row>
  );
}
