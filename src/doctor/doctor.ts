import { type Config, ConfigError, configuration, readConfig } from '../config.js';
import type { Environment } from '../core/environment.js';
import { checkDatabase } from './database.js';
import { checkDirectory, checkDisk } from './files.js';
import { type Finding, ok, warning, wrong } from './finding.js';
import { checkRedis, checkTls } from './services.js';

type Variables = Readonly<Record<string, string | undefined>>;

/** Looks at everything that a service needs, changes nothing, and never throws. */
export async function examine(
  variables: Variables,
  flags: Readonly<Record<string, string | undefined>>,
  environment: Environment,
): Promise<Finding[]> {
  let config: Config;
  try {
    config = readConfig(variables, flags);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const todo = 'Correct it (docs/configuration.md has every setting), and run doctor again.';
    return [wrong('settings', error.message, todo)];
  }
  return [
    checkNames(variables),
    ...checkTls(config, environment.clock()),
    ...(await checkRedis(config)),
    ...(config.databaseUrl ? [] : [...checkDirectory(config), ...checkDisk(config)]),
    ...(await checkDatabase(config, environment)),
  ];
}

/** A setting that is misspelt is one that nobody reads. */
function checkNames(variables: Variables): Finding {
  const known = new Set(configuration.map(({ env }) => env));
  const unknown = Object.keys(variables).filter(
    (name) => name.startsWith('CLIENTELE_') && !known.has(name),
  );
  return unknown.length === 0
    ? ok('settings', 'All of them can be read.')
    : warning(
        'settings',
        `${unknown.sort().join(', ')}: no setting has this name.`,
        'Correct the name, or remove it; docs/configuration.md has every setting.',
      );
}
