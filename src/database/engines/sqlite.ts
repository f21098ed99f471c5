import Database from 'better-sqlite3';
import {
  DummyDriver,
  Kysely,
  type RawBuilder,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
} from 'kysely';
import type { Engine, Run, Transaction } from '../engine.js';
import { type OnViolation, sqliteFailure, translated } from '../errors.js';
import type { ColumnTypes } from '../migration.js';
import { FLAG_COLUMNS, JSON_COLUMNS, type Schema } from '../schema.js';
import { type Builder, type Prepared, prepare, type Statement, valuesOf } from '../statement.js';

/** How long a write waits for another process that writes to the same file, unless told. */
const BUSY_MS = 5_000;
const BUSY_PAUSE_MS = 10;
/** Pages that each connection keeps. Twice as much, the driver's default, makes nothing faster here. */
const CACHE_KIB = 8_000;
/** Units that share one commit: bounds how long readers wait behind them. */
const MAX_BATCH = 256;

/** Without anything behind it: Kysely builds and types the SQL, and does not run it. */
const query = new Kysely<Schema>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

const builder: Builder = {
  query,
  rows: (parameter, columns) => {
    const members = Object.keys(columns).map(
      (name) => sql`value ->> ${sql.lit(`$.${name}`)} as ${sql.id(name)}`,
    );
    return sql`(select ${sql.join(members)} from json_each(${parameter}))`;
  },
  ids: (parameter) => sql`(select value as id from json_each(${parameter}))`,
  // A cross join keeps its place: of an index without statistics ten rows of a store are expected.
  lookUp: (table, alias, condition, options) =>
    sql`${sql.raw(options?.someHaveNone ? 'left' : 'cross')} join ${sql.table(table)} as ${sql.ref(alias)} on ${condition}`,
  jsonObjectOfIds: (member, column) =>
    sql`json_object(${sql.lit(member)}, json_group_array(${sql.ref(column)} order by ${sql.ref(column)}))`,
  jsonObjectOfRows: (member, columns, order) => {
    const members = Object.entries(columns).map(
      ([name, column]) => sql`${sql.lit(name)}, ${sql.ref(column)}`,
    );
    return sql`json_object(${sql.lit(member)}, json_group_array(json_object(${sql.join(members)}) order by ${sql.ref(order)}))`;
  },
  isSet: (column) => sql`${sql.ref(column)} = 1`,
  fromNow: (milliseconds) =>
    sql`strftime('%Y-%m-%dT%H:%M:%fZ', 'now', (${milliseconds} / 1000.0) || ' seconds')`,
  holdsId: (column, member, id) => sql`case when instr(${column}, json_quote(${id})) = 0 then false
    else ${id} in (select value from json_each(${column}, ${sql.lit(`$.${member}`)})) end`,
  integerOf: (column, member) => sql`${sql.ref(column)} ->> ${sql.lit(`$.${member}`)}`,
  forUpdate: sql``,
  blanked: (column, keys) => {
    const members: RawBuilder<unknown>[] = keys.map((key) => sql`${sql.lit(`$.${key}`)}, null`);
    return sql`case when ${sql.ref(column)} is null then null
      else json_set(${sql.ref(column)}, ${sql.join(members)}) end`;
  },
};

const columnTypes: ColumnTypes = {
  integer: 'INTEGER',
  text: 'TEXT',
  flag: 'INTEGER',
  true: '1',
  json: 'TEXT',
  time: 'TEXT',
  table: ' STRICT, WITHOUT ROWID',
};

/**
 * What the planner is told of some tables: rows, and how many of them share the first column, the
 * first two … Without it, it would look for the members of a group or the sub-categories of a
 * category through those of the whole store, and for present prices through those that were. Fixed,
 * and not counted from the data: a plan that suits a small store may not suit it later. Samples
 * (`sqlite_stat4`) would be data again: a store that they know nothing of is taken for an empty one,
 * and its whole log is read. `ANALYZE sqlite_schema` makes both tables and reads no row.
 */
const STATISTICS = `
  ANALYZE sqlite_schema;
  DELETE FROM sqlite_stat4;
  DELETE FROM sqlite_stat1;
  INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('groups', 'groups', '20000 2000 1'),
    ('groups', 'groups_default', '10 1'),
    ('groups', 'groups_guest', '10 1'),
    ('groups', 'groups_external_reference_id', '10000 1000 1'),
    ('groups', 'groups_name', '20000 2000 2 1'),
    ('groups', 'groups_created', '20000 2000 2 1'),
    ('groups', 'groups_updated', '20000 2000 2 1'),
    ('groups', 'groups_parent', '5000 500 5'),
    ('groups', 'groups_price_list', '5000 500 100'),
    ('memberships', 'memberships', '1000000 100000 5 2 1'),
    ('memberships', 'memberships_present', '1000000 100000 500 1'),
    ('categories', 'categories', '100000 10000 1'),
    ('categories', 'categories_parent', '100000 10000 10 1'),
    ('prices', 'prices', '10000000 1000000 100000 10 5 1'),
    ('prices', 'prices_present', '2000000 200000 20000 2 1'),
    ('prices', 'prices_ended', '8000000 800000 800'),
    ('memberships', 'memberships_ended', '500000 50000 50'),
    ('changes', 'changes', '10000000 1000000 1'),
    ('changes', 'changes_entity', '10000000 1000000 100000 10 1'),
    ('changes', 'changes_customer', '5000000 500000 5 1'),
    ('changes', 'changes_member_sets', '100000 10000 1'),
    ('deliveries', 'deliveries', '1000000 100000 1'),
    ('deliveries', 'deliveries_seq', '1000000 100000 50000 1'),
    ('deliveries', 'deliveries_state', '1000000 100000 50000 20000 1'),
    ('deliveries', 'deliveries_waiting', '100000 10000 1000 500 5 1'),
    ('deliveries', 'deliveries_finished', '900000 90000 10');
  ANALYZE sqlite_schema;
`;

interface Job {
  work: (transaction: Transaction) => Promise<unknown>;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

/**
 * One file, one writer, one reader. The driver is synchronous, so a second reader would never be
 * busy at the same time as the first; the reader is apart from the writer so that it never sees
 * what is not committed. Writes that wait together share one commit.
 */
export class SqliteEngine implements Engine {
  readonly name = 'sqlite';
  readonly columnTypes = columnTypes;
  readonly #writer: Connection;
  readonly #reader: Connection;
  readonly #busyMs: number;
  #waiting: Job[] = [];
  #draining: Promise<void> | undefined;

  /** @param file a path; its directory must exist */
  constructor(file: string, { busyMs = BUSY_MS }: { busyMs?: number } = {}) {
    this.#busyMs = busyMs;
    const writer = new Database(file);
    writer.pragma('journal_mode = WAL');
    writer.pragma('synchronous = FULL');
    writer.pragma('foreign_keys = ON');
    // What is erased is overwritten: free parts of the file would go into copies of it.
    writer.pragma('secure_delete = ON');
    // Waiting inside the driver would stop the event loop: `#begin` waits outside of it.
    writer.pragma('busy_timeout = 0');
    writer.pragma(`cache_size = -${CACHE_KIB}`);
    this.#writer = new Connection(writer);
    const reader = new Database(file, { readonly: true });
    reader.pragma('busy_timeout = 1000');
    reader.pragma(`cache_size = -${CACHE_KIB}`);
    this.#reader = new Connection(reader);
  }

  readonly read: Run = async (statement, values) => this.#reader.run(statement, values);

  write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ work, resolve: resolve as Job['resolve'], reject });
      this.#draining ??= this.#drain();
    });
  }

  async exclusively(
    work: (execute: (sql: string) => Promise<void>, run: Run) => Promise<void>,
  ): Promise<void> {
    await this.#draining;
    await this.#begin();
    try {
      await work(
        async (text) => void this.#writer.database.exec(text),
        async (statement, values) => this.#writer.run(statement, values),
      );
      this.#writer.database.exec(STATISTICS);
      this.#writer.database.exec('COMMIT');
    } catch (error) {
      this.#rollback();
      throw translate(error);
    }
  }

  async close(): Promise<void> {
    await this.#draining;
    this.#reader.database.close();
    this.#writer.database.close();
  }

  /** Everything that arrives in one turn of the event loop is written in one commit. */
  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      await new Promise(setImmediate);
      const batch = this.#waiting.splice(0, MAX_BATCH);
      await this.#commitTogether(batch);
    }
    this.#draining = undefined;
  }

  async #commitTogether(batch: readonly Job[]): Promise<void> {
    const settle: (() => void)[] = [];
    try {
      await this.#begin();
      for (const job of batch) settle.push(await this.#runInSavepoint(job));
      this.#writer.control('COMMIT');
    } catch (error) {
      this.#rollback();
      const failure = translate(error);
      for (const { reject } of batch) reject(failure);
      return;
    }
    for (const answer of settle) answer();
  }

  /** A unit that fails takes none of its neighbours with it. */
  async #runInSavepoint({ work, resolve, reject }: Job): Promise<() => void> {
    this.#writer.control('SAVEPOINT unit');
    try {
      const value = await work(this.#transaction);
      this.#writer.control('RELEASE unit');
      return () => resolve(value);
    } catch (error) {
      // A full disk rolls the whole transaction back by itself: what came before is gone, too, and
      // what comes after would be in a transaction of its own.
      if (!this.#writer.database.inTransaction) throw error;
      this.#writer.control('ROLLBACK TO unit');
      this.#writer.control('RELEASE unit');
      return () => reject(translate(error));
    }
  }

  readonly #transaction: Transaction = {
    run: async (statement, values) => this.#writer.run(statement, values),
    send: (statement, values, onViolation) => {
      this.#writer.run(statement, values, onViolation);
    },
    sendTogether: (writes) => {
      for (const { statement, values } of writes) this.#writer.run(statement, values as never);
    },
  };

  /** Waits, without stopping the event loop, while another process writes to the file. */
  async #begin(): Promise<void> {
    const deadline = Date.now() + this.#busyMs;
    for (;;) {
      try {
        this.#writer.control('BEGIN IMMEDIATE');
        return;
      } catch (error) {
        if (sqliteFailure(error) !== 'unavailable' || Date.now() >= deadline) throw error;
        await new Promise((resolve) => setTimeout(resolve, BUSY_PAUSE_MS));
      }
    }
  }

  #rollback(): void {
    if (this.#writer.database.inTransaction) this.#writer.control('ROLLBACK');
  }
}

type Decoder = (value: unknown) => unknown;

interface Ready {
  prepared: Prepared;
  statement: Database.Statement<unknown[], unknown[]>;
  /** Empty for a statement without rows. */
  names: readonly string[];
  decoders: readonly (Decoder | undefined)[];
}

/** A connection with its prepared statements. */
class Connection {
  readonly database: Database.Database;
  readonly #ready = new Map<object, Ready>();
  readonly #controls = new Map<string, Database.Statement>();

  constructor(database: Database.Database) {
    this.database = database;
  }

  run<Values extends object, Row>(
    statement: Statement<Values, Row>,
    values: Values,
    onViolation?: OnViolation,
  ): Row[] {
    let ready = this.#ready.get(statement);
    if (!ready) {
      ready = this.#prepare(statement);
      this.#ready.set(statement, ready);
    }
    const list = valuesOf(ready.prepared, values, encode);
    try {
      if (ready.names.length === 0) {
        ready.statement.run(list);
        return [];
      }
      return decodeAll(ready, ready.statement.all(list)) as Row[];
    } catch (error) {
      if (onViolation?.unique && sqliteFailure(error) === 'unique') throw onViolation.unique();
      throw error;
    }
  }

  control(text: string): void {
    let statement = this.#controls.get(text);
    if (!statement) {
      statement = this.database.prepare(text);
      this.#controls.set(text, statement);
    }
    statement.run();
  }

  #prepare(statement: Statement<never, unknown>): Ready {
    const prepared = prepare(builder, statement);
    const native = this.database.prepare<unknown[], unknown[]>(prepared.sql);
    if (!native.reader) return { prepared, statement: native, names: [], decoders: [] };
    native.raw(true);
    const columns = native.columns();
    return {
      prepared,
      statement: native,
      names: columns.map(({ name }) => name),
      decoders: columns.map(({ name, column }) => decoderOf(column ?? name)),
    };
  }
}

function decoderOf(column: string): Decoder | undefined {
  if (FLAG_COLUMNS.has(column)) return (value) => (value === null ? null : value === 1);
  if (JSON_COLUMNS.has(column))
    return (value) => (value === null ? null : JSON.parse(String(value)));
  return undefined;
}

function decodeAll({ names, decoders }: Ready, rows: readonly unknown[][]): object[] {
  return rows.map((row) => {
    const decoded: Record<string, unknown> = {};
    for (let i = 0; i < names.length; i++) {
      const decoder = decoders[i];
      decoded[names[i] as string] = decoder ? decoder(row[i]) : row[i];
    }
    return decoded;
  });
}

/** The driver takes neither booleans nor objects. */
function encode(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

const translate = (error: unknown): unknown =>
  translated(error, sqliteFailure(error), 'The database cannot take this now.');
