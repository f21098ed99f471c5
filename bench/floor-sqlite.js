// @ts-check
import Database from 'better-sqlite3';
import { statements } from './floor-sql.js';

/** The floor over SQLite, with the durability of the service.
 * @param {string} file
 * @returns {import('./floor.js').Floor}
 */
export function sqliteFloor(file) {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  const sql = statements((number) => `@p${number}`, {
    id: '(SELECT max(id) + 1 FROM groups WHERE store_id = @p1)',
    yes: '1',
    no: '0',
    idsIn: (p) => `SELECT value AS id FROM json_each(${p})`,
  });
  const get = database.prepare(sql.get);
  const list = database.prepare(sql.list);
  const create = database.prepare(sql.create);
  const assign = database.prepare(sql.assign);
  const terms = database.prepare(sql.terms).raw();
  const prices = database.prepare(sql.prices).raw();
  return {
    get: (store, id, done) => done(/** @type {any} */ (get.get({ p1: store, p2: id }))),
    list: (store, limit, done) => done(/** @type {any} */ (list.all({ p1: store, p2: limit }))),
    create: (values, done) => done(/** @type {any} */ (create.get(named(values)))),
    assign: (values, done) => {
      assign.run(named(values));
      done({});
    },
    terms: (store, customer, done) =>
      done(/** @type {any} */ (terms.all({ p1: store, p2: customer }))),
    prices: (store, ids, list, done) =>
      done(/** @type {any} */ (prices.all({ p1: store, p2: JSON.stringify(ids), p3: list }))),
    json: (value) => (value === null ? null : JSON.parse(String(value))),
  };
}

/** The driver takes a value that a statement names twice only by its name.
 * @param {unknown[]} values
 */
const named = ([p1, p2, p3, p4, p5]) => ({ p1, p2, p3, p4, p5 });
