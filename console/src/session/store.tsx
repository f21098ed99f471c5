import { createContext, useContext } from 'react';
import type { Scope, Session } from '../api/session';

/** The store that a page is about, and what may be done in it. */
export interface CurrentStore {
  id: string;
  name: string;
  currency: string;
  can(scope: Scope): boolean;
}

export const StoreContext = createContext<CurrentStore | undefined>(undefined);

export function useStore(): CurrentStore {
  const store = useContext(StoreContext);
  if (!store) throw new Error('This page is below no store.');
  return store;
}

/** As in the core: `write` implies `read`, `store:admin` all within the store, root everything. */
export function permissions({ kind, stores }: Session, storeId: string): CurrentStore['can'] {
  if (kind === 'root') return () => true;
  const scopes = stores?.find(({ id }) => id === storeId)?.scopes ?? [];
  return (wanted) =>
    scopes.includes(wanted) ||
    scopes.includes('store:admin') ||
    (wanted.endsWith(':read') && scopes.includes(wanted.replace(':read', ':write') as Scope));
}
