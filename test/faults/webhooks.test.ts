import { afterEach, beforeEach, expect, it } from 'vitest';
import { AT_ONCE } from '../../src/core/webhook-schedule.js';
import { rotateSecret } from '../../src/core/webhook-service.js';
import { type Delivering, startDelivering } from '../helpers/deliverer.js';
import { describeEngines } from '../helpers/engines.js';
import { type Receiver, startReceiver, verified } from '../helpers/receiver.js';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
/** Of a receiver that says nothing, by default. */
const TIMEOUT_MS = 15_000;

describeEngines('webhooks', (engine) => {
  let service: Delivering;
  let receiver: Receiver;
  beforeEach(async () => {
    [service, receiver] = await Promise.all([startDelivering(engine), startReceiver()]);
    await service.makeStore('acme');
  });
  afterEach(async () => {
    await service.close();
    await receiver.close();
  });

  const webhook = (id: string) =>
    service.database.read(service.caller('acme'), (view) => view.webhooks.find('acme', id));
  const deliveries = async (id: string) =>
    (
      await service.database.read(service.caller('acme'), (view) =>
        view.deliveries.list('acme', id, undefined, { limit: 200 }),
      )
    ).reverse();
  /** Until the attempts that were made are noted. */
  const attempts = (id: string) => async () => (await deliveries(id)).map((one) => one.attempts);

  it('are tried for 24 hours, and then switched off with the reason', async () => {
    const id = await service.subscribe('acme', receiver.url);
    const began = service.now();
    receiver.answers(500);
    await service.makeGroup('acme');
    const pauses = [5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 32_400];
    for (const [index, pause] of pauses.entries()) {
      await receiver.reaches(index + 1);
      await expect.poll(attempts(id)).toEqual([index + 1]);
      const [{ nextAttemptAt = '' } = {}] = await deliveries(id);
      const left = Date.parse(nextAttemptAt ?? '') - service.now();
      expect(left).toBeGreaterThan((pause - 5) * SECOND);
      expect(left).toBeLessThanOrEqual(pause * 1.1 * SECOND);
      expect((await webhook(id))?.active).toBe(true);
      service.pass(pause * 1.1 * SECOND);
    }
    await receiver.reaches(pauses.length + 1);
    await expect.poll(async () => (await webhook(id))?.active).toBe(false);
    expect(service.now() - began).toBeGreaterThan(24 * HOUR);
    expect(await webhook(id)).toMatchObject({
      disabledReason: 'Every attempt for 24 hours failed; the last one: the receiver answered 500.',
      disabledAt: expect.any(String),
    });
    expect(await deliveries(id)).toMatchObject([
      { state: 'failed', attempts: 11, lastStatus: 500, nextAttemptAt: null },
    ]);
    expect(service.log()).not.toMatch(/"level":[56]0/);
  });

  it('are not hammered while the receiver fails, and all told when it is back', async () => {
    const groups = 20;
    const id = await service.subscribe('acme', receiver.url);
    receiver.answers(500);
    // What is there at the start goes out at once, as much as may: before the first one has failed.
    await service.stop();
    for (let count = 0; count < groups; count++) await service.makeGroup('acme');
    service.start();
    const sum = async () => (await attempts(id)()).reduce((all, one) => all + one, 0);
    await expect.poll(sum).toBe(AT_ONCE);
    expect(await deliveries(id)).toHaveLength(groups);
    for (const [index, pause] of [5, 30, 120].entries()) {
      service.pass(pause * 1.1 * SECOND);
      await expect.poll(sum).toBe(AT_ONCE + index + 1);
      expect(receiver.received).toHaveLength(AT_ONCE + index + 1);
    }
    receiver.answers(200);
    service.pass(600 * 1.1 * SECOND);
    const isGood = (one: { state: string }) => one.state === 'delivered';
    await expect.poll(async () => (await deliveries(id)).filter(isGood)).toHaveLength(groups);
  });

  it('go on beside a message that the receiver cannot take', async () => {
    const id = await service.subscribe('acme', receiver.url);
    receiver.answers((response, { json }) =>
      response.writeHead(json.data.entityId === '1' ? 500 : 200).end(),
    );
    await service.makeGroup('acme');
    await receiver.reaches(1);
    await expect.poll(attempts(id)).toEqual([1]);
    await service.rename('acme', 1, 'Behind it');
    for (let count = 0; count < 10; count++) await service.makeGroup('acme');
    const state = async () => (await deliveries(id)).map((one) => one.state);
    // With nothing else to send, the end of the pause would belong to the first one again.
    await expect.poll(state).toHaveLength(12);
    service.pass(6 * SECOND);
    await expect
      .poll(state)
      .toEqual(['waiting', 'waiting', ...Array.from({ length: 10 }, () => 'delivered')]);
    const told = receiver.received.map(({ json }) => json.type);
    expect(told).not.toContain('group.updated');
    receiver.answers(200);
    service.pass(HOUR);
    await expect.poll(state).toEqual(Array.from({ length: 12 }, () => 'delivered'));
  });

  it.each([
    ['says nothing', () => {}],
    ['refuses', 500],
  ] as const)('reach others while one %s', async (_, behaviour) => {
    const good = await startReceiver();
    await service.makeStore('other');
    receiver.answers(behaviour);
    for (let count = 0; count < 10; count++) await service.subscribe('acme', receiver.url);
    await service.subscribe('acme', new URL('/same-store', good.url).href);
    await service.subscribe('other', new URL('/other-store', good.url).href);
    for (let count = 0; count < 20; count++) await service.makeGroup('acme');
    await receiver.reaches(30);
    const began = Date.now();
    await service.makeGroup('other');
    await good.reaches(1, ({ path }) => path === '/other-store');
    await good.reaches(20, ({ path }) => path === '/same-store');
    expect(Date.now() - began).toBeLessThan(TIMEOUT_MS);
    await good.close();
  });

  it('wait with a reason while their secret cannot be read, and not after a rotation', async () => {
    const id = await service.subscribe('acme', receiver.url);
    const other = Buffer.alloc(32, 2);
    await service.stop();
    service.start(other);
    await service.makeGroup('acme');
    await expect
      .poll(() => deliveries(id))
      .toMatchObject([
        {
          state: 'waiting',
          attempts: 0,
          lastError: expect.stringMatching(
            /^Waits: the secret was sealed under another root key\./,
          ),
        },
      ]);
    expect(receiver.received).toEqual([]);
    await service.stop();
    service.start();
    service.pass(61 * SECOND);
    const [first] = await receiver.reaches(1);
    expect(first?.json.type).toBe('group.created');
    await service.stop();
    service.start(other);
    await service.makeGroup('acme');
    await expect.poll(async () => (await deliveries(id))[1]?.lastError).toMatch(/^Waits/);
    const vault = service.vaultWith(other);
    const { webhook: rotated, secret } = await service.database.write(
      service.caller('acme'),
      (unit) => rotateSecret(unit, id, 24, { vault }),
    );
    // The old one cannot be read, so it signs nothing.
    expect(rotated.previousSecretExpiresAt).toBeNull();
    const [, second] = await receiver.reaches(2);
    expect(second && verified(secret, second, service.now())).toEqual(second?.json);
  });

  it('drop what the history no longer has', async () => {
    const id = await service.subscribe('acme', receiver.url);
    receiver.answers(500);
    await service.makeGroup('acme');
    await receiver.reaches(1);
    await expect.poll(attempts(id)).toEqual([1]);
    const past = new Date(service.now() + HOUR).toISOString();
    await service.database.write(service.caller('acme'), (unit) =>
      unit.history.purge(
        'acme',
        { before: past, answersBefore: past, deliveriesBefore: past },
        1_000,
      ),
    );
    service.pass(10 * SECOND);
    await expect
      .poll(() => deliveries(id))
      .toMatchObject([
        { state: 'dropped', lastError: 'The history no longer has the change.', attempts: 1 },
      ]);
    expect(receiver.received).toHaveLength(1);
  });

  it('take no more than a thousand from the log while they wait, and all of it later', {
    timeout: 120_000,
  }, async () => {
    const id = await service.subscribe('acme', receiver.url);
    receiver.answers(500);
    const group = await service.makeGroup('acme');
    const total = 1_800;
    for (let from = 0; from < total; from += 100) {
      await Promise.all(
        Array.from({ length: 100 }, (_, index) =>
          service.rename('acme', group, `Name ${from + index}`),
        ),
      );
    }
    const waiting = async () => {
      const cursor = await service.database.read(service.caller('acme'), (view) =>
        view.webhooks.cursor('acme', id),
      );
      return cursor?.waiting ?? 0;
    };
    await expect.poll(waiting).toBeGreaterThan(500);
    // Long enough for a look at the log, which finds more.
    await service.makeStore('other');
    await service.subscribe('other', receiver.url);
    await service.makeGroup('other');
    await receiver.reaches(1, ({ json }) => json.data.store === 'other');
    expect(await waiting()).toBeLessThanOrEqual(1_000);
    receiver.answers(200);
    service.pass(HOUR);
    const isHere = ({ json }: { json: { data: { store: string } } }) => json.data.store === 'acme';
    // The first one twice or more often: it was in vain.
    const seqs = () => [
      ...new Set(receiver.received.filter(isHere).map(({ json }) => json.data.seq)),
    ];
    await expect.poll(() => seqs().length, { timeout: 50_000, interval: 100 }).toBe(total + 1);
    const told = seqs();
    expect(told).toEqual(Array.from({ length: total + 1 }, (_, index) => (told[0] ?? 0) + index));
  });
});
