// @ts-check
// Mixed load on the real program for as long as one likes, and what it holds meanwhile: see
// docs/reliability.md.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from '../postgres.js';
import { startUnderLoad } from '../servers.js';
import { startClients } from './clients.js';
import { Connections } from './http.js';
import { judge } from './judge.js';
import { openSampler, pause } from './samples.js';
import { makeShop } from './shop.js';

/** @typedef {import('./samples.js').Sample} Sample */

const MINUTE_SECONDS = 60;
const SAMPLES = 60;
const SHORTEST_MS = 500;
/** For what closes by itself once all clients have gone, such as idle connections to the database. */
const SETTLE_MS = 15_000;

const { values: flags } = parseArgs({
  options: {
    engine: { type: 'string', default: 'sqlite,postgresql' },
    minutes: { type: 'string' },
    seconds: { type: 'string' },
    /** A database to use, and not a throw-away one. */
    database: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const seconds = flags.minutes
  ? Number(flags.minutes) * MINUTE_SECONDS
  : Number(flags.seconds ?? 60);
if (!(seconds >= 1)) throw new Error('Give --minutes or --seconds, a number from 1 on.');

/** @param {string} engine */
async function load(engine) {
  const directory = mkdtempSync(join(tmpdir(), 'clientele-load-'));
  const own = engine === 'postgresql' && !flags.database ? await startPostgres() : undefined;
  try {
    const databaseUrl =
      engine === 'sqlite' ? undefined : (flags.database ?? own?.urlOf('postgres'));
    return await drive(engine, { directory, databaseUrl });
  } finally {
    await own?.stop();
    rmSync(directory, { recursive: true });
  }
}

/** @type {(engine: string, place: import('../servers.js').Place) => Promise<object>} */
async function drive(engine, place) {
  const service = await startUnderLoad(place);
  const sampler = await openSampler(service, place.databaseUrl);
  try {
    const setUp = new Connections();
    const shop = await makeShop(`http://127.0.0.1:${service.port}`, setUp);
    setUp.close();
    const before = await settled(sampler, 0);
    const began = performance.now();
    const connections = new Connections();
    const clients = startClients(shop, connections);
    const elapsed = () => (performance.now() - began) / 1000;
    /** @type {Sample[]} */
    const samples = [];
    const every = Math.max(SHORTEST_MS, (seconds * 1000) / SAMPLES);
    while (elapsed() < seconds) {
      await pause(every);
      const sample = await sampler.sample(Math.round(elapsed()), clients.counts().answers);
      samples.push(sample);
      if (!flags.json && samples.length % 10 === 0) print(sample);
    }
    await clients.end();
    connections.close();
    const { answers, failures, errors } = clients.counts();
    const after = await settled(sampler, answers, before);
    const log = service.log();
    const all = log === '' ? errors : [...errors, `The service logged: ${log.slice(0, 1_000)}`];
    const verdict = judge({ samples, before, after, seconds, errors: all });
    return {
      engine,
      seconds: Math.round(elapsed()),
      answers,
      failures,
      ...verdict,
      before,
      samples,
      after,
    };
  } finally {
    await sampler.close();
    await service.end();
  }
}

/**
 * When no connection is open any more, and no more files than `before`, or not in time.
 * @param {Awaited<ReturnType<typeof openSampler>>} sampler
 * @param {number} answers
 * @param {Sample} [before]
 */
async function settled({ sample }, answers, before) {
  const deadline = performance.now() + SETTLE_MS;
  for (;;) {
    const found = await sample(seconds, answers);
    const isQuiet = found.connections === 0 && found.held === 0;
    if (isQuiet && (!before || found.files === before.files)) return found;
    if (performance.now() > deadline) return found;
    await pause(SHORTEST_MS);
  }
}

/** @param {Sample} sample */
function print({ second, answers, rss, heap, connections, files, database }) {
  const megabytes = (/** @type {number} */ size) => `${size.toFixed(1).padStart(6)} MB`;
  process.stdout.write(
    `${String(second).padStart(6)} s  ${String(answers).padStart(9)} answers  VmRSS ${megabytes(rss)}` +
      `  heap ${megabytes(heap)}  ${connections} connections  ${files} files  ${database} to the database\n`,
  );
}

/** @param {any} result */
function printVerdict({ engine, seconds, answers, failures, rssGrowth, heapGrowth, ...result }) {
  const { bytesPerAnswer, faults, samples } = result;
  const most = Math.max(...samples.map((/** @type {Sample} */ { rss }) => rss));
  const percent = (/** @type {number} */ share) => `${(share * 100).toFixed(1)} %`;
  process.stdout.write(
    `${engine}: ${answers} answers in ${seconds} s, ${failures} failures; VmRSS at most ${most.toFixed(0)} MB, ` +
      `grew by ${percent(rssGrowth)}; heap grew by ${percent(heapGrowth)}, ${bytesPerAnswer.toFixed(0)} bytes an answer\n`,
  );
  for (const fault of faults) process.stdout.write(`  ${fault}\n`);
  if (faults.length === 0) process.stdout.write('  No error, no leak.\n');
}

const results = [];
for (const engine of flags.engine.split(',')) {
  if (!flags.json) process.stdout.write(`${engine}, ${seconds} s\n`);
  const result = await load(engine);
  results.push(result);
  if (!flags.json) printVerdict(result);
}
if (flags.json) process.stdout.write(`${JSON.stringify(results)}\n`);
if (results.some((/** @type {any} */ { faults }) => faults.length > 0)) process.exitCode = 1;
