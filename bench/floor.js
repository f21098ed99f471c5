// @ts-check
// The floor: what the driver and bare node:http can do at most. The same answers as the service's
// from a copy of its database, one prepared statement a request, each write in its own commit; no
// authentication, no validation, no change log, no counters.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { postgresFloor } from './floor-postgres.js';
import { sqliteFloor } from './floor-sqlite.js';

/**
 * A row of a table, as the driver gives it.
 * @typedef {Record<string, unknown>} Row
 */

/**
 * One statement each. Calls back, at once where the driver is synchronous: a promise more would be
 * no part of the floor.
 * @typedef {object} Floor
 * @property {(store: string, id: number, done: (row: Row) => void) => void} get
 * @property {(store: string, limit: number, done: (rows: Row[]) => void) => void} list
 * @property {(values: unknown[], done: (row: Row) => void) => void} create
 * @property {(values: unknown[], done: (row: Row) => void) => void} assign
 * @property {(store: string, customer: string, done: (rows: unknown[][]) => void) => void} terms
 *   the groups of a customer, as arrays, which cost less
 * @property {(store: string, ids: string[], list: string, done: (rows: unknown[][]) => void) => void} prices
 *   what the catalog and a price list say of products
 * @property {(value: unknown) => unknown} json reads a column that holds JSON
 */

const LIMIT = 50;

const database = process.env.DATABASE_URL;
const floor = database
  ? await postgresFloor(database)
  : sqliteFloor(/** @type {string} */ (process.argv[2]));

const server = createServer((request, response) => {
  const [path = ''] = (request.url ?? '').split('?', 1);
  const [, , , store = '', , group = '', , customer = ''] = path.split('/');
  /** @type {(status: number, body: object) => void} */
  const answer = (status, body) => {
    const text = JSON.stringify(body);
    response.writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(text),
    });
    response.end(text);
  };
  if (path.endsWith('/quotes')) {
    readBody(request, (body) => quote(store, body, (found) => answer(200, found)));
  } else if (request.method === 'POST') {
    readBody(request, ({ name }) => create(store, name, (body) => answer(201, body)));
  } else if (request.method === 'PUT') {
    assign(store, Number(group), customer, (body) => answer(201, body));
  } else if (group) {
    floor.get(store, Number(group), (row) => answer(200, present(row)));
  } else {
    floor.list(store, LIMIT + 1, (rows) => answer(200, page(rows)));
  }
});

/**
 * @param {string} store
 * @param {string} name
 * @param {(body: object) => void} done
 */
function create(store, name, done) {
  const now = new Date().toISOString();
  const key = name.normalize('NFC').toLowerCase();
  floor.create([store, name, now, key], ({ id }) => {
    done(present({ ...NEW, id, name, created_at: now, updated_at: now }));
  });
}

/**
 * @param {string} store
 * @param {number} groupId
 * @param {string} customerId
 * @param {(body: object) => void} done
 */
function assign(store, groupId, customerId, done) {
  const now = new Date().toISOString();
  const relationId = randomUUID();
  floor.assign([store, customerId, groupId, now, relationId], () => {
    done({ customerId, groupId, relationId, startsAt: now, endsAt: null, createdAt: now });
  });
}

/** Of `terms`. */
const [GROUP_ID, RULES, LIST] = [0, 3, 4];
/** Of `prices`. */
const [KIND, OF_LIST, AMOUNT] = [0, 2, 5];

/**
 * Reads what a quote is worked out from, and writes as much of it as a quote has: every item with
 * the next product's price, half of them with a price list, the others with the rule for
 * everything. Rules are read of one group alone: that is all that an answer shows.
 * @param {string} store
 * @param {{ customerId: string, items: { productId: string, quantity: number }[] }} request
 * @param {(body: object) => void} done
 */
function quote(store, { customerId, items }, done) {
  const ids = items.map(({ productId }) => productId);
  floor.terms(store, customerId, (groups) => {
    const group = groups.find((row) => row[LIST] !== null) ?? [];
    const rules = /** @type {object[]} */ (floor.json(group[RULES]));
    floor.prices(store, ids, String(group[LIST]), (rows) => {
      const products = rows.filter((row) => row[KIND] === 'product');
      const tiers = rows.filter((row) => row[KIND] === 'tier');
      done({
        currency: 'USD',
        at: new Date().toISOString(),
        total: textOf(products[0]),
        items: items.map(({ productId, quantity }, index) => {
          const tier = tiers[index];
          const amount = textOf(products[index]);
          return {
            productId,
            quantity,
            accessible: true,
            listPrice: amount,
            unitPrice: tier ? textOf(tier) : amount,
            total: amount,
            groupId: group[GROUP_ID],
            priceListId: tier ? tier[OF_LIST] : null,
            rule: tier ? null : rules[0],
          };
        }),
      });
    });
  });
}

/** As long as a price in dollars, of which the database has two digits more and no point.
 * @param {unknown[] | undefined} row
 */
const textOf = (row) => String(row?.[AMOUNT]).slice(1);

/** What the floor's INSERT gives to the columns of a group that the request does not name. */
const NEW = {
  description: null,
  descriptions: null,
  is_default: false,
  is_guest: false,
  is_active: true,
  parent_id: null,
  category_access: null,
  discount_rules: '[]',
  default_price_list_id: null,
  external_reference_id: null,
  member_count: 0,
  version: 1,
};

/** @param {Row} row */
const present = (row) => ({
  id: row.id,
  // As long as the service's: encoding it is the service's own work.
  publicId: `cgrp_${String(row.id).padStart(12, '0')}`,
  name: row.name,
  description: row.description,
  descriptions: floor.json(row.descriptions),
  isDefault: Boolean(row.is_default),
  isGuest: Boolean(row.is_guest),
  isActive: Boolean(row.is_active),
  parentId: row.parent_id,
  categoryAccess: floor.json(row.category_access),
  discountRules: floor.json(row.discount_rules),
  defaultPriceListId: row.default_price_list_id,
  externalReferenceId: row.external_reference_id,
  memberCount: row.member_count,
  version: row.version,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

/** @param {Row[]} rows */
function page(rows) {
  const more = rows.length > LIMIT;
  const data = (more ? rows.slice(0, LIMIT) : rows).map(present);
  const cursor = JSON.stringify(['id', data.at(-1)?.id, data.at(-1)?.id]);
  return { data, nextCursor: more ? Buffer.from(cursor).toString('base64url') : null };
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {(body: any) => void} done
 */
function readBody(request, done) {
  /** @type {Buffer[]} */
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => done(JSON.parse(Buffer.concat(chunks).toString())));
}

server.listen(0, '127.0.0.1', () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  console.log(`The floor serves on http://127.0.0.1:${port}`);
});
process.once('SIGTERM', () => process.exit(0));
