import { forbidden, notFound } from './errors.js';

export const SCOPES = [
  'groups:read',
  'groups:write',
  'customers:read',
  'customers:write',
  'pricing:read',
  'pricing:write',
  'store:admin',
] as const;
export type Scope = (typeof SCOPES)[number];

/** Through which door a request came in; kept in the change log. `service` is what it does by itself. */
export const VIAS = [
  'native',
  'bigcommerce',
  'ecwid',
  'emporix',
  'joptic',
  'cli',
  'service',
] as const;
export type Via = (typeof VIAS)[number];

export interface Actor {
  kind: 'root' | 'key' | 'user';
  /** The key's or user's id; empty for root. */
  id: string;
  /** The one store that a key or a signed-in user may touch; null for root, and for a user of no store. */
  storeId: string | null;
  scopes: readonly Scope[];
  via: Via;
}

/** Who asks, about which store, in which request. */
export interface Caller {
  actor: Actor;
  storeId: string;
  requestId: string;
}

export const rootActor = (via: Via): Actor => ({
  kind: 'root',
  id: '',
  storeId: null,
  scopes: SCOPES,
  via,
});

/** As the change log names an actor: `root`, `key:…`, `user:…`. */
export const actorName = (actor: Actor): string =>
  actor.kind === 'root' ? 'root' : `${actor.kind}:${actor.id}`;

/** `write` implies `read` of the same resource; `store:admin` implies all within the store. */
export function grants(scopes: readonly Scope[], wanted: Scope): boolean {
  return (
    scopes.includes(wanted) ||
    scopes.includes('store:admin') ||
    (wanted.endsWith(':read') && scopes.includes(wanted.replace(':read', ':write') as Scope))
  );
}

/**
 * Every operation of the core begins with this.
 * @throws not_found for another tenant's store, so that its existence never leaks
 * @throws forbidden when the scope is missing
 */
export function authorize({ actor, storeId }: Caller, scope: Scope): void {
  requireStore(actor, storeId);
  if (!grants(actor.scopes, scope)) throw forbidden(`This needs the scope '${scope}'.`);
}

/** As `authorize`, for what any credential of the store may do. */
export function requireStore(actor: Actor, storeId: string): void {
  if (actor.kind !== 'root' && actor.storeId !== storeId) throw notFound('store', storeId);
}

export function requireRoot(actor: Actor): void {
  if (actor.kind !== 'root') throw forbidden('This needs the root key.');
}

/** Nobody grants scopes beyond their own. */
export function requireGrantable(actor: Actor, scopes: readonly Scope[]): void {
  const beyond = scopes.filter((scope) => !grants(actor.scopes, scope));
  if (beyond.length > 0) {
    throw forbidden(`You cannot grant scopes that you do not have: ${beyond.join(', ')}.`);
  }
}
