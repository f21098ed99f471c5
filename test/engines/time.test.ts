import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCustomer } from '../../src/core/customer-service.js';
import type { Unit } from '../../src/core/database.js';
import { type Environment, systemEnvironment } from '../../src/core/environment.js';
import { createGroup, updateGroup } from '../../src/core/group-service.js';
import { putMember, removeMember } from '../../src/core/member-service.js';
import { createPriceList, updatePriceList } from '../../src/core/price-list-service.js';
import { createStore } from '../../src/core/store-service.js';
import { EngineDatabase } from '../../src/database/database.js';
import type { Engine } from '../../src/database/engine.js';
import { migrate } from '../../src/database/migrate.js';
import { commandCaller } from '../../src/runtime.js';
import { dump, openEngine } from '../helpers/database.js';
import { describeEngines, makePlace, type Place } from '../helpers/engines.js';
import { violations } from '../helpers/invariants.js';

const CALLER = commandCaller('acme');
const START = Date.parse('2026-01-01T00:00:00Z');

describeEngines('the time of a store', (name) => {
  let place: Place;
  let engine: Engine;
  beforeEach(async () => {
    place = await makePlace(name);
    engine = openEngine(place);
    await migrate(engine, systemEnvironment);
  });
  afterEach(async () => {
    await engine.close();
    await place.remove();
  });

  /** An instance of the service, with a clock of its own. */
  function instance() {
    const environment: Environment & { now: number } = {
      now: START,
      clock: () => environment.now,
      random: systemEnvironment.random,
    };
    const database = new EngineDatabase(engine, environment);
    const at = <T>(seconds: number, work: (unit: Unit) => Promise<T>) => {
      environment.now = START + seconds * 1000;
      return database.write(CALLER, work);
    };
    return { database, at };
  }

  it('never runs back where a clock does', async () => {
    const { database, at } = instance();
    await database.write(commandCaller(''), (unit) => createStore(unit, { id: 'acme', name: 'A' }));
    await at(10, (unit) => createGroup(unit, { name: 'one' }));
    await at(20, (unit) => updateGroup(unit, 1, () => ({ name: 'two' })));
    await at(15, (unit) => updateGroup(unit, 1, () => ({ name: 'three' })));
    await at(25, (unit) => updateGroup(unit, 1, () => ({ name: 'four' })));
    const { group_versions: versions = [], changes = [], ...others } = await dump(engine);
    expect(violations({ ...others, changes, group_versions: versions })).toEqual([]);
    expect(versions.map((row) => row.name).sort()).toEqual(['one', 'three']);
  });

  it('is one for instances whose clocks differ', async () => {
    const [ahead, behind] = [instance(), instance()];
    await ahead.database.write(commandCaller(''), (unit) =>
      createStore(unit, { id: 'acme', name: 'A' }),
    );
    await ahead.at(1, (unit) => createGroup(unit, { name: 'one' }));
    await ahead.at(1, (unit) => createPriceList(unit, { id: 'trade', name: 'Trade' }));
    await ahead.at(1, (unit) => createCustomer(unit, { id: 'c1', groupIds: [] }));
    for (let second = 10; second < 100; second += 10) {
      await ahead.at(second, (unit) => putMember(unit, 1, 'c1', {}));
      await ahead.at(second, (unit) => updatePriceList(unit, 'trade', { name: `T${second}` }));
      await behind.at(second - 15, (unit) => removeMember(unit, 1, 'c1'));
      await behind.at(second - 15, (unit) => updateGroup(unit, 1, () => ({ name: `${second}` })));
      await behind.at(second - 12, (unit) => putMember(unit, 1, 'c1', {}));
      await behind.at(second - 12, (unit) =>
        updatePriceList(unit, 'trade', { name: `U${second}` }),
      );
    }
    expect(violations(await dump(engine))).toEqual([]);
  });
});
