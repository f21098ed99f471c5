import { once } from 'node:events';
import { describe, expect, inject, it } from 'vitest';
import { call, makeStore, type Reply, type TestStore } from '../helpers/api.js';
import { dump, ofStore, openEngine } from '../helpers/database.js';
import { makePlace, type Place } from '../helpers/engines.js';
import { violations } from '../helpers/invariants.js';
import { type RunningService, startService } from '../helpers/service.js';

const CLIENTS = 8;
const ROUNDS = 4;
/** Writes that are acknowledged in each round before one instance is killed, and after it. */
const ENOUGH = 40;
const RETRY_MS = 10;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Two instances over one database; the addresses stay when one is killed and started again. */
class Pair {
  readonly services: RunningService[] = [];
  readonly place: Place;

  constructor(place: Place) {
    this.place = place;
  }

  async start(): Promise<void> {
    while (this.services.length < 2) {
      this.services.push(await startService('postgresql', { place: this.place }));
    }
  }

  originOf(index: number): string {
    return this.services[index % 2]?.origin ?? '';
  }

  async killAndStart(index: number, between: () => Promise<void>): Promise<void> {
    const killed = this.services[index] as RunningService;
    const exit = once(killed.process, 'exit');
    killed.process.kill('SIGKILL');
    await exit;
    await between();
    this.services[index] = await startService('postgresql', { place: this.place });
  }

  async end(): Promise<void> {
    await Promise.all(this.services.map((service) => service.end()));
  }
}

/** Asks one instance after the other, until one has answered with success. */
async function untilDone(
  pair: Pair,
  first: number,
  ask: (origin: string) => Promise<Reply>,
): Promise<{ reply: Reply; attempts: number }> {
  for (let attempts = 1; ; attempts++) {
    const reply = await ask(pair.originOf(first + attempts - 1)).catch(() => undefined);
    if (reply && reply.status < 300) return { reply, attempts };
    // Nobody answered, or the first attempt still runs: anything else is no answer to repeat.
    if (reply) expect([reply.status, reply.json.code]).toEqual([409, 'request_running']);
    await pause(RETRY_MS);
  }
}

describe.skipIf(inject('postgresUrl') === '')('one of two instances that is killed', () => {
  it('loses nothing, does nothing twice, and leaves no gap in the log', {
    timeout: 120_000,
  }, async () => {
    const pair = new Pair(await makePlace('postgresql'));
    try {
      await pair.start();
      const store = await makeStore(pair.originOf(0));
      const made = new Map<string, string>();
      const asked: string[] = [];
      let again = 0;
      let ended = false;

      /** A group with a key, so that it can be asked for again, then a customer in it, which can anyway. */
      const client = async (number: number) => {
        for (let count = 0; !ended; count++) {
          const name = `${number}-${count}`;
          asked.push(name);
          const path = `/v1/stores/${store.id}`;
          const { key } = store;
          const headers = { 'idempotency-key': name };
          const group = await untilDone(pair, number, (origin) =>
            call(origin, 'POST', `${path}/groups`, { key, headers, body: { name } }),
          );
          const groupIds = [group.reply.json.id];
          const customer = await untilDone(pair, number, (origin) =>
            call(origin, 'PUT', `${path}/customers/${name}`, { key, body: { groupIds } }),
          );
          made.set(name, group.reply.json.id);
          if (group.attempts + customer.attempts > 2) again++;
        }
      };
      const followed: number[] = [];
      let written = false;
      const follow = async () => {
        for (let index = 0; ; index++) {
          const whole = written;
          const { reply } = await untilDone(pair, index, (origin) =>
            changesAfter(origin, store, followed.at(-1) ?? 0),
          );
          followed.push(...reply.json.data.map(({ seq }: { seq: number }) => seq));
          if (whole && reply.json.data.length === 0) return;
        }
      };
      const following = follow();
      const running = Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)));
      const more = async () => {
        const before = made.size;
        const enough = expect.poll(() => made.size, { interval: 5, timeout: 30_000 });
        await Promise.race([enough.toBeGreaterThan(before + ENOUGH), running, following]);
      };
      for (let round = 0; round < ROUNDS; round++) {
        await more();
        await pair.killAndStart(round % 2, more);
      }
      ended = true;
      await running;
      written = true;
      await following;

      // Without a request that was cut off, nothing of this has been shown.
      expect(again).toBeGreaterThan(ROUNDS);
      const database = openEngine(pair.place);
      const all = await dump(database).finally(() => database.close());
      expect(violations(all)).toEqual([]);
      const { groups = [], customers = [], changes = [] } = ofStore(all, store.id);
      expect(groups.map(({ name }) => name).sort()).toEqual([...asked].sort());
      expect(new Map(groups.map(({ name, id }) => [name, id]))).toEqual(made);
      expect(customers.map(({ id }) => id).sort()).toEqual([...asked].sort());
      const count = (operation: string) =>
        changes.filter((change) => change.operation === operation).length;
      expect(count('group.created')).toBe(asked.length);
      expect(count('customer.created')).toBe(asked.length);
      const inOrder = Array.from({ length: changes.length }, (_, index) => index + 1);
      expect(followed).toEqual(inOrder);
    } finally {
      await pair.end();
      await pair.place.remove();
    }
  });
});

const changesAfter = (origin: string, { id, key }: TestStore, seq: number): Promise<Reply> =>
  call(origin, 'GET', `/v1/stores/${id}/changes?sort=seq&limit=200&afterSeq=${seq}`, { key });
