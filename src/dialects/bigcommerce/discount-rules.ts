import type { Fault } from '../../core/errors.js';
import type { DiscountRule, Group, GroupFields, RuleMethod } from '../../core/group.js';
import { MAX_RULES } from '../../core/limits.js';
import { checkRules, ruleAmount } from '../../core/rules.js';
import { faultyField, invalidField, type Wrong } from './field-fault.js';
import { parseId, presentId } from './ids.js';
import { isObject, isOneOf, type JsonObject } from './json.js';

/** What `discount_rules` sets: rules, or the price list that a `price_list` rule names. */
export type Discounts = { rules: readonly DiscountRule[] } | { priceListId: string };

type Path = Fault['path'];

const TYPES = ['all', 'product', 'category', 'price_list'] as const;
const METHODS = ['percent', 'price', 'fixed'] as const satisfies readonly RuleMethod[];
/** "product and category rules also require a product_id or category_id field" (first edition). */
const TARGET_OF = { all: undefined, product: 'product_id', category: 'category_id' } as const;
const TERMS = ['type', 'method', 'amount'];

/** Reads the whole set of rules: "the entire set of rules is overwritten" (both editions). */
export function readDiscountRules(value: unknown): { discounts: Discounts } | Wrong {
  if (!Array.isArray(value)) return invalidField('must be an array');
  if (value.length > MAX_RULES) return invalidField(`must have at most ${MAX_RULES} rules`);
  const faults: Fault[] = [];
  const discounts = value.some((rule) => isObject(rule) && rule.type === 'price_list')
    ? readPriceList(value, faults)
    : { rules: value.flatMap((rule, index) => readRule(rule, ['discount_rules', index], faults)) };
  if (faults.length === 0 && 'rules' in discounts) faults.push(...checkRules(discounts.rules));
  return faults.length > 0 ? faultyField(faults) : { discounts };
}

function readPriceList(rules: readonly unknown[], faults: Fault[]): Discounts {
  const [rule] = rules;
  if (rules.length > 1 || !isObject(rule)) {
    faults.push({ path: ['discount_rules'], message: 'a price_list rule must be the only rule' });
    return { rules: [] };
  }
  const path = ['discount_rules', 0];
  // The vendor's samples show a method and an amount here too; a price list has no use for them.
  refuseOthers(rule, [...TERMS, 'price_list_id'], path, faults);
  return { priceListId: readId(rule, 'price_list_id', path, faults) };
}

function readRule(rule: unknown, path: Path, faults: Fault[]): DiscountRule[] {
  if (!isObject(rule)) {
    faults.push({ path, message: 'must be an object' });
    return [];
  }
  const { type, method } = rule;
  if (!isOneOf(TYPES, type) || type === 'price_list') {
    faults.push({ path: [...path, 'type'], message: `must be one of ${TYPES.join(', ')}` });
    return [];
  }
  if (!isOneOf(METHODS, method)) {
    faults.push({ path: [...path, 'method'], message: `must be one of ${METHODS.join(', ')}` });
    return [];
  }
  const target = TARGET_OF[type];
  refuseOthers(rule, target ? [...TERMS, target] : TERMS, path, faults);
  const terms = { method, amount: readAmount(rule, path, faults) };
  if (type === 'all') return [{ type, ...terms }];
  const id = readId(rule, TARGET_OF[type], path, faults);
  return type === 'product'
    ? [{ type, productId: id, ...terms }]
    : [{ type, categoryId: id, ...terms }];
}

/** A number of JSON is taken in its shortest decimal form, never calculated with. */
function readAmount({ amount }: JsonObject, path: Path, faults: Fault[]): string {
  const isText = typeof amount === 'number' || typeof amount === 'string';
  const read = isText ? ruleAmount(String(amount)) : undefined;
  if (read === undefined) {
    const message = 'must be an amount of 0 or more with up to four decimals';
    faults.push({ path: [...path, 'amount'], message });
  }
  return read ?? '';
}

function readId(rule: JsonObject, name: string, path: Path, faults: Fault[]): string {
  const id = parseId(rule[name]);
  if (id === undefined) faults.push({ path: [...path, name], message: 'must be an id' });
  return id ?? '';
}

function refuseOthers(
  rule: JsonObject,
  known: readonly string[],
  path: Path,
  faults: Fault[],
): void {
  for (const name of Object.keys(rule)) {
    if (known.includes(name)) continue;
    const message = `does not go with the type "${rule.type}"`;
    faults.push({ path: [...path, name], message });
  }
}

/** What the rules mean to a group as it is. */
export function discountFields(
  discounts: Discounts,
  current: Pick<GroupFields, 'discountRules'>,
): Partial<GroupFields> {
  if ('priceListId' in discounts) {
    return { defaultPriceListId: discounts.priceListId, discountRules: [] };
  }
  // A list is shown, and so replaced, only where there are no rules; beside rules it stays.
  const showsList = current.discountRules.length === 0;
  return { discountRules: discounts.rules, ...(showsList && { defaultPriceListId: null }) };
}

/** A default price list shows as a rule, where the group has no others. */
export function presentDiscountRules({
  discountRules,
  defaultPriceListId,
}: Pick<Group, 'discountRules' | 'defaultPriceListId'>): object[] {
  return discountRules.length === 0 && defaultPriceListId !== null
    ? [{ type: 'price_list', price_list_id: presentId(defaultPriceListId) }]
    : discountRules.map(presentRule);
}

function presentRule(rule: DiscountRule): object {
  const { type, method, amount } = rule;
  switch (rule.type) {
    case 'product':
      return { type, product_id: presentId(rule.productId), method, amount };
    case 'category':
      return { type, category_id: presentId(rule.categoryId), method, amount };
    case 'all':
      return { type, method, amount };
  }
}
