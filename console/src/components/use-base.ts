import { useEffect, useState } from 'react';

/** What was read, with the version of it. */
interface Versioned {
  data: { version: number };
}

/**
 * What stands in the fields after a save: the answer, except where something else has been typed
 * since it was sent, which is a change again.
 */
export const afterSave = <Values extends object>(
  saved: Values,
  sent: Values,
  now: Values,
): Values => {
  const isSame = (name: keyof Values) => JSON.stringify(now[name]) === JSON.stringify(sent[name]);
  const names = Object.keys(now) as (keyof Values)[];
  const fields = names.map((name) => [name, isSame(name) ? saved[name] : now[name]]);
  return Object.fromEntries(fields) as Values;
};

/**
 * What a form about a group, say, began with. A newer state that comes by itself is taken only while
 * nothing has been changed: otherwise the form goes on from what it knows, and saving it then says
 * that somebody else was faster, instead of taking back what they did.
 *
 * `sent` is what stood in the fields when they were saved, where the new base is the answer to that.
 */
export function useBase<Tagged extends Versioned, Sent = unknown>(
  newest: Tagged,
  isChanged: (base: Tagged) => boolean,
  onReset: (base: Tagged, sent?: Sent) => void,
): [Tagged, (base: Tagged, sent?: Sent) => void] {
  const [base, setBase] = useState(newest);
  const reset = (to: Tagged, sent?: Sent) => {
    setBase(to);
    onReset(to, sent);
  };
  const isNewer = newest.data.version > base.data.version && !isChanged(base);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each newer state
  useEffect(() => {
    if (isNewer) reset(newest);
  }, [isNewer, newest]);
  return [base, reset];
}
