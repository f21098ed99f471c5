// @ts-check
/** @typedef {import('./samples.js').Sample} Sample */

/**
 * @typedef {object} Verdict
 * @property {number} rssGrowth of the last samples over the first ones after the warm-up: 0.1 is 10 %
 * @property {number} heapGrowth the same of what the heap keeps
 * @property {number} bytesPerAnswer that the heap grew by
 * @property {string[]} faults in sentences; none when all is well
 */

/** How much memory may grow after the warm-up. */
const FLAT = 0.1;
/** A load that is too short to be flat: what is compiled and cached still comes. A leak is more. */
const SHORT_SECONDS = 300;
const SHORT_FLAT = 0.15;
const SHORT_BYTES_PER_ANSWER = 300;
const MEGABYTE = 1024 * 1024;

/** @param {readonly number[]} numbers */
const median = (numbers) =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

/**
 * @param {object} load
 * @param {readonly Sample[]} load.samples of the load, in order
 * @param {Sample} load.before without any load
 * @param {Sample} load.after when all clients have gone
 * @param {number} load.seconds
 * @param {readonly string[]} load.errors
 * @returns {Verdict}
 */
export function judge({ samples, before, after, seconds, errors }) {
  const warm = samples.slice(Math.floor(samples.length / 4));
  const third = Math.max(1, Math.floor(warm.length / 3));
  const [first, last] = [warm.slice(0, third), warm.slice(-third)];
  const growth = (/** @type {(sample: Sample) => number} */ of) =>
    median(last.map(of)) / median(first.map(of)) - 1;
  const bytes =
    (median(last.map(({ heap }) => heap)) - median(first.map(({ heap }) => heap))) * MEGABYTE;
  const answers = median(last.map((one) => one.answers)) - median(first.map((one) => one.answers));
  const verdict = {
    rssGrowth: growth(({ rss }) => rss),
    heapGrowth: growth(({ heap }) => heap),
    bytesPerAnswer: bytes / answers,
  };
  return { ...verdict, faults: [...errors, ...faultsOf(verdict, { before, after, seconds })] };
}

/**
 * @param {Omit<Verdict, 'faults'>} verdict
 * @param {{ before: Sample, after: Sample, seconds: number }} load
 */
function faultsOf({ rssGrowth, heapGrowth, bytesPerAnswer }, { before, after, seconds }) {
  const isShort = seconds < SHORT_SECONDS;
  const percent = (/** @type {number} */ share) => `${(share * 100).toFixed(1)} %`;
  const faults = [];
  if (!(isShort ? bytesPerAnswer <= SHORT_BYTES_PER_ANSWER : heapGrowth <= FLAT)) {
    faults.push(
      `The heap grew by ${percent(heapGrowth)}, ${Math.round(bytesPerAnswer)} bytes an answer.`,
    );
  }
  if (!(rssGrowth <= (isShort ? SHORT_FLAT : FLAT)))
    faults.push(`VmRSS grew by ${percent(rssGrowth)}.`);
  if (after.connections !== 0) faults.push(`${after.connections} connections are left open.`);
  if (after.files !== before.files) {
    faults.push(`${after.files} descriptors are open, and ${before.files} were before the load.`);
  }
  if (after.held !== 0) faults.push(`${after.held} connections to PostgreSQL are held.`);
  return faults;
}
