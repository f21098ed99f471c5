import { readConfig } from '../config.js';
import { systemEnvironment } from '../core/environment.js';
import { restore as restoreDatabase } from '../database/restore.js';
import { databaseFile, makeDirectory } from '../runtime.js';
import { databaseCommand } from './command.js';
import { print, quoted } from './output.js';

export const restore = databaseCommand(
  'restore <file>',
  'Put a backup in the place of the database; the service must not run',
  'restore /var/backups/clientele.db',
)
  .option('--json', 'print JSON')
  .action(async (file: string, flags: { data?: string; json?: boolean }) => {
    const config = readConfig(process.env, { data: flags.data });
    if (config.databaseUrl) {
      throw new Error(
        `With DATABASE_URL, PostgreSQL's own tool restores, into an empty database: pg_restore --exit-on-error --single-transaction --no-owner --dbname="$DATABASE_URL" ${quoted(file)}`,
      );
    }
    makeDirectory(config.dataDirectory);
    const { kept, applied } = await restoreDatabase(file, databaseFile(config), systemEnvironment);
    const migrations = applied.map(({ number, name }) => ({ number, name }));
    if (flags.json) {
      print(JSON.stringify({ kept, applied: migrations }));
      return;
    }
    print(`Restored "${file}".`);
    for (const { number, name } of migrations) print(`Applied ${number} ${name}.`);
    if (kept) print(`The database that was there is kept as "${kept}".`);
  });
