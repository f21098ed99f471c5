import type { Duplex } from 'node:stream';
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
} from 'kysely';
import pg from 'pg';
import type { Engine, Run, Transaction, Write } from '../engine.js';
import { type OnViolation, postgresFailure, translated } from '../errors.js';
import type { ColumnTypes } from '../migration.js';
import type { Schema } from '../schema.js';
import { type Builder, type Prepared, prepare, type Statement, valuesOf } from '../statement.js';

/** A unit that lost against another instance is run again, this often at most. */
const ATTEMPTS = 5;
/** How long a connection is waited for, and a row that another instance has locked, unless told. */
const WAIT_MS = 5_000;
/** The server ends a statement that takes longer, so that it holds no lock and no connection. */
const STATEMENT_MS = 30_000;
/** A server that does not even do that is given up: it is gone, and the network has not said so. */
const SILENCE_MS = 5_000;
/** The longest that a timer can be. */
const NO_LIMIT_MS = 2 ** 31 - 1;
/**
 * Every statement is prepared once and looks its rows up by keys, so one plan serves all values.
 * A plan that was made while a table was small must not scan it when it has grown: each table has
 * an index for each way in which it is read. Compiling a plan to machine code (jit) takes 25 ms at
 * each run: it comes with plans that expect many rows, and sets of any size make them expect some.
 */
const SESSION =
  '-c timezone=UTC -c datestyle=ISO -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off';
/** Any number, the same for all instances: whoever migrates holds it. */
const MIGRATION_LOCK = 7_242_001;

const query = new Kysely<Schema>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

const builder: Builder = {
  query,
  rows: (parameter, columns) => {
    const members = Object.entries(columns).map(
      ([name, type]) => sql`${sql.id(name)} ${sql.raw(type as string)}`,
    );
    return sql`(select * from json_to_recordset(${parameter}::json) as r(${sql.join(members)}))`;
  },
  ids: (parameter, column) =>
    sql`(select r.id::${sql.raw(column)} from json_array_elements_text(${parameter}::json) as r(id))`,
  // A subquery with an offset is planned by itself, and there only its index is left.
  lookUp: (table, alias, condition, options) => {
    const name = sql.ref(alias);
    const found = sql`lateral (select * from ${sql.table(table)} as ${name} where ${condition} offset 0) as ${name}`;
    return options?.someHaveNone ? sql`left join ${found} on true` : sql`cross join ${found}`;
  },
  jsonObjectOfIds: (member, column) =>
    sql`json_build_object(${sql.lit(member)}, json_agg(${sql.ref(column)} order by ${sql.ref(column)}))`,
  jsonObjectOfRows: (member, columns, order) => {
    const members = Object.entries(columns).map(
      ([name, column]) => sql`${sql.lit(name)}, ${sql.ref(column)}`,
    );
    return sql`json_build_object(${sql.lit(member)}, json_agg(json_build_object(${sql.join(members)}) order by ${sql.ref(order)}))`;
  },
  isSet: (column) => sql`${sql.ref(column)} = true`,
  fromNow: (milliseconds) =>
    sql`cast(clock_timestamp() + ${milliseconds}::bigint * interval '1 millisecond' as timestamptz(3))`,
  holdsId: (column, member, id) =>
    sql`case when position(to_json(${id}::text)::text in ${column}::text) = 0 then false
      else ${id} in (select json_array_elements_text(${column} -> ${sql.lit(member)})) end`,
  integerOf: (column, member) => sql`(${sql.ref(column)} ->> ${sql.lit(member)})::bigint`,
  forUpdate: sql`for no key update`,
  blanked: (column, keys) =>
    sql`(${sql.ref(column)}::jsonb || ${sql.lit(
      JSON.stringify(Object.fromEntries(keys.map((key) => [key, null]))),
    )}::jsonb)::json`,
};

const columnTypes: ColumnTypes = {
  integer: 'bigint',
  // Byte order, as on SQLite: no collation of the machine's shows in an order or a cursor.
  text: 'text COLLATE "C"',
  flag: 'boolean',
  true: 'true',
  // Kept as text: the order of what it holds is the caller's.
  json: 'json',
  time: 'timestamptz(3)',
  table: '',
};

/** Numbers of 64 bits and times arrive as text. Ours fit a number; time is 24 characters of ISO. */
const parsers = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.INT8, Number],
  [pg.types.builtins.TIMESTAMPTZ, isoTime],
]);
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    parsers.get(oid) ?? pg.types.getTypeParser(oid, format as 'text'),
} as pg.CustomTypesConfig;

/** `2026-01-31 09:00:00.12+00` → `2026-01-31T09:00:00.120Z` */
function isoTime(text: string): string {
  const fraction = text.slice(20, -3).padEnd(3, '0');
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction}Z`;
}

interface PostgresOptions {
  connections?: number;
  waitMs?: number;
  statementMs?: number;
}

/** A pool of connections; the statements of a transaction are sent without waiting for each other. */
export class PostgresEngine implements Engine {
  readonly name = 'postgresql';
  readonly columnTypes = columnTypes;
  readonly #pool: pg.Pool;
  readonly #ready = new Map<object, Ready>();
  /** The text of statements that are sent as one, by their names. */
  readonly #joined = new Map<string, string>();

  constructor(
    url: string,
    { connections = 16, waitMs = WAIT_MS, statementMs = STATEMENT_MS }: PostgresOptions = {},
  ) {
    this.#pool = new pg.Pool({
      connectionString: url,
      max: connections,
      connectionTimeoutMillis: waitMs,
      lock_timeout: waitMs,
      statement_timeout: statementMs,
      query_timeout: Math.max(statementMs, waitMs) + SILENCE_MS,
      keepAlive: true,
      application_name: 'clientele',
      // What the session relies on is set as it connects, before any statement.
      options: SESSION,
      types,
      pipeline: true,
    } as pg.PoolConfig);
    // A connection that breaks while idle is replaced; without a listener it would end the process.
    this.#pool.on('error', () => {});
    // The same for one that breaks while a transaction holds it: its statements fail by themselves.
    this.#pool.on('connect', (client) => client.on('error', () => {}));
  }

  readonly read: Run = async (statement, values) => {
    try {
      const { rows } = await this.#pool.query(this.#query(statement, values));
      return rows;
    } catch (error) {
      throw translate(error);
    }
  };

  async write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#attempt(work);
      } catch (error) {
        if (attempt === ATTEMPTS || postgresFailure(error) !== 'retry') throw translate(error);
      }
    }
  }

  async exclusively(
    work: (execute: (sql: string) => Promise<void>, run: Run) => Promise<void>,
  ): Promise<void> {
    const client = await this.#connect();
    // A large table may take longer than any request, and another instance may be at it.
    const patiently = { query_timeout: NO_LIMIT_MS };
    const execute = (text: string) => client.query({ text, ...patiently });
    try {
      await execute('BEGIN');
      await execute('SET LOCAL lock_timeout = 0');
      await execute('SET LOCAL statement_timeout = 0');
      await execute(`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`);
      await work(
        async (text) => void (await execute(text)),
        async (statement, values) =>
          (await client.query({ ...this.#query(statement, values), ...patiently })).rows,
      );
      await execute('COMMIT');
      client.release();
    } catch (error) {
      // Closing the connection rolls back, whatever state it is in.
      client.release(true);
      throw translate(error);
    }
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  async #connect(): Promise<pg.PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      throw translate(error);
    }
  }

  async #attempt<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const client = await this.#connect();
    const pipeline = new Pipeline(
      client,
      (statement, values) => this.#query(statement, values),
      (writes) => this.#queryAll(writes),
    );
    let failed: unknown;
    try {
      pipeline.control('BEGIN');
      const result = await work(pipeline);
      pipeline.control('COMMIT');
      await pipeline.settled();
      return result;
    } catch (error) {
      // Of several failures the first one tells what happened; the others follow from it.
      failed = (await pipeline.firstFailure()) ?? error;
      pipeline.control('ROLLBACK');
      await pipeline.firstFailure();
      throw failed;
    } finally {
      client.release(failed !== undefined && postgresFailure(failed) === 'unavailable');
    }
  }

  #query(statement: Statement<never, unknown>, values: object): pg.QueryConfig {
    const ready = this.#prepared(statement);
    return { name: ready.name, text: ready.sql, values: valuesOf(ready, values, encode) };
  }

  /** One statement for many writes: each but the last is a WITH query of its own. */
  #queryAll(writes: readonly Write[]): pg.QueryConfig {
    const parts = writes.map(({ statement }) => this.#prepared(statement));
    const name = parts.map((part) => part.name).join('');
    let text = this.#joined.get(name);
    if (text === undefined) {
      text = joined(parts.map(({ sql }) => sql));
      this.#joined.set(name, text);
    }
    const values = writes.flatMap((one, index) =>
      valuesOf(parts[index] as Ready, one.values, encode),
    );
    return { name, text, values };
  }

  #prepared(statement: Statement<never, unknown>): Ready {
    let ready = this.#ready.get(statement);
    if (!ready) {
      ready = { ...prepare(builder, statement), name: `s${this.#ready.size}` };
      this.#ready.set(statement, ready);
    }
    return ready;
  }
}

/** Gives the parameters of each statement the numbers that follow those before it. */
function joined(statements: readonly string[]): string {
  let before = 0;
  const numbered = statements.map((text) => {
    const offset = before;
    return text.replace(/\$(\d+)/g, (_, number) => {
      before = Math.max(before, offset + Number(number));
      return `$${offset + Number(number)}`;
    });
  });
  const last = numbered.pop() ?? '';
  const queries = numbered.map((text, index) => `w${index} as (${text})`);
  return queries.length === 0 ? last : `with ${queries.join(', ')} ${last}`;
}

interface Ready extends Prepared {
  name: string;
}

/** The statements of one transaction, in the order in which they are sent. */
class Pipeline implements Transaction {
  readonly #client: pg.PoolClient;
  readonly #query: (statement: Statement<never, unknown>, values: object) => pg.QueryConfig;
  readonly #queryAll: (writes: readonly Write[]) => pg.QueryConfig;
  readonly #sent: Promise<unknown>[] = [];
  readonly #stream: Duplex;
  #gathering = false;

  constructor(
    client: pg.PoolClient,
    query: (statement: Statement<never, unknown>, values: object) => pg.QueryConfig,
    queryAll: (writes: readonly Write[]) => pg.QueryConfig,
  ) {
    this.#client = client;
    this.#query = query;
    this.#queryAll = queryAll;
    // Not in the driver's types, but in its interface for those who bring a stream of their own.
    this.#stream = (client as unknown as { connection: { stream: Duplex } }).connection.stream;
  }

  readonly run: Run = async (statement, values) => {
    this.#gather();
    const result = this.#client.query(this.#query(statement, values));
    this.#track(result);
    return (await result).rows;
  };

  send<Values extends object>(
    statement: Statement<Values, unknown>,
    values: Values,
    onViolation?: OnViolation,
  ): void {
    this.#gather();
    const result = this.#client.query(this.#query(statement, values)).catch((error) => {
      const violated = onViolation?.unique && postgresFailure(error) === 'unique';
      throw violated ? onViolation.unique?.() : error;
    });
    this.#track(result);
  }

  sendTogether(writes: readonly Write[]): void {
    if (writes.length === 0) return;
    this.#gather();
    this.#track(this.#client.query(this.#queryAll(writes)));
  }

  control(text: string): void {
    this.#gather();
    this.#track(this.#client.query(text));
  }

  /**
   * What is sent in one turn goes out in one packet: the driver writes each statement by itself,
   * which would wake the server for each.
   */
  #gather(): void {
    if (this.#gathering) return;
    this.#gathering = true;
    this.#stream.cork();
    process.nextTick(() => {
      this.#gathering = false;
      this.#stream.uncork();
    });
  }

  /** @throws what the first failed statement threw */
  async settled(): Promise<void> {
    for (const result of this.#sent) await result;
  }

  async firstFailure(): Promise<unknown> {
    for (const result of await Promise.allSettled(this.#sent)) {
      if (result.status === 'rejected') return result.reason;
    }
    return undefined;
  }

  #track(result: Promise<unknown>): void {
    result.catch(() => {});
    this.#sent.push(result);
  }
}

/** Objects and arrays go as JSON text; the driver would make arrays of arrays. */
function encode(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

const translate = (error: unknown): unknown =>
  translated(error, postgresFailure(error), 'The database does not answer.');
