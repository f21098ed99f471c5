import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Slots } from '../../src/webhooks/slots.js';

const TOTAL = 64;

interface Sender {
  storeId: string;
  sending: number;
}

/** Gives slots to whoever may have one, until nobody may. */
function fill(slots: Slots, senders: Sender[]): void {
  for (;;) {
    const next = slots.next(senders.filter(({ sending }) => sending < 8));
    if (!next) return;
    slots.take(next.storeId);
    next.sending++;
  }
}

const of = (stores: number, webhooks: number): Sender[] =>
  Array.from({ length: stores * webhooks }, (_, index) => ({
    storeId: `s${index % stores}`,
    sending: 0,
  }));

it('never gives out more than there are, and always all that come back', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 80 }),
      fc.integer({ min: 1, max: 20 }),
      (stores, each) => {
        const slots = new Slots(TOTAL);
        const senders = of(stores, each);
        fill(slots, senders);
        const taken = senders.reduce((sum, { sending }) => sum + sending, 0);
        expect(taken).toBeLessThanOrEqual(TOTAL);
        for (const sender of senders) {
          while (sender.sending > 0) {
            slots.free(sender.storeId);
            sender.sending--;
          }
        }
        fill(slots, senders);
        expect(senders.reduce((sum, { sending }) => sum + sending, 0)).toBe(taken);
      },
    ),
  );
});

it('leaves a slot for the next store, however many receivers of others are slow', () => {
  for (const stores of [1, 2, 5, 20, 63]) {
    const slots = new Slots(TOTAL);
    fill(slots, of(stores, 20));
    expect([stores, slots.allows({ storeId: 'next', sending: 0 })]).toEqual([stores, true]);
  }
});

it('divides among stores, not among their webhooks', () => {
  const slots = new Slots(TOTAL);
  const many = of(1, 20);
  const few: Sender[] = Array.from({ length: 4 }, () => ({ storeId: 'few', sending: 0 }));
  fill(slots, [...many, ...few]);
  expect(Math.abs(slots.of('s0') - slots.of('few'))).toBeLessThanOrEqual(1);
  expect(few.map(({ sending }) => sending)).not.toContain(0);
});

it('gives each webhook of a store one, though others of it take many', () => {
  const slots = new Slots(TOTAL);
  const greedy = of(1, 4);
  fill(slots, greedy);
  expect(greedy.map(({ sending }) => sending)).toEqual([8, 8, 8, 8]);
  expect(slots.allows({ storeId: 's0', sending: 0 })).toBe(true);
  expect(slots.allows({ storeId: 's0', sending: 1 })).toBe(false);
});
