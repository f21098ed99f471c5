import type { Actor, Scope } from './actor.js';
import type { View } from './database.js';

/** A store in which somebody may do something. */
export interface SessionStore {
  id: string;
  name: string;
  currency: string;
  scopes: readonly Scope[];
}

/** Who a credential is. */
export interface Session {
  kind: Actor['kind'];
  /** A key's name, a user's id; root has none. */
  name: string | null;
  /** Null for root, who may do everything in all of them. */
  stores: readonly SessionStore[] | null;
}

/** Stores that a session names at most. */
export const MAX_SESSION_STORES = 1_000;

/** Any valid credential may ask who it is. */
export async function describeSession(view: View): Promise<Session> {
  const { kind, id, storeId, scopes } = view.caller.actor;
  if (kind === 'root') return { kind, name: null, stores: null };
  if (kind === 'user') {
    return { kind, name: id, stores: await view.users.stores(id, MAX_SESSION_STORES) };
  }
  const [key, store] = await Promise.all([
    view.keys.find(storeId ?? '', id),
    view.stores.find(storeId ?? ''),
  ]);
  const stores = store
    ? [{ id: store.id, name: store.name, currency: store.currency, scopes }]
    : [];
  return { kind, name: key?.name ?? null, stores };
}
