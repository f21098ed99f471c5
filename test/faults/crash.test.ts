import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { systemEnvironment } from '../../src/core/environment.js';
import { examine } from '../../src/doctor/doctor.js';
import { makeStore, type TestStore } from '../helpers/api.js';
import { runCommand } from '../helpers/command.js';
import { dump, openEngine } from '../helpers/database.js';
import { describeEngines, makePlace, type Place } from '../helpers/engines.js';
import { violations } from '../helpers/invariants.js';
import { type Acknowledged, startLoad } from '../helpers/load.js';
import { type RunningService, serviceEnvironment, startService } from '../helpers/service.js';

const ROUNDS = 20;
const CLIENTS = 8;
const LONGEST_MS = 150;
const SEED = Number(process.env.CLIENTELE_TEST_SEED ?? Date.now() % 1_000_000);

/** Numbers from 0 to 1 that follow from the seed (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function storeWithGroup(origin: string): Promise<TestStore> {
  const store = await makeStore(origin);
  await store.call('POST', '/groups', { body: { name: 'Everybody' } });
  return store;
}

/** As the command finds it, without the time that a process takes to start. */
async function expectHealthy(place: Place, round: number): Promise<void> {
  const findings = await examine(serviceEnvironment(place), {}, systemEnvironment);
  expect({ round, findings: findings.filter(({ result }) => result === 'wrong') }).toEqual({
    round,
    findings: [],
  });
}

describeEngines('a service that is killed', (engine) => {
  it(`loses no write that it has acknowledged (CLIENTELE_TEST_SEED=${SEED})`, {
    timeout: 120_000,
  }, async () => {
    const place = await makePlace(engine);
    const random = numbersFrom(SEED);
    const acknowledged: (Acknowledged & { round: number })[] = [];
    const database = openEngine(place);
    let store: TestStore | undefined;
    let service: RunningService | undefined;
    try {
      for (let round = 1; round <= ROUNDS; round++) {
        service = await startService(engine, { place });
        await expectHealthy(place, round);
        store ??= await storeWithGroup(service.origin);
        const load = startLoad(service, store, CLIENTS);
        await load.reaches(CLIENTS);
        await pause(random() * LONGEST_MS);
        const exit = once(service.process, 'exit');
        service.process.kill('SIGKILL');
        await Promise.all([exit, load.stop()]);
        acknowledged.push(...load.acknowledged.map((one) => ({ ...one, round })));
      }
      service = await startService(engine, { place });
      const doctor = await runCommand(serviceEnvironment(place), 'doctor', '--json');
      expect([doctor.code, doctor.json.healthy]).toEqual([0, true]);
      const found = await dump(database);
      await service.end();
      const present = new Set(found.customers?.map(({ id }) => id));
      expect(acknowledged.filter(({ customer }) => !present.has(customer))).toEqual([]);
      expect(violations(found)).toEqual([]);
    } finally {
      service?.process.kill('SIGKILL');
      await database.close();
      await place.remove();
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(ROUNDS * CLIENTS);
  });
});
