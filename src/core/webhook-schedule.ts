import type { WaitingDelivery } from './webhook.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** After each failed attempt; together more than 24 hours. */
export const PAUSES_MS: readonly number[] = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  1 * HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  9 * HOUR,
];
/** What failed together must not come back together. */
const JITTER = 0.1;

/**
 * How long after that many failures the next attempt is made; undefined when it was the last one.
 * @param chance from 0 to 1
 */
export function pauseAfter(failures: number, chance: number): number | undefined {
  const pause = PAUSES_MS[failures - 1];
  return pause === undefined ? undefined : Math.round(pause * (1 + JITTER * chance));
}

/** Deliveries of a webhook that go out at once, unless its receiver fails. */
export const AT_ONCE = 8;

export interface Turn {
  /** Milliseconds since 1970. */
  now: number;
  /** Ids of those that are being sent. */
  sending: ReadonlySet<string>;
  /** Whether the last attempt that the receiver was sent has failed. */
  failing: boolean;
}

/**
 * What may be sent now, of what waits in the order of the log: of each entity the first alone,
 * while it is being sent too. A receiver that fails gets one at a time, and the one that was tried
 * least, so that a message that it cannot take does not stand before all others.
 */
export function nextDeliveries<Waiting extends WaitingDelivery>(
  waiting: readonly Waiting[],
  { now, sending, failing }: Turn,
): Waiting[] {
  const free = (failing ? 1 : AT_ONCE) - sending.size;
  if (free <= 0) return [];
  const ready = firstOfEach(waiting).filter(
    ({ id, nextAttemptAt }) => !sending.has(id) && Date.parse(nextAttemptAt) <= now,
  );
  if (failing) ready.sort((a, b) => a.attempts - b.attempts || a.seq - b.seq);
  return ready.slice(0, free);
}

function firstOfEach<Waiting extends WaitingDelivery>(waiting: readonly Waiting[]): Waiting[] {
  const seen = new Set<string>();
  return waiting.filter(({ entity, entityId }) => {
    const name = `${entity} ${entityId}`;
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  });
}
