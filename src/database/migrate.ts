import type { Environment } from '../core/environment.js';
import { instant } from '../core/environment.js';
import type { Engine } from './engine.js';
import type { Migration } from './migration.js';
import { migrations } from './migrations/index.js';
import { statement } from './statement.js';

export class MigrationError extends Error {}

const applied = statement<object>()(({ query }) =>
  query.selectFrom('migrations').select(['number', 'name']).orderBy('number'),
);

const note = statement<{ number: number; name: string; appliedAt: string }>()(({ query }, p) =>
  query
    .insertInto('migrations')
    .values({ number: p.number, name: p.name, applied_at: p.appliedAt }),
);

/**
 * Brings the database to the newest schema, one transaction for all: a migration that fails leaves
 * the old state. Run again it does nothing; of several instances one migrates and the others wait.
 * @returns the migrations that were applied
 * @throws MigrationError for a database that is newer than this program
 */
export async function migrate(
  engine: Engine,
  environment: Environment,
  list: readonly Migration[] = migrations,
): Promise<Migration[]> {
  const done: Migration[] = [];
  await engine.exclusively(async (execute, run) => {
    const types = engine.columnTypes;
    await execute(`CREATE TABLE IF NOT EXISTS migrations (
      number ${types.integer} NOT NULL PRIMARY KEY,
      name ${types.text} NOT NULL,
      applied_at ${types.time} NOT NULL
    )${types.table}`);
    const present = await run(applied, {});
    const newest = present.at(-1);
    if (newest && newest.number > list.length) {
      throw new MigrationError(
        `The database has the schema ${newest.number} (${newest.name}), and this version of ` +
          `Clientele knows ${list.length} at most. Use the version that made it, or a newer one.`,
      );
    }
    for (const migration of list.slice(present.length)) {
      for (const text of migration.statements(types)) await execute(text);
      const appliedAt = instant(environment.clock());
      await run(note, { number: migration.number, name: migration.name, appliedAt });
      done.push(migration);
    }
  });
  return done;
}

/** The migrations that are in, in order. @throws when the database has no such table */
export const appliedMigrations = (engine: Engine): Promise<{ number: number; name: string }[]> =>
  engine.read(applied, {});

/** Whether every migration is in; false also for an empty database. */
export async function isMigrated(engine: Engine): Promise<boolean> {
  const present = await appliedMigrations(engine);
  return present.length >= migrations.length;
}
