// @ts-check

/** @typedef {import('./run.js').EngineResult} EngineResult */
/** @typedef {import('./run.js').Measure} Measure */

/** What the program should reach, as a share of the floor; over 16 stores where there are several. */
const TARGETS = {
  sqlite: { get: 0.4, list: 0.8, create: 1, assign: 1 },
  postgresql: { get: 0.6, list: 0.8, create: 0.6, assign: 0.6 },
};
const TARGET_MEMORY_MB = 150;
const TARGET_READY_MS = 1_000;

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const at = (/** @type {number} */ index) => sorted[index] ?? Number.NaN;
  return Number.isInteger(middle) ? (at(middle - 1) + at(middle)) / 2 : at(Math.floor(middle));
}

/**
 * @param {string} engine
 * @param {readonly Row[]} rows
 */
export function printRows(engine, rows) {
  console.log(`\n${engine}`);
  printTable([HEAD, ...rows.map(cellsOf)]);
}

/** @param {EngineResult} result */
export function printEngine({ engine, measures, memory, ready }) {
  printRows(
    engine,
    measures.map((measure) => rowOf(engine, measure)),
  );
  const readyMs = median(ready);
  console.log(
    `memory after load  ${memory.now.toFixed(0)} MB (at most ${memory.most.toFixed(0)} MB), target under ${TARGET_MEMORY_MB} MB: ${met(memory.now < TARGET_MEMORY_MB)}`,
  );
  console.log(
    `start to ready     ${readyMs.toFixed(0)} ms (${ready.map((ms) => ms.toFixed(0)).join(', ')}), target under ${TARGET_READY_MS} ms: ${met(readyMs < TARGET_READY_MS)}`,
  );
}

const HEAD = [
  ...['request', 'floor/s', 'program/s', 'ratio', 'of each round', 'target', ''],
  // Of one core, per request: says more than the rate where the machine has other work.
  ...['µs CPU: floor', 'program', 'load'],
];

/** @typedef {{ label: string, rounds: Measure['rounds'], target: number | undefined }} Row */

/** @type {(engine: string, measure: Measure) => Row} */
function rowOf(engine, { workload, stores, rounds }) {
  const several = engine === 'postgresql' && (workload === 'create' || workload === 'assign');
  return {
    label: `${workload}${several ? `, ${stores} store${stores > 1 ? 's' : ''}` : ''}`,
    rounds,
    target:
      several && stores === 1
        ? undefined
        : TARGETS[/** @type {keyof typeof TARGETS} */ (engine)][workload],
  };
}

/** @type {(row: Row) => string[]} */
function cellsOf({ label, rounds, target }) {
  const ratios = rounds.map(({ floor, program }) => program.perSecond / floor.perSecond);
  const ratio = median(ratios);
  const middle = (/** @type {'floor' | 'program'} */ of, /** @type {Numeric} */ field) =>
    median(rounds.map((round) => round[of][field]));
  const cpu = (/** @type {'floor' | 'program'} */ of, /** @type {Numeric} */ field) =>
    count(median(rounds.map((round) => (round[of][field] / round[of].perSecond) * 1e6)));
  return [
    label,
    count(middle('floor', 'perSecond')),
    count(middle('program', 'perSecond')),
    ratio.toFixed(2),
    ratios.map((value) => value.toFixed(2)).join(' '),
    target?.toFixed(1) ?? '–',
    target === undefined ? '' : met(ratio >= target),
    cpu('floor', 'serverBusy'),
    cpu('program', 'serverBusy'),
    cpu('floor', 'loadBusy'),
  ];
}

/** @typedef {'perSecond' | 'serverBusy' | 'loadBusy'} Numeric */

/** @param {boolean} is */
const met = (is) => (is ? 'met' : 'MISSED');
/** @param {number} value */
const count = (value) => Math.round(value).toLocaleString('en');

/** @param {string[][]} rows */
function printTable(rows) {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) {
    const cells = row.map((text, column) =>
      column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0),
    );
    console.log(cells.join('  '));
  }
}
