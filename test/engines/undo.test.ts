import { expect, it } from 'vitest';
import { createCustomer } from '../../src/core/customer-service.js';
import type { Unit } from '../../src/core/database.js';
import { createGroup, deleteGroup } from '../../src/core/group-service.js';
import type { Member } from '../../src/core/member.js';
import { changeMembers } from '../../src/core/member-service.js';
import type { Price } from '../../src/core/price.js';
import { createPriceList, deletePriceList } from '../../src/core/price-list-service.js';
import { putPrices } from '../../src/core/price-service.js';
import { undoChange } from '../../src/core/undo/undo-service.js';
import { violations } from '../../src/database/maintenance/invariants.js';
import { dump } from '../helpers/database.js';
import { describeEngines } from '../helpers/engines.js';
import { begin, CALLER, close, open } from '../helpers/subject.js';

const MANY = 10_000;
const IDS = Array.from({ length: MANY }, (_, index) => `many-${index}`);

/** When a state began is not put back. */
const withoutBeginning = ({ validFrom: _, ...state }: Member | Price) => state;

describeEngines('an undo', (name) => {
  it('brings back thousands of members and prices', { timeout: 180_000 }, async () => {
    const subject = await open(name);
    try {
      await begin(subject);
      const { database, engine, environment } = subject;
      const write = async <T>(work: (unit: Unit) => Promise<T>): Promise<T> => {
        environment.now += 1_000;
        return database.write(CALLER, work);
      };
      const { storeId } = CALLER;
      const undoNewest = async () => {
        const newest = { low: 0, high: Number.MAX_SAFE_INTEGER, limit: 1, descending: true };
        const [last] = await database.read(CALLER, (view) =>
          view.changes.list(storeId, {}, newest),
        );
        return write((unit) => undoChange(unit, last?.seq ?? 0, 400));
      };
      const all = { limit: 2 * MANY };
      const look = () =>
        database.read(CALLER, async (view) => ({
          members: (await view.members.list(storeId, group.id, all)).map(withoutBeginning),
          prices: (await view.prices.list(storeId, 'many', {}, all)).map(withoutBeginning),
        }));
      const group = await write((unit) => createGroup(unit, { name: 'Many' }));
      await write(async (unit) => {
        for (const id of IDS) await createCustomer(unit, { id, groupIds: [] });
      });
      await write((unit) => changeMembers(unit, group.id, { add: IDS, remove: [] }));
      await write((unit) => createPriceList(unit, { id: 'many', name: 'Many' }));
      for (let from = 0; from < MANY; from += 1_000) {
        const prices = IDS.slice(from, from + 1_000).map((productId) => ({
          productId,
          amount: '9.5',
        }));
        await write((unit) => putPrices(unit, 'many', prices));
      }
      const before = await look();
      expect([before.members.length, before.prices.length]).toEqual([MANY, MANY]);

      await write((unit) => deleteGroup(unit, group.id));
      expect((await look()).members).toEqual([]);
      // Ten chunks of members, and the group.
      expect(await undoNewest()).toMatchObject({ changes: 11, skipped: 0 });
      expect(await look()).toEqual(before);
      await undoNewest();
      expect((await look()).members).toEqual([]);
      await undoNewest();

      await write((unit) => deletePriceList(unit, 'many'));
      expect((await look()).prices).toEqual([]);
      // Each price by itself, and the list.
      expect(await undoNewest()).toMatchObject({ changes: MANY + 1 });
      expect(await look()).toEqual(before);
      await undoNewest();
      expect((await look()).prices).toEqual([]);
      await undoNewest();
      expect(await look()).toEqual(before);
      expect(await violations(engine)).toEqual([]);
    } finally {
      await close(subject);
    }
  });

  it('finds what units before it have logged in the same transaction', async () => {
    const subject = await open(name);
    try {
      await begin(subject);
      const { database, engine } = subject;
      const newest = Math.max(...((await dump(engine)).changes ?? []).map(({ seq }) => seq));
      const undo = () => database.write(CALLER, (unit) => undoChange(unit, newest + 1, 400));
      // Called at once, they share a transaction, in this order.
      const [made, undone, again] = await Promise.allSettled([
        database.write(CALLER, (unit) => createGroup(unit, { name: 'Short-lived' })),
        undo(),
        undo(),
      ]);
      expect(made.status).toBe('fulfilled');
      expect(undone).toMatchObject({ status: 'fulfilled', value: { changes: 1 } });
      expect(again).toMatchObject({
        status: 'rejected',
        reason: {
          reason: 'nothing_to_undo',
          listed: { changes: [{ seq: newest + 2, operation: 'group.deleted' }], total: 1 },
        },
      });
      expect(await violations(engine)).toEqual([]);
    } finally {
      await close(subject);
    }
  });
});
