import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs';

/** What stands beside a database file while it is open, and after a crash. */
export const COMPANIONS = ['-wal', '-shm', '-journal'] as const;

/** After this, what was written to a file, or renamed in a directory, outlives a power cut. */
export function sync(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

export function removeDatabase(file: string): void {
  for (const suffix of ['', ...COMPANIONS]) rmSync(file + suffix, { force: true });
}
