// @ts-check
// Quotes per second of the program beside a floor, and the curves of how the rate depends on the
// size of the store: see README.md.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CURVES, pointsOf, shopsOf } from './curves.js';
import { makePlaces } from './places.js';
import { plot } from './plot.js';
import { customerOf, makeShops } from './quote-data.js';
import { median, printRows } from './report.js';
import { compareQuotes } from './same.js';
import { measure, memoryOf, startFloor, startProgram } from './servers.js';

/** @typedef {import('./servers.js').Server} Server */
/** @typedef {import('./workloads.js').Store} Store */
/** @typedef {import('./workloads.js').QuoteWorkload} QuoteWorkload */
/** @typedef {import('./run.js').Round} Round */
/** @typedef {import('./load.js').Figures} Figures */
/** @typedef {import('./plot.js').Curve} Curve */

const ENGINES = ['sqlite', 'postgresql'];
/** Enough to keep a server busy, and few enough that a turn leaves the next one little to wait for. */
const CONNECTIONS = 16;
const WARMUP_SECONDS = 1;
const TARGET = 0.5;
const PLOT = fileURLToPath(new URL('quotes.svg', import.meta.url));

const { values: flags } = parseArgs({
  options: {
    engine: { type: 'string', default: ENGINES.join() },
    items: { type: 'string', default: '1,100,1000' },
    groups: { type: 'string', default: '1,5,50' },
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    curves: { type: 'boolean', default: false },
    profile: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const rounds = Number(flags.rounds);

/**
 * @template T
 * @param {string} engine
 * @param {(places: import('./places.js').Places, undo: (() => unknown)[]) => Promise<T>} work
 * @returns {Promise<T>}
 */
async function inPlaces(engine, work) {
  const directory = mkdtempSync(join(tmpdir(), 'clientele-bench-'));
  /** @type {(() => unknown)[]} */
  const undo = [() => rmSync(directory, { recursive: true, force: true })];
  try {
    return await work(await makePlaces(engine, directory, (close) => undo.push(close)), undo);
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

/**
 * @param {Server} server
 * @param {Store} store
 * @param {QuoteWorkload} workload
 */
const load = ({ port, pid }, store, workload) =>
  measure({
    ...{ workload, port, pid, stores: [store], start: 0 },
    ...{ connections: CONNECTIONS, warmup: WARMUP_SECONDS, seconds: Number(flags.seconds) },
  });

/**
 * Beside the floor, in turns.
 * @param {string} engine
 */
const compare = (engine) =>
  inPlaces(engine, async (places, undo) => {
    note(`${engine}: making data …`);
    const groups = flags.groups.split(',').map(Number);
    const audiences = groups.map((count) => ({ groups: count, rules: 20, prices: 10_000 }));
    const [stores = []] = await makeShops(places.program, [
      { id: 'shop', audiences, otherGroups: 100 },
    ]);
    await places.copyToFloor();
    const program = await startProgram(places.program, flags.profile && resolve(flags.profile));
    undo.push(() => program.end());
    const floor = await startFloor(places.floor);
    undo.push(() => floor.end());
    const measures = [];
    for (const [index, store] of stores.entries()) {
      await compareQuotes(program, floor, store);
      for (const items of flags.items.split(',').map(Number)) {
        const workload = /** @type {QuoteWorkload} */ (`quote-${items}`);
        /** @type {Round[]} */
        const taken = [];
        for (let round = 1; round <= rounds; round++) {
          note(`${engine}: ${workload} in ${groups[index]} groups, round ${round} …`);
          taken.push({
            floor: await load(floor, store, workload),
            program: await load(program, store, workload),
          });
        }
        measures.push({ items, groups: Number(groups[index]), rounds: taken });
      }
    }
    return { engine, measures, memory: memoryOf(program.pid) };
  });

/** @param {Awaited<ReturnType<typeof compare>>} result */
function printComparison({ engine, measures, memory }) {
  printRows(
    engine,
    measures.map(({ items, groups, rounds: of }) => ({
      label: `${items} item${items > 1 ? 's' : ''}, ${groups} group${groups > 1 ? 's' : ''}`,
      rounds: of,
      target: items === 100 ? TARGET : undefined,
    })),
  );
  for (const groups of new Set(measures.map((one) => one.groups))) {
    const times = measures
      .filter((one) => one.groups === groups)
      .map((one) => `${perItem(one.items, one.rounds).toFixed(2)} at ${one.items}`);
    console.log(`µs CPU per item, ${groups} group${groups > 1 ? 's' : ''}: ${times.join(', ')}`);
  }
  console.log(`memory after load: ${memory.now.toFixed(0)} MB`);
}

/** Of the program.
 * @param {number} items
 * @param {Round[]} of
 */
const perItem = (items, of) =>
  median(
    of.map(({ program: { serverBusy, perSecond } }) => (serverBusy / perSecond / items) * 1e6),
  );

/**
 * How the rate of quotes of 100 items depends on the size of the store: all points take turns.
 * @param {string} engine
 * @returns {Promise<Curve[]>}
 */
const trace = (engine) =>
  inPlaces(engine, async (places, undo) => {
    note(`${engine}: making data for the curves …`);
    const shops = shopsOf(CURVES);
    const made = await makeShops(places.program, shops);
    await places.settle();
    const stores = new Map(
      shops.flatMap((shop, index) =>
        shop.audiences.map((audience, at) => [
          `${shop.id} ${customerOf(audience)}`,
          /** @type {Store} */ (made[index]?.[at]),
        ]),
      ),
    );
    const program = await startProgram(places.program, flags.profile && resolve(flags.profile));
    undo.push(() => program.end());
    /** @type {Map<string, Figures[]>} */
    const taken = new Map([...stores.keys()].map((name) => [name, []]));
    for (let round = 1; round <= rounds; round++) {
      for (const [name, store] of stores) {
        note(`${engine}: ${name}, round ${round} …`);
        taken.get(name)?.push(await load(program, store, 'quote-100'));
      }
    }
    return CURVES.map((curve) => ({
      engine,
      title: curve.title,
      points: pointsOf(curve).map(({ value, shop, audience }) => {
        const figures = taken.get(`${shop.id} ${customerOf(audience)}`) ?? [];
        return {
          x: value,
          // Of the fastest round: whatever else the machine does can only slow a round down.
          y: Math.max(...figures.map(({ perSecond }) => perSecond)),
          cpu: median(figures.map(({ serverBusy, perSecond }) => (serverBusy / perSecond) * 1e6)),
        };
      }),
    }));
  });

/** @param {string} text */
const note = (text) => void process.stderr.write(`${text}\n`);

if (flags.profile) mkdirSync(flags.profile, { recursive: true });
const results = [];
for (const engine of ENGINES.filter((name) => flags.engine.split(',').includes(name))) {
  if (flags.curves) results.push(...(await trace(engine)));
  else {
    const result = await compare(engine);
    results.push(result);
    if (!flags.json) printComparison(result);
  }
}
if (flags.curves) writeFileSync(PLOT, plot(/** @type {Curve[]} */ (results)));
if (flags.json || flags.curves) console.log(JSON.stringify(results, null, 2));
