import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { request } from 'node:https';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSharedStore, type SharedStore } from '../../helpers/adapters.js';
import { call, type Reply } from '../../helpers/api.js';
import { startInProcess } from '../../helpers/in-process.js';
import { openRaw } from '../../helpers/raw.js';
import { type RunningService, startService } from '../../helpers/service.js';

const PAGE_POLICY =
  "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;font-src 'self';connect-src 'self';base-uri 'none';form-action 'none';frame-ancestors 'none'";

/** Of every answer of the service's own. */
const HEADERS = {
  'content-security-policy': PAGE_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
};

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) =>
  existsSync(path),
);

/** What Node and every API send; a vendor's may add what `OWN` names. */
const COMMON = [
  'connection',
  'content-length',
  'content-type',
  'date',
  'keep-alive',
  'x-request-id',
];

/** All that a vendor's answers have beside it: what its document names. */
const OWN = {
  bigcommerce: [
    'x-rate-limit-requests-left',
    'x-rate-limit-requests-quota',
    'x-rate-limit-time-reset-ms',
    'x-rate-limit-time-window-ms',
  ],
  ecwid: [],
  emporix: ['transfer-encoding'],
  joptic: ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset'],
} as const;
type Vendor = keyof typeof OWN;

const VENDORS: Readonly<Record<Vendor, { list: string; malformed: string }>> = {
  bigcommerce: { list: '/customer_groups', malformed: '/api/v2/%zz' },
  ecwid: { list: '/customer_groups', malformed: '/api/v3/%zz' },
  emporix: { list: '/groups', malformed: '/shipping/%zz' },
  joptic: { list: '', malformed: '/customer-group/%zz' },
};

const named = (reply: Reply) => [...reply.headers.keys()].sort();
const of = (reply: Reply, expected: object) =>
  Object.fromEntries(Object.keys(expected).map((name) => [name, reply.headers.get(name)]));

/** The head of the answer to bytes that no router sees. */
async function rawAnswer(service: RunningService, bytes: string): Promise<string> {
  const raw = await openRaw(service.origin);
  raw.send(bytes);
  await raw.closed;
  return raw.received().toLowerCase();
}

describe('headers for browsers', () => {
  let service: RunningService;
  let store: SharedStore;
  beforeAll(async () => {
    service = await startService('sqlite');
    store = await makeSharedStore(service.origin);
    await store.native.call('POST', '/groups', { body: { name: 'A group' } });
  });
  afterAll(() => service.close());

  it.each([
    ['an answer', '/v1/stores', 200],
    ['a refusal', '/v1/stores/nothing', 404],
    ['a path where nothing is', '/nothing', 404],
    ['a malformed URL', '/v1/stores/%zz', 400],
    ['a segment that is too long', `/v1/stores/${'x'.repeat(2_000)}`, 414],
    ['the document', '/openapi.json', 200],
    ['the metrics', '/metrics', 200],
    ['a check', '/readyz', 200],
  ])('are on %s', async (_, path, status) => {
    const reply = await call(service.origin, 'GET', path);
    expect([reply.status, of(reply, HEADERS)]).toEqual([status, HEADERS]);
    expect(reply.headers.get('strict-transport-security')).toBeNull();
  });

  it('are on what no router sees', async () => {
    const received = await rawAnswer(service, 'GET /v1/stores HTTP/1.1\r\nbad header\r\n\r\n');
    expect(received).toMatch(/^http\/1\.1 400 /);
    for (const [name, value] of Object.entries(HEADERS)) {
      expect(received).toContain(`\r\n${name}: ${value.toLowerCase()}\r\n`);
    }
  });

  it.each(Object.entries(VENDORS))('are not on the answers of %s', async (vendor, paths) => {
    const allowed: readonly string[] = [...COMMON, ...OWN[vendor as Vendor]];
    const ask = store[vendor as Vendor];
    const answers = [
      await ask('GET', paths.list),
      await call(service.origin, 'GET', paths.malformed),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 400]);
    for (const answer of answers) {
      expect(named(answer).filter((name) => !allowed.includes(name))).toEqual([]);
    }
    const raw = await rawAnswer(service, `GET ${paths.malformed} HTTP/1.1\r\nbad header\r\n\r\n`);
    const names = [...raw.matchAll(/\r\n([a-z-]+): /g)].map(([, name]) => name).sort();
    expect(names).toEqual(['connection', 'content-length', 'content-type', 'date', 'x-request-id']);
  });

  it('let the page of the documentation load its own files alone', async () => {
    const page = await call(service.origin, 'GET', '/docs');
    const policy = page.headers.get('content-security-policy') ?? '';
    const directives = new Map(
      policy.split(';').map((part) => {
        const [name = '', ...values] = part.trim().split(' ');
        return [name, values.join(' ')];
      }),
    );
    expect(directives.get('default-src')).toBe("'none'");
    expect(directives.get('script-src')).toBe("'self'");
    expect(directives.get('frame-ancestors')).toBe("'none'");
    expect(policy).not.toContain('unsafe');
    expect(page.headers.get('x-frame-options')).toBe('DENY');
    // A script inside the page would not run.
    expect(page.text.match(/<script(?![^>]* src=)/g)).toBeNull();
    const links = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link ?? '');
    expect(links.length).toBeGreaterThan(3);
    expect(links.filter((link) => /^(https?:)?\/\//.test(link))).toEqual([]);
  });

  it.skipIf(!CHROMIUM)(
    `let a browser show the documentation${CHROMIUM ? '' : ' (skipped: no Chromium)'}`,
    () => {
      const { stdout, stderr } = spawnSync(
        CHROMIUM ?? '',
        [
          ...['--headless', '--no-sandbox', '--disable-gpu', '--virtual-time-budget=10000'],
          ...['--enable-logging=stderr', '--dump-dom', `${service.origin}/docs`],
        ],
        { encoding: 'utf8', timeout: 50_000 },
      );
      expect(stdout).toContain('/v1/stores/{store}/quotes');
      expect(stderr).not.toContain('Content Security Policy');
    },
  );
});

describe('Strict-Transport-Security', () => {
  const HSTS = 'max-age=31536000';
  const fixture = (name: string) =>
    fileURLToPath(new URL(`../../fixtures/tls/${name}`, import.meta.url));

  it('is sent where a proxy speaks HTTPS', async () => {
    const publicUrls = ['https://clientele.example', 'http://clientele.example'];
    const sent: unknown[] = [];
    for (const CLIENTELE_PUBLIC_URL of publicUrls) {
      const { app, close } = await startInProcess('sqlite', { CLIENTELE_PUBLIC_URL });
      for (const url of ['/readyz', '/api/v2/customer_groups']) {
        sent.push((await app.inject(url)).headers['strict-transport-security']);
      }
      await close();
    }
    expect(sent).toEqual([HSTS, undefined, undefined, undefined]);
  });

  it('is sent by HTTPS', async () => {
    const service = await startService('sqlite', {
      environment: {
        CLIENTELE_TLS_CERT: fixture('cert.pem'),
        CLIENTELE_TLS_KEY: fixture('key.pem'),
      },
    });
    const header = (path: string) =>
      new Promise((resolve, reject) => {
        const url = new URL(path, service.origin);
        request(url, { rejectUnauthorized: false, agent: false })
          .once('error', reject)
          .once('response', (response) => {
            response.resume();
            resolve(response.headers['strict-transport-security']);
          })
          .end();
      });
    try {
      expect(await header('/readyz')).toBe(HSTS);
      expect(await header('/api/v2/customer_groups')).toBeUndefined();
    } finally {
      await service.close();
    }
  });
});
