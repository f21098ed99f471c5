import type { FastifyRequest } from 'fastify';
import type { Caller } from '../../core/actor.js';
import { authorize } from '../../core/actor.js';
import { notFound } from '../../core/errors.js';
import { parsePublicId } from '../../core/public-id.js';
import type { Service } from '../../http/service.js';

type Asking = Pick<FastifyRequest, 'jopticUser' | 'id'>;

/** The user as one who asks about a store; undefined without an active relation to it. */
export async function relationTo(
  storeId: string,
  { jopticUser, id: requestId }: Asking,
  { directory }: Pick<Service, 'directory'>,
): Promise<Caller | undefined> {
  const user = await directory.activeUser(storeId, jopticUser);
  return (
    user && {
      actor: { kind: 'user', id: user.id, storeId, scopes: user.scopes, via: 'joptic' },
      storeId,
      requestId,
    }
  );
}

export interface NamedGroup {
  caller: Caller;
  storeNumber: number;
  groupId: number;
}

/**
 * The group that a public id names, whether it exists or not, in a store of the user's.
 * @throws not_found also for a group of any other store, of which nothing is revealed
 */
export async function groupOf(
  id: string,
  request: Asking,
  service: Pick<Service, 'directory'>,
): Promise<NamedGroup> {
  const named = parsePublicId(id);
  const store = named && (await service.directory.storeByNumber(named.storeNumber));
  // A store that this API has no channel to is not reached through it.
  const caller = store?.channels.joptic && (await relationTo(store.id, request, service));
  if (!named || !caller) throw notFound('group', id);
  return { caller, ...named };
}

export interface GroupsOfStore {
  caller: Caller;
  groupIds: readonly number[];
}

/**
 * The groups that public ids name, by store, without those of stores that are not the user's.
 * @throws forbidden when the user may not write to one of the stores
 */
export async function writableGroupsOf(
  ids: readonly string[],
  request: Asking,
  service: Pick<Service, 'directory'>,
): Promise<GroupsOfStore[]> {
  const byNumber = new Map<number, Set<number>>();
  for (const { storeNumber, groupId } of [...new Set(ids)].flatMap(
    (id) => parsePublicId(id) ?? [],
  )) {
    const ofStore = byNumber.get(storeNumber);
    if (ofStore) ofStore.add(groupId);
    else byNumber.set(storeNumber, new Set([groupId]));
  }
  const stores = await service.directory.storesByNumbers([...byNumber.keys()]);
  const found = await Promise.all(
    stores.map(async ({ id, number, channels }) => {
      const caller = channels.joptic && (await relationTo(id, request, service));
      return caller ? [{ caller, groupIds: [...(byNumber.get(number) ?? [])] }] : [];
    }),
  );
  const groups = found.flat();
  for (const { caller } of groups) authorize(caller, 'groups:write');
  return groups;
}
