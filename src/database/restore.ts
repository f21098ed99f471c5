import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname } from 'node:path';
import Database from 'better-sqlite3';
import { type Environment, instant } from '../core/environment.js';
import { SqliteEngine } from './engines/sqlite.js';
import { COMPANIONS, removeDatabase, sync } from './files.js';
import { migrate } from './migrate.js';
import type { Migration } from './migration.js';
import { migrations } from './migrations/index.js';

/** How long a command that is about to end is waited for. */
const BUSY_MS = 1_000;

class RestoreError extends Error {}

export interface Restored {
  /** Where the database that was there is kept; null where there was none. */
  kept: string | null;
  /** What the backup was brought up to date with. */
  applied: readonly Migration[];
}

/**
 * Puts a backup into the place of a SQLite database that nobody uses. All that can go wrong goes
 * wrong with a copy, before the old database is touched; the place is then taken in one step, so
 * there is a whole database at every moment.
 */
export async function restore(
  file: string,
  database: string,
  environment: Environment,
): Promise<Restored> {
  assertFile(file, database);
  const alone = existsSync(database) ? useAlone(database) : undefined;
  const copy = `${database}.restoring`;
  try {
    removeDatabase(copy);
    copyFileSync(file, copy, constants.COPYFILE_FICLONE);
    chmodSync(copy, 0o600);
    assertBackup(file, copy);
    const applied = await migrateCopy(copy, environment);
    sync(copy);
    const kept = keep(database, environment);
    renameSync(copy, database);
    sync(dirname(database));
    return { kept, applied };
  } finally {
    removeDatabase(copy);
    alone?.close();
  }
}

function assertFile(file: string, database: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) throw new RestoreError(`There is no file "${file}".`);
  if (!found.isFile()) throw new RestoreError(`"${file}" is not a file.`);
  const present = statSync(database, { throwIfNoEntry: false });
  if (found.ino === present?.ino && found.dev === present.dev) {
    throw new RestoreError(`"${file}" is the database itself.`);
  }
  if ((statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) {
    throw new RestoreError(
      `"${file}" is a database in use or a part of one: some of it is in "${basename(file)}-wal". Make a backup with \`clientele backup\`.`,
    );
  }
}

/** A lock that nobody gets beside another connection, and beside which nobody gets one. */
function useAlone(file: string): Database.Database | undefined {
  const database = new Database(file, { timeout: BUSY_MS });
  try {
    database.pragma('locking_mode = EXCLUSIVE');
    // Leaving WAL needs the database alone, and puts all of it into its one file.
    database.pragma('journal_mode = TRUNCATE');
    // No file of this connection may lie beside the database that takes the place.
    database.pragma('journal_mode = MEMORY');
    rmSync(`${file}-journal`, { force: true });
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (cause) {
    database.close();
    const { code } = cause as { code?: string };
    if (code === 'SQLITE_BUSY') {
      throw new RestoreError(
        `The database "${file}" is in use. Stop the service and whatever else works on it, and try again.`,
      );
    }
    // What is broken is what a backup is restored for.
    if (code === 'SQLITE_NOTADB' || code?.startsWith('SQLITE_CORRUPT')) return undefined;
    throw new RestoreError(`The database "${file}" cannot be locked.`, { cause });
  }
}

function assertBackup(file: string, copy: string): void {
  const database = new Database(copy);
  try {
    const known = migrationsIn(database);
    const ours = migrations.slice(0, known.length).every(({ name }, at) => known[at] === name);
    if (known.length === 0 || !ours) {
      throw new RestoreError(`"${file}" is not a database of Clientele.`);
    }
    const [fault] = faultsOf(database);
    if (fault) throw new RestoreError(`"${file}" is damaged: ${fault}.`);
  } catch (cause) {
    if (cause instanceof RestoreError) throw cause;
    throw new RestoreError(`"${file}" cannot be read as a database.`, { cause });
  } finally {
    database.close();
  }
}

function migrationsIn(database: Database.Database): unknown[] {
  const table = database
    .prepare("select 1 from sqlite_schema where type = 'table' and name = 'migrations'")
    .get();
  return table ? database.prepare('select name from migrations order by number').pluck().all() : [];
}

/** What SQLite itself finds wrong with a database, at most a few sentences of it. */
export function faultsOf(database: Database.Database): string[] {
  const found = database.pragma('integrity_check(5)') as { integrity_check: string }[];
  const faults = found.map((row) => row.integrity_check).filter((text) => text !== 'ok');
  if (faults.length > 0) return faults;
  const orphans = database.pragma('foreign_key_check') as { table: string; parent: string }[];
  const pairs = orphans.map(
    ({ table, parent }) => `a row of ${table} refers to no row of ${parent}`,
  );
  return [...new Set(pairs)].slice(0, 5);
}

async function migrateCopy(copy: string, environment: Environment): Promise<Migration[]> {
  const engine = new SqliteEngine(copy);
  try {
    return await migrate(engine, environment);
  } finally {
    await engine.close();
  }
}

/** Under a second name, so that the first one is never without a database. */
function keep(database: string, environment: Environment): string | null {
  if (!existsSync(database)) return null;
  const kept = `${database}.before-${instant(environment.clock()).replaceAll(':', '-')}`;
  try {
    linkSync(database, kept);
  } catch {
    // Not every file system has second names.
    copyFileSync(database, kept, constants.COPYFILE_EXCL);
  }
  // Of a database that could not be put into its one file; the new one must not find them.
  for (const suffix of COMPANIONS) {
    if (existsSync(database + suffix)) renameSync(database + suffix, kept + suffix);
  }
  return kept;
}
