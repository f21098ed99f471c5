import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WaitingDelivery } from '../../src/core/webhook.js';
import { AT_ONCE, nextDeliveries, PAUSES_MS, pauseAfter } from '../../src/core/webhook-schedule.js';

const HOUR_MS = 60 * 60 * 1000;
const NOW = Date.parse('2026-11-21T12:00:00.000Z');

describe('the pauses between attempts', () => {
  it('grow, and together are more than 24 hours', () => {
    expect([...PAUSES_MS].sort((a, b) => a - b)).toEqual(PAUSES_MS);
    const shortest = PAUSES_MS.map((_, index) => pauseAfter(index + 1, 0) ?? 0);
    const sum = shortest.reduce((total, pause) => total + pause, 0);
    expect(sum).toBeGreaterThan(24 * HOUR_MS);
    expect(sum).toBeLessThan(26 * HOUR_MS);
  });

  it('are at most a tenth longer by chance, and never shorter', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: PAUSES_MS.length }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (failures, chance) => {
          const pause = pauseAfter(failures, chance) ?? 0;
          const base = PAUSES_MS[failures - 1] ?? 0;
          expect(pause).toBeGreaterThanOrEqual(base);
          expect(pause).toBeLessThanOrEqual(base * 1.1);
        },
      ),
    );
    expect(pauseAfter(1, 1)).toBe(5_500);
  });

  it('end: after the last attempt there is none', () => {
    expect(pauseAfter(PAUSES_MS.length, 0)).toBeDefined();
    expect(pauseAfter(PAUSES_MS.length + 1, 0)).toBeUndefined();
  });
});

const waitingList: fc.Arbitrary<WaitingDelivery[]> = fc
  .array(
    fc.record({
      entity: fc.constantFrom('group', 'members'),
      entityId: fc.constantFrom('1', '2', '3', '4', '5', '6'),
      attempts: fc.integer({ min: 0, max: 3 }),
      dueIn: fc.integer({ min: -5, max: 5 }),
    }),
    { maxLength: 40 },
  )
  .map((rows) =>
    rows.map(({ dueIn, ...row }, index) => ({
      ...row,
      id: `d${index}`,
      seq: index + 1,
      event: 'group.updated',
      nextAttemptAt: new Date(NOW + dueIn * 1_000).toISOString(),
    })),
  );

const entityOf = ({ entity, entityId }: WaitingDelivery) => `${entity} ${entityId}`;

/** Of a list, some of those that may be under way: the first of their entities. */
const turn = waitingList.chain((waiting) => {
  const firsts = waiting.filter(
    (one, index) => waiting.findIndex((other) => entityOf(other) === entityOf(one)) === index,
  );
  return fc.record({
    waiting: fc.constant(waiting),
    sending: fc.subarray(firsts.map(({ id }) => id)).map((ids) => new Set(ids)),
    failing: fc.boolean(),
  });
});

describe('what is sent next', () => {
  it('is due, the first of its entity, and nothing that is on its way', () => {
    fc.assert(
      fc.property(turn, ({ waiting, sending, failing }) => {
        for (const next of nextDeliveries(waiting, { now: NOW, sending, failing })) {
          expect(Date.parse(next.nextAttemptAt)).toBeLessThanOrEqual(NOW);
          expect(sending).not.toContain(next.id);
          const earlier = waiting.filter(
            (other) => entityOf(other) === entityOf(next) && other.seq < next.seq,
          );
          expect(earlier).toEqual([]);
        }
      }),
    );
  });

  it('is as much as may go at once, and one to a receiver that fails', () => {
    fc.assert(
      fc.property(turn, ({ waiting, sending, failing }) => {
        const next = nextDeliveries(waiting, { now: NOW, sending, failing });
        const most = failing ? 1 : AT_ONCE;
        expect(next.length === 0 || next.length + sending.size <= most).toBe(true);
        const all = nextDeliveries(waiting, { now: NOW, sending: new Set(), failing: false });
        const ready = all.filter(({ id }) => !sending.has(id));
        // What could go, goes.
        expect(next.length).toBeGreaterThanOrEqual(Math.min(most - sending.size, ready.length));
      }),
    );
  });

  it('leaves the order of each entity, whatever fails on the way', () => {
    fc.assert(
      fc.property(waitingList, fc.infiniteStream(fc.boolean()), (list, fails) => {
        const told: WaitingDelivery[] = [];
        let waiting = list;
        let failing = false;
        let now = NOW;
        for (let step = 0; waiting.length > 0 && step < 2_000; step++) {
          now += 60_000;
          for (const one of nextDeliveries(waiting, { now, sending: new Set(), failing })) {
            failing = fails.next().value;
            if (failing) continue;
            told.push(one);
            waiting = waiting.filter(({ id }) => id !== one.id);
          }
        }
        expect(waiting).toEqual([]);
        for (const entity of new Set(list.map(entityOf))) {
          const order = (all: readonly WaitingDelivery[]) =>
            all.filter((one) => entityOf(one) === entity).map(({ seq }) => seq);
          expect(order(told)).toEqual(order(list));
        }
      }),
    );
  });

  it('is not the message that was in vain, where there is another', () => {
    const due = new Date(NOW).toISOString();
    const one = (seq: number, attempts: number): WaitingDelivery => ({
      id: `d${seq}`,
      seq,
      event: 'group.updated',
      entity: 'group',
      entityId: String(seq),
      attempts,
      nextAttemptAt: due,
    });
    const turnOf = { now: NOW, sending: new Set<string>(), failing: true };
    expect(nextDeliveries([one(1, 3), one(2, 0), one(3, 0)], turnOf)).toEqual([one(2, 0)]);
    expect(nextDeliveries([one(1, 3)], turnOf)).toEqual([one(1, 3)]);
  });
});
