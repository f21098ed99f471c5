import { createCustomer } from '../../src/core/customer-service.js';
import { systemEnvironment } from '../../src/core/environment.js';
import { EngineDatabase } from '../../src/database/database.js';
import { commandCaller } from '../../src/runtime.js';
import { openEngine } from './database.js';
import type { Place } from './engines.js';

const PER_WRITE = 5_000;

/** Many customers without a group, beside the service: the API makes one at a time. */
export async function makeCustomers(
  place: Place,
  store: string,
  ids: readonly string[],
): Promise<void> {
  const engine = openEngine(place);
  const database = new EngineDatabase(engine, systemEnvironment);
  for (let at = 0; at < ids.length; at += PER_WRITE) {
    await database.write(commandCaller(store), async (unit) => {
      for (const id of ids.slice(at, at + PER_WRITE)) {
        await createCustomer(unit, { id, groupIds: [] });
      }
    });
  }
  await engine.close();
}
