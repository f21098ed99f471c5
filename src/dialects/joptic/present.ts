import type { PageOfGroups } from '../../core/database.js';
import type { Group } from '../../core/group.js';
import type { Member } from '../../core/member.js';
import { publicId } from '../../core/public-id.js';

/** "CustomerGroup Object". */
export const presentGroup = (group: Group, storeNumber: number): object => ({
  id: publicId(storeNumber, group.id),
  name: group.name,
  description: group.description,
  createdAt: group.createdAt,
  updatedAt: group.updatedAt,
});

/** The answer to a creation has names of its own, and the price list. */
export const presentCreated = (group: Group, storeNumber: number): object => ({
  id: publicId(storeNumber, group.id),
  groupName: group.name,
  description: group.description,
  defaultPriceList: group.defaultPriceListId,
  createdAt: group.createdAt,
  updatedAt: group.updatedAt,
});

export function presentPage(
  { groups, total }: PageOfGroups,
  storeNumber: number,
  { page, limit }: { page: number; limit: number },
): object {
  const totalPages = Math.ceil(total / limit);
  return {
    data: groups.map((group) => presentGroup(group, storeNumber)),
    pagination: {
      page,
      limit,
      total,
      totalPages,
      hasNext: page < totalPages,
      hasPrev: page > 1,
    },
  };
}

export const presentDeletion = (deletedCount: number): object => ({
  message: `Deleted ${deletedCount} customer group(s)`,
  deletedCount,
});

export const presentRelation = (
  { relationId, customerId, createdAt }: Member,
  customerGroupId: string,
): object => ({ id: relationId, customerGroupId, customerId, createdAt });
