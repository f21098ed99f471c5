import type { CategoryAccess } from '../group.js';
import { isIdBefore } from '../text.js';
import { type Audience, countingLines } from './audience.js';
import { accessOf } from './group-terms.js';

/** What a customer may see. `specific` lists exactly the categories; the other types list none. */
export interface Access {
  type: 'all' | 'specific' | 'none';
  /** By id. */
  categories: readonly string[];
}

/** What the groups of a customer, or the guest group, let them see together. */
export function effectiveAccess(audience: Audience): Access {
  const visible = visibleCategories(countingLines(audience).map(accessOf));
  if (visible === 'all') return { type: 'all', categories: [] };
  const categories = [...visible].sort((a, b) => (isIdBefore(a, b) ? -1 : 1));
  return { type: categories.length > 0 ? 'specific' : 'none', categories };
}

/** What one group lets its members see. */
export interface GroupAccess {
  groupId: number;
  access: CategoryAccess;
}

/** What each of the groups that count gives to it, by id. */
export const accessByGroup = (audience: Audience): GroupAccess[] =>
  countingLines(audience).map((line) => ({ groupId: line.group.id, access: accessOf(line) }));

/** Whether a product in these categories may be seen; one without a category only where all may. */
export function visibility(
  accesses: readonly CategoryAccess[],
): (categoryIds: readonly string[]) => boolean {
  const visible = visibleCategories(accesses);
  return (ids) => visible === 'all' || ids.some((id) => visible.has(id));
}

/** Who is in no group sees everything; groups that list no category let nothing be seen. */
function visibleCategories(accesses: readonly CategoryAccess[]): ReadonlySet<string> | 'all' {
  if (accesses.length === 0 || accesses.some(({ type }) => type === 'all')) return 'all';
  return new Set(
    accesses.flatMap((access) => (access.type === 'specific' ? access.categories : [])),
  );
}
