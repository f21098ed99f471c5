import { createHash } from 'node:crypto';
import { authorize, requireGrantable, type Scope } from './actor.js';
import type { Page, Unit, View } from './database.js';
import { type Environment, newId } from './environment.js';
import { type Fault, invalid, notFound } from './errors.js';
import type { Key } from './key.js';
import { assertCurrent, type Precondition } from './precondition.js';
import { checkName } from './rules.js';

export interface NewKey {
  name: string;
  scopes: readonly Scope[];
  rateLimit?: number | null | undefined;
  expiresAt?: string | null | undefined;
  /** Chosen by the program itself, for the demo store's key alone. */
  secret?: string;
}

/** What is stored of a secret: it has 256 random bits, so that a plain hash cannot be guessed. */
export const hashSecret = (secret: string): string =>
  createHash('sha256').update(secret).digest('base64url');

/** A key never changes: it is made and revoked. */
export const keyTag = (): string => '1';

const newSecret = (environment: Environment): string =>
  `ck_${environment.random(32).toString('base64url')}`;

export function listKeys(view: View, page: Page<string>): Promise<Key[]> {
  authorize(view.caller, 'store:admin');
  return view.keys.list(view.caller.storeId, page);
}

/** @returns the secret too: it is shown this once and kept only as a hash */
export async function createKey(
  unit: Unit,
  command: NewKey,
): Promise<{ key: Key; secret: string }> {
  authorize(unit.caller, 'store:admin');
  requireGrantable(unit.caller.actor, command.scopes);
  const expiresAt = command.expiresAt ?? null;
  const faults: Fault[] = checkName(['name'], command.name);
  if (expiresAt !== null && expiresAt <= unit.now) {
    faults.push({ path: ['expiresAt'], message: 'must lie in the future' });
  }
  if (faults.length > 0) throw invalid(faults, 'key');
  const secret = command.secret ?? newSecret(unit.environment);
  const key: Key = {
    id: `key_${newId(unit.environment).replaceAll('-', '')}`,
    storeId: unit.caller.storeId,
    name: command.name,
    scopes: [...new Set(command.scopes)],
    rateLimit: command.rateLimit ?? null,
    expiresAt,
    lastUsedAt: null,
    createdAt: unit.now,
  };
  unit.keys.insert(key, hashSecret(secret));
  record(unit, 'key.created', null, key);
  return { key, secret };
}

export async function revokeKey(
  unit: Unit,
  id: string,
  precondition?: Precondition,
): Promise<void> {
  authorize(unit.caller, 'store:admin');
  const key = await unit.keys.find(unit.caller.storeId, id);
  if (!key || key.revokedAt !== null) throw notFound('key', id);
  assertCurrent(precondition, 'key', keyTag());
  const { revokedAt: _, ...before } = key;
  unit.keys.revoke(key, unit.now);
  record(unit, 'key.revoked', before, null);
}

function record(
  unit: Unit,
  operation: `key.${string}`,
  before: Key | null,
  after: Key | null,
): void {
  const entityId = (after ?? (before as Key)).id;
  unit.record({
    operation,
    entity: 'key',
    entityId,
    before: before && loggedKey(before),
    after: after && loggedKey(after),
  });
}

const loggedKey = ({ storeId: _, lastUsedAt: __, ...key }: Key): object => key;
