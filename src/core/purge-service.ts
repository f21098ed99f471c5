import { type Caller, requireRoot } from './actor.js';
import { type Database, PAST, type PastCounts, type PastLimits } from './database.js';
import { type Instant, instant } from './environment.js';
import { CoreError } from './errors.js';
import { ANSWER_KEPT_MS, DELIVERY_KEPT_DAYS } from './limits.js';

/** Rows of each kind that go in one write: few, so that others that write hardly wait. */
const BATCH = 500;
const STORES_PER_PAGE = 200;
const DAY_MS = 24 * 60 * 60 * 1000;
/** A quote that was just allowed to look so far back still finds what it looks for. */
const MARGIN_MS = 60_000;

export interface PurgeOptions {
  historyDays: number;
  now: Instant;
  /** Ends the purge early: what is left goes the next time. */
  signal?: AbortSignal;
}

const NOTHING_PURGED = Object.fromEntries(PAST.map((kind) => [kind, 0])) as PastCounts;

/**
 * Removes what ended before the history, store by store: what a quote within the history needs has
 * ended later, or not at all. Any number of instances may do so at once, since each removes what is
 * there.
 * @param callerOf whoever acts in a store; '' is for what belongs to none
 */
export async function purgeHistory(
  database: Database,
  callerOf: (storeId: string) => Caller,
  { historyDays, now, signal }: PurgeOptions,
): Promise<PastCounts> {
  requireRoot(callerOf('').actor);
  const ago = (milliseconds: number) => instant(Date.parse(now) - milliseconds);
  const limits = {
    before: ago(historyDays * DAY_MS + MARGIN_MS),
    answersBefore: ago(ANSWER_KEPT_MS),
    deliveriesBefore: ago(Math.min(historyDays, DELIVERY_KEPT_DAYS) * DAY_MS),
  };
  const total: Record<keyof PastCounts, number> = { ...NOTHING_PURGED };
  for await (const storeId of storeIds(database, callerOf(''))) {
    for await (const gone of purgeStore(database, callerOf(storeId), limits)) {
      for (const kind of PAST) total[kind] += gone[kind];
      if (signal?.aborted) return total;
    }
    if (signal?.aborted) return total;
  }
  return total;
}

/** Looks first: most stores have nothing that may go, and a write would lock them. */
async function* purgeStore(
  database: Database,
  caller: Caller,
  limits: PastLimits,
): AsyncGenerator<PastCounts> {
  const { storeId } = caller;
  const hasMore = () => database.read(caller, (view) => view.history.hasExpired(storeId, limits));
  while (await hasMore()) {
    try {
      yield await database.write(caller, (unit) => unit.history.purge(storeId, limits, BATCH));
    } catch (error) {
      // The store was deleted meanwhile, with all that it had.
      if (error instanceof CoreError && error.code === 'not_found') return;
      throw error;
    }
  }
}

async function* storeIds(database: Database, caller: Caller): AsyncGenerator<string> {
  yield '';
  let after: string | undefined;
  for (;;) {
    const page = { limit: STORES_PER_PAGE, after };
    const stores = await database.read(caller, (view) => view.stores.list(page));
    for (const { id } of stores) yield id;
    after = stores.at(-1)?.id;
    if (stores.length < STORES_PER_PAGE) return;
  }
}
