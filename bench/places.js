// @ts-check
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { startPostgres } from './postgres.js';
import { databaseFile } from './servers.js';

/** @typedef {import('./servers.js').Place} Place */

/**
 * The program's data and the floor's, a copy of them: the same rows, tables and indexes.
 * @typedef {{ program: Place, floor: Place, copyToFloor(): Promise<void>, settle(): Promise<void> }} Places
 * `settle` ends what the making of the data has left to do.
 */

/**
 * @param {string} engine
 * @param {string} directory
 * @param {(close: () => Promise<void>) => void} onEnd
 * @returns {Promise<Places>}
 */
export async function makePlaces(engine, directory, onEnd) {
  const program = { directory: join(directory, 'program') };
  const floor = { directory: join(directory, 'floor') };
  mkdirSync(program.directory);
  mkdirSync(floor.directory);
  if (engine === 'sqlite') {
    return {
      program,
      floor,
      copyToFloor: async () => copyFile(program, floor),
      settle: async () => {},
    };
  }
  const postgres = await startPostgres();
  onEnd(() => postgres.stop());
  await postgres.execute('CREATE DATABASE program');
  return {
    program: { ...program, databaseUrl: postgres.urlOf('program') },
    floor: { ...floor, databaseUrl: postgres.urlOf('floor') },
    settle: () => postgres.execute('VACUUM ANALYZE', 'program'),
    async copyToFloor() {
      await this.settle();
      await postgres.execute('CREATE DATABASE floor TEMPLATE program');
      await postgres.execute('VACUUM ANALYZE', 'floor');
      await postgres.execute('CHECKPOINT');
    },
  };
}

/** @type {(from: Place, to: Place) => void} */
function copyFile(from, to) {
  const database = new Database(databaseFile(from));
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
  copyFileSync(databaseFile(from), databaseFile(to));
}
