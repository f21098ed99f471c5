// @ts-check
import { fork, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** @typedef {{ port: number, pid: number, log(): string, end(): Promise<void> }} Server */

/**
 * Where a server finds its data.
 * @typedef {{ directory: string, databaseUrl?: string | undefined }} Place
 */

const PROGRAM = fileURLToPath(new URL('../bin/clientele.js', import.meta.url));
const KEPT_HEAP = new URL('soak/kept-heap.js', import.meta.url).href;
const FLOOR = fileURLToPath(new URL('floor.js', import.meta.url));
const LOAD = fileURLToPath(new URL('load.js', import.meta.url));
const POLL_MS = 2;

/** @type {(place: Place) => Record<string, string>} */
export const environmentOf = ({ directory, databaseUrl }) => ({
  CLIENTELE_DATA: directory,
  CLIENTELE_ROOT_KEY: 'root-key-of-the-benchmark-0123456789abcdef',
  CLIENTELE_JWT_SECRET: 'jwt-secret-of-the-benchmark-0123456789abcdef',
  CLIENTELE_RATE_LIMIT: 'off',
  LOG_LEVEL: 'warn',
  ...(databaseUrl && { DATABASE_URL: databaseUrl }),
});

/**
 * The real program.
 * @param {Place} place
 * @param {string} [profiles] a directory for its CPU profile
 */
export const startProgram = (place, profiles) =>
  start([...(profiles ? profiling(profiles) : []), PROGRAM, 'serve', '--port', '0'], place);

/** @param {string} directory */
const profiling = (directory) => ['--cpu-prof', '--cpu-prof-dir', directory];

/**
 * The same, whose /metrics tells what its heap keeps, without what is garbage by then.
 * @param {Place} place
 */
export const startUnderLoad = (place) =>
  start(['--expose-gc', '--import', KEPT_HEAP, PROGRAM, 'serve', '--port', '0'], place);

/** @param {Place} place */
export const startFloor = (place) => start([FLOOR, databaseFile(place)], place);

/** @param {Place} place */
export const databaseFile = ({ directory }) => `${directory}/clientele.db`;

/**
 * @param {string[]} args
 * @param {Place} place
 */
function run(args, place) {
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, ...environmentOf(place) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (bytes) => {
    log += bytes;
    process.stderr.write(bytes);
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const end = async () => {
    child.kill('SIGTERM');
    await exited;
  };
  return { child, exited, end, log: () => log };
}

/**
 * @param {string[]} args
 * @param {Place} place
 * @returns {Promise<Server>}
 */
async function start(args, place) {
  const { child, exited, end, log } = run(args, place);
  /** @type {number} */
  const port = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [, found] = / serves on http:\/\/[^:]+:(\d+)$/.exec(line) ?? [];
      if (found) resolve(Number(found));
    });
    void exited.then((code) => reject(new Error(`${args.join(' ')} ended with ${code}.`)));
  });
  return { port, pid: Number(child.pid), end, log };
}

/**
 * From the start of the program to its first 200 to /readyz, in milliseconds.
 * @param {Place} place
 */
export async function timeToReady(place) {
  const port = await freePort();
  const started = performance.now();
  const { exited, end } = run([PROGRAM, 'serve', '--port', String(port)], place);
  let ended = false;
  void exited.then(() => {
    ended = true;
  });
  while (!(await isReady(port))) {
    if (ended) throw new Error('The program ended before it was ready.');
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  const elapsed = performance.now() - started;
  await end();
  return elapsed;
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
const isReady = (port) =>
  new Promise((resolve) => {
    get({ port, host: '127.0.0.1', path: '/readyz', agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on('error', () => resolve(false));
  });

/**
 * Memory of a process in megabytes: now, and at most so far.
 * @param {number} pid
 */
export function memoryOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (/** @type {string} */ name) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) / 1024;
  return { now: megabytes('VmRSS'), most: megabytes('VmHWM') };
}

/**
 * Loads a server from a process of its own.
 * @param {import('./load.js').Load} load
 * @returns {Promise<import('./load.js').Figures>}
 */
export function measure(load) {
  return new Promise((resolve, reject) => {
    const child = fork(LOAD);
    child.once('message', (figures) => resolve(/** @type {any} */ (figures)));
    child.once('exit', (code) =>
      reject(new Error(`The load of ${load.workload} failed (${code}).`)),
    );
    child.send(load);
  });
}

/** @returns {Promise<number>} */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}
