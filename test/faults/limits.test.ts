import { get } from 'node:http';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { emporixToken, makeSharedStore, type SharedStore } from '../helpers/adapters.js';
import type { Reply } from '../helpers/api.js';
import { openRaw, type RawConnection } from '../helpers/raw.js';
import { type RunningService, startService } from '../helpers/service.js';
import { faultsOfForm } from '../properties/forms.js';

/** Short ones; a limit may hold a second late, and a client has another one to read the answer. */
const LIMITS = {
  CLIENTELE_HEADERS_TIMEOUT: '1',
  CLIENTELE_REQUEST_TIMEOUT: '2',
  CLIENTELE_KEEP_ALIVE_TIMEOUT: '1',
  CLIENTELE_STALL_TIMEOUT: '1',
};
const LATEST_MS = 6_000;
const DRIP_MS = 100;
/** The limit of a body, and what lies in the buffers of both sides. */
const MOST_TAKEN = 32 * 1024 * 1024;
const RELATIONS = 200_000;

const open: RawConnection[] = [];

/** Has to be closed by the service; what a test forgets is closed after it. */
async function connection(origin: string, options?: { allowHalfOpen: boolean }) {
  const raw = await openRaw(origin, options);
  open.push(raw);
  return raw;
}

afterEach(() => {
  for (const { socket } of open.splice(0)) socket.destroy();
});

/** Sends a byte again and again, whatever comes back, until the other side closes. */
async function dripUntilClosed(raw: RawConnection, byte: string): Promise<void> {
  const timer = setInterval(() => raw.send(byte), DRIP_MS);
  await raw.closed.finally(() => clearInterval(timer));
}

const statusOf = (received: string) => Number(/^HTTP\/1\.1 (\d{3}) /.exec(received)?.[1]);

function answerIn(received: string) {
  const [head = '', body = ''] = received.split('\r\n\r\n');
  const lines = head.split('\r\n').slice(1);
  const headers = Object.fromEntries(lines.map((line) => line.toLowerCase().split(/: (.*)/)));
  return { status: statusOf(received), headers, body: Buffer.from(body, 'latin1').toString() };
}

describe('limits of connections', () => {
  let service: RunningService;
  let store: SharedStore;
  /** The start of a POST of a group through BigCommerce's API, without the end of its headers. */
  let post: string;
  beforeAll(async () => {
    service = await startService('sqlite', { environment: LIMITS });
    store = await makeSharedStore(service.origin);
    const { json } = await store.native.call('GET', '');
    const { storeHash } = json.channels.bigcommerce;
    post =
      `POST /stores/${storeHash}/v2/customer_groups HTTP/1.1\r\nHost: x\r\n` +
      `X-Auth-Token: ${store.native.key}\r\nContent-Type: application/json\r\n`;
  });
  afterAll(() => service.close());

  const groups = async (): Promise<Reply['json']> =>
    (await store.native.call('GET', '/groups')).json.data;

  async function withinTime<T>(work: Promise<T>): Promise<T> {
    const began = Date.now();
    const value = await work;
    expect(Date.now() - began).toBeLessThan(LATEST_MS);
    return value;
  }

  it('cut off headers that arrive one byte at a time', async () => {
    const raw = await connection(service.origin, { allowHalfOpen: true });
    raw.send('GET /v1/stores HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    await withinTime(dripUntilClosed(raw, 'a'));
    const answer = answerIn(raw.received());
    expect(answer.status).toBe(408);
    expect(faultsOfForm('native', answer)).toEqual([]);
  });

  it('cut off a connection on which nothing is sent', async () => {
    const raw = await connection(service.origin);
    await withinTime(raw.closed);
    expect(statusOf(raw.received())).toBe(408);
  });

  it('close a connection that nothing follows on', async () => {
    const raw = await connection(service.origin);
    raw.send('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    await withinTime(raw.closed);
    expect(statusOf(raw.received())).toBe(200);
  });

  it.each([
    ['arrives one byte at a time', ' '],
    ['is announced and not sent', ''],
  ])('cut off a body that %s, and change nothing', async (_, byte) => {
    const before = await groups();
    // Whoever sends on hears of it when nobody takes it any more.
    const raw = await connection(service.origin, { allowHalfOpen: byte !== '' });
    raw.send(`${post}Content-Length: 1000\r\n\r\n{"name":`);
    await withinTime(dripUntilClosed(raw, byte));
    const answer = answerIn(raw.received());
    expect(answer.status).toBe(408);
    expect(faultsOfForm('bigcommerce', answer)).toEqual([]);
    expect(await groups()).toEqual(before);
  });

  it('refuse a body without an end, and take no more of it', async () => {
    const before = await groups();
    const raw = await connection(service.origin, { allowHalfOpen: true });
    raw.send(`${post}Transfer-Encoding: chunked\r\n\r\n`);
    const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
    const pour = () => {
      while (raw.socket.writable && raw.socket.write(chunk));
    };
    raw.socket.on('drain', pour);
    pour();
    await withinTime(raw.closed);
    // Whoever pours on may be reset before the answer is read.
    expect(['', 'HTTP/1.1 413']).toContain(raw.received().slice(0, 12));
    expect(raw.socket.bytesWritten).toBeLessThan(MOST_TAKEN);
    expect(await groups()).toEqual(before);
  });

  it('cut off whoever asks again and again and reads nothing', async () => {
    const raw = await connection(service.origin);
    raw.socket.pause();
    raw.send('GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(200));
    await onlyOneIsOpen(service.origin);
  });

  describe('for a streamed list', () => {
    let request: string;
    beforeAll(async () => {
      const { json } = await store.native.call('POST', '/groups', { body: { name: 'Large' } });
      const database = new Database(join(service.place.directory, 'clientele.db'));
      database.pragma('busy_timeout = 5000');
      database.exec(`INSERT INTO memberships
          (store_id, customer_id, group_id, valid_from, id, starts_at, created_at)
        WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < ${RELATIONS})
        SELECT '${store.native.id}', printf('customer%050d', n), ${json.id},
          '2026-01-01T00:00:00.000Z', lower(hex(randomblob(16))),
          '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z' FROM c`);
      database.close();
      const { tenant, site } = (await store.native.call('GET', '')).json.channels.emporix;
      const token = await emporixToken(service.origin, store.native);
      request =
        `GET /shipping/${tenant}/${site}/cgrelations HTTP/1.1\r\nHost: x\r\n` +
        `Authorization: Bearer ${token}\r\nConnection: close\r\n\r\n`;
    });

    it('cut off a reader that stops', async () => {
      const raw = await connection(service.origin);
      raw.socket.once('data', () => raw.socket.pause());
      raw.send(request);
      await onlyOneIsOpen(service.origin);
      raw.socket.resume();
      await raw.closed;
      expect(raw.received().endsWith('0\r\n\r\n')).toBe(false);
      expect(service.log()).not.toContain('"level":50');
    });

    it('let a slow reader have it to its end', async () => {
      const raw = await connection(service.origin);
      raw.socket.on('data', () => {
        raw.socket.pause();
        setTimeout(() => raw.socket.resume(), 5);
      });
      const began = Date.now();
      raw.send(request);
      await raw.closed;
      expect(Date.now() - began).toBeGreaterThan(1_500);
      expect(raw.received().endsWith(']\r\n0\r\n\r\n')).toBe(true);
      expect(raw.received().split('"customerId"')).toHaveLength(RELATIONS + 1);
    });
  });
});

describe('a limit of open connections', () => {
  const MAX = 10;
  let service: RunningService;
  beforeAll(async () => {
    const environment = { CLIENTELE_MAX_CONNECTIONS: String(MAX) };
    service = await startService('sqlite', { environment });
  });
  afterAll(() => service.close());

  const ask = 'GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n';
  async function asked(raw: RawConnection): Promise<string> {
    raw.send(ask);
    await expect.poll(raw.received).toContain('clientele_http_connections_refused_total');
    return raw.received();
  }

  it('closes what is too much at once, and serves what is open', async () => {
    const held: RawConnection[] = [];
    while (held.length < MAX) held.push(await connection(service.origin));
    const tooMany = await connection(service.origin);
    await tooMany.closed;
    expect(tooMany.received()).toBe('');
    const metrics = await asked(held[0] as RawConnection);
    expect(metrics).toMatch(new RegExp(`^clientele_http_connections ${MAX}$`, 'm'));
    expect(metrics).toMatch(/^clientele_http_connections_refused_total 1$/m);
    held[1]?.socket.destroy();
    await held[1]?.closed;
    const status = async () => {
      const again = await connection(service.origin);
      again.send('GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
      await again.closed;
      return statusOf(again.received());
    };
    await expect.poll(status).toBe(200);
  });
});

/** A client that reads nothing does not hear of it, but the service's own count tells. */
async function onlyOneIsOpen(origin: string): Promise<void> {
  const count = () => metric(origin, 'clientele_http_connections');
  // This request's own connection; what other clients keep open is closed by then, too.
  await expect.poll(count, { timeout: LATEST_MS, interval: 100 }).toBe(1);
}

/** On a connection of its own, which is closed after it. */
function metric(origin: string, name: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(`${origin}/metrics`, { agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => {
        resolve(Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]));
      });
    }).on('error', reject);
  });
}
