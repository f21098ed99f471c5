import { sql } from 'kysely';
import type { Instant } from '../core/environment.js';
import type { Engine } from '../database/engine.js';
import { statement } from '../database/statement.js';
import { type Finding, ok, warning, wrong } from './finding.js';

/** Apart by less, a message on its way explains it. */
const NOTICED_MS = 5_000;
const WRONG_MS = 60_000;
const SET_CLOCK = 'Set the clock, and keep it right with NTP.';

const clockOfServer = statement()(
  () => sql<{ now: Instant }>`select cast(clock_timestamp() as timestamptz(3)) as now`,
);

/** The time that the database's machine has; null where the database is a file. */
export async function serverClock(engine: Engine): Promise<number | null> {
  if (engine.name === 'sqlite') return null;
  const [row] = await engine.read(clockOfServer, {});
  return row ? Date.parse(row.now) : null;
}

/**
 * @param now of this machine, in milliseconds since 1970
 * @param written when any store was last written, by whatever clock
 * @param server of the database's machine
 */
export function judgeClock(now: number, written: number | null, server: number | null): Finding {
  const ahead = (written ?? now) - now;
  if (ahead > WRONG_MS) {
    return wrong(
      'clock',
      `The newest change was made ${secondsIn(ahead)} from now: this clock is slow, or one was fast. Until then, changes get the time of that one.`,
      SET_CLOCK,
    );
  }
  const apart = Math.abs((server ?? now) - now);
  if (apart > NOTICED_MS) {
    const says = `The clocks of this machine and of PostgreSQL's are ${secondsIn(apart)} apart.`;
    return apart > WRONG_MS ? wrong('clock', says, SET_CLOCK) : warning('clock', says, SET_CLOCK);
  }
  return ok('clock', 'It agrees with the database.');
}

const secondsIn = (milliseconds: number): string => `${Math.round(milliseconds / 1000)} s`;
