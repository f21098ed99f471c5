import { Command } from 'commander';
import { type Config, readConfig } from '../config.js';
import { systemEnvironment } from '../core/environment.js';
import { migrate } from '../database/migrate.js';
import { openRuntime, type Runtime } from '../runtime.js';

/** A command with an example in its `--help`. @param usage its name and arguments */
export function command(usage: string, description: string, example: string): Command {
  const [name, ...given] = usage.split(' ');
  const made = new Command(name)
    .description(description)
    .addHelpText('after', `\nExample:\n  $ clientele ${example}`);
  for (const argument of given) made.argument(argument);
  return made;
}

/** A command that works on the database, wherever it is. */
export const databaseCommand = (usage: string, description: string, example: string): Command =>
  command(usage, description, example).option(
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
