import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

export interface Postgres {
  /** Of a database from which others can be made. */
  url: string;
  stop(): Promise<void>;
}

interface ClusterOptions {
  /** Where its tables lie, when not with everything else; its write-ahead log stays there. */
  tables?: string;
}

/** A throw-away cluster that a test may do anything to. */
export interface Cluster extends Postgres {
  process(): ChildProcess;
  /** Ends it at once, as when the machine fails; its data stay. */
  crash(): Promise<void>;
  /** Starts it again, at the same place and with the same data. */
  start(): Promise<void>;
}

/**
 * The server of `TEST_DATABASE_URL`, or a throw-away cluster made with the machine's own binaries;
 * undefined where there are none.
 */
export async function startPostgres(): Promise<Postgres | undefined> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { url: given, stop: async () => {} };
  const binaries = findBinaries();
  return binaries === undefined ? undefined : startCluster(binaries);
}

/** Whether this machine can start a cluster of its own. */
export const hasPostgresBinaries = (): boolean => findBinaries() !== undefined;

/** A cluster of the test's own. @throws where the machine has no binaries */
export async function startOwnCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const binaries = findBinaries();
  if (binaries === undefined) throw new Error('This machine has no PostgreSQL.');
  return startCluster(binaries, options);
}

/** Debian keeps the server's binaries out of the path; `pg_config` knows where. */
function findBinaries(): string | undefined {
  const candidates: string[] = [];
  try {
    candidates.push(execFileSync('pg_config', ['--bindir'], { encoding: 'utf8' }).trim());
  } catch {
    // Not installed; the usual places remain.
  }
  for (let version = 18; version >= 15; version--) {
    candidates.push(`/usr/lib/postgresql/${version}/bin`);
  }
  candidates.push(...(process.env.PATH ?? '').split(':'));
  return candidates.find(
    (directory) => existsSync(join(directory, 'initdb')) && existsSync(join(directory, 'postgres')),
  );
}

async function startCluster(binaries: string, { tables }: ClusterOptions = {}): Promise<Cluster> {
  const directory = mkdtempSync(join(tmpdir(), 'clientele-postgres-'));
  const owner = unprivilegedUser();
  if (owner) chownSync(directory, owner.uid, owner.gid);
  const data = join(tables ?? directory, 'data');
  const log = join(directory, 'log');
  for (const made of [data, log]) {
    mkdirSync(made, { mode: 0o700 });
    if (owner) chownSync(made, owner.uid, owner.gid);
  }
  execFileSync(
    join(binaries, 'initdb'),
    [
      ...['-D', data, '--waldir', log, '-U', 'postgres', '--auth=trust', '--encoding=UTF8'],
      '--no-sync',
    ],
    { ...owner, cwd: directory, stdio: 'ignore' },
  );
  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  let server: ChildProcess;
  let exited: Promise<void>;
  const start = async () => {
    server = spawn(
      join(binaries, 'postgres'),
      [
        ...['-D', data, '-p', String(port), '-k', directory],
        ...['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200', '-c', 'fsync=off'],
      ],
      { ...owner, cwd: directory, stdio: 'ignore' },
    );
    exited = new Promise<void>((resolve) => server.once('exit', () => resolve()));
    await answers(url, exited);
  };
  const crash = async () => {
    // SIGQUIT: at once, without a checkpoint that nobody needs.
    server.kill('SIGQUIT');
    await exited;
  };
  const stop = async () => {
    await crash();
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop, crash, start, process: () => server };
}

/** PostgreSQL refuses to run as root. */
function unprivilegedUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // The next one.
    }
  }
  throw new Error('PostgreSQL does not run as root, and there is no other user to run it as.');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** The server says in no other way that it is ready. */
async function answers(url: string, exited: Promise<void>): Promise<void> {
  let ended = false;
  void exited.then(() => {
    ended = true;
  });
  for (let attempt = 0; attempt < 200 && !ended; attempt++) {
    const client = new pg.Client(url);
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error('The throw-away PostgreSQL did not start.');
}
