import { once } from 'node:events';
import { expect, it } from 'vitest';
import { call, makeStore } from '../helpers/api.js';
import { dump, openEngine } from '../helpers/database.js';
import { describeEngines, makePlace } from '../helpers/engines.js';
import { violations } from '../helpers/invariants.js';
import { startService } from '../helpers/service.js';

const ROUNDS = 5;
const CLIENTS = 8;
const ENOUGH = 40;

describeEngines('a service that is killed', (engine) => {
  it('loses no write that it has acknowledged', { timeout: 120_000 }, async () => {
    const place = await makePlace(engine);
    const acknowledged: { store: string; id: number; name: string }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const service = await startService(engine, { place });
      const store = await makeStore(service.origin);
      let ended = false;
      let enough: () => void = () => {};
      const busy = new Promise<void>((resolve) => {
        enough = resolve;
      });
      const client = async (number: number) => {
        for (let count = 0; !ended; count++) {
          const name = `round ${round} client ${number} group ${count}`;
          try {
            const { status, json } = await call(
              service.origin,
              'POST',
              `/v1/stores/${store.id}/groups`,
              {
                key: store.key,
                body: { name, isDefault: count % 3 === 0 },
              },
            );
            if (status === 201) acknowledged.push({ store: store.id, id: json.id, name });
          } catch {
            // The connection broke: nobody knows, and nothing was promised.
            ended = true;
          }
          if (acknowledged.length >= ENOUGH * (round + 1)) enough();
        }
      };
      const clients = Array.from({ length: CLIENTS }, (_, number) => client(number));
      await busy;
      const exit = once(service.process, 'exit');
      service.process.kill('SIGKILL');
      await Promise.all([exit, ...clients]);
    }
    const again = await startService(engine, { place });
    const database = openEngine(place);
    const found = await dump(database);
    await database.close();
    await again.end();
    await place.remove();

    const names = new Map(found.groups?.map((row) => [`${row.store_id} ${row.id}`, row.name]));
    const lost = acknowledged.filter(({ store, id, name }) => names.get(`${store} ${id}`) !== name);
    expect(acknowledged.length).toBeGreaterThanOrEqual(ENOUGH * ROUNDS);
    expect(lost).toEqual([]);
    expect(violations(found)).toEqual([]);
  });
});
