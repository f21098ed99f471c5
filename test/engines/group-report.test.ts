import { expect, it } from 'vitest';
import { createCustomer } from '../../src/core/customer-service.js';
import { type Environment, systemEnvironment } from '../../src/core/environment.js';
import { reportGroups } from '../../src/core/group-report-service.js';
import { createGroup, deleteGroup } from '../../src/core/group-service.js';
import { putMember, removeMember } from '../../src/core/member-service.js';
import { createStore } from '../../src/core/store-service.js';
import { EngineDatabase } from '../../src/database/database.js';
import { migrate } from '../../src/database/migrate.js';
import { commandCaller } from '../../src/runtime.js';
import { openEngine } from '../helpers/database.js';
import { describeEngines, makePlace } from '../helpers/engines.js';

const CALLER = commandCaller('acme');
const DAY = 24 * 3_600_000;
const START = Date.parse('2026-01-01T09:00:00Z');

describeEngines('growth by day', (name) => {
  it('holds for days on which nothing happened, and after a group is gone', async () => {
    const place = await makePlace(name);
    const engine = openEngine(place);
    try {
      await migrate(engine, systemEnvironment);
      const environment: Environment & { now: number } = {
        now: START,
        clock: () => environment.now,
        random: systemEnvironment.random,
      };
      const database = new EngineDatabase(engine, environment);
      await database.write(commandCaller(''), (unit) =>
        createStore(unit, { id: 'acme', name: 'A' }),
      );
      await database.write(CALLER, async (unit) => {
        await createGroup(unit, { name: 'one' });
        await createGroup(unit, { name: 'two' });
        for (const id of ['c1', 'c2', 'c3']) await createCustomer(unit, { id, groupIds: [1] });
      });
      environment.now = START + 2 * DAY;
      await database.write(CALLER, async (unit) => {
        await putMember(unit, 2, 'c1', {});
        await putMember(unit, 2, 'c2', {});
        await removeMember(unit, 1, 'c3');
      });
      environment.now = START + 4 * DAY;
      await database.write(CALLER, (unit) => deleteGroup(unit, 2));
      environment.now = START + 5 * DAY;

      const report = (days: number) => database.read(CALLER, (view) => reportGroups(view, days));
      const all = await report(7);
      expect(all.growth.map((day) => Object.values(day))).toEqual([
        ['2025-12-31', 0, 0, 0],
        ['2026-01-01', 3, 0, 3],
        ['2026-01-02', 0, 0, 3],
        ['2026-01-03', 2, 1, 4],
        ['2026-01-04', 0, 0, 4],
        ['2026-01-05', 0, 2, 2],
        ['2026-01-06', 0, 0, 2],
      ]);
      expect(all.members).toBe(2);
      expect((await report(3)).growth).toEqual(all.growth.slice(-3));
    } finally {
      await engine.close();
      await place.remove();
    }
  });
});
