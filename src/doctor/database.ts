import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Config } from '../config.js';
import type { Environment } from '../core/environment.js';
import type { Engine } from '../database/engine.js';
import { PostgresEngine } from '../database/engines/postgres.js';
import { SqliteEngine } from '../database/engines/sqlite.js';
import { lastWrite, TOPICS, violations } from '../database/maintenance/invariants.js';
import { appliedMigrations } from '../database/migrate.js';
import { migrations } from '../database/migrations/index.js';
import { faultsOf } from '../database/restore.js';
import { databaseFile } from '../runtime.js';
import { judgeClock, serverClock } from './clock.js';
import { type Finding, ok, sentenceOf, warning, wrong } from './finding.js';
import { checkServerSpace } from './space.js';
import { checkWebhookSecrets } from './webhooks.js';

/** Instead of the service's own limit for a statement: a large table takes its time. */
const STATEMENT_MS = 600_000;
const RESTORE =
  'Stop the service, keep a copy of the database, and restore the last backup that doctor finds clean.';
const REPORT = `${RESTORE} If nobody wrote to the database by hand, this is a fault of Clientele: please report it.`;

export async function checkDatabase(config: Config, environment: Environment): Promise<Finding[]> {
  const findings: Finding[] = [];
  let engine: Engine | undefined;
  try {
    if (!config.databaseUrl) {
      findings.push(checkFile(databaseFile(config)));
      if (findings.some(({ result }) => result === 'wrong')) return findings;
    }
    engine = open(config);
    findings.push(...(await checkRows(engine, config, environment)));
    if (config.databaseUrl) findings.push(await checkServerSpace(config.databaseUrl));
  } catch (error) {
    const todo = config.databaseUrl
      ? 'Start PostgreSQL, or correct DATABASE_URL.'
      : 'See whether the user of the service may read and write the file, and that nothing restores it now.';
    findings.push(wrong('database', `It cannot be read: ${sentenceOf(error)}`, todo));
  } finally {
    await engine?.close();
  }
  return findings;
}

const open = (config: Config): Engine =>
  config.databaseUrl
    ? new PostgresEngine(config.databaseUrl, { connections: 4, statementMs: STATEMENT_MS })
    : new SqliteEngine(databaseFile(config));

/** What SQLite says of its file, read through a connection that cannot change it. */
function checkFile(file: string): Finding {
  if (!existsSync(file)) {
    const todo =
      'Name the right directory with --data or CLIENTELE_DATA; `clientele serve` makes it.';
    return wrong('database', `There is no database "${file}".`, todo);
  }
  let faults: string[];
  try {
    const database = new Database(file, { readonly: true, timeout: 5_000 });
    try {
      faults = faultsOf(database);
    } finally {
      database.close();
    }
  } catch (error) {
    const { code = '' } = error as { code?: string };
    if (code !== 'SQLITE_NOTADB' && !code.startsWith('SQLITE_CORRUPT')) throw error;
    faults = [sentenceOf(error)];
  }
  return faults.length === 0
    ? ok('database', 'SQLite finds its file whole.')
    : wrong('database', `"${file}" is damaged: ${faults.join('; ')}.`, RESTORE);
}

async function checkRows(
  engine: Engine,
  config: Config,
  environment: Environment,
): Promise<Finding[]> {
  const before = environment.clock();
  const server = await serverClock(engine);
  const now = (before + environment.clock()) / 2;
  const schema = await checkMigrations(engine);
  // What another version has made is not for this one to judge.
  if (schema.result !== 'ok') return [schema];
  const found = await violations(engine);
  const rows = TOPICS.flatMap((topic) => {
    const mine = found.filter((one) => one.topic === topic);
    return mine.length === 0
      ? [ok(topic, 'Every row is as it must be.')]
      : mine.map(({ fault, found: count, example }) =>
          wrong(topic, `${count} ${fault} (${example}).`, REPORT),
        );
  });
  const written = await lastWrite(engine);
  return [
    schema,
    ...rows,
    ...(await checkWebhookSecrets(engine, config)),
    judgeClock(now, written === null ? null : Date.parse(written), server),
  ];
}

async function checkMigrations(engine: Engine): Promise<Finding> {
  const migrate = '`clientele migrate` puts them in, and so does the next start of the service.';
  let present: { number: number; name: string }[];
  try {
    present = await appliedMigrations(engine);
  } catch (error) {
    if (!/migrations/.test(String(error))) throw error;
    return wrong('migrations', 'The database is empty.', migrate.replace('them', 'the tables'));
  }
  const [newest, known] = [present.at(-1), migrations.length];
  if (newest && newest.number > known) {
    return wrong(
      'migrations',
      `The database has the schema ${newest.number} (${newest.name}), and this version of Clientele knows ${known} at most.`,
      'Use the version that made it, or a newer one.',
    );
  }
  const missing = migrations.slice(present.length).map(({ number, name }) => `${number} ${name}`);
  return missing.length === 0
    ? ok('migrations', `All ${known} are in.`)
    : warning('migrations', `Not in yet: ${missing.join(', ')}.`, migrate);
}
