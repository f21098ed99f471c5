import { isDeepStrictEqual } from 'node:util';
import { authorize, requireGrantable, type Scope } from './actor.js';
import type { Page, Unit, View } from './database.js';
import { invalid, notFound } from './errors.js';
import { MAX_NAME } from './limits.js';
import { assertCurrent, type Precondition } from './precondition.js';
import { checkText } from './rules.js';
import type { User } from './user.js';

export const userTag = (user: User): string => String(user.version);

export function listUsers(view: View, page: Page<string>): Promise<User[]> {
  authorize(view.caller, 'store:admin');
  return view.users.list(view.caller.storeId, page);
}

export async function getUser(view: View, id: string): Promise<User> {
  authorize(view.caller, 'store:admin');
  const user = await view.users.find(view.caller.storeId, id);
  if (!user) throw notFound('user', id);
  return user;
}

export async function putUser(
  unit: Unit,
  id: string,
  command: { active: boolean; scopes: readonly Scope[] },
  precondition?: Precondition,
): Promise<{ user: User; created: boolean }> {
  authorize(unit.caller, 'store:admin');
  requireGrantable(unit.caller.actor, command.scopes);
  const faults =
    id === ''
      ? [{ path: ['user'], message: 'must not be empty' }]
      : checkText(['user'], id, MAX_NAME);
  if (faults.length > 0) throw invalid(faults, 'user');
  const before = await unit.users.find(unit.caller.storeId, id);
  assertCurrent(precondition, 'user', before ? userTag(before) : '');
  const scopes = [...new Set(command.scopes)];
  if (before?.active === command.active && isDeepStrictEqual(before.scopes, scopes)) {
    return { user: before, created: false };
  }
  const user: User = {
    id,
    storeId: unit.caller.storeId,
    active: command.active,
    scopes,
    version: (before?.version ?? 0) + 1,
    createdAt: before?.createdAt ?? unit.now,
    updatedAt: unit.now,
  };
  unit.users.put(user);
  record(unit, before ? 'user.updated' : 'user.created', before ?? null, user);
  return { user, created: !before };
}

export async function deleteUser(
  unit: Unit,
  id: string,
  precondition?: Precondition,
): Promise<void> {
  authorize(unit.caller, 'store:admin');
  const user = await unit.users.find(unit.caller.storeId, id);
  if (!user) throw notFound('user', id);
  assertCurrent(precondition, 'user', userTag(user));
  unit.users.delete(unit.caller.storeId, id);
  record(unit, 'user.deleted', user, null);
}

function record(
  unit: Unit,
  operation: `user.${string}`,
  before: User | null,
  after: User | null,
): void {
  const entityId = (after ?? (before as User)).id;
  unit.record({
    operation,
    entity: 'user',
    entityId,
    before: before && loggedUser(before),
    after: after && loggedUser(after),
  });
}

const loggedUser = ({ storeId: _, ...user }: User): object => user;
