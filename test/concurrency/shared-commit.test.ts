import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCustomer, deleteCustomer } from '../../src/core/customer-service.js';
import { systemEnvironment } from '../../src/core/environment.js';
import { CoreError } from '../../src/core/errors.js';
import { createGroup, listGroups, updateGroup } from '../../src/core/group-service.js';
import { createPriceList } from '../../src/core/price-list-service.js';
import { createStore } from '../../src/core/store-service.js';
import { EngineDatabase } from '../../src/database/database.js';
import type { Engine } from '../../src/database/engine.js';
import { migrate } from '../../src/database/migrate.js';
import { commandCaller } from '../../src/runtime.js';
import { dump, openEngine } from '../helpers/database.js';
import { describeEngines, makePlace, type Place } from '../helpers/engines.js';
import { violations } from '../helpers/invariants.js';

const CALLER = commandCaller('acme');

describeEngines('writes that share a commit', (name) => {
  let place: Place;
  let engine: Engine;
  let database: EngineDatabase;
  beforeEach(async () => {
    place = await makePlace(name);
    engine = openEngine(place);
    await migrate(engine, systemEnvironment);
    database = new EngineDatabase(engine, systemEnvironment);
    for (const id of ['acme', 'other']) {
      await database.write(commandCaller(''), (unit) => createStore(unit, { id, name: id }));
    }
  });
  afterEach(async () => {
    await engine.close();
    await place.remove();
  });

  const create = (groupName: string, externalReferenceId: string | null = null) =>
    database.write(CALLER, (unit) => createGroup(unit, { name: groupName, externalReferenceId }));

  const names = async () =>
    (await dump(engine)).groups?.map((group) => group.name as string).sort();

  it('commit beside one that throws after it wrote', async () => {
    const outcomes = await Promise.allSettled([
      create('before'),
      database.write(CALLER, async (unit) => {
        await createGroup(unit, { name: 'never' });
        throw new Error('on purpose');
      }),
      create('after'),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await names()).toEqual(['after', 'before']);
    expect(violations(await dump(engine))).toEqual([]);
  });

  it('leave no name of a customer that one of them erases', async () => {
    const about = 'c1';
    await Promise.all([
      create('keeps the commit open'),
      database.write(
        CALLER,
        (unit) =>
          createCustomer(unit, { id: about, name: 'Ann Secret', email: 'ann@secret.example' }),
        about,
      ),
      database.write(CALLER, (unit) => deleteCustomer(unit, about, { erase: true }), about),
    ]);
    expect(JSON.stringify(await dump(engine)).toLowerCase()).not.toContain('secret.example');
    expect(JSON.stringify(await dump(engine))).not.toContain('Ann Secret');
    expect(violations(await dump(engine))).toEqual([]);
  });

  it('commit beside those that violate a constraint', async () => {
    const outcomes = await Promise.allSettled([
      create('first', 'same'),
      create('second', 'same'),
      create('third'),
      database.write(CALLER, (unit) => createCustomer(unit, { id: 'c1' })),
      database.write(CALLER, (unit) => createCustomer(unit, { id: 'c1' })),
      create('last', 'other'),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual([
      ...['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
    ]);
    const failures = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    expect(failures.map((error) => error instanceof CoreError && error.reason)).toEqual([
      'external_id_taken',
      'id_taken',
    ]);
    expect(await names()).toEqual(['first', 'last', 'third']);
    expect(violations(await dump(engine))).toEqual([]);
  });

  it('give the ids of failed ones to their neighbours', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 30 }, (_, index) =>
        database.write(CALLER, async (unit) => {
          const group = await createGroup(unit, { name: `Group ${index}` });
          if (index % 3 === 0) throw new Error('on purpose');
          return group.id;
        }),
      ),
    );
    const ids = outcomes.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    expect(ids.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(violations(await dump(engine))).toEqual([]);
  });

  it('see what those before them have written', async () => {
    const seen = await Promise.all(
      Array.from({ length: 10 }, () =>
        database.write(CALLER, async (unit) => {
          await createGroup(unit, { name: 'one more', isDefault: true });
          const groups = await listGroups(unit, {}, { sort: 'id', limit: 100 });
          const defaults = groups.filter((group) => group.isDefault);
          return [groups.length, defaults.length, defaults[0]?.id];
        }),
      ),
    );
    expect(seen).toEqual(seen.map((_, index) => [index + 1, 1, index + 1]));
  });

  it('tell listeners of what was committed alone', async () => {
    const heard: string[] = [];
    database.onCommit((changed) => heard.push(...changed));
    await Promise.allSettled([
      database.write(CALLER, (unit) => createPriceList(unit, { id: 'trade', name: 'Trade' })),
      database.write(CALLER, async (unit) => {
        await createGroup(unit, { name: 'never' });
        throw new Error('on purpose');
      }),
    ]);
    expect(heard).toEqual(['price-list']);
  });

  it('of two stores do not wait for each other’s failures', async () => {
    const other = commandCaller('other');
    const outcomes = await Promise.allSettled([
      create('ours'),
      database.write(other, async (unit) => {
        await createGroup(unit, { name: 'never' });
        throw new Error('on purpose');
      }),
      database.write(other, (unit) => createGroup(unit, { name: 'theirs' })),
      database.write(CALLER, (unit) => updateGroup(unit, 99, () => ({ name: 'nobody' }))),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual([
      ...['fulfilled', 'rejected', 'fulfilled', 'rejected'],
    ]);
    expect(await names()).toEqual(['ours', 'theirs']);
  });

  describe('of many stores', () => {
    const stores = Array.from({ length: 12 }, (_, index) => `store-${index}`);
    beforeEach(async () => {
      for (const id of stores) {
        await database.write(commandCaller(''), (unit) => createStore(unit, { id, name: id }));
      }
    });

    it('keep what succeeds of each, whatever fails in the others', async () => {
      const jobs = stores.flatMap((storeId, store) =>
        Array.from({ length: 6 }, (_, index) => {
          const fails = (store + index) % 4 === 0;
          const name = `${storeId} ${index}`;
          const done = database.write(commandCaller(storeId), async (unit) => {
            await createGroup(unit, { name });
            if (fails) throw new Error('on purpose');
          });
          return { name, fails, done };
        }),
      );
      const outcomes = await Promise.allSettled(jobs.map(({ done }) => done));
      expect(outcomes.map(({ status }) => status)).toEqual(
        jobs.map(({ fails }) => (fails ? 'rejected' : 'fulfilled')),
      );
      const kept = jobs.filter(({ fails }) => !fails).map((job) => job.name);
      expect(await names()).toEqual(kept.sort());
      expect(violations(await dump(engine))).toEqual([]);
    });

    it('refuse those of a store that is not there, and no others', async () => {
      const wanted = stores.flatMap((storeId) => [
        storeId,
        storeId === 'store-7' ? 'none' : storeId,
      ]);
      const outcomes = await Promise.allSettled(
        wanted.map((storeId) =>
          database.write(commandCaller(storeId), (unit) => createGroup(unit, { name: storeId })),
        ),
      );
      const refused = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
      expect(refused.map((error) => error instanceof CoreError && error.code)).toEqual([
        'not_found',
      ]);
      expect(await names()).toEqual(wanted.filter((id) => id !== 'none').sort());
    });

    it('never wait for each other in a circle, in two instances', async () => {
      const second = openEngine(place);
      try {
        const databases = [database, new EngineDatabase(second, systemEnvironment)];
        const there = [...stores].reverse();
        await Promise.all(
          Array.from({ length: 240 }, (_, index) => {
            const from = index % 2 === 0 ? stores : there;
            const caller = commandCaller(from[(index >> 1) % stores.length] ?? '');
            return databases[index % 2]?.write(caller, (unit) =>
              createGroup(unit, { name: `Group ${index}` }),
            );
          }),
        );
        expect(await names()).toHaveLength(240);
        expect(violations(await dump(engine))).toEqual([]);
      } finally {
        await second.close();
      }
    });
  });
});
