// @ts-check
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from './servers.js';

/** A throw-away cluster with PostgreSQL's own settings: a commit that is answered is on the disk. */
export async function startPostgres() {
  const binaries = findBinaries();
  const owner = unprivilegedUser();
  // Of its own: the user that it runs as can enter no other.
  const directory = mkdtempSync(join(tmpdir(), 'clientele-bench-postgres-'));
  if (owner) chownSync(directory, owner.uid, owner.gid);
  const data = join(directory, 'data');
  execFileSync(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8'],
    { ...owner, cwd: directory, stdio: 'ignore' },
  );
  const port = await freePort();
  const server = spawn(
    join(binaries, 'postgres'),
    ['-D', data, '-p', String(port), '-k', directory, '-c', 'listen_addresses=127.0.0.1'],
    { ...owner, cwd: directory, stdio: 'ignore' },
  );
  const exited = new Promise((resolve) => server.once('exit', resolve));
  await answers(urlOf(port, 'postgres'));
  return {
    urlOf: (/** @type {string} */ database) => urlOf(port, database),
    /** @param {string} sql */
    execute: (sql, database = 'postgres') => execute(urlOf(port, database), sql),
    async stop() {
      // SIGQUIT: at once, without a checkpoint that nobody needs.
      server.kill('SIGQUIT');
      await exited;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** @type {(port: number, database: string) => string} */
const urlOf = (port, database) => `postgres://postgres@127.0.0.1:${port}/${database}`;

/** Debian keeps the server's binaries out of the path. */
function findBinaries() {
  const candidates = [18, 17, 16, 15].map((version) => `/usr/lib/postgresql/${version}/bin`);
  candidates.push(...(process.env.PATH ?? '').split(':'));
  const found = candidates.find((directory) => existsSync(join(directory, 'initdb')));
  if (!found) throw new Error('There is no PostgreSQL on this machine; try --engine sqlite.');
  return found;
}

/** PostgreSQL refuses to run as root. */
function unprivilegedUser() {
  if (process.getuid?.() !== 0) return undefined;
  const id = (/** @type {string} */ flag) =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** The server says in no other way that it is ready.
 * @param {string} url
 */
async function answers(url) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await execute(url, 'SELECT 1');
    } catch (error) {
      if (attempt === 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** @type {(url: string, sql: string) => Promise<void>} */
async function execute(url, sql) {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
