import type { Change } from '../api/changes';
import { t } from '../texts';
import { useGroupName } from './use-name';

const nameIn = (state: Change['before']): string | undefined => {
  const { name, url } = (state ?? {}) as { name?: unknown; url?: unknown };
  return [name, url].find((text): text is string => typeof text === 'string' && text !== '');
};

const verbOf = ({ operation }: Change): string => {
  const verb = operation.split('.').at(-1) ?? operation;
  return t.changes.verbs[verb] ?? verb;
};

/** Such as: Group “Retail” changed. What is new in the API is shown by its own name. */
function changeInWords(change: Change): string {
  const { entity, entityId, before, after } = change;
  const verb = verbOf(change);
  if (entity === 'price') {
    // Not out of the entity's id, of which each part may have a slash.
    const price = (after ?? before ?? {}) as { productId?: string; priceListId?: string };
    return `${t.changeLog.priceOf(price.productId ?? entityId, price.priceListId ?? '')} ${verb}`;
  }
  const what = t.changes.entities[entity] ?? entity;
  return `${what} “${nameIn(after) ?? nameIn(before) ?? entityId}” ${verb}`;
}

/** The same; of members the log holds ids alone: the group, if it is still there, says its name. */
export function useChangeInWords(change: Change): string {
  const { entity, entityId, operation, before, after } = change;
  const isOfGroup = entity === 'members' || entity === 'member';
  const [groupId = '', ...customer] = entityId.split('/');
  const name = useGroupName(isOfGroup ? Number(groupId) : undefined) ?? groupId;
  if (!isOfGroup) return changeInWords(change);
  if (entity === 'member') {
    return `${t.changeLog.membership(customer.join('/'), name)} ${verbOf(change)}`;
  }
  const { customerIds } = (after ?? before ?? {}) as { customerIds?: readonly string[] };
  const words = operation === 'members.added' ? t.changes.came : t.changes.left;
  return words(customerIds?.length ?? 0, name);
}
