import type { Static } from 'typebox';
import { type Fault, invalid } from '../../core/errors.js';
import type {
  CategoryAccess,
  DiscountRule,
  Group,
  GroupFields,
  GroupFilter,
  GroupSort,
} from '../../core/group.js';
import type { NewGroup } from '../../core/group-service.js';
import { parseInstant } from '../../core/instant.js';
import { ruleAmount } from '../../core/rules.js';
import { groupIdsOf } from './group-ids.js';
import type { GroupPatch, GroupQuery, NewGroup as NewGroupBody } from './schemas/groups.js';

type Rule = NonNullable<Static<typeof NewGroupBody>['discountRules']>[number];
type Access = { type?: string; categories?: readonly string[] | null };

/** A time that the schema has checked, in UTC; null and undefined stay what they are. */
export function instantOf<Value extends string | null | undefined>(text: Value): Value {
  return (typeof text === 'string' ? parseInstant(text) : text) as Value;
}

/** @throws invalid with a fault for each member that does not go with the others */
export function parseNewGroup(body: Static<typeof NewGroupBody>): NewGroup {
  const { categoryAccess, discountRules, ...fields } = body;
  const faults: Fault[] = [];
  const group: NewGroup = {
    ...fields,
    ...(categoryAccess && { categoryAccess: accessOf(categoryAccess, faults) }),
    ...(discountRules && { discountRules: rulesOf(discountRules, faults) }),
  };
  if (faults.length > 0) throw invalid(faults, 'group');
  return group;
}

/** A JSON merge patch: what a group becomes follows from what it is. */
export function parseGroupPatch(
  patch: Static<typeof GroupPatch>,
): (current: Group) => Partial<GroupFields> {
  return (current) => {
    const { categoryAccess, descriptions, discountRules, ...fields } = patch;
    const faults: Fault[] = [];
    const changed: Partial<GroupFields> = {
      ...fields,
      ...(categoryAccess !== undefined && {
        categoryAccess: categoryAccess && accessOf(mergedAccess(current, categoryAccess), faults),
      }),
      ...(descriptions !== undefined && {
        descriptions: descriptions && withoutNulls({ ...current.descriptions, ...descriptions }),
      }),
      ...(discountRules !== undefined && { discountRules: rulesOf(discountRules ?? [], faults) }),
    };
    if (faults.length > 0) throw invalid(faults, 'group');
    return changed;
  };
}

/** Another type than `specific` leaves no categories to keep. */
const mergedAccess = ({ categoryAccess: current }: Group, patch: Access): Access =>
  patch.type === 'all' || patch.type === 'none' ? patch : { ...current, ...patch };

const withoutNulls = (texts: Record<string, string | null>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(texts).filter((entry): entry is [string, string] => entry[1] !== null),
  );

function accessOf({ type, categories }: Access, faults: Fault[]): CategoryAccess {
  const path = ['categoryAccess', 'categories'];
  if (type === 'specific') {
    if (!categories) faults.push({ path, message: 'is required with the type "specific"' });
    return { type, categories: [...new Set(categories)] };
  }
  if (type === 'all' || type === 'none') {
    if (categories) faults.push({ path, message: `does not go with the type "${type}"` });
    return { type };
  }
  faults.push({ path: ['categoryAccess', 'type'], message: 'is required' });
  return { type: 'all' };
}

const rulesOf = (rules: readonly Rule[], faults: Fault[]): DiscountRule[] =>
  rules.map((rule, index) => ruleOf(rule, ['discountRules', index], faults));

function ruleOf(rule: Rule, path: Fault['path'], faults: Fault[]): DiscountRule {
  const { type, method, productId, categoryId } = rule;
  for (const [name, value, needed] of [
    ['productId', productId, type === 'product'],
    ['categoryId', categoryId, type === 'category'],
  ] as const) {
    if (needed && value === undefined) {
      faults.push({ path: [...path, name], message: `is required with the type "${type}"` });
    }
    if (!needed && value !== undefined) {
      faults.push({ path: [...path, name], message: `does not go with the type "${type}"` });
    }
  }
  const terms = { method, amount: ruleAmount(rule.amount) ?? rule.amount };
  if (type === 'product') return { type, productId: productId ?? '', ...terms };
  if (type === 'category') return { type, categoryId: categoryId ?? '', ...terms };
  return { type, ...terms };
}

/** The filter and the order of a list of groups. */
export function parseGroupQuery({
  limit: _,
  cursor: __,
  sort = 'id',
  ids,
  ...rest
}: Static<typeof GroupQuery>): { filter: GroupFilter; sort: GroupSort; descending: boolean } {
  const descending = sort.startsWith('-');
  const among = groupIdsOf('ids', ids);
  const filter = { ...rest, ...(among && { ids: among }) };
  return { filter, sort: sort.replace('-', '') as GroupSort, descending };
}
