import type { Fault } from '../../core/errors.js';

/** What is wrong with a field of a body, or with a parameter. */
export type Wrong =
  | { kind: 'missing' | 'read_only' | 'unknown' }
  | { kind: 'invalid'; reasons: readonly string[] };

export type FieldFault = Wrong & { field: string };

export const invalidField = (reason: string): Wrong => ({ kind: 'invalid', reasons: [reason] });

/** More reasons than anybody would mend at once are cut off. */
const MAX_REASONS = 20;

/** A field in which several things are wrong, at several places. */
export const faultyField = (faults: readonly Fault[]): Wrong => ({
  kind: 'invalid',
  reasons: faults.slice(0, MAX_REASONS).map(reasonOf),
});

const MESSAGES = {
  missing: (field) => `The required field '${field}' was not supplied.`,
  read_only: (field) =>
    `The field '${field}' cannot be written to. Please remove it from your request before trying again.`,
  unknown: (field) => `The field '${field}' is not supported by this resource.`,
  invalid: (field) => `The field '${field}' is invalid.`,
} as const satisfies Record<Wrong['kind'], (field: string) => string>;

/** An entry of the list that a 400 is. */
export const presentFault = (fault: FieldFault): object => ({
  status: 400,
  message: MESSAGES[fault.kind](fault.field),
  ...(fault.kind === 'invalid' && {
    details: { invalid_reason: fault.reasons.join('; ') },
  }),
});

/** The core's words that this API has others for; a price list is a discount rule here. */
const WIRE_NAMES: ReadonlyMap<string | number, string> = new Map([
  ['isDefault', 'is_default'],
  ['isGuest', 'is_group_for_guests'],
  ['categoryAccess', 'category_access'],
  ['discountRules', 'discount_rules'],
  ['defaultPriceListId', 'discount_rules'],
  ['productId', 'product_id'],
  ['categoryId', 'category_id'],
]);

/** One fault for each field, with everything that the core says of it. */
export function fieldFaults(faults: readonly Fault[]): FieldFault[] {
  const byField = new Map<string, Fault[]>();
  for (const fault of faults) {
    const [step = ''] = fault.path;
    const field = WIRE_NAMES.get(step) ?? String(step);
    byField.set(field, [...(byField.get(field) ?? []), fault]);
  }
  return [...byField].map(([field, about]) => ({ field, ...faultyField(about) }));
}

/** The fault in words, with its place where that says more than the field: `discount_rules[0].amount …`. */
function reasonOf({ path, message }: Fault): string {
  if (path.length < 2) return message;
  const place = path.map((step) =>
    typeof step === 'number' ? `[${step}]` : `.${WIRE_NAMES.get(step) ?? step}`,
  );
  return `${place.join('').slice(1)} ${message}`;
}
