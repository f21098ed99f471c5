import type { Group } from '../../core/group.js';
import type { Pair } from '../../core/member.js';
import { presentGroupId, presentGroupIdOf } from './ids.js';
import { textIn } from './languages.js';

/** The document's `CGRelation`; both fields are optional, and a customer without a group has one. */
export const presentRelation = (
  customerId: string,
  pair: Pair | undefined,
  storeNumber: number,
): object => ({ customerId, ...(pair && { groupId: presentGroupIdOf(pair, storeNumber) }) });

/** As `presentRelation`, as JSON text: each group's id is encoded once, since there may be millions. */
export function relationText(storeNumber: number): (pair: Pair) => string {
  const groupIds = new Map<number, string>();
  return (pair) => {
    let groupId = groupIds.get(pair.groupId);
    if (groupId === undefined) {
      groupId = JSON.stringify(presentGroupIdOf(pair, storeNumber));
      if (groupIds.size >= MAX_GROUP_IDS) groupIds.clear();
      groupIds.set(pair.groupId, groupId);
    }
    return `{"customerId":${JSON.stringify(pair.customerId)},"groupId":${groupId}}`;
  };
}

const MAX_GROUP_IDS = 10_000;

/** @param languages those that are asked for, the best first; undefined for all of them */
export const presentGroup = (
  group: Group,
  storeNumber: number,
  languages: readonly string[] | undefined,
): object => ({
  id: presentGroupId(group, storeNumber),
  description: presentDescription(group, languages),
});

/** A group of another API may have one text, or none; then its name has to do. */
function presentDescription(
  { name, description, descriptions }: Group,
  languages: readonly string[] | undefined,
): string | Readonly<Record<string, string>> {
  if (!descriptions) return description ?? name;
  if (!languages) return descriptions;
  return textIn(descriptions, languages) ?? Object.values(descriptions)[0] ?? description ?? name;
}
