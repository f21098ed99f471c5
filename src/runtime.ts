import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.js';
import { type Caller, rootActor } from './core/actor.js';
import { systemEnvironment } from './core/environment.js';
import { EngineDatabase } from './database/database.js';
import type { Engine } from './database/engine.js';
import { PostgresEngine } from './database/engines/postgres.js';
import { SqliteEngine } from './database/engines/sqlite.js';
import { type Secrets, secretsOf } from './secrets.js';

/** What every command works with: the database, and the secrets that go with it. */
export interface Runtime {
  engine: Engine;
  database: EngineDatabase;
  secrets: Secrets;
}

export function openRuntime(config: Config): Runtime {
  const { databaseUrl, dataDirectory } = config;
  const waitMs = config.databaseWait * 1000;
  if (!databaseUrl) makeDirectory(dataDirectory);
  const secrets = secretsOf(config);
  const engine = databaseUrl
    ? new PostgresEngine(databaseUrl, { waitMs })
    : new SqliteEngine(databaseFile(config), { busyMs: waitMs });
  return { engine, secrets, database: new EngineDatabase(engine, systemEnvironment, { waitMs }) };
}

/** Of SQLite. */
export const databaseFile = ({ dataDirectory }: Pick<Config, 'dataDirectory'>): string =>
  join(dataDirectory, 'clientele.db');

export function makeDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new Error(`The data directory "${directory}" cannot be made.`, { cause });
  }
}

/** Whoever can run a command on the machine has the database anyway, so commands act as root. */
export const commandCaller = (storeId: string): Caller => ({
  actor: rootActor('cli'),
  storeId,
  requestId: '',
});
