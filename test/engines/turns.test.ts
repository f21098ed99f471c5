import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemEnvironment } from '../../src/core/environment.js';
import { createGroup } from '../../src/core/group-service.js';
import { createStore } from '../../src/core/store-service.js';
import { EngineDatabase } from '../../src/database/database.js';
import type { Engine } from '../../src/database/engine.js';
import { migrate } from '../../src/database/migrate.js';
import { commandCaller } from '../../src/runtime.js';
import { dump, openEngine } from '../helpers/database.js';
import { describeEngines, makePlace, type Place } from '../helpers/engines.js';

const MAX_WAITING = 3;
const WAIT_MS = 10_000;

describeEngines('units that wait for their turn', (name) => {
  let place: Place;
  let engine: Engine;
  beforeEach(async () => {
    place = await makePlace(name);
    engine = openEngine(place);
    await migrate(engine, systemEnvironment);
    const database = new EngineDatabase(engine, systemEnvironment);
    await database.write(commandCaller(''), (unit) => createStore(unit, { id: 'acme', name: 'A' }));
  });
  afterEach(async () => {
    await engine.close();
    await place.remove();
  });

  /** Writes that take no turn from each other: the first one ends when it is let. */
  async function held(waitMs: number) {
    const database = new EngineDatabase(engine, systemEnvironment, {
      waitMs,
      maxWaiting: MAX_WAITING,
    });
    const create = (groupName: string) =>
      database.write(commandCaller('acme'), (unit) => createGroup(unit, { name: groupName }));
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    let begun = () => {};
    const begins = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const first = database.write(commandCaller('acme'), async (unit) => {
      begun();
      await released;
      return createGroup(unit, { name: 'first' });
    });
    await begins;
    return { create, first, release };
  }

  const names = async () =>
    (await dump(engine)).groups?.map((group) => group.name as string).sort();

  it('are refused at once when too many wait, and the others are not', async () => {
    const { create, first, release } = await held(WAIT_MS);
    const waiting = ['a', 'b', 'c'].map(create);
    await expect(create('too many')).rejects.toMatchObject({ code: 'unavailable' });
    release();
    await Promise.all([first, ...waiting]);
    await create('later');
    expect(await names()).toEqual(['a', 'b', 'c', 'first', 'later']);
  });

  it('are refused when their time is up, and never run', async () => {
    const { create, first, release } = await held(50);
    const outcomes = await Promise.allSettled(['a', 'b'].map(create));
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
    }
    release();
    await first;
    await create('later');
    expect(await names()).toEqual(['first', 'later']);
  });

  it('are counted on their own where they go alone', async () => {
    const database = new EngineDatabase(engine, systemEnvironment, {
      waitMs: WAIT_MS,
      maxWaiting: MAX_WAITING,
    });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        database.rehearse(commandCaller('acme'), (unit) =>
          createGroup(unit, { name: `dry ${index}` }),
        ),
      ),
    );
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    for (const outcome of refused) {
      expect(outcome).toMatchObject({ reason: { code: 'unavailable' } });
    }
    expect(outcomes.slice(0, MAX_WAITING).map(({ status }) => status)).toEqual(
      Array(MAX_WAITING).fill('fulfilled'),
    );
    expect(refused.length).toBeGreaterThan(0);
    await database.write(commandCaller('acme'), (unit) => createGroup(unit, { name: 'real' }));
    expect(await names()).toEqual(['real']);
  });
});
