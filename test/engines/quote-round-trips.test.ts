import { expect, it } from 'vitest';
import { createCustomer } from '../../src/core/customer-service.js';
import { systemEnvironment } from '../../src/core/environment.js';
import { createGroup } from '../../src/core/group-service.js';
import { createPriceList } from '../../src/core/price-list-service.js';
import { putPrices } from '../../src/core/price-service.js';
import { putProducts } from '../../src/core/product-service.js';
import { type QuoteCommand, quote } from '../../src/core/quote-service.js';
import { createStore } from '../../src/core/store-service.js';
import { EngineDatabase } from '../../src/database/database.js';
import type { Engine, Run } from '../../src/database/engine.js';
import { migrate } from '../../src/database/migrate.js';
import { commandCaller } from '../../src/runtime.js';
import { openEngine } from '../helpers/database.js';
import { describeEngines, makePlace } from '../helpers/engines.js';

const CALLER = commandCaller('acme');
const TERMS = { storeCurrency: 'USD', historyDays: 400 };

/** The engine, with a count of what is read outside transactions. */
function countingReads(engine: Engine) {
  const counted = { reads: 0 };
  const read: Run = (...sent) => {
    counted.reads++;
    return engine.read(...sent);
  };
  const proxy = new Proxy(engine, {
    get: (target, name) => {
      if (name === 'read') return read;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { engine: proxy, counted };
}

describeEngines('a quote', (name) => {
  it('takes at most two round trips, whatever its size', async () => {
    const place = await makePlace(name);
    const opened = openEngine(place);
    try {
      const { engine, counted } = countingReads(opened);
      await migrate(engine, systemEnvironment);
      const database = new EngineDatabase(engine, systemEnvironment);
      await database.write(commandCaller(''), (unit) =>
        createStore(unit, { id: 'acme', name: 'Acme' }),
      );
      const items = Array.from({ length: 1_000 }, (_, index) => `p${index}`);
      const groupIds: number[] = [];
      await database.write(CALLER, async (unit) => {
        await putProducts(
          unit,
          items.map((id) => ({ id, price: '10.00' })),
        );
        for (let index = 0; index < 50; index++) {
          const id = `list-${index}`;
          await createPriceList(unit, { id, name: id });
          await putPrices(unit, id, [{ productId: `p${index}`, amount: '9.00' }]);
          const { id: groupId } = await createGroup(unit, {
            name: id,
            defaultPriceListId: id,
            parentId: index % 4 === 0 ? null : (groupIds.at(-1) ?? null),
          });
          groupIds.push(groupId);
        }
        await createCustomer(unit, { id: 'c1', groupIds });
      });
      const ask = async (command: Partial<QuoteCommand>, count: number) => {
        counted.reads = 0;
        const all = items.slice(0, count).map((productId) => ({
          productId,
          quantity: 1,
          unitPrice: null,
          categoryIds: null,
        }));
        const found = await database.read(CALLER, (view) =>
          quote(view, { explain: true, items: all, ...command }, TERMS),
        );
        return { reads: counted.reads, total: found.total };
      };
      const now = new Date().toISOString();
      expect(await ask({ customerId: 'c1' }, 1)).toEqual({ reads: 2, total: 90_000n });
      expect(await ask({ customerId: 'c1' }, 1_000)).toEqual({ reads: 2, total: 99_500_000n });
      expect(await ask({ customerId: 'c1', at: now }, 1_000)).toMatchObject({ reads: 2 });
      expect(await ask({ groupIds }, 1_000)).toMatchObject({ reads: 2 });
      expect(await ask({}, 1_000)).toMatchObject({ reads: 2, total: 100_000_000n });
    } finally {
      await opened.close();
      await place.remove();
    }
  });
});
