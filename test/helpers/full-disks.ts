import { spawnSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type EngineName, makePlace, type Place } from './engines.js';
import { type Cluster, hasPostgresBinaries, startOwnCluster } from './postgres.js';
import type { RunningService } from './service.js';
import { canMount, mountSmallDisk } from './small-disk.js';

/** A service whose data can be kept from growing. */
export interface Setup {
  place: Place;
  /** From here on nothing may grow. */
  fill(service: RunningService): void;
  free(service: RunningService): void;
  remove(): Promise<void>;
}

/** One way of being full. */
export interface Fault {
  title: string;
  engine: EngineName;
  /** Why it cannot be had here; empty where it can. */
  missing: string;
  /** Whether it shows outside of the process, too. */
  isSeenByDoctor: boolean;
  setUp(): Promise<Setup>;
}

const mountable = canMount();
const noMount = mountable ? '' : ' (skipped: no file system can be mounted)';

/** Each way of being full. */
export const FAULTS: readonly Fault[] = [
  {
    title: 'a full disk (sqlite)',
    engine: 'sqlite',
    missing: noMount,
    isSeenByDoctor: true,
    async setUp() {
      // More than the space below which doctor calls a disk full.
      const disk = mountSmallDisk(160);
      const directory = join(disk.directory, 'data');
      mkdirSync(directory, { mode: 0o700 });
      const place = { engine: 'sqlite' as const, directory, databaseUrl: undefined };
      return {
        place: { ...place, remove: async () => {} },
        fill: () => disk.fill(),
        free: () => disk.free(),
        remove: async () => disk.remove(),
      };
    },
  },
  {
    title: 'files that may not grow (sqlite)',
    engine: 'sqlite',
    missing: spawnSync('prlimit', ['--version']).status === 0 ? '' : ' (skipped: no prlimit)',
    isSeenByDoctor: false,
    async setUp() {
      const place = await makePlace('sqlite');
      const size = (suffix: string) =>
        statSync(join(place.directory, `clientele.db${suffix}`)).size;
      return {
        place,
        fill: ({ process }) => limitFiles(process.pid, String(Math.max(size(''), size('-wal')))),
        free: ({ process }) => limitFiles(process.pid, 'unlimited'),
        remove: () => place.remove(),
      };
    },
  },
  {
    title: 'a full disk (postgresql)',
    engine: 'postgresql',
    missing: hasPostgresBinaries() ? noMount : ' (skipped: no PostgreSQL)',
    isSeenByDoctor: true,
    async setUp() {
      const disk = mountSmallDisk(96);
      const directory = await makePlace('sqlite');
      let cluster: Cluster | undefined;
      const remove = async () => {
        await cluster?.stop();
        disk.remove();
        await directory.remove();
      };
      try {
        cluster = await startOwnCluster({ tables: disk.directory });
      } catch (error) {
        await remove();
        throw error;
      }
      const place = { ...directory, engine: 'postgresql' as const, databaseUrl: cluster.url };
      return { place, fill: () => disk.fill(), free: () => disk.free(), remove };
    },
  },
];

/** The hard limit stays, so that anybody may lift the soft one again. */
function limitFiles(pid: number | undefined, soft: string): void {
  const ran = spawnSync('prlimit', ['--pid', String(pid), `--fsize=${soft}:unlimited`]);
  if (ran.status !== 0) throw new Error(String(ran.stderr));
}
