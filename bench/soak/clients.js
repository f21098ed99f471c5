// @ts-check
// What clients do, in one turn each; every answer has to be the one that is expected. Whatever a
// turn makes, it removes, so that the data do not grow and the memory has no reason to.
import { connect } from 'node:net';
import { PRICE_LIST, SIZE } from './shop.js';

/** @typedef {import('./shop.js').Shop} Shop */
/** @typedef {keyof Shop['doors']} Api */
/** @typedef {{ status: number, json: any }} Reply */

/**
 * @typedef {object} Client
 * @property {Shop} shop
 * @property {import('./http.js').Connections} connections
 * @property {AbortSignal} signal aborted when the load ends
 * @property {() => void} answered told of each answer
 * @property {string} name of its own
 * @property {number} turn counts up
 */

/** @param {number} from @param {number} to */
const any = (from, to) => from + Math.floor(Math.random() * (to - from + 1));

/**
 * @param {Client} client
 * @param {Api} api
 * @param {string} request `GET /path`
 * @param {{ body?: object | string, expected?: number, headers?: Record<string, string> }} [options]
 * @returns {Promise<Reply>}
 */
async function ask({ shop, connections, answered }, api, request, options = {}) {
  const { body, expected, headers = {} } = options;
  const [method, path = ''] = request.split(' ');
  const door = shop.doors[api];
  const { status, text } = await connections.send(shop.origin + door.base + path, {
    method,
    headers: {
      ...door.headers,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  if (expected === undefined ? status >= 300 : status !== expected) {
    throw new Error(`${api} ${request} was answered with ${status}: ${text.slice(0, 300)}`);
  }
  answered();
  return { status, json: status < 300 ? parsed(text) : null };
}

/** @param {string} text */
const parsed = (text) => (text === '' ? null : JSON.parse(text));

/** @type {(client: Client) => Promise<void>} */
async function readNative(client) {
  const group = any(1, SIZE.groups);
  await ask(client, 'native', `GET /groups/${group}`);
  await ask(client, 'native', 'GET /groups?limit=50&sort=name');
  await ask(client, 'native', `GET /customers?limit=50&groupId=${group}`);
  await ask(client, 'native', `GET /customers/c${any(1, SIZE.customers)}/access`);
  const page = await ask(client, 'native', 'GET /changes?limit=20');
  await ask(client, 'native', `GET /changes?limit=20&cursor=${page.json.nextCursor}`);
}

/** @type {(client: Client) => Promise<void>} */
async function writeNative(client) {
  const name = `${client.name}-${client.turn}`;
  const headers = { 'idempotency-key': name };
  const made = await ask(client, 'native', 'POST /groups', {
    body: { name },
    headers,
    expected: 201,
  });
  const { id } = made.json;
  // Again, as a client does that has not heard of it.
  const again = await ask(client, 'native', 'POST /groups', { body: { name }, headers });
  if (again.json.id !== id) throw new Error('A repeated request was carried out twice.');
  await ask(client, 'native', `PATCH /groups/${id}`, { body: { description: name } });
  await ask(client, 'native', `PATCH /groups/${id}?dryRun=true`, { body: { name: 'Other' } });
  const customer = `c${any(1, SIZE.customers)}`;
  await ask(client, 'native', `PUT /groups/${id}/members/${customer}`);
  const other = `${client.name}-customer`;
  await ask(client, 'native', `PUT /customers/${other}`, { body: { name, groupIds: [id] } });
  await ask(client, 'native', `DELETE /groups/${id}`, { expected: 204 });
  await ask(client, 'native', `DELETE /customers/${other}`, { expected: 204 });
}

/** @type {(client: Client) => Promise<void>} */
async function quote(client) {
  for (const count of [1, 10, SIZE.products]) {
    const items = Array.from({ length: count }, (_, index) => ({
      productId: `p${index + 1}`,
      quantity: any(1, 5),
    }));
    const body = { customerId: `c${any(1, SIZE.customers)}`, explain: count === 10, items };
    await ask(client, 'native', 'POST /quotes', { body, expected: 200 });
  }
}

/** @type {(client: Client) => Promise<void>} */
async function useBigcommerce(client) {
  const body = { name: `${client.name}-${client.turn}` };
  await ask(client, 'bigcommerce', 'GET /customer_groups?limit=50&page=1');
  const { json } = await ask(client, 'bigcommerce', 'POST /customer_groups', { body });
  await ask(client, 'bigcommerce', `GET /customer_groups/${json.id}`);
  await ask(client, 'bigcommerce', `PUT /customer_groups/${json.id}`, { body });
  await ask(client, 'bigcommerce', `DELETE /customer_groups/${json.id}`, { expected: 204 });
}

/** @type {(client: Client) => Promise<void>} */
async function useEcwid(client) {
  const body = { name: `${client.name}-${client.turn}` };
  await ask(client, 'ecwid', 'GET /customer_groups?limit=50');
  const { json } = await ask(client, 'ecwid', 'POST /customer_groups', { body });
  await ask(client, 'ecwid', `PUT /customer_groups/${json.id}`, { body });
  await ask(client, 'ecwid', `DELETE /customer_groups/${json.id}`);
}

/** @type {(client: Client) => Promise<void>} */
async function useEmporix(client) {
  const id = `${client.name}-${client.turn}`;
  await ask(client, 'emporix', 'GET /groups');
  await ask(client, 'emporix', 'POST /groups', { body: { id, description: 'Under load' } });
  await ask(client, 'emporix', `GET /groups/${id}`);
  await ask(client, 'emporix', 'GET /cgrelations');
  await ask(client, 'emporix', `DELETE /groups/${id}`);
}

/** @type {(client: Client) => Promise<void>} */
async function useJoptic(client) {
  const body = { name: `${client.name}-${client.turn}`, defaultPriceListId: PRICE_LIST };
  await ask(client, 'joptic', 'GET ?limit=50');
  const { json } = await ask(client, 'joptic', 'POST ', { body });
  await ask(client, 'joptic', `GET /${json.id}`);
  await ask(client, 'joptic', 'DELETE ', { body: { ids: [json.id] } });
}

/** @type {(client: Client) => Promise<void>} */
async function askBadly(client) {
  const nobody = { authorization: `Bearer ck_${client.name}-${client.turn}` };
  await ask(client, 'native', 'GET /groups', { headers: nobody, expected: 401 });
  await ask(client, 'native', 'POST /groups', { body: '{"name":', expected: 400 });
  await ask(client, 'native', 'POST /groups', { body: { nonsense: client.turn }, expected: 400 });
  await ask(client, 'native', 'POST /groups', { body: TOO_LARGE, expected: 413 }).catch(
    unlessCutOff,
  );
  await ask(client, 'native', `GET /groups/${1_000_000 + client.turn}`, { expected: 404 });
  await ask(client, 'native', `GET /nothing/${client.turn}`, { expected: 404 });
  await ask(client, 'native', 'GET /groups/%zz', { expected: 400 });
  await ask(client, 'native', 'PATCH /groups/1', {
    body: { name: 'Stale' },
    headers: { 'if-match': '"0"' },
    expected: 412,
  });
  await ask(client, 'bigcommerce', 'POST /customer_groups', { body: {}, expected: 400 });
  await ask(client, 'ecwid', 'GET /customer_groups/nothing', { expected: 404 });
  await ask(client, 'emporix', 'POST /groups', { body: [], expected: 400 });
  await ask(client, 'joptic', 'GET ', { headers: { 'x-store-id': '' }, expected: 400 });
}

const TOO_LARGE = 'x'.repeat(1_100_000);

/** The service takes no more of what is too large, and may close before it has been sent. @param {any} error */
function unlessCutOff(error) {
  if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET') throw error;
}

const DRIP_MS = 20;

/** Sends its request in bits, then goes away, each time at another point. @type {(client: Client) => Promise<void>} */
async function askSlowly(client) {
  const { origin, doors } = client.shop;
  const { base, headers } = doors.native;
  const body = JSON.stringify({ data: 'x'.repeat(200) });
  const text =
    `POST ${base}/groups HTTP/1.1\r\nHost: x\r\nAuthorization: ${headers.authorization}\r\n` +
    `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  const until = client.turn % 3 === 0 ? text.length : any(1, text.length - 1);
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  let received = '';
  socket.on('data', (bytes) => {
    received += bytes;
  });
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => {});
  for (let at = 0; at < until && !client.signal.aborted; at += 40) {
    socket.write(text.slice(at, Math.min(at + 40, until)));
    await new Promise((resolve) => setTimeout(resolve, DRIP_MS));
  }
  if (until === text.length && !client.signal.aborted) {
    while (received === '' && !socket.destroyed)
      await new Promise((resolve) => setTimeout(resolve, DRIP_MS));
    if (!received.startsWith('HTTP/1.1 400 ')) {
      throw new Error(`A slow request was answered with ${received.slice(0, 100)}`);
    }
    client.answered();
  }
  socket.destroy();
  await closed;
}

/** What each client does, again and again; of each there is one for every name. */
export const CLIENTS = {
  ...{
    reader: readNative,
    'second reader': readNative,
    writer: writeNative,
    'second writer': writeNative,
  },
  ...{
    quotes: quote,
    bigcommerce: useBigcommerce,
    ecwid: useEcwid,
    emporix: useEmporix,
    joptic: useJoptic,
  },
  ...{ bad: askBadly, slow: askSlowly, 'second slow': askSlowly, 'third slow': askSlowly },
};

/** Errors beyond this many say nothing new. */
const MOST_ERRORS = 20;

/**
 * Drives every client until `end` is called.
 * @param {Shop} shop
 * @param {import('./http.js').Connections} connections
 */
export function startClients(shop, connections) {
  const stopping = new AbortController();
  /** @type {string[]} */
  const errors = [];
  let answers = 0;
  let failures = 0;
  const running = Object.entries(CLIENTS).map(async ([kind, act]) => {
    for (let turn = 0; !stopping.signal.aborted; turn++) {
      const name = `${kind.replace(' ', '-')}`;
      const answered = () => void answers++;
      try {
        await act({ shop, connections, signal: stopping.signal, answered, name, turn });
      } catch (error) {
        failures++;
        if (errors.length < MOST_ERRORS) errors.push(`${kind}: ${causeOf(error)}`);
      }
    }
  });
  return {
    /** So far. */
    counts: () => ({ answers, failures, errors }),
    async end() {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

/** @param {unknown} error */
function causeOf(error) {
  const { message, cause } = /** @type {Error} */ (error);
  return cause instanceof Error ? `${message} (${cause.message})` : message;
}
