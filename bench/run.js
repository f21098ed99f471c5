// @ts-check
// Requests per second of the program beside a floor, in the same run: see README.md.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { makeData } from './data.js';
import { makePlaces } from './places.js';
import { printEngine } from './report.js';
import { compareAnswers } from './same.js';
import { measure, memoryOf, startFloor, startProgram, timeToReady } from './servers.js';
import { WORKLOADS } from './workloads.js';

/** @typedef {import('./workloads.js').GroupWorkload} Workload */
/** @typedef {import('./workloads.js').Store} Store */
/** @typedef {import('./load.js').Figures} Figures */

/** @typedef {{ floor: Figures, program: Figures }} Round */

/**
 * `stores` is how many stores the load goes to.
 * @typedef {{ workload: Workload, stores: number, rounds: Round[] }} Measure
 */

/**
 * @typedef {object} EngineResult
 * @property {string} engine
 * @property {Measure[]} measures
 * @property {{ now: number, most: number }} memory in megabytes, of the program after its load
 * @property {number[]} ready milliseconds of each start
 */

const ENGINES = ['sqlite', 'postgresql'];
const CONNECTIONS = 64;
const WARMUP_SECONDS = 1;
const STARTS = 5;
const SIZE = { groups: 2_000, customers: 20_000 };
/** The writes of one store follow one another: PostgreSQL shows what it can do over several. */
const WRITE_STORES = { sqlite: [1], postgresql: [16, 1] };

const { values: flags } = parseArgs({
  options: {
    engine: { type: 'string', default: ENGINES.join() },
    only: { type: 'string', default: WORKLOADS.join() },
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    profile: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

/**
 * @param {string} engine
 * @returns {Promise<EngineResult>}
 */
async function runEngine(engine) {
  const directory = mkdtempSync(join(tmpdir(), 'clientele-bench-'));
  /** @type {(() => unknown)[]} */
  const undo = [() => rmSync(directory, { recursive: true, force: true })];
  try {
    const writeStores = WRITE_STORES[/** @type {keyof typeof WRITE_STORES} */ (engine)];
    const places = await makePlaces(engine, directory, (close) => undo.push(close));
    note(`${engine}: making data …`);
    const stores = await makeData(places.program, { stores: Math.max(...writeStores), ...SIZE });
    await places.copyToFloor();
    const program = await startProgram(places.program, flags.profile && resolve(flags.profile));
    undo.push(() => program.end());
    const floor = await startFloor(places.floor);
    undo.push(() => floor.end());
    await compareAnswers(program, floor, /** @type {Store} */ (stores[0]));
    const measures = await measureAll({ program, floor, stores, writeStores, engine });
    const memory = memoryOf(program.pid);
    await Promise.all([program.end(), floor.end()]);
    note(`${engine}: starting ${STARTS} times …`);
    const ready = [];
    for (let n = 0; n < STARTS; n++) ready.push(await timeToReady(places.program));
    return { engine, measures, memory, ready };
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

/**
 * The two servers take turns, so that whatever else the machine does meets both.
 * @param {{ program: Server, floor: Server, stores: Store[], writeStores: number[], engine: string }} run
 * @typedef {import('./servers.js').Server} Server
 */
async function measureAll({ program, floor, stores, writeStores, engine }) {
  const servers = { floor, program };
  /** The number of each server's next request, so that no membership is made twice. */
  const start = { floor: 0, program: 0 };
  /** @type {Measure[]} */
  const measures = [];
  for (const { workload, count } of plan(writeStores)) {
    /** @type {Round[]} */
    const rounds = [];
    for (let round = 1; round <= Number(flags.rounds); round++) {
      note(`${engine}: ${workload} over ${count}, round ${round} …`);
      const take = async (/** @type {'floor' | 'program'} */ name) => {
        const { port, pid } = servers[name];
        const figures = await measure({
          ...{ workload, port, pid, stores: stores.slice(0, count), start: start[name] },
          ...{ connections: CONNECTIONS, warmup: WARMUP_SECONDS, seconds: Number(flags.seconds) },
        });
        start[name] = figures.next;
        return figures;
      };
      rounds.push({ floor: await take('floor'), program: await take('program') });
    }
    measures.push({ workload, stores: count, rounds });
  }
  return measures;
}

/**
 * @param {readonly number[]} writeStores
 * @returns {{ workload: Workload, count: number }[]}
 */
function plan(writeStores) {
  const wanted = flags.only.split(',');
  return WORKLOADS.filter((workload) => wanted.includes(workload)).flatMap((workload) => {
    const writes = workload === 'create' || workload === 'assign';
    return (writes ? writeStores : [1]).map((count) => ({ workload, count }));
  });
}

/** @param {string} text */
const note = (text) => void process.stderr.write(`${text}\n`);

if (flags.profile) mkdirSync(flags.profile, { recursive: true });
const results = [];
for (const engine of ENGINES.filter((name) => flags.engine.split(',').includes(name))) {
  const result = await runEngine(engine);
  results.push(result);
  if (!flags.json) printEngine(result);
}
if (flags.json) console.log(JSON.stringify(results, null, 2));
