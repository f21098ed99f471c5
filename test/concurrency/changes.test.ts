import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { call, makeStore } from '../helpers/api.js';
import type { EngineName } from '../helpers/engines.js';
import { type RunningService, startService } from '../helpers/service.js';

const WRITERS = 8;
const WRITES = 40;

const setups: { engine: EngineName; instances: number }[] = [
  { engine: 'sqlite', instances: 1 },
  { engine: 'postgresql', instances: 2 },
];

for (const { engine, instances } of setups) {
  const missing = engine === 'postgresql' && inject('postgresUrl') === '';
  describe.skipIf(missing)(`a reader of the log (${engine}, ${instances} of the service)`, () => {
    const services: RunningService[] = [];
    beforeAll(async () => {
      services.push(await startService(engine));
      while (services.length < instances) {
        services.push(await startService(engine, { place: services[0]?.place }));
      }
    });
    afterAll(async () => {
      await Promise.all(services.slice(1).map((service) => service.end()));
      await services[0]?.close();
    });
    const originOf = (index: number) => services[index % services.length]?.origin ?? '';

    it.each([1, 7, 200])('misses nothing in pages of %i while others write', async (limit) => {
      const store = await makeStore(originOf(0));
      const path = `/v1/stores/${store.id}`;
      let writing = true;
      const write = async (writer: number) => {
        for (let index = 0; index < WRITES; index++) {
          // Of one row and of several, in units that share commits and in such that do not.
          const body = { id: `c${writer}-${index}`, groupIds: index % 3 === 0 ? [1] : [] };
          const made = await call(originOf(writer), 'POST', `${path}/customers`, {
            key: store.key,
            body,
          });
          expect(made.status).toBe(201);
        }
      };
      /** Pages of each look at the log, and then from the last change that it has seen. */
      const follow = async (reader: number) => {
        const seen: number[] = [];
        let looks = 0;
        for (let goesOn = true; goesOn; looks++) {
          goesOn = writing;
          let cursor: string | null = '';
          const after = `afterSeq=${seen.at(-1) ?? 0}`;
          while (cursor !== null) {
            const query = `sort=seq&limit=${limit}&${after}${cursor && `&cursor=${cursor}`}`;
            const { json } = await call(originOf(reader), 'GET', `${path}/changes?${query}`, {
              key: store.key,
            });
            seen.push(...json.data.map(({ seq }: { seq: number }) => seq));
            cursor = json.nextCursor;
          }
        }
        return { seen, looks };
      };
      await store.call('POST', '/groups', { body: { name: 'G' } });
      const readers = [0, 1].map(follow);
      await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
      writing = false;
      const rows = 3 + WRITERS * (WRITES + Math.ceil(WRITES / 3));
      const expected = Array.from({ length: rows }, (_, index) => index + 1);
      for (const { seen, looks } of await Promise.all(readers)) {
        expect(seen).toEqual(expected);
        // It has read while others wrote, and not once in the end.
        expect(looks).toBeGreaterThan(1);
      }
    });
  });
}
