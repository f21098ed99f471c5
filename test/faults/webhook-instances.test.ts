import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, inject, it } from 'vitest';
import { call, makeStore, type TestStore } from '../helpers/api.js';
import { dump, openEngine } from '../helpers/database.js';
import { type EngineName, makePlace, type Place } from '../helpers/engines.js';
import { violations } from '../helpers/invariants.js';
import { type Received, type Receiver, startReceiver } from '../helpers/receiver.js';
import { type RunningService, startService } from '../helpers/service.js';

const GROUPS = 12;
const WRITE_EVERY_MS = 100;
const RECEIVER_MS = 10;
/** What is promised, from the death of an instance to the next message. */
const PASSED_ON_MS = 30_000;
const LONG = { timeout: 150_000 };
const environment = { CLIENTELE_WEBHOOKS_PRIVATE: 'on', LOG_LEVEL: 'debug' };

const delivers = (service: RunningService) => service.log().includes('"msg":"webhook"');
const seqOf = ({ json }: Received): number => json.data.seq;

interface Writing {
  /** Writes go to this one from now on. */
  to(service: RunningService): void;
  stop(): Promise<void>;
}

/** Renames the groups again and again, each by a client of its own; what fails is not repeated. */
function startWriting(store: TestStore, first: RunningService): Writing {
  let service = first;
  let ended = false;
  const client = async (group: number) => {
    for (let count = 0; !ended; count++) {
      const path = `/v1/stores/${store.id}/groups/${group}`;
      const body = { name: `Group ${group} ${count}` };
      await call(service.origin, 'PATCH', path, { key: store.key, body }).catch(() => {});
      // As much as the receiver can take, or what waits would only grow.
      await pause(WRITE_EVERY_MS);
    }
  };
  const running = Promise.all(Array.from({ length: GROUPS }, (_, index) => client(index + 1)));
  return {
    to(next) {
      service = next;
    },
    async stop() {
      ended = true;
      await running;
    },
  };
}

/** A store with its groups, and a webhook that is told of them. */
async function makeSubscribed(service: RunningService, receiver: Receiver): Promise<TestStore> {
  const store = await makeStore(service.origin);
  for (let count = 0; count < GROUPS; count++) {
    await store.call('POST', '/groups', { body: { name: 'Group' } });
  }
  const body = { url: receiver.url, events: ['group.updated'] };
  expect((await store.call('POST', '/webhooks', { body })).status).toBe(201);
  return store;
}

/** Every change was told, and of each group for the first time in the order of the changes. */
async function expectAllTold(place: Place, receiver: Receiver): Promise<void> {
  const engine = openEngine(place);
  const logged = async () =>
    ((await dump(engine)).changes ?? [])
      .filter(({ operation }) => operation === 'group.updated')
      .map(({ seq }) => Number(seq))
      .sort((a, b) => a - b);
  const told = () => [...new Set(receiver.received.map(seqOf))];
  const expected = await logged();
  await expect
    .poll(() => told().sort((a, b) => a - b), { timeout: 40_000, interval: 200 })
    .toEqual(expected);
  for (let group = 1; group <= GROUPS; group++) {
    const mine = receiver.received.filter(({ json }) => json.data.entityId === String(group));
    const firsts = [...new Set(mine.map(seqOf))];
    expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
  }
  const ids = new Map(receiver.received.map((one) => [seqOf(one), one.headers['webhook-id']]));
  // A message that came twice has the same id.
  for (const one of receiver.received) expect(ids.get(seqOf(one))).toBe(one.headers['webhook-id']);
  const waits = async () =>
    ((await dump(engine)).deliveries ?? []).filter(({ state }) => state === 'waiting');
  await expect.poll(waits, { timeout: 10_000, interval: 200 }).toEqual([]);
  expect(violations(await dump(engine))).toEqual([]);
  await engine.close();
}

const slowly = (receiver: Receiver, milliseconds: number) =>
  receiver.answers((response) => setTimeout(() => response.end(), milliseconds));

describe.skipIf(inject('postgresUrl') === '')('two instances over one database', () => {
  async function twoInstances(receiver: Receiver) {
    const place = await makePlace('postgresql');
    const first = await startService('postgresql', { place, environment });
    const second = await startService('postgresql', { place, environment });
    const store = await makeSubscribed(first, receiver);
    const writing = startWriting(store, first);
    await receiver.reaches(200);
    // One of them delivers, and not the other.
    expect([delivers(first), delivers(second)].sort()).toEqual([false, true]);
    const [holder, other] = delivers(first) ? [first, second] : [second, first];
    writing.to(other);
    return { place, holder, other, writing };
  }

  it.each([
    ['SIGKILL', PASSED_ON_MS],
    ['SIGTERM', 8_000],
  ] as const)('pass the work on at %s, and no event is skipped', LONG, async (signal, withinMs) => {
    const receiver = await startReceiver();
    slowly(receiver, RECEIVER_MS);
    const { place, holder, other, writing } = await twoInstances(receiver);
    const exit = once(holder.process, 'exit');
    holder.process.kill(signal);
    const [code] = await exit;
    expect(code).toBe(signal === 'SIGTERM' ? 0 : null);
    const before = receiver.received.length;
    const died = Date.now();
    const [next] = (await receiver.reaches(before + 10)).slice(before);
    expect((next?.at ?? Number.POSITIVE_INFINITY) - died).toBeLessThan(withinMs);
    expect(delivers(other)).toBe(true);
    await writing.stop();
    await expectAllTold(place, receiver);
    await other.close();
    await receiver.close();
  });
});

describe.each<EngineName>(['sqlite'])('one instance over %s', (engine) => {
  // After a death the lease must run out, each time.
  it('goes on after kill -9 where it was, and no event is skipped', LONG, async () => {
    const receiver = await startReceiver();
    slowly(receiver, RECEIVER_MS);
    const place = await makePlace(engine);
    let service = await startService(engine, { place, environment });
    const store = await makeSubscribed(service, receiver);
    for (let round = 1; round <= 2; round++) {
      const writing = startWriting(store, service);
      await receiver.reaches(receiver.received.length + 100);
      const exit = once(service.process, 'exit');
      service.process.kill('SIGKILL');
      await Promise.all([exit, writing.stop()]);
      service = await startService(engine, { place, environment });
    }
    await expectAllTold(place, receiver);
    await service.close();
    await receiver.close();
  });
});
