import type { DiscountRule } from '../core/group.js';

type Rules = readonly DiscountRule[];

/** Of JSON, in each of the two generations. */
const MAX_CHARACTERS = 2_000_000;

let young = new Map<string, Rules>();
let old = new Map<string, Rules>();
let characters = 0;

/**
 * Reads the rules of a group. The same text gives the same array: rules change seldom, and a quote
 * reads those of every group of the customer. What nobody has asked for is forgotten, the longest
 * ago first.
 */
export function readRules(text: string): Rules {
  const kept = young.get(text);
  if (kept) return kept;
  const rules = old.get(text) ?? (JSON.parse(text) as Rules);
  characters += text.length;
  if (characters > MAX_CHARACTERS) {
    old = young;
    young = new Map();
    characters = text.length;
  }
  young.set(text, rules);
  return rules;
}
