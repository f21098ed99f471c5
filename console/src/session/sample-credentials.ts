import { useSyncExternalStore } from 'react';
import { token } from './token';

/** What the samples of a store are filled in with; kept in this page's memory alone. */
export interface SampleCredentials {
  store: string;
  key?: { name: string; secret: string; id: string | undefined } | undefined;
  token?: { user: string; value: string } | undefined;
}

let current: SampleCredentials | undefined;
const listeners = new Set<() => void>();

function set(next: SampleCredentials | undefined): void {
  current = next;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

// Whoever signs in next has no business with them.
token.onEnd(() => set(undefined));

/** Beside what is there of the same store already. */
export const fillSamples = (more: SampleCredentials): void =>
  set(current?.store === more.store ? { ...current, ...more } : more);

export const emptySamples = (): void => set(undefined);

export function useSampleCredentials(store: string): SampleCredentials {
  const found = useSyncExternalStore(subscribe, () => current);
  return found?.store === store ? found : { store };
}

/** What stands in a sample for a key's id, its secret and a user's token; the longer ones first. */
export function filledIn(sample: string, { key, token: user }: SampleCredentials): string {
  return [
    ['YOUR_KEY_ID', key?.id],
    ['YOUR_KEY', key?.secret],
    ['YOUR_TOKEN', user?.value],
  ].reduce<string>(
    (text, [from = '', to]) =>
      to === undefined ? text : text.replace(new RegExp(`${from}(?!_)`, 'g'), () => to),
    sample,
  );
}
