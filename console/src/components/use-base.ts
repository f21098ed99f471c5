import { useEffect, useState } from 'react';
import type { TaggedGroup } from '../api/groups';

/**
 * What a form about a group began with. A newer state that comes by itself is taken only while
 * nothing has been changed: otherwise the form goes on from what it knows, and saving it then says
 * that somebody else was faster, instead of taking back what they did.
 */
export function useBase(
  newest: TaggedGroup,
  isChanged: (base: TaggedGroup) => boolean,
  onReset: (base: TaggedGroup) => void,
): [TaggedGroup, (base: TaggedGroup) => void] {
  const [base, setBase] = useState(newest);
  const reset = (to: TaggedGroup) => {
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
