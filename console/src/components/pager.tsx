import { Button, Group } from '@mantine/core';
import { useRouter, useRouterState } from '@tanstack/react-router';
import { t } from '../texts';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** How many pages of a list the browser has behind this one. */
    pagesBefore?: number;
  }
}

interface PagerProps {
  /** Of the page that is shown; undefined for the first one. */
  cursor: string | undefined;
  nextCursor: string | null;
  onCursor: (cursor: string | undefined, pagesBefore: number) => void;
}

/** A collection is read forwards: the page before is where the browser came from. */
export function Pager({ cursor, nextCursor, onCursor }: PagerProps) {
  const router = useRouter();
  const before = useRouterState({ select: ({ location }) => location.state.pagesBefore ?? 0 });
  if (cursor === undefined && nextCursor === null) return null;
  return (
    <Group component="nav" aria-label={t.table.pages} justify="flex-end" gap="xs">
      <Button
        variant="default"
        disabled={cursor === undefined}
        onClick={() => (before > 0 ? router.history.back() : onCursor(undefined, 0))}
      >
        {before > 0 || cursor === undefined ? t.actions.previous : t.actions.first}
      </Button>
      <Button
        variant="default"
        disabled={nextCursor === null}
        onClick={() => nextCursor !== null && onCursor(nextCursor, before + 1)}
      >
        {t.actions.next}
      </Button>
    </Group>
  );
}
