import { authorize } from './actor.js';
import type { ChangeFilter, ChangeRow, SeqRange } from './change.js';
import type { Page, View } from './database.js';
import type { Instant } from './environment.js';

/** How much of the log one statement looks through at first, and how long it may take about. */
const FIRST_SLICE = 1_000;
const SLICE_MS = 10;

export interface ChangeQuery extends ChangeFilter {
  /** Changes at this time or later. */
  from?: Instant | undefined;
  /** Changes before this time. */
  to?: Instant | undefined;
  /** Changes after this one, whatever the order: where a reader that follows the log goes on. */
  afterSeq?: number | undefined;
}

/**
 * The log by `seq`, which is the order of commits: whoever has seen a change has been able to see
 * all before it, so a reader that goes on after the last one that it has seen misses nothing.
 */
export async function listChanges(
  view: View,
  { from, to, afterSeq = 0, ...filter }: ChangeQuery,
  { descending, limit, after }: Page<number> & { descending: boolean },
): Promise<ChangeRow[]> {
  authorize(view.caller, 'store:admin');
  const { storeId } = view.caller;
  const range = await view.changes.range(storeId, { from, to });
  range.low = Math.max(range.low, afterSeq + 1, descending || after === undefined ? 0 : after + 1);
  if (descending && after !== undefined) range.high = Math.min(range.high, after);
  const found: ChangeRow[] = [];
  let size = FIRST_SLICE;
  while (range.low < range.high && found.length < limit) {
    const slice = takeSlice(range, size, descending);
    const began = performance.now();
    const page = { ...slice, limit: limit - found.length, descending };
    found.push(...(await view.changes.list(storeId, filter, page)));
    // What few rows meet is looked for through the log: quickly by an index, or else for long.
    const took = performance.now() - began;
    if (took < SLICE_MS / 2) size *= 2;
    else if (took > SLICE_MS) size = Math.max(FIRST_SLICE, Math.floor(size / 2));
    // An embedded database answers at once: without this, nobody else would get their turn.
    if (range.low < range.high) await new Promise(setImmediate);
  }
  return found;
}

/** Cuts off the part that comes first. */
function takeSlice(range: SeqRange, size: number, descending: boolean): SeqRange {
  const { low, high } = range;
  if (descending) range.high = Math.max(low, high - size);
  else range.low = Math.min(high, low + size);
  return descending ? { low: range.high, high } : { low, high: range.low };
}
