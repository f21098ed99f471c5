import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { rootActor } from '../../src/core/actor.js';
import { systemEnvironment } from '../../src/core/environment.js';
import { EngineDatabase } from '../../src/database/database.js';
import type { Engine } from '../../src/database/engine.js';
import { migrate } from '../../src/database/migrate.js';
import { statement } from '../../src/database/statement.js';
import { Lease } from '../../src/webhooks/lease.js';
import { openEngine } from '../helpers/database.js';
import { describeEngines, makePlace, type Place } from '../helpers/engines.js';

const HOUR_MS = 60 * 60 * 1000;
const caller = { actor: rootActor('service'), storeId: '', requestId: '' };

describeEngines('a lease', (name) => {
  let place: Place;
  const engines: Engine[] = [];
  beforeEach(async () => {
    place = await makePlace(name);
    const engine = openEngine(place);
    await migrate(engine, systemEnvironment);
    engines.push(engine);
  });
  afterEach(async () => {
    vi.useRealTimers();
    for (const engine of engines.splice(0)) await engine.close();
    await place.remove();
  });

  /** Of an instance of its own, whose clock may be wrong. */
  function lease(ahead = 0): Lease {
    const engine = openEngine(place);
    engines.push(engine);
    const environment = { ...systemEnvironment, clock: () => Date.now() + ahead };
    const database = new EngineDatabase(engine, environment);
    return new Lease({ database, caller, name: 'test' });
  }
  const execute = (text: string) =>
    engines[0]?.write(async (transaction) =>
      transaction.send(
        statement()(() => sql.raw(text)),
        {},
      ),
    );

  it('is held by one, whatever the clocks of the others say', async () => {
    const first = lease();
    expect(await first.hold()).toBe(true);
    for (const ahead of [-HOUR_MS, 0, HOUR_MS]) expect(await lease(ahead).hold()).toBe(false);
    expect([await first.hold(), first.isHeld]).toEqual([true, true]);
  });

  it('is another one’s at once when it is given back', async () => {
    const [first, second] = [lease(), lease()];
    await first.hold();
    const { signal } = first;
    await first.give();
    expect([first.isHeld, signal.aborted]).toEqual([false, true]);
    expect(await second.hold()).toBe(true);
    // Who has it not cannot give it back.
    await first.give();
    expect(await lease().hold()).toBe(false);
  });

  it.each([
    ['has run out', '2026-01-01T00:00:00.000Z'],
    ['ends when none can, since a clock was wrong', '2999-01-01T00:00:00.000Z'],
  ])('is taken from another one when it %s', async (_, until) => {
    await execute(`insert into leases values ('test', 'somebody', '${until}')`);
    expect(await lease().hold()).toBe(true);
  });

  it('ends here before it ends there, when it cannot be renewed', async () => {
    const first = lease();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    expect(await first.hold()).toBe(true);
    const { signal } = first;
    vi.advanceTimersByTime(13_900);
    expect([first.isHeld, signal.aborted]).toEqual([true, false]);
    vi.advanceTimersByTime(200);
    expect([first.isHeld, signal.aborted]).toEqual([false, true]);
    // There it still has a second.
    expect(await lease().hold()).toBe(false);
    expect(await first.hold()).toBe(true);
    expect(first.signal).not.toBe(signal);
  });
});
