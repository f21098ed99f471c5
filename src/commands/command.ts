import { Command } from 'commander';
import { type Config, readConfig } from '../config.js';
import { systemEnvironment } from '../core/environment.js';
import { migrate } from '../database/migrate.js';
import { openRuntime, type Runtime } from '../runtime.js';

/** A command with an example in its `--help`. */
export const command = (name: string, description: string, example: string): Command =>
  new Command(name)
    .description(description)
    .addHelpText('after', `\nExample:\n  $ clientele ${example}`);

/** A command that works on the database, wherever it is. */
export const databaseCommand = (name: string, description: string, example: string): Command =>
  command(name, description, example).option(
    '--data <directory>',
    'directory of the SQLite database (CLIENTELE_DATA; default ./data)',
  );

/** Opens the database, brings it to the newest schema, and closes it in the end. */
export async function withRuntime<T>(
  flags: { data?: string },
  work: (runtime: Runtime, config: Config) => Promise<T>,
): Promise<T> {
  const config = readConfig(process.env, { data: flags.data });
  const runtime = openRuntime(config);
  try {
    await migrate(runtime.engine, systemEnvironment);
    return await work(runtime, config);
  } finally {
    await runtime.engine.close();
  }
}
