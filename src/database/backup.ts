import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { COMPANIONS, sync } from './files.js';

export interface BackupOptions {
  /** Replaces a file that is there. */
  force?: boolean;
  /** Called now and then with what is written, and what there is to write at most. */
  onProgress?: (written: number, total: number) => void;
}

const PROGRESS_MS = 500;

/**
 * Copies a SQLite database that may be in use and written to: one snapshot, with everything that
 * was committed before. VACUUM INTO reads it in one transaction; the page-wise backup of SQLite
 * would begin again with every write of another process, and not end.
 * @returns the size of the backup, which is whole or not there at all
 */
export async function backUp(
  database: string,
  file: string,
  { force = false, onProgress }: BackupOptions = {},
): Promise<number> {
  const target = resolve(file);
  assertTarget(database, target, force);
  const partial = join(dirname(target), `.${basename(target)}.${process.pid}.partial`);
  const forget = removeOnSignal(partial);
  let timer: NodeJS.Timeout | undefined;
  try {
    const total = sizeOf(database);
    // Made first, since SQLite would make it readable for everybody.
    closeSync(openSync(partial, 'wx', 0o600));
    timer = setInterval(() => onProgress?.(statSync(partial).size, total), PROGRESS_MS);
    await copy(resolve(database), partial);
    sync(partial);
    assertTarget(database, target, force);
    renameSync(partial, target);
    sync(dirname(target));
    return statSync(target).size;
  } catch (cause) {
    if (cause instanceof BackupError) throw cause;
    throw new BackupError(`The database cannot be copied to "${file}".`, { cause });
  } finally {
    clearInterval(timer);
    forget();
    rmSync(partial, { force: true });
    rmSync(`${partial}-journal`, { force: true });
  }
}

class BackupError extends Error {}

function assertTarget(database: string, target: string, force: boolean): void {
  const directory = dirname(target);
  if (!existsSync(directory)) throw new BackupError(`There is no directory "${directory}".`);
  const real = join(realpathSync(directory), basename(target));
  const live = realpathSync(database);
  if (['', ...COMPANIONS].some((suffix) => live + suffix === real)) {
    throw new BackupError(`"${target}" is the database itself.`);
  }
  if (!existsSync(target)) return;
  if (!statSync(target).isFile()) throw new BackupError(`"${target}" is not a file.`);
  if (!force) {
    throw new BackupError(`There is a file "${target}" already; --force replaces it.`);
  }
}

/** What a copy takes at most: pages that are free are left out. */
function sizeOf(file: string): number {
  const database = new Database(file, { readonly: true, timeout: 5_000 });
  try {
    const number = (name: string) => Number(database.pragma(name, { simple: true }));
    return number('page_size') * (number('page_count') - number('freelist_count'));
  } finally {
    database.close();
  }
}

/** @throws what the worker threw */
async function copy(from: string, to: string): Promise<void> {
  const worker = new Worker(new URL('./backup-worker.js', import.meta.url), {
    workerData: { from, to },
  });
  await once(worker, 'exit');
}

/** A thread that copies cannot be ended otherwise: the signal then does what it does by itself. */
function removeOnSignal(partial: string): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const onSignal = (signal: NodeJS.Signals) => {
    rmSync(partial, { force: true });
    forget();
    process.kill(process.pid, signal);
  };
  const forget = () => {
    for (const signal of signals) process.off(signal, onSignal);
  };
  for (const signal of signals) process.on(signal, onSignal);
  return forget;
}
