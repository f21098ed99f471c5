import { Badge } from '@mantine/core';
import { t } from '../texts';

export interface HeldWindow {
  startsAt: string;
  endsAt: string | null;
}

type Bounds = { [Bound in keyof HeldWindow]: string | null };

/** Whether what has a window, such as a membership, counts now. */
export function stateOf({ startsAt, endsAt }: Bounds, now = Date.now()) {
  if (endsAt !== null && Date.parse(endsAt) <= now) return 'ended';
  return startsAt !== null && Date.parse(startsAt) > now ? 'notBegun' : 'holds';
}

const COLOURS = { holds: 'indigo', notBegun: 'grape', ended: 'gray' } as const;

export function WindowBadge({ window }: { window: HeldWindow }) {
  const state = stateOf(window);
  return (
    <Badge variant={state === 'ended' ? 'default' : 'light'} color={COLOURS[state]}>
      {t.members[state]}
    </Badge>
  );
}
