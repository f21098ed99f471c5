import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { systemEnvironment } from '../../src/core/environment.js';
import type { Engine } from '../../src/database/engine.js';
import { isMigrated, MigrationError, migrate } from '../../src/database/migrate.js';
import type { Migration } from '../../src/database/migration.js';
import { migrations } from '../../src/database/migrations/index.js';
import { dump, openEngine } from '../helpers/database.js';
import { describeEngines, makePlace, type Place } from '../helpers/engines.js';

const next = (...statements: string[]): Migration => ({
  number: migrations.length + 1,
  name: 'next',
  statements: () => statements,
});

describeEngines('migrations', (name) => {
  let place: Place;
  let engine: Engine;
  beforeEach(async () => {
    place = await makePlace(name);
    engine = openEngine(place);
  });
  afterEach(async () => {
    await engine.close();
    await place.remove();
  });

  it('are numbered from one without gaps', () => {
    expect(migrations.map(({ number }) => number)).toEqual(migrations.map((_, index) => index + 1));
  });

  it('all run once, and do nothing the second time', async () => {
    expect(await migrate(engine, systemEnvironment)).toEqual([...migrations]);
    const before = await dump(engine);
    expect(await isMigrated(engine)).toBe(true);
    expect(await migrate(engine, systemEnvironment)).toEqual([]);
    expect(await dump(engine)).toEqual(before);
  });

  it('add what is new to an older database', async () => {
    await migrate(engine, systemEnvironment);
    const added = next('CREATE TABLE more (id INTEGER NOT NULL PRIMARY KEY)');
    expect(await migrate(engine, systemEnvironment, [...migrations, added])).toEqual([added]);
    expect((await dump(engine)).more).toEqual([]);
  });

  it('refuse a newer database with a sentence', async () => {
    await migrate(engine, systemEnvironment, [...migrations, next('SELECT 1')]);
    const refused = migrate(engine, systemEnvironment);
    await expect(refused).rejects.toThrow(MigrationError);
    await expect(refused).rejects.toThrow(/^The database has the schema \d+ \(next\), .*\.$/);
  });

  it('leave the old state when one of them fails', async () => {
    await migrate(engine, systemEnvironment);
    const failing = next(
      'CREATE TABLE half (id INTEGER NOT NULL PRIMARY KEY)',
      'INSERT INTO half VALUES (1), (1)',
    );
    await expect(migrate(engine, systemEnvironment, [...migrations, failing])).rejects.toThrow();
    const fixed = next('CREATE TABLE half (id INTEGER NOT NULL PRIMARY KEY)');
    expect(await migrate(engine, systemEnvironment, [...migrations, fixed])).toEqual([fixed]);
  });

  it('run once when several instances start together', async () => {
    const others = [openEngine(place), openEngine(place), openEngine(place)];
    const done = await Promise.all(
      [engine, ...others].map((each) => migrate(each, systemEnvironment)),
    );
    expect(done.map((list) => list.length).sort()).toEqual([0, 0, 0, migrations.length]);
    await Promise.all(others.map((each) => each.close()));
  });
});

describe.skipIf(inject('postgresUrl') === '')('a migration on PostgreSQL', () => {
  it('waits for the instance that migrates', async () => {
    const place = await makePlace('postgresql');
    const [first, second] = [openEngine(place), openEngine(place)];
    const order: string[] = [];
    await first.exclusively(async () => {
      const waiting = second.exclusively(async () => void order.push('second'));
      await waitsForLock(place.databaseUrl ?? '');
      order.push('first');
      // Awaited outside: it can only begin when this has ended.
      void waiting.then(() => order.push('done'));
    });
    await second.close();
    expect(order.slice(0, 2)).toEqual(['first', 'second']);
    await first.close();
    await place.remove();
  });
});

/** Until some connection waits for an advisory lock. */
async function waitsForLock(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    for (;;) {
      const { rows } = await client.query(
        "select 1 from pg_locks where locktype = 'advisory' and not granted",
      );
      if (rows.length > 0) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  } finally {
    await client.end();
  }
}
