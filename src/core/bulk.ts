import type { Fault } from './errors.js';
import { MAX_ITEMS_PER_CALL } from './limits.js';

/** What became of the entries of a bulk write. */
export interface BulkCounts {
  created: number;
  updated: number;
  unchanged: number;
}

/** @returns the fault of a bulk write that has more entries than one may have, or none */
export function checkCount(path: string, items: readonly unknown[]): Fault[] {
  if (items.length === 0) return [{ path: [path], message: 'must not be empty' }];
  return items.length > MAX_ITEMS_PER_CALL
    ? [{ path: [path], message: `must have at most ${MAX_ITEMS_PER_CALL} entries` }]
    : [];
}

/**
 * The entries whose key an earlier entry has, with the number of that entry. An entry that named
 * the same thing twice would leave open which of the two is meant.
 */
export function repetitions<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): Map<number, number> {
  const firstOf = new Map<string, number>();
  const repeated = new Map<number, number>();
  items.forEach((item, index) => {
    const key = keyOf(item);
    const first = firstOf.get(key);
    if (first === undefined) firstOf.set(key, index);
    else repeated.set(index, first);
  });
  return repeated;
}

/** In their order, at most `size` at a time. */
export function* inParts<Item>(items: readonly Item[], size: number): Generator<readonly Item[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}
