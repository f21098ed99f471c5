import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of a few megabytes, to be filled to its last byte. */
export interface SmallDisk {
  directory: string;
  fill(): void;
  /** Makes room again. */
  free(): void;
  remove(): void;
}

/** Whether this machine lets a test mount one: that needs root, and a container may forbid it. */
export function canMount(): boolean {
  try {
    mountSmallDisk(1).remove();
    return true;
  } catch {
    return false;
  }
}

export function mountSmallDisk(megabytes: number): SmallDisk {
  const directory = mkdtempSync(join(tmpdir(), 'clientele-disk-'));
  const { status } = spawnSync('mount', [
    ...['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0711`],
    ...['tmpfs', directory],
  ]);
  if (status !== 0) {
    rmSync(directory, { recursive: true });
    throw new Error('This machine lets nobody mount a file system.');
  }
  const ballast = join(directory, 'ballast');
  return {
    directory,
    fill: () => writeToTheEnd(ballast),
    free: () => rmSync(ballast, { force: true }),
    remove() {
      spawnSync('umount', ['--lazy', directory]);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function writeToTheEnd(file: string): void {
  const descriptor = openSync(file, 'w');
  try {
    for (let size = 1024 * 1024; size >= 1; size = Math.floor(size / 2)) {
      const bytes = Buffer.alloc(size);
      try {
        while (writeSync(descriptor, bytes) > 0);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    }
  } finally {
    closeSync(descriptor);
  }
}
