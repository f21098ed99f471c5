import { Button, Group } from '@mantine/core';
import { useNavigate, useRouter, useRouterState, useSearch } from '@tanstack/react-router';
import { t } from '../texts';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** How many pages of a list the browser has behind this one. */
    pagesBefore?: number;
  }
}

/**
 * The pages of a collection, by the cursor in the address. It is read forwards: the page before is
 * where the browser came from.
 */
export function Pager({ nextCursor }: { nextCursor: string | null }) {
  const router = useRouter();
  const navigate = useNavigate();
  const { cursor } = useSearch({ strict: false });
  const before = useRouterState({ select: ({ location }) => location.state.pagesBefore ?? 0 });
  const show = (cursor: string | undefined, pagesBefore: number) =>
    void navigate({
      to: '.',
      search: (others) => ({ ...others, cursor }),
      state: { pagesBefore },
    });
  if (cursor === undefined && nextCursor === null) return null;
  return (
    <Group component="nav" aria-label={t.table.pages} justify="flex-end" gap="xs">
      <Button
        variant="default"
        disabled={cursor === undefined}
        onClick={() => (before > 0 ? router.history.back() : show(undefined, 0))}
      >
        {before > 0 || cursor === undefined ? t.actions.previous : t.actions.first}
      </Button>
      <Button
        variant="default"
        disabled={nextCursor === null}
        onClick={() => nextCursor !== null && show(nextCursor, before + 1)}
      >
        {t.actions.next}
      </Button>
    </Group>
  );
}
