import { X509Certificate } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { systemEnvironment } from '../../src/core/environment.js';
import { EngineDatabase } from '../../src/database/database.js';
import { migrate } from '../../src/database/migrate.js';
import { migrations } from '../../src/database/migrations/index.js';
import { judgeClock } from '../../src/doctor/clock.js';
import { examine as examineHere } from '../../src/doctor/doctor.js';
import { judgeSpace } from '../../src/doctor/files.js';
import { checkCertificate } from '../../src/doctor/services.js';
import { type Ran, runCommand } from '../helpers/command.js';
import { openEngine } from '../helpers/database.js';
import { describeEngines, makePlace, type Place } from '../helpers/engines.js';
import { PLANTED } from '../helpers/planted-faults.js';
import { startRedis } from '../helpers/redis.js';
import { serviceEnvironment } from '../helpers/service.js';
import { seedStore } from '../properties/seed.js';

interface Check {
  check: string;
  result: string;
  says: string;
  todo: string | null;
}

const tls = (name: string) => fileURLToPath(new URL(`../fixtures/tls/${name}`, import.meta.url));

/** A place with the store `acme`, of which there is something in every table. */
async function makeSeeded(engine: 'sqlite' | 'postgresql'): Promise<Place> {
  const place = await makePlace(engine);
  const opened = openEngine(place);
  await migrate(opened, systemEnvironment);
  const texts = {
    names: ['Default', 'Guests', 'Below'],
    emails: ['a@example.com'],
    customerIds: ['anna', 'berta', 'carla'],
    listIds: ['trade', 'staff'],
    userIds: ['user'],
  };
  await seedStore(new EngineDatabase(opened, systemEnvironment), 'acme', texts, 'secret-of-acme');
  await opened.close();
  return place;
}

/** The same again, to be broken. */
async function copyOf(place: Place): Promise<Place> {
  const copy = await makePlace(place.engine);
  if (!copy.databaseUrl || !place.databaseUrl) {
    copyFileSync(fileOf(place), fileOf(copy));
    return copy;
  }
  const client = new pg.Client(inject('postgresUrl'));
  await client.connect();
  const [name, template] = [nameIn(copy.databaseUrl), nameIn(place.databaseUrl)];
  await client.query(`DROP DATABASE ${name}`);
  await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  await client.end();
  return copy;
}

const nameIn = (url: string) => new URL(url).pathname.slice(1);
const fileOf = ({ directory }: Place) => join(directory, 'clientele.db');

async function plant(place: Place, statements: readonly string[]): Promise<void> {
  const opened = openEngine(place);
  await opened.exclusively(async (execute) => {
    for (const text of statements) await execute(text);
  });
  await opened.close();
}

const examine = (place: Place, more: Record<string, string> = {}): Promise<Ran> =>
  runCommand(serviceEnvironment(place, more), 'doctor', '--json');

const notOk = ({ json }: Ran): Check[] =>
  json.checks.filter(({ result }: Check) => result !== 'ok');

describeEngines('the command doctor', (engine) => {
  let seeded: Place;
  let place: Place;
  beforeAll(async () => {
    seeded = await makeSeeded(engine);
  });
  afterAll(() => seeded?.remove());
  beforeEach(async () => {
    place = await copyOf(seeded);
  });
  afterEach(() => place?.remove());

  it('finds a sound place sound, in a line for each check', async () => {
    const { code, stdout, stderr } = await runCommand(serviceEnvironment(place), 'doctor');
    expect([code, stderr]).toEqual([0, '']);
    const checks = stdout.split('\n').map((line) => line.split(':')[0]);
    const files = engine === 'sqlite' ? ['data directory', 'disk', 'database'] : [];
    expect(checks).toEqual([
      ...['settings', ...files, 'migrations', 'stores', 'groups', 'memberships', 'counts', 'prices']
        .concat([
          'catalog',
          'history',
          'change log',
          'webhooks',
          'webhook secrets',
          'clock',
          ...(engine === 'sqlite' ? [] : ['disk']),
        ])
        .map((check) => `ok       ${check}`),
      '',
    ]);
    const { json } = await examine(place);
    expect(json).toMatchObject({ healthy: true });
    expect(json.checks).toContainEqual({
      check: 'groups',
      result: 'ok',
      says: 'Every row is as it must be.',
      todo: null,
    });
  });

  it.each(PLANTED)('finds $title, and nothing else', async ({ sql, faults }) => {
    await plant(place, sql);
    // Without the time that a process takes to start, for each of them.
    const checks = await examineHere(serviceEnvironment(place), {}, systemEnvironment);
    const found = checks.filter(({ result: is }) => is !== 'ok');
    expect(found.map(({ says }) => says.replace(/^\d+ | \(.*\)\.$/g, ''))).toEqual([...faults]);
    for (const { result, says, todo } of found) {
      expect([result, todo]).toEqual(['wrong', expect.stringMatching(/^Stop the service, .*\.$/)]);
      expect(says).toMatch(/^[1-9]\d* .+ \((store acme: )?.+\)\.$/);
    }
  });

  it('tells of secrets of webhooks that another root key has sealed', async () => {
    const { checks } = (await examine(place)).json;
    expect(checks).toContainEqual({
      check: 'webhook secrets',
      result: 'ok',
      says: 'All of them can be read.',
      todo: null,
    });
    const other = await examine(place, {
      CLIENTELE_ROOT_KEY: 'another-root-key-0123456789abcdef-01',
    });
    expect(other.code).toBe(1);
    expect(notOk(other)).toEqual([
      {
        check: 'webhook secrets',
        result: 'wrong',
        says: expect.stringMatching(
          /^1 of 1 were sealed under another root key \(store acme: wh_\w+\)/,
        ),
        todo: expect.stringMatching(/POST \/v1\/stores\/acme\/webhooks\/wh_\w+\/rotate/),
      },
    ]);
  });

  it('names what is wrong and what to do for people', async () => {
    await plant(place, ['update counters set next_seq = next_seq + 4']);
    const { code, stdout } = await runCommand(serviceEnvironment(place), 'doctor');
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^wrong {4}change log: 1 stores whose next .* \(store acme: last \d+, next \d+\)\.\n {9}→ Stop the service, /m,
    );
  });

  it('says which migrations are missing, and refuses a newer schema', async () => {
    const { number, name } = migrations.at(-1) ?? { number: 0, name: '' };
    await plant(place, [`delete from migrations where number = ${number}`]);
    const older = await examine(place);
    expect([older.code, notOk(older)]).toEqual([
      0,
      [expect.objectContaining({ check: 'migrations', says: `Not in yet: ${number} ${name}.` })],
    ]);
    await plant(place, [
      `insert into migrations values (${number}, '${name}', '2026-01-01T00:00:00.000Z')`,
      "insert into migrations values (99, 'future', '2026-01-01T00:00:00.000Z')",
    ]);
    const newer = await examine(place);
    expect(newer.code).toBe(1);
    expect(notOk(newer)[0]?.says).toMatch(/has the schema 99 \(future\), and this version/);
    await plant(place, ['drop table migrations']);
    const empty = await examine(place);
    expect([empty.code, notOk(empty)[0]?.says]).toEqual([1, 'The database is empty.']);
  });

  it('sees that the last change lies in the future', async () => {
    await plant(place, ["update counters set written_at = '2999-01-01T00:00:00.000Z'"]);
    const ran = await examine(place);
    expect(ran.code).toBe(1);
    expect(notOk(ran)).toMatchObject([{ check: 'clock', todo: expect.stringContaining('NTP') }]);
  });

  it('tells settings that are wrong or unknown', async () => {
    const bad = await examine(place, { PORT: 'x' });
    expect([bad.code, bad.json.checks]).toMatchObject([
      1,
      [{ check: 'settings', result: 'wrong', says: expect.stringMatching(/^PORT must be/) }],
    ]);
    const unknown = await examine(place, { CLIENTELE_PROT: '1' });
    expect([unknown.code, notOk(unknown)]).toMatchObject([
      0,
      [{ check: 'settings', result: 'warning', says: expect.stringContaining('CLIENTELE_PROT') }],
    ]);
  });

  it('reads the certificate and its key', async () => {
    const files = { CLIENTELE_TLS_CERT: tls('cert.pem'), CLIENTELE_TLS_KEY: tls('key.pem') };
    const good = await examine(place, files);
    expect(good.json.checks).toContainEqual(
      expect.objectContaining({
        check: 'certificate',
        says: expect.stringMatching(/^It (is valid|ends|ended)/),
      }),
    );
    const other = await examine(place, { ...files, CLIENTELE_TLS_KEY: tls('renewed-key.pem') });
    expect(other.code).toBe(1);
    expect(notOk(other)[0]?.says).toMatch(/^CLIENTELE_TLS_KEY: the file .* private key/);
  });

  it.skipIf(!inject('hasRedis'))('asks Redis whether it is there', async () => {
    const redis = await startRedis();
    const there = await examine(place, { REDIS_URL: redis.url });
    expect([there.code, there.json.checks]).toEqual([
      0,
      expect.arrayContaining([expect.objectContaining({ check: 'redis', result: 'ok' })]),
    ]);
    await redis.end();
    const gone = await examine(place, { REDIS_URL: redis.url });
    expect(gone.code).toBe(1);
    expect(notOk(gone)[0]?.says).toMatch(/^It does not answer: .*ECONNREFUSED/);
  });
});

describe('the command doctor on a data directory', () => {
  let seeded: Place;
  let place: Place;
  beforeAll(async () => {
    seeded = await makeSeeded('sqlite');
  });
  afterAll(() => seeded?.remove());
  beforeEach(async () => {
    place = await copyOf(seeded);
  });
  afterEach(() => place?.remove());

  const only = async (): Promise<
    [number | null, string, string | undefined, string | undefined]
  > => {
    const ran = await examine(place);
    const [found, ...more] = notOk(ran);
    expect(more).toEqual([]);
    return [ran.code, `${found?.result} ${found?.check}`, found?.says, found?.todo ?? undefined];
  };
  const secrets = () => join(place.directory, 'secrets.json');

  it('finds a damaged file damaged', async () => {
    const descriptor = openSync(fileOf(place), 'r+');
    writeSync(descriptor, Buffer.alloc(8192, 7), 0, 8192, 40_960);
    const [code, check, says, todo] = await only();
    expect([code, check]).toEqual([1, 'wrong database']);
    expect(says).toMatch(/clientele\.db" is damaged: /);
    expect(todo).toMatch(/restore the last backup/);
    writeFileSync(fileOf(place), 'no database at all, but a text');
    expect((await only())[2]).toMatch(/is damaged: file is not a database\.$/);
  });

  it('finds rows that refer to nothing', async () => {
    const database = new Database(fileOf(place));
    database.pragma('foreign_keys = OFF');
    database.exec("update groups set default_price_list_id = 'gone' where id = 2");
    database.close();
    expect((await only())[2]).toMatch(/a row of groups refers to no row of price_lists\.$/);
  });

  it('makes nothing where nothing is', async () => {
    rmSync(fileOf(place));
    expect((await only()).slice(0, 3)).toEqual([
      1,
      'wrong database',
      `There is no database "${fileOf(place)}".`,
    ]);
    rmSync(place.directory, { recursive: true });
    const ran = await examine(place);
    expect(notOk(ran).map(({ check }) => check)).toEqual(['data directory', 'database']);
    expect(statSync(place.directory, { throwIfNoEntry: false })).toBeUndefined();
  });

  it('sees who else may read customers and secrets', async () => {
    chmodSync(place.directory, 0o755);
    const [code, check, , todo] = await only();
    expect([code, check, todo]).toEqual([
      0,
      'warning data directory',
      `chmod 700 "${place.directory}"`,
    ]);
    chmodSync(place.directory, 0o700);
    const kept = { rootKey: 'r'.repeat(40), jwtSecret: 'j'.repeat(40) };
    writeFileSync(secrets(), JSON.stringify(kept), { mode: 0o600 });
    expect(notOk(await examine(place))).toEqual([]);
    chmodSync(secrets(), 0o644);
    expect((await only()).slice(0, 2)).toEqual([1, 'wrong secrets']);
  });

  it('sees secrets that are broken, or not there', async () => {
    writeFileSync(secrets(), '{"rootKey": ', { mode: 0o600 });
    expect((await only()).slice(1, 3)).toEqual([
      'wrong secrets',
      expect.stringMatching(/cannot be read\. \(.*JSON/),
    ]);
    writeFileSync(secrets(), '{}', { mode: 0o600 });
    expect((await only())[2]).toMatch(/lacks a secret/);
    rmSync(secrets());
    const ran = await examine(place, { CLIENTELE_JWT_SECRET: '' });
    expect(notOk(ran)).toMatchObject([{ check: 'secrets', result: 'warning' }]);
  });
});

describe.skipIf(inject('postgresUrl') === '')('the command doctor on PostgreSQL', () => {
  it('finds what no constraint holds any more', async () => {
    const place = await makeSeeded('postgresql');
    await plant(place, [
      'alter table groups drop constraint groups_store_id_parent_id_fkey',
      'alter table groups drop constraint groups_store_id_default_price_list_id_fkey',
      "update groups set parent_id = 99, default_price_list_id = 'gone' where id = 2",
    ]);
    expect(notOk(await examine(place)).map(({ says }) => says)).toEqual([
      '1 groups whose parent is not there (store acme: group 2).',
      '1 groups whose price list is not there (store acme: group 2).',
    ]);
    await place.remove();
  });

  it('says that no server answers, and no password', async () => {
    const place = await makePlace('sqlite');
    const databaseUrl = 'postgres://anna:hidden@127.0.0.1:1/none';
    const ran = await examine(place, { DATABASE_URL: databaseUrl });
    expect(ran.code).toBe(1);
    expect(notOk(ran)).toMatchObject([
      { check: 'database', says: expect.stringMatching(/^It cannot be read: .*ECONNREFUSED/) },
    ]);
    expect(ran.stdout).not.toContain('hidden');
    await place.remove();
  });
});

const DAY_MS = 24 * 60 * 60 * 1000;
const certificate = readFileSync(tls('cert.pem'), 'utf8');

function certificateTimes(): { begin: number; end: number } {
  const { validFrom, validTo } = new X509Certificate(certificate);
  return { begin: Date.parse(validFrom), end: Date.parse(validTo) };
}

const GB = 1_000_000_000;

it.each([
  [50_000_000, 0, 'wrong'],
  [2 * GB, 3 * GB, 'warning'],
  [5 * GB, 3 * GB, 'ok'],
])('%i bytes free beside %i of a database are %s', (free, database, result) => {
  expect(judgeSpace(free, database).result).toBe(result);
});

it.each([
  [0, null, 'ok'],
  [30_000, null, 'ok'],
  [61_000, null, 'wrong'],
  [0, 4_000, 'ok'],
  [0, -20_000, 'warning'],
  [0, 90_000, 'wrong'],
])('changes %i ms ahead and a server %s ms apart are %s', (ahead, apart, result) => {
  const now = Date.parse('2026-06-01T00:00:00Z');
  expect(judgeClock(now, now + ahead, apart === null ? null : now + apart).result).toBe(result);
});

it.each([
  [-1, 'wrong', /^It is not valid before \d{4}-\d\d-\d\d\.$/],
  [1, 'ok', /^It is valid until /],
])('a certificate %i days after its beginning is %s', (days, result, says) => {
  const { begin } = certificateTimes();
  expect(checkCertificate(certificate, begin + days * DAY_MS)).toMatchObject({
    result,
    says: expect.stringMatching(says),
  });
});

it.each([
  [-7, 'warning', /^It ends soon, on /],
  [0, 'wrong', /^It ended on \d{4}-\d\d-\d\d\.$/],
])('a certificate %i days after its end is %s', (days, result, says) => {
  const { end } = certificateTimes();
  expect(checkCertificate(certificate, end + days * DAY_MS)).toMatchObject({
    result,
    says: expect.stringMatching(says),
  });
});
