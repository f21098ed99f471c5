import { join } from 'node:path';
import Database from 'better-sqlite3';
import pg from 'pg';
import type { Place } from './engines.js';

/** Holds what every write of a store needs, as another instance does that is stuck in its work. */
export async function lockWrites(place: Place, storeId: string): Promise<() => Promise<void>> {
  if (!place.databaseUrl) {
    const database = new Database(join(place.directory, 'clientele.db'), { timeout: 5_000 });
    database.exec('BEGIN IMMEDIATE');
    return async () => void database.close();
  }
  return execute(place, `SELECT 1 FROM counters WHERE store_id = '${storeId}' FOR UPDATE`);
}

/** Holds a table of PostgreSQL against everybody, readers too. */
export const lockTable = (place: Place, table: string): Promise<() => Promise<void>> =>
  execute(place, `LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);

async function execute({ databaseUrl }: Place, sql: string): Promise<() => Promise<void>> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  await client.query('BEGIN');
  await client.query(sql);
  return () => client.end();
}
