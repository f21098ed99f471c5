import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { describe, inject } from 'vitest';

export type EngineName = 'sqlite' | 'postgresql';

/** A place for one service's data, empty at first and removed in the end. */
export interface Place {
  engine: EngineName;
  /** The data directory; holds the database with SQLite. */
  directory: string;
  /** Undefined with SQLite. */
  databaseUrl: string | undefined;
  remove(): Promise<void>;
}

/** A suite once for each engine; visibly skipped where the machine has no PostgreSQL. */
export function describeEngines(title: string, suite: (engine: EngineName) => void): void {
  describe(`${title} (sqlite)`, () => suite('sqlite'));
  const missing = inject('postgresUrl') === '';
  describe.skipIf(missing)(`${title} (postgresql)${missing ? ' skipped: no PostgreSQL' : ''}`, () =>
    suite('postgresql'),
  );
}

export async function makePlace(engine: EngineName): Promise<Place> {
  const directory = mkdtempSync(join(tmpdir(), 'clientele-test-'));
  const removeDirectory = () => rmSync(directory, { recursive: true, force: true });
  if (engine === 'sqlite') {
    return { engine, directory, databaseUrl: undefined, remove: async () => removeDirectory() };
  }
  const server = inject('postgresUrl');
  const name = `clientele_${randomBytes(6).toString('hex')}`;
  await execute(server, `CREATE DATABASE ${name}`);
  const databaseUrl = Object.assign(new URL(server), { pathname: `/${name}` }).href;
  return {
    engine,
    directory,
    databaseUrl,
    async remove() {
      removeDirectory();
      await execute(server, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
