import { readFileSync } from 'node:fs';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/core/webhook.js';
import { type Resolve, sender } from '../../src/webhooks/send.js';
import { type Receiver, startReceiver } from '../helpers/receiver.js';

const TIMEOUT_MS = 400;
/** With what a busy machine adds. */
const LATEST_MS = 5_000;
const never = new AbortController().signal;
const message = (url: string) => ({ url, headers: { 'webhook-id': 'm1' }, body: '{"a":"ü"}' });
const pem = (name: string) => readFileSync(new URL(`../fixtures/tls/${name}.pem`, import.meta.url));

const toHere = sender({ allowsPrivate: true });
const toHereInTime = sender({ allowsPrivate: true, timeoutMs: TIMEOUT_MS });

async function timed(work: Promise<Outcome>): Promise<Outcome & { ms: number }> {
  const began = performance.now();
  const outcome = await work;
  return { ...outcome, ms: performance.now() - began };
}

describe('a receiver', () => {
  let receiver: Receiver;
  beforeEach(async () => {
    receiver = await startReceiver();
  });
  afterEach(() => receiver.close());

  it.each([200, 201, 204, 299])('that answers %i has the message', async (status) => {
    receiver.answers(status);
    expect(await toHere(message(receiver.url), never)).toEqual({ status, error: null });
    expect(receiver.received[0]).toMatchObject({ text: '{"a":"ü"}' });
    expect(receiver.received[0]?.headers).toMatchObject({ 'webhook-id': 'm1' });
  });

  it.each([400, 404, 410, 429, 500, 503])('that answers %i has it not', async (status) => {
    receiver.answers(status);
    const error = `the receiver answered ${status}`;
    expect(await toHere(message(receiver.url), never)).toEqual({ status, error });
  });

  it.each([301, 302, 303, 307, 308])('that redirects with %i is not followed', async (status) => {
    const location = new URL('/elsewhere', receiver.url).href;
    receiver.answers((response) => response.writeHead(status, { location }).end());
    expect(await toHere(message(receiver.url), never)).toEqual({
      status,
      error: `the receiver answered ${status}, and redirects are not followed`,
    });
    expect(receiver.received.map(({ path }) => path)).toEqual(['/hook']);
  });

  it('that says nothing is given up in time', async () => {
    receiver.answers(() => {});
    const { ms, ...outcome } = await timed(toHereInTime(message(receiver.url), never));
    expect(outcome).toEqual({
      status: null,
      error: 'the receiver did not answer in full within 0.4 seconds',
    });
    expect(ms).toBeLessThan(LATEST_MS);
  });

  it('that lets its answer trickle is given up in time', async () => {
    let timer: NodeJS.Timeout | undefined;
    receiver.answers((response) => {
      response.writeHead(200);
      timer = setInterval(() => response.write('x'), 20);
      response.once('close', () => clearInterval(timer));
    });
    const { ms, ...outcome } = await timed(toHereInTime(message(receiver.url), never));
    expect(outcome).toEqual({
      status: 200,
      error: 'the receiver did not answer in full within 0.4 seconds',
    });
    expect(ms).toBeLessThan(LATEST_MS);
  });

  it('that answers without an end is read only so far', async () => {
    let closed = () => {};
    const isClosed = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const chunk = Buffer.alloc(16 * 1024);
    receiver.answers((response) => {
      response.writeHead(200).once('close', closed);
      const write = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', write);
      write();
    });
    expect(await toHere(message(receiver.url), never)).toEqual({ status: 200, error: null });
    await isClosed;
  });

  it.each([
    ['cuts the connection', (socket: Socket) => socket.destroy(), 'the connection was cut off'],
    [
      'cuts its answer',
      (socket: Socket) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf');
        setTimeout(() => socket.destroy(), 20);
      },
      'the connection was cut off',
    ],
    [
      'speaks something else',
      (socket: Socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'),
      'the receiver did not answer in HTTP',
    ],
    [
      'sends its headers byte by byte',
      (socket: Socket) => {
        const timer = setInterval(() => socket.write('H'), 20);
        socket.once('close', () => clearInterval(timer));
      },
      /^the receiver did not answer in/,
    ],
  ] as const)('that %s has it not', async (_, behave, error) => {
    const server = await listen(
      createServer((socket) => {
        socket.on('error', () => {});
        socket.once('data', () => behave(socket));
      }),
    );
    const outcome = await toHere(message(`http://127.0.0.1:${server.port}/`), never);
    expect(outcome.error).toMatch(error);
    server.close();
  });

  it('that is not there has it not', async () => {
    const server = await listen(createServer());
    await server.close();
    expect(await toHere(message(`http://127.0.0.1:${server.port}/`), never)).toEqual({
      status: null,
      error: 'the connection was refused',
    });
  });

  it('whose certificate nobody vouches for has it not', async () => {
    let asked = 0;
    const server = await listen(
      createHttpsServer({ cert: pem('cert'), key: pem('key') }, (_, response) => {
        asked++;
        response.end();
      }),
    );
    const outcome = await toHere(message(`https://127.0.0.1:${server.port}/`), never);
    expect(outcome.error).toMatch(/^the certificate of the receiver is not accepted \(\w+\)$/);
    expect(asked).toBe(0);
    server.close();
  });

  it('is left at once when the message is taken back', async () => {
    receiver.answers(() => {});
    const taken = new AbortController();
    const sent = toHere(message(receiver.url), taken.signal);
    await receiver.reaches(1);
    taken.abort();
    const { ms } = await timed(sent);
    expect(ms).toBeLessThan(LATEST_MS);
  });
});

describe('an address', () => {
  let connections = 0;
  let server: Awaited<ReturnType<typeof listen>>;
  beforeEach(async () => {
    connections = 0;
    server = await listen(
      createServer((socket) => {
        connections++;
        socket.on('error', () => {});
        socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'));
      }),
    );
  });
  afterEach(() => server.close());

  const resolvesTo =
    (...addresses: string[]): Resolve =>
    async () =>
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  const send = (url: string, options: Partial<Parameters<typeof sender>[0]> = {}) =>
    sender({ allowsPrivate: false, ...options })(message(url), never);
  const refused = { status: null, error: 'the address is not a public one' };

  it.each([
    ['of this machine', ['127.0.0.1']],
    ['of this machine, in IPv6', ['::1']],
    ['of this machine, mapped', ['::ffff:127.0.0.1']],
    ['of this machine, by NAT64', ['64:ff9b::7f00:1']],
    ['of a private network', ['10.0.0.5']],
    ['of a machine’s own metadata', ['169.254.169.254']],
    ['of this machine, behind a public one', ['93.184.215.14', '127.0.0.1']],
    ['of this machine, before a public one', ['127.0.0.1', '93.184.215.14']],
  ] as const)('%s that a name stands for is refused', async (_, addresses) => {
    const url = `https://hooks.example:${server.port}/`;
    expect(await send(url, { resolve: resolvesTo(...addresses) })).toEqual(refused);
    expect(connections).toBe(0);
  });

  it.each(['127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0', '2130706433'])(
    '%s is refused where it stands in the URL',
    async (host) => {
      const resolve = async () => {
        throw new Error('Nobody looks up what is no name.');
      };
      expect(await send(`https://${host}:${server.port}/`, { resolve })).toEqual(refused);
      expect(connections).toBe(0);
    },
  );

  it('is looked up once, and the one that was checked is connected to', async () => {
    const answers = ['127.0.0.1', '10.255.255.1'];
    let asked = 0;
    const resolve: Resolve = async (name) => {
      expect(name).toBe('hooks.example');
      return [{ address: answers[asked++] ?? '', family: 4 }];
    };
    const url = `http://hooks.example:${server.port}/`;
    expect(await send(url, { resolve, allowsPrivate: true })).toEqual({ status: 200, error: null });
    expect([asked, connections]).toEqual([1, 1]);
  });

  it('without https is refused, though it was allowed once', async () => {
    expect(await send('http://hooks.example/', { resolve: resolvesTo('127.0.0.1') })).toEqual({
      status: null,
      error: 'the URL does not begin with https://',
    });
  });

  it.each([
    ['that nobody knows', () => Promise.resolve([]), 'the name of the host is not known'],
    [
      'of which nobody can be asked',
      () => Promise.reject(Object.assign(new Error('x'), { code: 'EAI_AGAIN' })),
      'the name server did not answer',
    ],
    [
      'that a name server never answers',
      () => new Promise<never>(() => {}),
      'the receiver did not answer in full within 0.4 seconds',
    ],
  ] as const)('of a name %s is told in words', async (_, resolve, error) => {
    const { ms, ...outcome } = await timed(
      send('https://hooks.example/', { resolve, timeoutMs: TIMEOUT_MS }),
    );
    expect(outcome).toEqual({ status: null, error });
    expect(ms).toBeLessThan(LATEST_MS);
  });
});

async function listen(server: Server) {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
