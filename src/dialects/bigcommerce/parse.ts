import type { CategoryAccess, Group, GroupFields } from '../../core/group.js';
import { newGroupFields } from '../../core/group.js';
import type { NewGroup } from '../../core/group-service.js';
import { checkName } from '../../core/rules.js';
import { readCategoryAccess } from './category-access.js';
import { type Discounts, discountFields, readDiscountRules } from './discount-rules.js';
import { bodyNotObject, invalidFields } from './errors.js';
import { type FieldFault, faultyField, invalidField, type Wrong } from './field-fault.js';
import { isObject } from './json.js';

/** What a body says of a group; a field that it leaves out is not there. */
interface Said {
  name?: string;
  isDefault?: boolean;
  categoryAccess?: CategoryAccess;
  discounts?: Discounts;
  isGuest?: boolean;
}

type Reader = (value: unknown) => Said | Wrong;

const readOnly: Reader = () => ({ kind: 'read_only' });
const unknown: Reader = () => ({ kind: 'unknown' });

/** Every field of a group, in the order of the document's schema, which is the order of the faults. */
const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['id', readOnly],
  ['name', readName],
  ['is_default', flag((isDefault) => ({ isDefault }))],
  ['category_access', readCategoryAccess],
  ['discount_rules', readDiscountRules],
  ['date_created', readOnly],
  ['date_modified', readOnly],
  ['is_group_for_guests', flag((isGuest) => ({ isGuest }))],
]);

/** @throws BigCommerceError with an entry for each faulty field */
export function parseNewGroup(body: unknown): NewGroup {
  // The only required field; left out, it is as good as null.
  const { name = '', discounts, ...fields } = read(body, { name: null });
  return { name, ...fields, ...(discounts && discountFields(discounts, newGroupFields)) };
}

/** "Any combination of fields can be updated at once" (both editions): what is absent stays. */
export function parseGroupChange(body: unknown): (current: Group) => Partial<GroupFields> {
  const { discounts, ...fields } = read(body);
  return (current) => ({ ...fields, ...(discounts && discountFields(discounts, current)) });
}

function read(body: unknown = {}, defaults: object = {}): Said {
  if (!isObject(body)) throw bodyNotObject();
  const values = new Map(Object.entries({ ...defaults, ...body }));
  const said: Said = {};
  const faults: FieldFault[] = [];
  for (const field of new Set([...READERS.keys(), ...values.keys()])) {
    if (!values.has(field)) continue;
    const reading = (READERS.get(field) ?? unknown)(values.get(field));
    if ('kind' in reading) faults.push({ field, ...reading });
    else Object.assign(said, reading);
  }
  if (faults.length > 0) throw invalidFields(faults);
  return said;
}

function readName(name: unknown): Said | Wrong {
  if (name === null) return { kind: 'missing' };
  if (typeof name !== 'string') return invalidField('must be a string');
  const faults = checkName(['name'], name);
  return faults.length > 0 ? faultyField(faults) : { name };
}

function flag(says: (value: boolean) => Said): Reader {
  return (value) =>
    typeof value === 'boolean' ? says(value) : invalidField('must be true or false');
}
