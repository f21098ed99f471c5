import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSharedStore, PRICE_LIST, type SharedStore } from '../helpers/adapters.js';
import { call, makeStore, type Reply } from '../helpers/api.js';
import { runCommand } from '../helpers/command.js';
import { dump, ofStore, openEngine } from '../helpers/database.js';
import { FAULTS, type Setup } from '../helpers/full-disks.js';
import { violations } from '../helpers/invariants.js';
import { type RunningService, serviceEnvironment, startService } from '../helpers/service.js';
import { type Form, faultsOfForm } from '../properties/forms.js';

const WRITERS = 4;
const ENOUGH = 20;
/** More than this many small writes find no place in what the database has already. */
const MOST_WRITES = 2_000;

type Ask = (store: SharedStore, name: string) => Promise<Reply>;

/** A write and a read through every API, and how the write is refused. */
const APIS: Readonly<Record<Form, { write: Ask; read: Ask; status: number; header: string }>> = {
  native: {
    write: ({ native }, name) => native.call('POST', '/groups', { body: { name } }),
    read: ({ native }) => native.call('GET', '/groups'),
    status: 507,
    header: 'retry-after',
  },
  bigcommerce: {
    write: ({ bigcommerce }, name) => bigcommerce('POST', '/customer_groups', { name }),
    read: ({ bigcommerce }) => bigcommerce('GET', '/customer_groups'),
    status: 503,
    header: 'x-retry-after',
  },
  ecwid: {
    write: ({ ecwid }, name) => ecwid('POST', '/customer_groups', { name }),
    read: ({ ecwid }) => ecwid('GET', '/customer_groups'),
    status: 503,
    header: 'retry-after',
  },
  emporix: {
    write: ({ emporix }, id) => emporix('POST', '/groups', { id, description: 'A group' }),
    read: ({ emporix }) => emporix('GET', '/groups'),
    status: 503,
    header: 'retry-after',
  },
  joptic: {
    write: ({ joptic }, name) => joptic('POST', '', { name, defaultPriceListId: PRICE_LIST }),
    read: ({ joptic }) => joptic('GET', ''),
    status: 503,
    header: 'retry-after',
  },
};
const apis = Object.entries(APIS) as [Form, (typeof APIS)[Form]][];

let names = 0;
const newName = () => `Group ${++names}`;

/** Writes until there is no space for more, which pages that are half empty put off. */
async function untilRefused(write: () => Promise<Reply>): Promise<Reply> {
  for (let count = 0; count < MOST_WRITES; count++) {
    const reply = await write();
    if (reply.status >= 300) return reply;
  }
  throw new Error(`${MOST_WRITES} writes found space.`);
}

for (const fault of FAULTS) {
  describe.skipIf(fault.missing !== '')(`${fault.title}${fault.missing}`, () => {
    let setup: Setup;
    let service: RunningService;
    let store: SharedStore;
    beforeAll(async () => {
      setup = await fault.setUp();
      service = await startService(fault.engine, {
        place: setup.place,
        environment: { LOG_LEVEL: 'silent' },
      });
      store = await makeSharedStore(service.origin, (asked) => asked);
    });
    afterAll(async () => {
      await service?.end();
      await setup?.remove();
    });

    const writeMuch = () =>
      store.native.call('POST', '/groups', {
        body: { name: newName(), description: 'x'.repeat(9_000) },
      });
    const root = (path: string) => call(service.origin, 'GET', path);
    const metric = async () =>
      /^clientele_database_out_of_space (\d)$/m.exec((await root('/metrics')).text)?.[1];

    /** What the check of the disk says, and whether the command finds anything wrong. */
    async function doctor() {
      const { code, json } = await runCommand(serviceEnvironment(setup.place), 'doctor', '--json');
      const disk = json.checks.find(({ check }: { check: string }) => check === 'disk');
      return { code, result: disk.result };
    }

    /** Ends with space again, and the service that there was all the time. */
    async function whileFull<T>(work: () => Promise<T>): Promise<T> {
      setup.fill(service);
      try {
        return await work();
      } finally {
        setup.free(service);
        expect([service.process.exitCode, service.process.signalCode]).toEqual([null, null]);
      }
    }

    const rowsOf = async (storeId: string) => {
      const database = openEngine(setup.place);
      const all = await dump(database).finally(() => database.close());
      expect(violations(all)).toEqual([]);
      return ofStore(all, storeId);
    };

    it('loses no acknowledged write, and keeps no key of a refused one', async () => {
      const mine = await makeStore(service.origin);
      const acknowledged = new Map<string, Reply>();
      const refused = new Map<string, Reply>();
      const post = (key: string) =>
        mine.call('POST', '/groups', {
          body: { name: key, description: 'x'.repeat(1_000) },
          headers: { 'idempotency-key': key },
        });
      let ended = false;
      const writer = async (number: number) => {
        for (let count = 0; !ended; count++) {
          const key = `${number}-${count}`;
          const reply = await post(key);
          (reply.status === 201 ? acknowledged : refused).set(key, reply);
        }
      };
      const before = writersOf(writer);
      await expect.poll(() => acknowledged.size, { interval: 5 }).toBeGreaterThan(ENOUGH);
      await whileFull(async () => {
        await expect
          .poll(() => refused.size, { interval: 5, timeout: 30_000 })
          .toBeGreaterThan(ENOUGH);
        const { json } = await mine.call('GET', '/groups?limit=200');
        expect(json.data.length).toBeGreaterThan(ENOUGH);
      });
      // The same clients, with the same connections, find space again.
      const found = acknowledged.size;
      await expect.poll(() => acknowledged.size, { interval: 5 }).toBeGreaterThan(found + ENOUGH);
      ended = true;
      await before;

      for (const { status, json, headers } of refused.values()) {
        expect([status, json.code, headers.get('retry-after')]).toEqual([
          507,
          'out_of_space',
          '60',
        ]);
      }
      const made = (await rowsOf(mine.id)).groups?.map(({ name }) => name).sort();
      expect(made).toEqual([...acknowledged.keys()].sort());
      for (const key of refused.keys()) {
        const again = await post(key);
        expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, null]);
      }
      for (const [key, { text }] of [...acknowledged].slice(-ENOUGH)) {
        const again = await post(key);
        expect([again.text, again.headers.get('idempotent-replayed')]).toEqual([text, 'true']);
      }
    });

    it.each(apis)('is told by %s in its form, while reads go on', async (api, expected) => {
      const { write, read, status, header } = expected;
      const name = await whileFull(async () => {
        let last = '';
        await untilRefused(writeMuch);
        const reply = await untilRefused(() => {
          last = newName();
          return write(store, last);
        });
        const { text: body } = reply;
        expect([reply.status, reply.headers.get(header)]).toEqual([status, '60']);
        const headers = Object.fromEntries(reply.headers);
        expect(faultsOfForm(api, { status, body, headers })).toEqual([]);
        expect((await read(store, '')).status).toBe(200);
        return last;
      });
      expect((await write(store, name)).status).toBeLessThan(300);
    });

    it('is told by /readyz and /metrics, until a write fits', async () => {
      const ready = async () => {
        const { status, json } = await root('/readyz');
        return { status, json, metric: await metric() };
      };
      const write = () => APIS.native.write(store, newName());
      expect((await write()).status).toBe(201);
      expect(await ready()).toEqual({ status: 200, json: { status: 'ready' }, metric: '0' });
      await whileFull(async () => {
        await untilRefused(write);
        const json = { status: 'ready', writes: 'out of space' };
        expect(await ready()).toEqual({ status: 200, json, metric: '1' });
      });
      expect((await write()).status).toBe(201);
      expect(await ready()).toEqual({ status: 200, json: { status: 'ready' }, metric: '0' });
    });

    if (fault.isSeenByDoctor)
      it('is told by doctor', async () => {
        const found = await whileFull(async () => {
          await untilRefused(writeMuch);
          return doctor();
        });
        expect(found).toEqual({ code: 1, result: 'wrong' });
        const after = await doctor();
        expect([after.code, ['ok', 'warning'].includes(after.result)]).toEqual([0, true]);
      });

    if (fault.engine === 'sqlite')
      it('leaves a log that goes into the file again', async () => {
        await whileFull(() => untilRefused(writeMuch));
        expect((await writeMuch()).status).toBe(201);
        const database = new Database(join(setup.place.directory, 'clientele.db'));
        try {
          const [{ busy, log, checkpointed }] = database.pragma('wal_checkpoint(PASSIVE)') as [
            { busy: number; log: number; checkpointed: number },
          ];
          expect(busy).toBe(0);
          expect(log).toBeGreaterThan(0);
          expect(checkpointed).toBe(log);
          expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
        } finally {
          database.close();
        }
        expect((await writeMuch()).status).toBe(201);
      });
  });
}

const writersOf = (writer: (number: number) => Promise<void>) =>
  Promise.all(Array.from({ length: WRITERS }, (_, number) => writer(number)));
