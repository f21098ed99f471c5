import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InProcess, startInProcess } from '../helpers/in-process.js';
import { type Answered, type Form, faultsOfForm } from './forms.js';
import { seedStore } from './seed.js';

const SECRET = 'ck_secret-of-the-raw-http-suite';
const OURS = `Host: x\r\nAuthorization: Bearer ${SECRET}\r\nConnection: close\r\n`;
const THEIRS = `Host: x\r\nX-Auth-Token: ${SECRET}\r\nConnection: close\r\n`;
const JSON_TYPE = 'Content-Type: application/json\r\n';
const BIG = 'x'.repeat(20_000);
const SEGMENT = 'x'.repeat(2_000);

/** What is sent, in one packet or several, and how it is refused. */
type Case = [title: string, bytes: string | string[], status: number, form: Form];

const cases: Case[] = [
  ['a malformed escape', `GET /v1/stores/%zz HTTP/1.1\r\n${OURS}\r\n`, 400, 'native'],
  ['a vendor’s malformed escape', `GET /api/v2/%zz HTTP/1.1\r\n${THEIRS}\r\n`, 400, 'bigcommerce'],
  ['an escape that is not UTF-8', `GET /v1/stores/%ff HTTP/1.1\r\n${OURS}\r\n`, 400, 'native'],
  ['bytes that are not ASCII', `GET /v1/stores/\xff\xfe HTTP/1.1\r\n${OURS}\r\n`, 400, 'native'],
  ['two slashes', `GET // HTTP/1.1\r\n${OURS}\r\n`, 404, 'native'],
  ['two slashes before a path', `GET //v1/stores/acme HTTP/1.1\r\n${OURS}\r\n`, 404, 'native'],
  ['dots', `GET /v1/../v1/stores HTTP/1.1\r\n${OURS}\r\n`, 404, 'native'],
  ['a fragment', `GET /api/v2/nothing#/v1 HTTP/1.1\r\n${THEIRS}\r\n`, 404, 'bigcommerce'],
  ['a whole URL', `GET http://x/v1/nothing HTTP/1.1\r\n${OURS}\r\n`, 404, 'native'],
  ['a vendor’s whole URL', `GET http://x/api/v2/no HTTP/1.1\r\n${THEIRS}\r\n`, 404, 'bigcommerce'],
  ['a whole URL without a host', `GET http:///v1 HTTP/1.1\r\n${OURS}\r\n`, 400, 'native'],
  ['a URL of another scheme', `GET ftp://x/v1 HTTP/1.1\r\n${OURS}\r\n`, 404, 'native'],
  ['an asterisk', `OPTIONS * HTTP/1.1\r\n${OURS}\r\n`, 404, 'native'],
  ['a path without a slash', `GET v1/stores HTTP/1.1\r\n${OURS}\r\n`, 400, 'native'],
  ['an over-long segment', `GET /v1/stores/${SEGMENT} HTTP/1.1\r\n${OURS}\r\n`, 414, 'native'],
  [
    'a vendor’s over-long segment',
    `GET /api/v2/customer_groups/${SEGMENT} HTTP/1.1\r\n${THEIRS}\r\n`,
    404,
    'bigcommerce',
  ],
  ['an over-long header', `GET /v1/stores HTTP/1.1\r\n${OURS}X: ${BIG}\r\n\r\n`, 431, 'native'],
  [
    'a vendor’s over-long header',
    `GET /api/v2/x HTTP/1.1\r\n${THEIRS}X: ${BIG}\r\n\r\n`,
    431,
    'bigcommerce',
  ],
  ['an over-long query', `GET /v1/stores?x=${BIG} HTTP/1.1\r\n${OURS}\r\n`, 431, 'native'],
  ['a method that there is not', `FOO /v1/stores HTTP/1.1\r\n${OURS}\r\n`, 400, 'native'],
  ['a vendor’s unknown method', `FOO /api/v2/x HTTP/1.1\r\n${THEIRS}\r\n`, 400, 'bigcommerce'],
  ['a method in small letters', `get /v1/stores HTTP/1.1\r\n${OURS}\r\n`, 400, 'native'],
  ['a tunnel', `CONNECT x:443 HTTP/1.1\r\n${OURS}\r\n`, 400, 'native'],
  ['an unknown version', `GET /v1/stores HTTP/9.9\r\n${OURS}\r\n`, 400, 'native'],
  ['no version', 'GET /v1/stores\r\n\r\n', 401, 'native'],
  ['HTTP/1.0', 'GET /v1/stores HTTP/1.0\r\n\r\n', 401, 'native'],
  ['no host', 'GET /v1/stores HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'native'],
  [
    'a vendor’s request without a host',
    'GET /api/v2/customer_groups HTTP/1.1\r\nConnection: close\r\n\r\n',
    400,
    'bigcommerce',
  ],
  ['an expectation', `GET /v1/nothing HTTP/1.1\r\n${OURS}Expect: wonders\r\n\r\n`, 404, 'native'],
  [
    'an upgrade',
    `GET /v1/nothing HTTP/1.1\r\nHost: x\r\nConnection: close, Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    404,
    'native',
  ],
  ['NUL in a path', `GET /v1/\0 HTTP/1.1\r\n${OURS}\r\n`, 400, 'native'],
  ['NUL in a header', `GET /api/v2/x HTTP/1.1\r\n${THEIRS}X: a\0b\r\n\r\n`, 400, 'bigcommerce'],
  ['a header without a name', `GET /v1/stores HTTP/1.1\r\n${OURS}: a\r\n\r\n`, 400, 'native'],
  [
    'a length that is no number',
    post('/v1/stores/acme/groups', OURS, 'Content-Length: ten\r\n', '{}'),
    400,
    'native',
  ],
  [
    'a length below zero',
    post('/api/v2/customer_groups', THEIRS, 'Content-Length: -1\r\n', '{}'),
    400,
    'bigcommerce',
  ],
  [
    'two lengths',
    post('/v1/stores/acme/groups', OURS, 'Content-Length: 2\r\nContent-Length: 3\r\n', '{}'),
    400,
    'native',
  ],
  [
    'a length and chunks',
    post(
      '/v1/stores/acme/groups',
      OURS,
      'Content-Length: 2\r\nTransfer-Encoding: chunked\r\n',
      '0\r\n\r\n',
    ),
    400,
    'native',
  ],
  [
    'a length of more than 1 MiB',
    post('/api/v2/customer_groups', THEIRS, 'Content-Length: 99999999999\r\n', '{}'),
    413,
    'bigcommerce',
  ],
  [
    'an unknown coding',
    post('/v1/stores/acme/groups', OURS, 'Transfer-Encoding: wonders\r\n', '{}'),
    400,
    'native',
  ],
  [
    'a chunk of no size',
    post('/v1/stores/acme/groups', OURS, 'Transfer-Encoding: chunked\r\n', 'ZZ\r\n{}\r\n'),
    400,
    'native',
  ],
  [
    'a vendor’s chunk of no size',
    post('/api/v2/customer_groups', THEIRS, 'Transfer-Encoding: chunked\r\n', 'ZZ\r\n{}\r\n'),
    400,
    'bigcommerce',
  ],
  [
    'a bad chunk in a packet of its own',
    [
      post('/api/v2/customer_groups', THEIRS, 'Transfer-Encoding: chunked\r\n', '2\r\n{"\r\n'),
      'ZZ\r\n}\r\n',
    ],
    400,
    'bigcommerce',
  ],
  ['no request at all', 'hello\r\n\r\n', 400, 'native'],
  ['a TLS greeting', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400, 'native'],
];

function post(path: string, headers: string, framing: string, body: string): string {
  return `POST ${path} HTTP/1.1\r\n${headers}${JSON_TYPE}${framing}\r\n${body}`;
}

describe('raw HTTP', () => {
  let service: InProcess;
  let port: number;
  beforeAll(async () => {
    service = await startInProcess('sqlite');
    await seedStore(
      service.database,
      'acme',
      { names: ['A', 'B'], emails: ['a@b'], customerIds: ['c1'], listIds: ['7'], userIds: ['u1'] },
      SECRET,
    );
    await service.app.listen({ port: 0, host: '127.0.0.1' });
    port = (service.app.server.address() as AddressInfo).port;
  });
  afterAll(() => service.close());

  /** Everything that comes back until the server closes. */
  function exchange(packets: readonly (string | Buffer)[], end = false): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      let received = '';
      socket.setEncoding('latin1');
      socket.setNoDelay(true);
      socket.on('data', (text) => {
        received += text;
      });
      socket.on('close', () => resolve(received));
      // The server may close before it has read everything.
      socket.on('error', () => resolve(received));
      socket.setTimeout(10_000, () => {
        socket.destroy();
        reject(new Error(`The server neither answers nor closes: ${received}`));
      });
      const send = async () => {
        for (const packet of packets) {
          socket.write(typeof packet === 'string' ? Buffer.from(packet, 'latin1') : packet);
          // So that the next one is a packet of its own.
          await new Promise((next) => setTimeout(next, packets.length > 1 ? 50 : 0));
        }
        if (end) socket.end();
      };
      socket.on('connect', () => void send());
    });
  }

  it.each(cases)('refuses %s in the form of its path', async (_, bytes, status, form) => {
    const [answer, ...others] = answersIn(await exchange([bytes].flat()));
    expect(answer?.status, answer?.body).toBe(status);
    expect(answer && faultsOfForm(form, answer)).toEqual([]);
    expect(others).toEqual([]);
  });

  it('answers what came before a malformed request', async () => {
    const received = await exchange(['GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nnonsense\r\n\r\n']);
    expect(answersIn(received).map(({ status }) => status)).toEqual([200, 400]);
  });

  it.each([
    ['the body', post('/v1/stores/acme/groups', OURS, 'Content-Length: 99\r\n', '{"name":')],
    [
      'a chunk',
      post('/api/v2/customer_groups', THEIRS, 'Transfer-Encoding: chunked\r\n', '9\r\n{"'),
    ],
    ['the headers', 'GET /v1/stores HTTP/1.1\r\nHost'],
    ['nothing', ''],
  ])('makes no group of a request that ends in %s', async (_, bytes) => {
    const count = async () =>
      (
        await service.app.inject({
          url: '/api/v2/customer_groups/count',
          headers: { 'x-auth-token': SECRET },
        })
      ).body;
    const before = await count();
    for (const answer of answersIn(await exchange([bytes], true))) {
      expect(answer.status).toBe(400);
    }
    expect(await count()).toBe(before);
  });

  it('outlives any bytes and refuses them in a known form', async () => {
    const line = fc.constantFrom(
      ...['GET /v1/stores HTTP/1.1', 'POST /api/v2/customer_groups HTTP/1.1', 'GET', ''],
    );
    const header = fc.oneof(
      fc.constantFrom(
        'Host: x',
        'Connection: close',
        'Transfer-Encoding: chunked',
        `X-Auth-Token: ${SECRET}`,
      ),
      fc.constantFrom(
        'Content-Length: 5',
        'Content-Type: application/json',
        'Content-Length: 0x5',
        ' folded',
      ),
      fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
    );
    await fc.assert(
      fc.asyncProperty(
        line,
        fc.array(header, { maxLength: 6 }),
        fc.uint8Array({ maxLength: 64 }),
        async (first, headers, body) => {
          const head = [first, ...headers, '', ''].join('\r\n');
          const bytes = Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(body)]);
          for (const answer of answersIn(await exchange([bytes], true))) {
            expect(answer.status).toBeLessThan(500);
            expect(answer.status).not.toBe(429);
            if (answer.status < 400) continue;
            const faults = (['native', 'bigcommerce'] as const).map((form) =>
              faultsOfForm(form, answer),
            );
            expect(faults).toContainEqual([]);
          }
        },
      ),
      { numRuns: 150 },
    );
    expect((await service.app.inject('/healthz')).statusCode).toBe(200);
  });
});

/** The answers on a connection, one after another. */
function answersIn(received: string): Answered[] {
  const answers: Answered[] = [];
  let rest = received;
  while (rest !== '') {
    const [head = '', ...after] = rest.split('\r\n\r\n');
    const [line = '', ...lines] = head.split('\r\n');
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(line)?.[1]);
    const headers = Object.fromEntries(
      lines.map((each) => {
        const [name = '', value] = each.split(/: (.*)/);
        return [name.toLowerCase(), value] as const;
      }),
    );
    const length = Number(headers['content-length'] ?? 0);
    const body = after.join('\r\n\r\n');
    const utf8 = Buffer.from(body.slice(0, length), 'latin1').toString();
    if (status >= 200 || Number.isNaN(status)) answers.push({ status, headers, body: utf8 });
    rest = body.slice(status >= 200 ? length : 0);
  }
  return answers;
}
