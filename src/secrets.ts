import { hkdfSync, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.js';

export interface Secrets {
  rootKey: string;
  jwtSecret: string;
}

export const SECRETS_FILE = 'secrets.json';

/**
 * The root key and the secret of tokens: as configured, or, with SQLite, those that the first
 * start put into the data directory, which only the service's own user can read.
 */
export function secretsOf({ dataDirectory, databaseUrl, rootKey, jwtSecret }: Config): Secrets {
  // With PostgreSQL the configuration has been checked to name what the instances must agree on.
  if (databaseUrl || (rootKey && jwtSecret)) {
    return { rootKey: rootKey ?? '', jwtSecret: jwtSecret ?? '' };
  }
  const kept = keptSecrets(join(dataDirectory, SECRETS_FILE));
  return { rootKey: rootKey ?? kept.rootKey, jwtSecret: jwtSecret ?? kept.jwtSecret };
}

/** Derived from the root key (HKDF): one secret for each purpose, none of which tells another. */
export const deriveSecret = ({ rootKey }: Pick<Secrets, 'rootKey'>, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', rootKey, '', `clientele ${purpose}`, 32));

function keptSecrets(file: string): Secrets {
  const fresh: Secrets = {
    rootKey: `root_${randomBytes(32).toString('base64url')}`,
    jwtSecret: randomBytes(32).toString('base64url'),
  };
  try {
    // Fails if the file is there: of two starts at once, both use what the first one wrote.
    writeFileSync(file, `${JSON.stringify(fresh, null, 2)}\n`, { flag: 'wx', mode: 0o600 });
    return fresh;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return readSecrets(file);
  }
}

export function readSecrets(file: string): Secrets {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
  } catch (cause) {
    throw new Error(`The secrets in "${file}" cannot be read.`, { cause });
  }
}
