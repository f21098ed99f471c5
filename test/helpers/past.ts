import { sql } from 'kysely';
import { type Statement, statement } from '../../src/database/statement.js';
import { openEngine } from './database.js';
import type { EngineName, Place } from './engines.js';

/** The columns of each table that say when something was. */
const TIMES: Readonly<Record<string, readonly string[]>> = {
  stores: ['created_at', 'updated_at'],
  counters: ['written_at'],
  changes: ['at'],
  groups: ['created_at', 'updated_at'],
  group_versions: ['created_at', 'updated_at', 'valid_from', 'valid_to'],
  customers: ['created_at', 'updated_at'],
  memberships: ['valid_from', 'valid_to', 'starts_at', 'created_at'],
  price_lists: ['created_at', 'updated_at'],
  price_list_versions: ['created_at', 'updated_at', 'valid_from', 'valid_to'],
  prices: ['valid_from', 'valid_to'],
  idempotency_keys: ['created_at'],
  deliveries: ['created_at', 'finished_at'],
};

function earlier(engine: EngineName, days: number): Statement<object, unknown>[] {
  const shifted = (column: string) =>
    engine === 'sqlite'
      ? sql`${sql.id(column)} = strftime('%Y-%m-%dT%H:%M:%fZ', ${sql.id(column)}, ${sql.lit(`-${days} days`)})`
      : sql`${sql.id(column)} = ${sql.id(column)} - interval '${sql.raw(String(days))} days'`;
  return Object.entries(TIMES).map(([table, columns]) =>
    statement()(() => sql`update ${sql.table(table)} set ${sql.join(columns.map(shifted))}`),
  );
}

/** As if that many days had gone by. */
export async function letPass(place: Place, days: number): Promise<void> {
  const engine = openEngine(place);
  try {
    await engine.write(async (transaction) => {
      for (const update of earlier(place.engine, days)) transaction.send(update, {});
    });
  } finally {
    await engine.close();
  }
}
