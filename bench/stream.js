// @ts-check
// How a list of a million relations comes out: `npm run bench:stream -- --engine sqlite --relations 1000000`
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';
import { startPostgres } from './postgres.js';
import { databaseFile, environmentOf, memoryOf, startProgram } from './servers.js';

/** @typedef {import('./servers.js').Place} Place */

/** What the program should keep to. */
const TARGET_FIRST_BYTE_MS = 100;
const TARGET_GROWTH_MB = 64;
const SAMPLE_MS = 5;
const STORE = 'shop';
const CHANNEL = { tenant: 'shop', site: 'main' };

const { values: flags } = parseArgs({
  options: {
    engine: { type: 'string', default: 'sqlite,postgresql' },
    relations: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '3' },
  },
});
const count = Number(flags.relations);

/**
 * Customers c0000001 … in the groups 1 to 10 in turn; whatever else a relation has is the same.
 * `engine` spells a row of numbers and of texts in its own way.
 * @param {{ numbers: string, customer: string, id: string, now: string }} engine
 */
const seedSql = ({ numbers, customer, id, now }) => [
  `INSERT INTO customers (store_id, id, search_key, version, created_at, updated_at)
   SELECT '${STORE}', ${customer}, ${customer}, 1, ${now}, ${now} FROM ${numbers}`,
  `INSERT INTO memberships
     (store_id, customer_id, group_id, valid_from, id, starts_at, created_at)
   SELECT '${STORE}', ${customer}, 1 + n % 10, ${now}, ${id}, ${now}, ${now} FROM ${numbers}`,
  `UPDATE groups SET member_count = (SELECT count(*) FROM memberships m
     WHERE m.store_id = groups.store_id AND m.group_id = groups.id AND m.valid_to IS NULL)`,
  `UPDATE counters SET customers = ${count}`,
];

const ENGINES = {
  sqlite: {
    numbers: `(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < ${count})
      SELECT n FROM c)`,
    customer: `printf('c%07d', n)`,
    id: `lower(hex(randomblob(16)))`,
    now: `'2026-01-01T00:00:00.000Z'`,
  },
  postgresql: {
    numbers: `generate_series(1, ${count}) AS c(n)`,
    customer: `'c' || lpad(n::text, 7, '0')`,
    id: `gen_random_uuid()::text`,
    now: `timestamptz '2026-01-01T00:00:00.000Z'`,
  },
};

/**
 * @param {keyof typeof ENGINES} engine
 * @param {string} directory
 */
async function makePlace(engine, directory) {
  mkdirSync(directory);
  const statements = seedSql(ENGINES[engine]);
  if (engine === 'sqlite') {
    const place = { directory };
    return {
      place,
      async seed() {
        const database = new Database(databaseFile(place));
        for (const sql of statements) database.exec(sql);
        database.close();
      },
      close: async () => {},
    };
  }
  const postgres = await startPostgres();
  await postgres.execute('CREATE DATABASE program');
  return {
    place: { directory, databaseUrl: postgres.urlOf('program') },
    async seed() {
      for (const sql of statements) await postgres.execute(sql, 'program');
      await postgres.execute('VACUUM ANALYZE', 'program');
      await postgres.execute('CHECKPOINT');
    },
    close: () => postgres.stop(),
  };
}

/**
 * A store with ten groups. @returns the id and the secret of a key
 * @param {Place} place
 */
async function makeStore(place) {
  const program = await startProgram(place);
  /** @type {(path: string, body: object) => Promise<any>} */
  const post = async (path, body) => {
    const response = await fetch(`http://127.0.0.1:${program.port}/v1/stores${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${environmentOf(place).CLIENTELE_ROOT_KEY}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  };
  try {
    await post('', { id: STORE, name: STORE, channels: { emporix: CHANNEL } });
    for (let n = 1; n <= 10; n++) await post(`/${STORE}/groups`, { name: `Group ${n}` });
    return await post(`/${STORE}/keys`, { name: 'benchmark', scopes: ['groups:read'] });
  } finally {
    await program.end();
  }
}

/**
 * @param {number} port
 * @param {{ id: string, secret: string }} key
 * @returns {Promise<string>}
 */
async function accessToken(port, { id, secret }) {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: id,
    client_secret: secret,
  });
  const response = await fetch(`http://127.0.0.1:${port}/oauth/token`, { method: 'POST', body });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()).access_token;
}

const OPENING = '{'.charCodeAt(0);

/**
 * Reads the whole list, counting relations and keeping nothing.
 * @param {number} port
 * @param {string} token
 */
function readAll(port, token) {
  const started = performance.now();
  const path = `/shipping/${CHANNEL.tenant}/${CHANNEL.site}/cgrelations`;
  const headers = { authorization: `Bearer ${token}` };
  let [firstMs, bytes, relations, end] = [0, 0, 0, ''];
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, headers, agent: false }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`Status ${response.statusCode}.`));
      response.on('data', (/** @type {Buffer} */ chunk) => {
        firstMs ||= performance.now() - started;
        bytes += chunk.length;
        for (const byte of chunk) if (byte === OPENING) relations++;
        end = (end + chunk.toString('latin1', chunk.length - 2)).slice(-2);
      });
      response.on('error', reject);
      response.on('end', () => {
        const isWhole = relations === count && end === '}]';
        if (!isWhole) reject(new Error(`${relations} of ${count} relations came.`));
        resolve({ firstMs, bytes, totalMs: performance.now() - started });
      });
    }).on('error', reject);
  });
}

/** @param {boolean} isMet */
const verdict = (isMet) => (isMet ? 'met' : 'MISSED');

/** @param {keyof typeof ENGINES} engine */
async function runEngine(engine) {
  const directory = mkdtempSync(join(tmpdir(), 'clientele-stream-'));
  const { place, seed, close } = await makePlace(engine, join(directory, 'data'));
  try {
    const key = await makeStore(place);
    process.stderr.write(`${engine}: writing ${count} relations …\n`);
    await seed();
    const program = await startProgram(place);
    try {
      const token = await accessToken(program.port, key);
      console.log(`\n${engine}`);
      const before = memoryOf(program.pid).now;
      let most = before;
      // A process of little memory had more while it started: its own record of the most is no use.
      const sampling = setInterval(() => {
        most = Math.max(most, memoryOf(program.pid).now);
      }, SAMPLE_MS);
      for (let round = 1; round <= Number(flags.rounds); round++) {
        const { firstMs, totalMs, bytes } = await readAll(program.port, token);
        console.log(
          `first byte ${firstMs.toFixed(0)} ms (target ${TARGET_FIRST_BYTE_MS} ms: ` +
            `${verdict(firstMs < TARGET_FIRST_BYTE_MS)}), all ${(totalMs / 1000).toFixed(2)} s, ` +
            `${(bytes / 1e6).toFixed(0)} MB, ${Math.round((count / totalMs) * 1000)} relations/s`,
        );
      }
      clearInterval(sampling);
      console.log(
        `memory ${before.toFixed(0)} MB, then at most ${most.toFixed(0)} MB: ` +
          `${(most - before).toFixed(0)} MB more, target under ${TARGET_GROWTH_MB} MB: ` +
          verdict(most - before < TARGET_GROWTH_MB),
      );
    } finally {
      await program.end();
    }
  } finally {
    await close();
    rmSync(directory, { recursive: true, force: true });
  }
}

for (const engine of /** @type {(keyof typeof ENGINES)[]} */ (Object.keys(ENGINES))) {
  if (flags.engine.split(',').includes(engine)) await runEngine(engine);
}
