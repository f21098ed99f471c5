import { readConfig } from '../config.js';
import { systemEnvironment } from '../core/environment.js';
import { migrate as migrateDatabase } from '../database/migrate.js';
import { openRuntime } from '../runtime.js';
import { databaseCommand } from './command.js';
import { print } from './output.js';

export const migrate = databaseCommand(
  'migrate',
  'Bring the database to the newest schema; serve does so too',
  'migrate --data ./data',
)
  .option('--json', 'print JSON')
  .action(async (flags: { data?: string; json?: boolean }) => {
    const { engine } = openRuntime(readConfig(process.env, { data: flags.data }));
    try {
      const applied = await migrateDatabase(engine, systemEnvironment);
      const migrations = applied.map(({ number, name }) => ({ number, name }));
      if (flags.json) print(JSON.stringify({ applied: migrations }));
      else if (migrations.length === 0) print('The database has the newest schema already.');
      else for (const { number, name } of migrations) print(`Applied ${number} ${name}.`);
    } finally {
      await engine.close();
    }
  });
