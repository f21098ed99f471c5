import { useEffect, useState } from 'react';

/** What was read, with the version of it. */
interface Versioned {
  data: { version: number };
}

/**
 * What a form about a group, say, began with. A newer state that comes by itself is taken only while
 * nothing has been changed: otherwise the form goes on from what it knows, and saving it then says
 * that somebody else was faster, instead of taking back what they did.
 */
export function useBase<Tagged extends Versioned>(
  newest: Tagged,
  isChanged: (base: Tagged) => boolean,
  onReset: (base: Tagged) => void,
): [Tagged, (base: Tagged) => void] {
  const [base, setBase] = useState(newest);
  const reset = (to: Tagged) => {
    setBase(to);
    onReset(to);
  };
  const isNewer = newest.data.version > base.data.version && !isChanged(base);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each newer state
  useEffect(() => {
    if (isNewer) reset(newest);
  }, [isNewer, newest]);
  return [base, reset];
}
