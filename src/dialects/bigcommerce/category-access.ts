import type { Fault } from '../../core/errors.js';
import type { CategoryAccess } from '../../core/group.js';
import { checkCategoryAccess } from '../../core/rules.js';
import { faultyField, invalidField, type Wrong } from './field-fault.js';
import { parseId, presentId } from './ids.js';
import { isObject, isOneOf } from './json.js';

const TYPES = ['all', 'specific', 'none'] as const satisfies readonly CategoryAccess['type'][];

/** "categories … should only be supplied if type is specific" (first edition): then it must be. */
export function readCategoryAccess(value: unknown): { categoryAccess: CategoryAccess } | Wrong {
  if (!isObject(value)) return invalidField('must be an object');
  const { type, categories, ...others } = value;
  const [other] = Object.keys(others);
  if (other !== undefined) return invalidField(`category_access.${other} is not known`);
  if (!isOneOf(TYPES, type)) {
    return invalidField(`category_access.type must be one of ${TYPES.join(', ')}`);
  }
  if (type === 'specific') return readCategories(categories);
  return categories === undefined
    ? { categoryAccess: { type } }
    : invalidField(`category_access.categories does not go with the type "${type}"`);
}

function readCategories(value: unknown): { categoryAccess: CategoryAccess } | Wrong {
  if (!Array.isArray(value)) {
    return invalidField('category_access.categories must be an array with the type "specific"');
  }
  const ids = value.map(parseId);
  const categories = ids.filter((id) => id !== undefined);
  const faults: Fault[] = ids.flatMap((id, index) =>
    id === undefined
      ? [{ path: ['category_access', 'categories', index], message: 'must be an id' }]
      : [],
  );
  const categoryAccess = { type: 'specific', categories: [...new Set(categories)] } as const;
  faults.push(...checkCategoryAccess(categoryAccess));
  return faults.length > 0 ? faultyField(faults) : { categoryAccess };
}

export const presentCategoryAccess = (access: CategoryAccess): object =>
  access.type === 'specific'
    ? { type: access.type, categories: access.categories.map(presentId) }
    : { type: access.type };
