import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { byteSize } from '../byte-size.js';
import { readConfig } from '../config.js';
import { backUp } from '../database/backup.js';
import { databaseFile } from '../runtime.js';
import { SECRETS_FILE } from '../secrets.js';
import { databaseCommand } from './command.js';
import { print, quoted } from './output.js';

/** A backup that takes longer says how far it is. */
const PATIENCE_MS = 2_000;

interface Flags {
  data?: string;
  force?: boolean;
  json?: boolean;
}

export const backup = databaseCommand(
  'backup <file>',
  'Copy the database into a file, also while the service runs',
  'backup /var/backups/clientele.db',
)
  .option('--force', 'replace the file if it is there')
  .option('--json', 'print JSON')
  .action(async (file: string, flags: Flags) => {
    const config = readConfig(process.env, { data: flags.data });
    if (config.databaseUrl) {
      // Not 0: whoever calls this at night must not believe that there is a backup.
      throw new Error(
        `With DATABASE_URL, PostgreSQL's own tool makes backups: pg_dump --format=custom --no-owner --file=${quoted(file)} "$DATABASE_URL"`,
      );
    }
    const database = databaseFile(config);
    if (!existsSync(database)) throw new Error(`There is no database "${database}".`);
    const began = Date.now();
    const bytes = await backUp(database, file, {
      force: flags.force,
      onProgress: progress(began),
    });
    const seconds = (Date.now() - began) / 1000;
    const secrets = join(config.dataDirectory, SECRETS_FILE);
    const apart = existsSync(secrets) ? secrets : null;
    if (flags.json) {
      print(JSON.stringify({ file: resolve(file), bytes, seconds, secretsNotIncluded: apart }));
      return;
    }
    print(`Backed up ${byteSize(bytes)} in ${seconds.toFixed(1)} s to "${file}".`);
    print(
      apart
        ? `Not in it: the root key and the secret of tokens. Keep a copy of "${apart}" elsewhere.`
        : 'Not in it: the root key and the secret of tokens, which are settings. Keep them elsewhere.',
    );
  });

function progress(began: number): (written: number, total: number) => void {
  let next = began + PATIENCE_MS;
  return (written, total) => {
    if (Date.now() < next) return;
    next = Date.now() + PATIENCE_MS;
    process.stderr.write(`${byteSize(written)} of at most ${byteSize(total)} …\n`);
  };
}
