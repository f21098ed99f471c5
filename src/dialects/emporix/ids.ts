import type { View } from '../../core/database.js';
import type { Group } from '../../core/group.js';
import { findGroup, findGroupByExternalId } from '../../core/group-service.js';
import type { Pair } from '../../core/member.js';
import { isPublicId, parsePublicId, publicId } from '../../core/public-id.js';
import { isStorable } from '../../core/text.js';

/** A group's id on the wire: the one that it has elsewhere, or the public id where there is none. */
export const presentGroupId = (
  { id, externalReferenceId }: Pick<Group, 'id' | 'externalReferenceId'>,
  storeNumber: number,
): string => externalReferenceId ?? publicId(storeNumber, id);

export const presentGroupIdOf = (
  { groupId, externalReferenceId }: Pair,
  storeNumber: number,
): string => presentGroupId({ id: groupId, externalReferenceId }, storeNumber);

/** The group that an id on the wire names, whichever of its two ids that is. */
export async function groupOf(
  view: View,
  id: string,
  storeNumber: number,
): Promise<Group | undefined> {
  if (!isStorable(id)) return undefined;
  if (!isPublicId(id)) return findGroupByExternalId(view, id);
  const named = parsePublicId(id);
  return named?.storeNumber === storeNumber ? findGroup(view, named.groupId) : undefined;
}
