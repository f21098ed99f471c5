import { useBlocker } from '@tanstack/react-router';
import { t } from '../texts';

/** Asks before unsaved changes are lost; another search or page of a list loses nothing. */
export function useLeaveGuard(isChanged: boolean): void {
  useBlocker({
    shouldBlockFn: ({ current, next }) =>
      isChanged && current.pathname !== next.pathname && !confirm(t.saving.leave),
    enableBeforeUnload: isChanged,
  });
}
