import { expect, it } from 'vitest';
import { runCommand } from '../helpers/command.js';
import { describeEngines, makePlace } from '../helpers/engines.js';
import { serviceEnvironment, startService } from '../helpers/service.js';

describeEngines('migrate', (engine) => {
  it('says what it applied, and then that nothing is left', async () => {
    const place = await makePlace(engine);
    try {
      const environment = serviceEnvironment(place);
      const first = await runCommand(environment, 'migrate');
      expect([first.code, first.stderr]).toEqual([0, '']);
      expect(first.stdout).toMatch(/^(Applied \d+ \S+\.\n)+$/);
      const second = await runCommand(environment, 'migrate');
      expect(second.stdout).toBe('The database has the newest schema already.\n');
      const stores = await runCommand(environment, 'store', 'list', '--json');
      expect(stores.json).toEqual([]);
    } finally {
      await place.remove();
    }
  });

  it('runs once when many begin at once', async () => {
    const place = await makePlace(engine);
    const environment = serviceEnvironment(place);
    const services = await Promise.all([
      runCommand(environment, 'migrate', '--json'),
      runCommand(environment, 'migrate', '--json'),
      runCommand(environment, 'store', 'create', 'acme'),
    ]);
    expect(services.map(({ code, stderr }) => [code, stderr])).toEqual([
      [0, ''],
      [0, ''],
      [0, ''],
    ]);
    const service = await startService(engine, { place });
    try {
      expect((await fetch(`${service.origin}/readyz`)).status).toBe(200);
    } finally {
      await service.close();
    }
  });
});
