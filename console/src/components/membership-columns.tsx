import { ActionIcon, Group as Row } from '@mantine/core';
import { IconCalendarTime, IconUserMinus } from '@tabler/icons-react';
import { t } from '../texts';
import { moment } from '../texts/format';
import type { Column } from './data-table';
import { type HeldWindow, WindowBadge } from './window-badge';

export interface MembershipActions<Entry> {
  onEdit: (row: Entry) => void;
  onRemove: (row: Entry) => void;
}

interface MembershipColumns<Entry> {
  /** Whose membership, or of what. */
  first: Column<Entry>;
  nameOf: (row: Entry) => string;
  /** For whoever may. */
  actions: MembershipActions<Entry> | undefined;
}

/** Of memberships: from when until when, whether they hold, and what can be done. */
export function membershipColumns<Entry extends HeldWindow>({
  first,
  nameOf,
  actions,
}: MembershipColumns<Entry>): readonly Column<Entry>[] {
  const columns: Column<Entry>[] = [
    first,
    {
      title: t.members.from,
      render: ({ startsAt }) => <time dateTime={startsAt}>{moment(startsAt)}</time>,
    },
    {
      title: t.members.until,
      render: ({ endsAt }) =>
        endsAt === null ? t.members.forGood : <time dateTime={endsAt}>{moment(endsAt)}</time>,
    },
    { title: t.members.state, render: (row) => <WindowBadge window={row} /> },
  ];
  if (!actions) return columns;
  return [
    ...columns,
    {
      title: t.members.actions,
      render: (row) => (
        <Row gap={4} wrap="nowrap">
          <ActionIcon
            variant="subtle"
            aria-label={t.members.edit(nameOf(row))}
            onClick={() => actions.onEdit(row)}
          >
            <IconCalendarTime size={18} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="red"
            aria-label={t.members.remove(nameOf(row))}
            onClick={() => actions.onRemove(row)}
          >
            <IconUserMinus size={18} aria-hidden />
          </ActionIcon>
        </Row>
      ),
    },
  ];
}
