import type { CategoryAccess, DiscountRule } from '../group.js';
import type { PricingGroup, PricingLine } from './input.js';
import { indexRules, type RuleIndex } from './rule-index.js';

/**
 * What a group gives, with what it inherits, whatever the item, the time and the currency: a
 * caller may keep it for as long as the group and its ancestors stay as they are.
 */
export interface GroupTerms {
  groupId: number;
  priceListId: string | null;
  rules: RuleIndex;
  access: CategoryAccess;
}

export function termsOf(line: PricingLine): GroupTerms {
  return {
    groupId: line.group.id,
    priceListId: listOf(line)?.defaultPriceListId ?? null,
    rules: rulesOf(line),
    access: accessOf(line),
  };
}

const indexes = new WeakMap<readonly DiscountRule[], RuleIndex>();

/** The index of rules that nothing is merged with lives as long as they do, over many quotes. */
function rulesOf(line: PricingLine): RuleIndex {
  const given = givers(line).filter(({ discountRules }) => discountRules.length > 0);
  const [only] = given;
  if (only === undefined || given.length > 1) {
    return indexRules(given.flatMap(({ discountRules }) => discountRules));
  }
  const known = indexes.get(only.discountRules);
  if (known) return known;
  const index = indexRules(only.discountRules);
  indexes.set(only.discountRules, index);
  return index;
}

/**
 * The group and the ancestors that give it something, the nearest first. An inactive parent ends
 * the line: what is above it reaches the group through it alone.
 */
export function givers({ group, ancestors }: PricingLine): readonly PricingGroup[] {
  const end = ancestors.findIndex(({ isActive }) => !isActive);
  return [group, ...(end < 0 ? ancestors : ancestors.slice(0, end))];
}

/**
 * The group whose price list it is. Each level inherits only where it has neither a list nor
 * rules, so the first one that has either decides, and rules alone mean no list.
 */
export function listOf(line: PricingLine): PricingGroup | undefined {
  const decides = ({ defaultPriceListId, discountRules }: PricingGroup) =>
    defaultPriceListId !== null || discountRules.length > 0;
  return givers(line).find(decides);
}

/** What the group lets its members see; all where neither it nor an ancestor says anything. */
export function accessOf(line: PricingLine): CategoryAccess {
  const says = givers(line).find(({ categoryAccess }) => categoryAccess !== null);
  return says?.categoryAccess ?? { type: 'all' };
}
