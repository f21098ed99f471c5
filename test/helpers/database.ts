import { join } from 'node:path';
import { sql } from 'kysely';
import type { Engine } from '../../src/database/engine.js';
import { PostgresEngine } from '../../src/database/engines/postgres.js';
import { SqliteEngine } from '../../src/database/engines/sqlite.js';
import { type Statement, statement } from '../../src/database/statement.js';
import type { Place } from './engines.js';

/** A row as the database holds it, decoded: flags, JSON and times mean the same on both engines. */
// biome-ignore lint/suspicious/noExplicitAny: rows of any table
export type Row = Record<string, any>;

/** Every row of every table. */
export type Dump = Readonly<Record<string, readonly Row[]>>;

/** A second way to the data of a place, beside a service that runs over it. */
export const openEngine = (place: Place): Engine =>
  place.databaseUrl
    ? new PostgresEngine(place.databaseUrl, { connections: 4 })
    : new SqliteEngine(join(place.directory, 'clientele.db'));

/**
 * Says nothing of the data: when a key was used is noted beside the requests, `migrations` never
 * changes, and an instance renews its lease as long as it delivers.
 */
const LEFT_OUT = new Set(['api_key_uses', 'leases', 'migrations']);

const tablesOf = {
  sqlite: statement()(
    () => sql<Row>`
    select name from sqlite_master where type = 'table' and name not like 'sqlite%'`,
  ),
  postgresql: statement()(
    () => sql<Row>`
    select tablename as name from pg_tables where schemaname = 'public'`,
  ),
};

const selectAll = new Map<string, Statement<object, Row>>();

function rowsOf(engine: Engine, table: string): Promise<Row[]> {
  let select = selectAll.get(table);
  if (!select) {
    select = statement()(() => sql<Row>`select * from ${sql.table(table)}`);
    selectAll.set(table, select);
  }
  return engine.read(select, {});
}

const tables = new WeakMap<Engine, string[]>();

/** Takes the tables from the database, so that a new one is looked at too. */
export async function dump(engine: Engine): Promise<Dump> {
  let names = tables.get(engine);
  if (!names) {
    const found = await engine.read(tablesOf[engine.name], {});
    names = found.map(({ name }) => String(name)).filter((name) => !LEFT_OUT.has(name));
    names.sort();
    tables.set(engine, names);
  }
  const entries = names.map(async (name) => [name, inOrder(await rowsOf(engine, name))] as const);
  return Object.fromEntries(await Promise.all(entries));
}

const marks = {
  sqlite: statement()(() => sql<Row>`select data_version as mark from pragma_data_version`),
  postgresql: statement()(
    () => sql<Row>`
    select pg_snapshot_xmax(pg_current_snapshot())::text as mark`,
  ),
};

/** The same as before only if nobody has committed anything meanwhile: cheaper than to look. */
export async function commitMark(engine: Engine): Promise<string> {
  const [row] = await engine.read(marks[engine.name], {});
  return String(row?.mark);
}

/** PostgreSQL gives rows in any order, and members of JSON in the order in which they were written. */
const inOrder = (rows: readonly Row[]): Row[] =>
  rows
    .map((row) => ({ row, text: JSON.stringify(Object.entries(row).sort()) }))
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    .map(({ row }) => row);

/** What belongs to one store, in whatever table. */
export const ofStore = (all: Dump, storeId: string): Dump =>
  Object.fromEntries(
    Object.entries(all).map(([table, rows]) => [
      table,
      rows.filter((row) => (table === 'stores' ? row.id : row.store_id) === storeId),
    ]),
  );
