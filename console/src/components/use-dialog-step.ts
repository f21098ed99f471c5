import { type NavigateOptions, useRouter } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** A dialog was opened by the step to here. */
    isDialog?: boolean;
  }
}

type Step = Pick<NavigateOptions, 'replace' | 'resetScroll' | 'state'>;

/**
 * Opens and closes a dialog that the address knows of. Opening it is a step of the browser, so that
 * Back closes it and leaves the page where it is; closing it takes that step back. Whoever came by a
 * link to the open dialog has no such step: there the address is replaced.
 */
export function useDialogStep<Value>(
  value: Value | undefined,
  go: (value: Value | undefined, step: Step) => void,
): (value: Value | undefined) => void {
  const { history } = useRouter();
  // Going back takes a moment, in which closing it once more would be one step too far.
  const isClosing = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever it was opened or closed
  useEffect(() => {
    isClosing.current = false;
  }, [value]);
  return (wanted) => {
    if (wanted !== undefined) {
      go(wanted, { resetScroll: false, state: (before) => ({ ...before, isDialog: true }) });
    } else if (!isClosing.current) {
      isClosing.current = true;
      if (history.location.state.isDialog) history.back();
      else go(undefined, { replace: true, resetScroll: false });
    }
  };
}
