// @ts-check
// The load generator, a process of its own: sends each connection's next request when its last one
// is answered, and counts. Sockets and prepared bytes, since on two cores a full HTTP client would
// take the time that the server needs, and hide the difference between two servers.
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { requests, STATUS } from './workloads.js';

/** @typedef {import('./workloads.js').Store} Store */
/** @typedef {import('./workloads.js').Workload} Workload */

/**
 * @typedef {object} Load
 * @property {Workload} workload
 * @property {number} port
 * @property {number} pid of the server, to see how busy it is
 * @property {readonly Store[]} stores each connection sends to one of them
 * @property {number} connections
 * @property {number} warmup seconds before counting
 * @property {number} seconds
 * @property {number} start number of the first request to each store
 */

/**
 * `perSecond` answers; shares of one core that server and generator took; the next free number.
 * @typedef {{ perSecond: number, serverBusy: number, loadBusy: number, next: number }} Figures
 */

const HEAD_END = Buffer.from('\r\n\r\n');
/** In ticks of 10 ms, the unit of /proc/<pid>/stat on Linux. */
const TICKS_PER_SECOND = 100;

let answers = 0;
let running = true;

/**
 * One connection. Each answer comes with a Content-Length, whole or in parts.
 * @param {Load} load
 * @param {() => string | Buffer} next
 */
function open({ port, workload }, next) {
  const status = String(STATUS[workload]);
  let missing = 0;
  let carried = Buffer.alloc(0);
  const socket = connect({
    port,
    host: '127.0.0.1',
    onread: { buffer: Buffer.allocUnsafe(65_536), callback: (size, buffer) => take(size, buffer) },
  });
  socket.setNoDelay(true);
  socket.on('error', (error) => running && fail(error));
  socket.on('close', () => running && fail(new Error('The server hung up.')));
  socket.on('connect', send);

  function send() {
    if (running) socket.write(next(), 'latin1');
    else socket.destroy();
  }

  /**
   * @param {number} size
   * @param {Uint8Array} buffer
   */
  function take(size, buffer) {
    const inBody = missing > 0 && carried.length === 0;
    missing = inBody ? missing - size : begin(Buffer.from(buffer.buffer, buffer.byteOffset, size));
    if (missing < 0) fail(new Error('More came than was asked for.'));
    if (missing === 0) {
      answers++;
      send();
    }
    return true;
  }

  /**
   * @param {Buffer} part
   * @returns {number} how many bytes of the answer are still to come, at least
   */
  function begin(part) {
    const bytes = carried.length > 0 ? Buffer.concat([carried, part]) : part;
    const end = bytes.indexOf(HEAD_END);
    if (end < 0) {
      carried = Buffer.from(bytes);
      return 1;
    }
    const head = bytes.toString('latin1', 0, end);
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
    if (head.slice(9, 12) !== status || length === undefined) {
      fail(new Error(`Expected ${status} to ${workload}, got: ${bytes.toString()}`));
    }
    carried = Buffer.alloc(0);
    return end + HEAD_END.length + Number(length) - bytes.length;
  }
}

/** @param {Error} error */
function fail(error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

/**
 * CPU time that a process has taken, in seconds.
 * @param {number} pid
 */
function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** @param {number} seconds */
const sleep = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/**
 * @param {Load} load
 * @returns {Promise<Figures>}
 */
async function run(load) {
  const targets = load.stores.map((store) => ({
    of: requests[load.workload](store),
    n: load.start,
  }));
  for (let index = 0; index < load.connections; index++) {
    const target = /** @type {typeof targets[0]} */ (targets[index % targets.length]);
    open(load, () => target.of(target.n++));
  }
  await sleep(load.warmup);
  const before = {
    at: performance.now(),
    answers,
    server: cpuOf(load.pid),
    own: process.cpuUsage(),
  };
  await sleep(load.seconds);
  const elapsed = (performance.now() - before.at) / 1000;
  const { user, system } = process.cpuUsage(before.own);
  const figures = {
    perSecond: (answers - before.answers) / elapsed,
    serverBusy: (cpuOf(load.pid) - before.server) / elapsed,
    loadBusy: (user + system) / 1e6 / elapsed,
    next: Math.max(...targets.map(({ n }) => n)),
  };
  running = false;
  return figures;
}

process.once('message', async (load) => {
  const figures = await run(/** @type {Load} */ (load));
  process.send?.(figures);
  process.disconnect();
});
