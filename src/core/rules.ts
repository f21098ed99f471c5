import type { Fault } from './errors.js';
import type { CategoryAccess, DiscountRule, GroupFields } from './group.js';
import {
  MAX_CATEGORIES,
  MAX_DESCRIPTION,
  MAX_ID,
  MAX_LANGUAGES,
  MAX_NAME,
  MAX_RULES,
} from './limits.js';
import { formatAmount, HUNDRED, type Money, parseAmount } from './money.js';
import { isId, isStorable } from './text.js';

type Path = Fault['path'];

const tooLong = (text: string, limit: number) =>
  text.length > limit && (text.length > 2 * limit || [...text].length > limit);

/** A text of at most `limit` characters that both engines can store. */
export function checkText(path: Path, text: string, limit: number): Fault[] {
  if (tooLong(text, limit)) return [{ path, message: `must have at most ${limit} characters` }];
  if (!isStorable(text)) {
    return [{ path, message: 'must not contain NUL or half of a surrogate pair' }];
  }
  return [];
}

export function checkName(path: Path, name: string): Fault[] {
  return name === '' ? [{ path, message: 'must not be empty' }] : checkText(path, name, MAX_NAME);
}

/** An id that the caller chooses: of a customer, product, category or price list. */
export function checkId(path: Path, id: string): Fault[] {
  return isId(id)
    ? []
    : [{ path, message: `must have 1 to ${MAX_ID} characters and no control characters` }];
}

const LANGUAGE = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$/;

function checkDescriptions(descriptions: Readonly<Record<string, string>>): Fault[] {
  const entries = Object.entries(descriptions);
  if (entries.length > MAX_LANGUAGES) {
    return [{ path: ['descriptions'], message: `must have at most ${MAX_LANGUAGES} languages` }];
  }
  return entries.flatMap(([language, text]) => {
    const path = ['descriptions', language];
    return LANGUAGE.test(language)
      ? checkText(path, text, MAX_DESCRIPTION)
      : [{ path, message: 'must be a language tag such as "en" or "pt-BR"' }];
  });
}

export function checkCategoryAccess(access: CategoryAccess): Fault[] {
  if (access.type !== 'specific') return [];
  const path = ['categoryAccess', 'categories'];
  if (access.categories.length > MAX_CATEGORIES) {
    return [{ path, message: `must have at most ${MAX_CATEGORIES} entries` }];
  }
  return access.categories.flatMap((id, index) => checkId([...path, index], id));
}

/** The amount of a rule as the core keeps it, with four decimals; undefined when it is none. */
export function ruleAmount(text: string): string | undefined {
  const amount = parseAmount(text);
  return amount === undefined ? undefined : formatAmount(amount);
}

/** What a rule is for: at most one rule of a group may have the same target. */
const ruleTarget = (rule: DiscountRule): string =>
  rule.type === 'product'
    ? `product ${rule.productId}`
    : rule.type === 'category'
      ? `category ${rule.categoryId}`
      : 'all';

function checkRule(path: Path, rule: DiscountRule): Fault[] {
  const faults: Fault[] = [];
  const amount: Money | undefined = parseAmount(rule.amount);
  if (amount === undefined) {
    faults.push({
      path: [...path, 'amount'],
      message: 'must be an amount with up to four decimals',
    });
  } else if (rule.method === 'percent' && amount > HUNDRED) {
    faults.push({ path: [...path, 'amount'], message: 'must be at most 100 for a percentage' });
  }
  if (rule.type === 'product') faults.push(...checkId([...path, 'productId'], rule.productId));
  if (rule.type === 'category') faults.push(...checkId([...path, 'categoryId'], rule.categoryId));
  return faults;
}

export function checkRules(rules: readonly DiscountRule[]): Fault[] {
  const path = ['discountRules'];
  if (rules.length > MAX_RULES) {
    return [{ path, message: `must have at most ${MAX_RULES} rules` }];
  }
  const firstOf = new Map<string, number>();
  return rules.flatMap((rule, index) => {
    const faults = checkRule([...path, index], rule);
    const target = ruleTarget(rule);
    const first = firstOf.get(target);
    if (first === undefined) firstOf.set(target, index);
    else faults.push({ path: [...path, index], message: `has the same target as rule ${first}` });
    return faults;
  });
}

function checkExternalReferenceId(id: string): Fault[] {
  const path = ['externalReferenceId'];
  if (id === '') return [{ path, message: 'must not be empty' }];
  // A public id and an external id name a group in the same place of an Emporix path.
  if (id.startsWith('cgrp_')) return [{ path, message: 'must not begin with "cgrp_"' }];
  return checkText(path, id, MAX_NAME);
}

/** Everything about a group's fields that can be said without looking at other groups. */
export function checkGroup(fields: GroupFields): Fault[] {
  return [
    ...checkName(['name'], fields.name),
    ...(fields.description === null
      ? []
      : checkText(['description'], fields.description, MAX_DESCRIPTION)),
    ...(fields.descriptions === null ? [] : checkDescriptions(fields.descriptions)),
    ...(fields.categoryAccess === null ? [] : checkCategoryAccess(fields.categoryAccess)),
    ...checkRules(fields.discountRules),
    ...(fields.externalReferenceId === null
      ? []
      : checkExternalReferenceId(fields.externalReferenceId)),
  ];
}

/** Half-open: `[startsAt, endsAt)`. */
export function checkWindow(startsAt: string | null, endsAt: string | null): Fault[] {
  return startsAt !== null && endsAt !== null && endsAt <= startsAt
    ? [{ path: ['endsAt'], message: 'must be later than startsAt' }]
    : [];
}
