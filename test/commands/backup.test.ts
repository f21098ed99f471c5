import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  watch,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { systemEnvironment } from '../../src/core/environment.js';
import { migrate } from '../../src/database/migrate.js';
import { migrations } from '../../src/database/migrations/index.js';
import { makeStore, type TestStore } from '../helpers/api.js';
import { type Ran, runCommand } from '../helpers/command.js';
import { dump, openEngine } from '../helpers/database.js';
import { makePlace, type Place } from '../helpers/engines.js';
import { violations } from '../helpers/invariants.js';
import { startLoad } from '../helpers/load.js';
import {
  PROGRAM,
  type RunningService,
  serviceEnvironment,
  startService,
} from '../helpers/service.js';

const fileOf = ({ directory }: Place) => join(directory, 'clientele.db');

const run = (place: Place, ...commandLine: string[]): Promise<Ran> =>
  runCommand(serviceEnvironment(place), ...commandLine);

async function contents(place: Place) {
  const engine = openEngine(place);
  try {
    return await dump(engine);
  } finally {
    await engine.close();
  }
}

async function storeWithGroup({ origin }: RunningService): Promise<TestStore> {
  const store = await makeStore(origin);
  await store.call('POST', '/groups', { body: { name: 'Everybody' } });
  return store;
}

/** In words, and with the exit code of a command that did nothing. */
function expectRefused({ code, stdout, stderr }: Ran, sentence: RegExp): void {
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(sentence);
  expect(stderr).toMatch(/^clientele: .+\n$/);
}

describe('a backup of a service that is written', () => {
  let service: RunningService;
  let empty: Place;
  let directory: string;
  beforeAll(async () => {
    service = await startService('sqlite');
    empty = await makePlace('sqlite');
    directory = mkdtempSync(join(tmpdir(), 'clientele-backup-'));
  });
  afterAll(async () => {
    await service?.close();
    await empty?.remove();
    rmSync(directory, { recursive: true, force: true });
  });

  it('is consistent and has all that was acknowledged before', async () => {
    const store = await storeWithGroup(service);
    const load = startLoad(service, store, 8);
    await load.reaches(100);
    const before = [...load.acknowledged];
    const file = join(directory, 'under-load.db');
    const made = await run(service.place, 'backup', file, '--json');
    expect([made.code, made.stderr]).toEqual([0, '']);
    const after = load.acknowledged.length;
    await load.reaches(after + 1);
    await load.stop();
    expect(after).toBeGreaterThan(before.length);
    expect(made.json).toMatchObject({ file, bytes: statSync(file).size, secretsNotIncluded: null });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(directory)).toEqual(['under-load.db']);

    const restored = await run(empty, 'restore', file);
    expect(restored).toMatchObject({ code: 0, stdout: `Restored "${file}".\n`, stderr: '' });
    const found = await contents(empty);
    const customers = new Set(found.customers?.map(({ id }) => id));
    expect(before.filter(({ customer }) => !customers.has(customer))).toEqual([]);
    expect(violations(found)).toEqual([]);
    expect((await run(empty, 'doctor')).code).toBe(0);
  });
});

describe('backup and restore', () => {
  let place: Place;
  let directory: string;
  let file: string;
  beforeEach(async () => {
    place = await makePlace('sqlite');
    await run(place, 'store', 'create', 'acme');
    directory = mkdtempSync(join(tmpdir(), 'clientele-backup-'));
    file = join(directory, 'backup.db');
  });
  afterEach(async () => {
    await place?.remove();
    rmSync(directory, { recursive: true, force: true });
  });

  it('bring an earlier state back, and keep the later one', async () => {
    const earlier = await contents(place);
    const made = await run(place, 'backup', file);
    expect(made.stdout).toMatch(
      /^Backed up [\d.]+ kB in \d+\.\d s to ".+\/backup\.db"\.\nNot in it: the root key and the secret of tokens, which are settings\. Keep them elsewhere\.\n$/,
    );
    await run(place, 'store', 'create', 'later');
    const later = await contents(place);
    const { code, stdout, stderr } = await run(place, 'restore', file);
    expect([code, stderr]).toEqual([0, '']);
    const [, kept = ''] = /The database that was there is kept as "(.+)"\.\n$/.exec(stdout) ?? [];
    expect(await contents(place)).toEqual(earlier);
    expect(readdirSync(place.directory).filter((name) => !/-(wal|shm)$/.test(name))).toEqual([
      'clientele.db',
      expect.stringMatching(/^clientele\.db\.before-\d{4}-\d\d-\d\dT[\d.-]+Z$/),
    ]);
    expect(statSync(fileOf(place)).mode & 0o777).toBe(0o600);
    await run(place, 'restore', kept);
    expect(await contents(place)).toEqual(later);
  });

  it('name the file with the secrets, which is not in the backup', async () => {
    const environment = {
      ...serviceEnvironment(place),
      CLIENTELE_ROOT_KEY: '',
      CLIENTELE_JWT_SECRET: '',
    };
    await runCommand(environment, 'store', 'list');
    const secrets = join(place.directory, 'secrets.json');
    const made = await runCommand(environment, 'backup', file);
    expect(made.stdout).toContain(`Keep a copy of "${secrets}" elsewhere.\n`);
    const { rootKey } = JSON.parse(readFileSync(secrets, 'utf8'));
    expect(readFileSync(file).includes(rootKey)).toBe(false);
    await runCommand(environment, 'restore', file);
    expect(JSON.parse(readFileSync(secrets, 'utf8')).rootKey).toBe(rootKey);
  });

  it('refuse to overwrite, and obey --force', async () => {
    writeFileSync(file, 'of somebody else');
    expectRefused(await run(place, 'backup', file), /There is a file ".+" already; --force/);
    expect(readFileSync(file, 'utf8')).toBe('of somebody else');
    expect((await run(place, 'backup', file, '--force')).code).toBe(0);
    expect((await run(place, 'restore', file)).code).toBe(0);
    const live = ['backup', fileOf(place), '--force'];
    expectRefused(await run(place, ...live), /is the database itself/);
    expectRefused(await run(place, 'backup', directory, '--force'), /is not a file/);
    const nowhere = join(directory, 'none', 'backup.db');
    expectRefused(await run(place, 'backup', nowhere), /There is no directory/);
    expect(readdirSync(directory)).toEqual(['backup.db']);
  });

  it('make nothing where there is no database', async () => {
    rmSync(fileOf(place));
    expectRefused(await run(place, 'backup', file), /There is no database ".+clientele\.db"/);
    expect([readdirSync(directory), readdirSync(place.directory)]).toEqual([[], []]);
  });

  it('refuse to restore while the service runs', async () => {
    await run(place, 'backup', file);
    const service = await startService('sqlite', { place });
    await run(place, 'store', 'create', 'later');
    const before = await contents(place);
    expectRefused(await run(place, 'restore', file), /is in use\. Stop the service/);
    expect(await contents(place)).toEqual(before);
    expect((await fetch(`${service.origin}/readyz`)).status).toBe(200);
    expect(await service.end()).toBe(0);
    expect((await run(place, 'restore', file)).code).toBe(0);
  });

  it('refuse what is no sound backup, and leave the database as it was', async () => {
    await run(place, 'backup', file);
    const before = await contents(place);
    const bad = (name: string, make: (path: string) => void): string => {
      const path = join(directory, name);
      make(path);
      return path;
    };
    const changed =
      (...statements: string[]) =>
      (path: string) => {
        copyFileSync(file, path);
        const database = new Database(path);
        for (const statement of statements) database.exec(statement);
        database.close();
      };
    const refused: [string, RegExp][] = [
      [join(directory, 'none.db'), /There is no file/],
      [bad('directory', (path) => mkdirSync(path)), /is not a file/],
      [fileOf(place), /is the database itself/],
      [bad('text.db', (path) => writeFileSync(path, 'a text')), /cannot be read as a database/],
      [bad('empty.db', (path) => writeFileSync(path, '')), /is not a database of Clientele/],
      [bad('other.db', changed('drop table migrations')), /is not a database of Clientele/],
      [
        bad('foreign.db', changed("update migrations set name = 'users' where number = 1")),
        /is not a database of Clientele/,
      ],
      [
        bad('newer.db', changed("insert into migrations values (99, 'future', '2026')")),
        /has the schema 99 \(future\), and this version of Clientele knows/,
      ],
      [
        // The second migration makes a table that is there already.
        bad('failing.db', changed('delete from migrations where number > 1')),
        /already exists/,
      ],
      [
        bad(
          'orphan.db',
          changed('pragma foreign_keys = off', "delete from stores where id = 'acme'"),
        ),
        /is damaged: a row of \w+ refers to no row of stores/,
      ],
      [
        bad('damaged.db', (path) => {
          copyFileSync(file, path);
          writeSync(openSync(path, 'r+'), Buffer.alloc(8192, 7), 0, 8192, 40_960);
        }),
        /damaged|cannot be read/,
      ],
      [
        bad('live.db', (path) => {
          copyFileSync(file, path);
          writeFileSync(`${path}-wal`, 'more');
        }),
        /is a database in use or a part of one/,
      ],
    ];
    for (const [path, sentence] of refused) {
      expectRefused(await run(place, 'restore', path), sentence);
      const left = readdirSync(place.directory).filter((name) => !/-(wal|shm)$/.test(name));
      expect(left, path).toEqual(['clientele.db']);
      expect(await contents(place), path).toEqual(before);
    }
  });

  it('bring a backup of an older version up to date', async () => {
    const older = await makePlace('sqlite');
    const engine = openEngine(older);
    await migrate(engine, systemEnvironment, migrations.slice(0, 1));
    await engine.close();
    await run(older, 'backup', file);
    const { code, json } = await run(place, 'restore', file, '--json');
    const applied = migrations.slice(1).map(({ number, name }) => ({ number, name }));
    expect([code, json]).toEqual([0, { kept: expect.any(String), applied }]);
    expect((await contents(place)).stores).toEqual([]);
    expect((await run(place, 'doctor')).code).toBe(0);
    await older.remove();
  });

  it('replace a database that is broken', async () => {
    const before = await contents(place);
    await run(place, 'backup', file);
    writeFileSync(fileOf(place), 'no database any more');
    writeFileSync(`${fileOf(place)}-wal`, 'nor its log');
    const { code, json } = await run(place, 'restore', file, '--json');
    expect(code).toBe(0);
    expect(readFileSync(json.kept, 'utf8')).toBe('no database any more');
    expect(await contents(place)).toEqual(before);
  });

  it('leave nothing when they are stopped on their way', async () => {
    const database = new Database(fileOf(place));
    database.exec(`
      create table filler (id integer primary key, text text);
      with recursive n as (select 1 as i union all select i + 1 from n where i < 60000)
      insert into filler select i, hex(randomblob(1000)) from n;`);
    database.close();
    const watcher = watch(directory);
    const child = spawn(process.execPath, [PROGRAM, 'backup', file], {
      env: serviceEnvironment(place),
      stdio: 'ignore',
    });
    const exit = once(child, 'exit');
    // The file that is written is there: the backup is on its way.
    await once(watcher, 'change');
    child.kill('SIGTERM');
    expect(await exit).toEqual([null, 'SIGTERM']);
    watcher.close();
    expect(readdirSync(directory)).toEqual([]);
  });
});

const hasTools = ['pg_dump', 'pg_restore'].every((tool) => spawnSync(tool, ['-V']).status === 0);

describe.skipIf(inject('postgresUrl') === '' || !hasTools)('backup of PostgreSQL', () => {
  it('prints lines that back up and restore', async () => {
    const place = await makePlace('postgresql');
    const other = await makePlace('postgresql');
    await run(place, 'store', 'create', 'acme');
    const file = join(place.directory, "it's a backup");
    const told = async (of: Place, command: string) => {
      const ran = await run(of, command, file);
      expectRefused(ran, /With DATABASE_URL, PostgreSQL's own tool .+"\$DATABASE_URL"/);
      return ran.stderr.slice(ran.stderr.indexOf('pg_'));
    };
    const shell = (of: Place, line: string) =>
      spawnSync('sh', ['-c', line], { env: serviceEnvironment(of), encoding: 'utf8' });
    expect(shell(place, await told(place, 'backup'))).toMatchObject({ status: 0, stderr: '' });
    expect(shell(other, await told(other, 'restore'))).toMatchObject({ status: 0, stderr: '' });
    expect(await contents(other)).toEqual(await contents(place));
    expect((await run(other, 'doctor')).code).toBe(0);
    await place.remove();
    await other.remove();
  });
});
