import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { putCategories } from '../../src/core/category-service.js';
import { createCustomer } from '../../src/core/customer-service.js';
import type { Environment } from '../../src/core/environment.js';
import { CoreError } from '../../src/core/errors.js';
import { createGroup } from '../../src/core/group-service.js';
import { createPriceList } from '../../src/core/price-list-service.js';
import { createStore } from '../../src/core/store-service.js';
import { EngineDatabase } from '../../src/database/database.js';
import type { Engine } from '../../src/database/engine.js';
import { migrate } from '../../src/database/migrate.js';
import { commandCaller } from '../../src/runtime.js';
import { openEngine } from './database.js';
import { type EngineName, makePlace, type Place } from './engines.js';
import type { Operation } from './operations.js';

/** Clock and ids follow from the operations alone, so that two runs can be compared to the letter. */
class Deterministic implements Environment {
  now = Date.parse('2026-01-01T00:00:00Z');
  #count = 0;
  readonly clock = () => this.now;
  random(bytes: number): Buffer {
    return createHash('sha512')
      .update(String(this.#count++))
      .digest()
      .subarray(0, bytes);
  }
}

export interface Subject {
  place: Place;
  engine: Engine;
  database: EngineDatabase;
  environment: Deterministic;
}

export const CALLER = commandCaller('acme');

export async function open(name: EngineName): Promise<Subject> {
  const place = await makePlace(name);
  const engine = openEngine(place);
  const environment = new Deterministic();
  await migrate(engine, environment);
  return { place, engine, environment, database: new EngineDatabase(engine, environment) };
}

export async function close({ engine, place }: Subject): Promise<void> {
  await engine.close();
  await place.remove();
}

/** What an operation gave, in a form that can be compared. */
export async function outcomeOf(subject: Subject, { run, text }: Operation): Promise<object> {
  try {
    return { value: await subject.database.write(CALLER, run) };
  } catch (error) {
    if (!(error instanceof CoreError)) throw error;
    const { code, reason, message, faults } = error;
    // Every unique index of groups would be reported so; only this one can be met.
    if (reason === 'external_id_taken') expect(text).toContain('externalReferenceId');
    return { code, reason, message, faults };
  }
}

export async function begin({ database, environment }: Subject): Promise<void> {
  environment.now += 1_000;
  await database.write(commandCaller(''), (unit) =>
    createStore(unit, { id: 'acme', name: 'Acme' }),
  );
  await database.write(CALLER, async (unit) => {
    for (const name of ['One', 'Two', 'Three', 'Four']) await createGroup(unit, { name });
    for (const id of ['c1', 'c2', 'c3']) await createCustomer(unit, { id, groupIds: [] });
    await createPriceList(unit, { id: 'trade', name: 'Trade' });
    await putCategories(unit, [
      { id: 'k1', name: 'K' },
      { id: 'k2', name: 'K', parentId: 'k1' },
    ]);
  });
}

/** Each run has a store of its own; what the last one left goes with it. */
export async function end({ database }: Subject): Promise<void> {
  await database.write(CALLER, async (unit) => unit.stores.delete('acme'));
}
