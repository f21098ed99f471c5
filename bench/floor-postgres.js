// @ts-check
import pg from 'pg';
import { statements } from './floor-sql.js';

const parsers = /** @type {Map<number, (text: string) => unknown>} */ (
  new Map(
    /** @type {any} */ ([
      [pg.types.builtins.INT8, Number],
      // As text, in ISO form: cheaper than a Date, as in the service.
      [pg.types.builtins.TIMESTAMPTZ, isoTime],
    ]),
  )
);

/**
 * Times as the service has them, and every join by keys: left alone, the planner reads the whole
 * catalog for a quote, and the floor would be slower than the service.
 */
const SESSION =
  '-c timezone=UTC -c datestyle=ISO -c plan_cache_mode=force_generic_plan -c jit=off -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off';

/** The floor over PostgreSQL: the service's pool, named prepared statements, no transactions.
 * @param {string} url
 * @returns {Promise<import('./floor.js').Floor>}
 */
export async function postgresFloor(url) {
  const pool = new pg.Pool({
    connectionString: url,
    max: 16,
    options: SESSION,
    types: { getTypeParser: /** @type {any} */ (parserOf) },
  });
  await pool.query('CREATE SEQUENCE floor_ids START 1000000');
  const sql = statements((number) => `$${number}`, {
    id: `nextval('floor_ids')`,
    yes: 'true',
    no: 'false',
    idsIn: (p) => `SELECT id FROM json_array_elements_text(${p}::json) AS id`,
  });
  /** @type {(name: keyof typeof sql, values: unknown[], done: (rows: any[]) => void) => void} */
  const run = (name, values, done) => {
    pool.query({ name, text: sql[name], values }).then(({ rows }) => done(rows), fail);
  };
  /** @type {(name: keyof typeof sql, values: unknown[], done: (rows: any[][]) => void) => void} */
  const runRaw = (name, values, done) => {
    pool
      .query({ name, text: sql[name], values, rowMode: 'array' })
      .then(({ rows }) => done(rows), fail);
  };
  return {
    get: (store, id, done) => run('get', [store, id], ([row]) => done(row)),
    list: (store, limit, done) => run('list', [store, limit], done),
    create: (values, done) => run('create', values, ([row]) => done(row)),
    assign: (values, done) => run('assign', values, () => done({})),
    terms: (store, customer, done) => runRaw('terms', [store, customer], done),
    prices: (store, ids, list, done) => runRaw('prices', [store, JSON.stringify(ids), list], done),
    json: (value) => (typeof value === 'string' ? JSON.parse(value) : value),
  };
}

/** @param {Error} error */
function fail(error) {
  console.error(error);
  process.exit(1);
}

/** @type {(oid: number, format?: 'text' | 'binary') => unknown} */
function parserOf(oid, format) {
  return parsers.get(oid) ?? pg.types.getTypeParser(oid, /** @type {any} */ (format));
}

/** `2026-01-31 09:00:00.12+00` → `2026-01-31T09:00:00.120Z`
 * @param {string} text
 */
function isoTime(text) {
  const fraction = text.slice(20, -3).padEnd(3, '0');
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction}Z`;
}
