import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSharedStore, PRICE_LIST, type SharedStore } from '../../helpers/adapters.js';
import { call, type Reply } from '../../helpers/api.js';
import { openRaw } from '../../helpers/raw.js';
import { type RunningService, startService } from '../../helpers/service.js';
import { type Form, faultsOfForm } from '../../properties/forms.js';

const PAGE = 'https://shop.example';
const OTHER = 'http://localhost:5173';
const STRANGER = 'https://stranger.example';

type Headers = Readonly<Record<string, string>>;
type Ask = (store: SharedStore, headers: Headers) => Promise<Reply>;

/** With what a page sends, a path that takes it, and one request of each outcome. */
const APIS: Readonly<
  Record<Form, { path: string; sends: string; list: Ask; create: Ask; refused: string }>
> = {
  native: {
    path: '/v1/stores/acme/groups/1',
    sends: 'authorization, content-type, if-match, idempotency-key',
    list: ({ native }, headers) => native.call('GET', '/groups', { headers }),
    create: ({ native }, headers) =>
      native.call('POST', '/groups', {
        body: { name: 'A group' },
        headers: { 'idempotency-key': 'once', ...headers },
      }),
    refused: '/v1/stores/acme/groups',
  },
  bigcommerce: {
    path: '/stores/abc123/v2/customer_groups/1',
    sends: 'x-auth-token, content-type, accept',
    list: ({ bigcommerce }, headers) => bigcommerce('GET', '/customer_groups', undefined, headers),
    create: ({ bigcommerce }, headers) =>
      bigcommerce('POST', '/customer_groups', { name: 'Another' }, headers),
    refused: '/api/v2/customer_groups',
  },
  ecwid: {
    path: '/api/v3/4870020/customer_groups/1',
    sends: 'authorization, content-type',
    list: ({ ecwid }, headers) => ecwid('GET', '/customer_groups', undefined, headers),
    create: ({ ecwid }, headers) => ecwid('POST', '/customer_groups', { name: 'Third' }, headers),
    refused: '/api/v3/4870020/customer_groups',
  },
  emporix: {
    path: '/shipping/acme/main/groups/x',
    sends: 'authorization, content-type, content-language',
    list: ({ emporix }, headers) => emporix('GET', '/groups', undefined, headers),
    create: ({ emporix }, headers) =>
      emporix('POST', '/groups', { id: 'fourth', description: 'A group' }, headers),
    refused: '/shipping/acme/main/groups',
  },
  joptic: {
    path: '/customer-group',
    sends: 'authorization, x-store-id, content-type',
    list: ({ joptic }, headers) => joptic('GET', '', undefined, headers),
    create: ({ joptic }, headers) =>
      joptic('POST', '', { name: 'Fifth', defaultPriceListId: PRICE_LIST }, headers),
    refused: '/customer-group',
  },
};
const forms = Object.entries(APIS) as [Form, (typeof APIS)[Form]][];

const from = (origin: string): Headers => ({ origin });
const preflight = (service: RunningService, path: string, origin: string, sends: string) =>
  call(service.origin, 'OPTIONS', path, {
    key: '',
    headers: {
      origin,
      'access-control-request-method': 'DELETE',
      'access-control-request-headers': sends,
    },
  });

const corsHeaders = ({ headers }: Reply): string[] =>
  [...headers.keys()].filter((name) => name.startsWith('access-control-'));

/** What a browser shows a script anyway, and what is about the connection and not the answer. */
const SHOWN = ['cache-control', 'content-language', 'content-length', 'content-type', 'pragma'];
const NOT_FOR_SCRIPTS =
  /^(connection|date|keep-alive|transfer-encoding|vary|access-control-.*|content-security-policy|cross-origin-.*|origin-agent-cluster|referrer-policy|x-content-type-options|x-dns-.*|x-download-options|x-frame-options|x-permitted-.*|x-xss-protection)$/;

function hiddenFromScripts({ headers }: Reply): string[] {
  const exposed = (headers.get('access-control-expose-headers') ?? '').toLowerCase().split(', ');
  return [...headers.keys()].filter(
    (name) => !SHOWN.includes(name) && !NOT_FOR_SCRIPTS.test(name) && !exposed.includes(name),
  );
}

function expectReadable(reply: Reply, origin: string): void {
  expect(reply.headers.get('access-control-allow-origin'), reply.text).toBe(origin);
  expect(reply.headers.get('access-control-allow-credentials')).toBeNull();
  expect(hiddenFromScripts(reply)).toEqual([]);
}

describe('pages of other origins', () => {
  let service: RunningService;
  let store: SharedStore;
  beforeAll(async () => {
    service = await startService('sqlite', {
      environment: { CLIENTELE_CORS_ORIGINS: `${PAGE},${OTHER}` },
    });
    store = await makeSharedStore(service.origin, (asked) => asked);
  });
  afterAll(() => service.close());

  it.each(forms)('may ask %s before they send', async (_, { path, sends }) => {
    for (const origin of [PAGE, OTHER]) {
      const reply = await preflight(service, path, origin, sends);
      expect([reply.status, reply.text]).toEqual([204, '']);
      expect(reply.headers.get('access-control-allow-origin')).toBe(origin);
      expect(reply.headers.get('access-control-allow-headers')).toBe(sends);
      const methods = reply.headers.get('access-control-allow-methods')?.split(', ');
      expect(methods).toEqual(expect.arrayContaining(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']));
      expect(reply.headers.get('access-control-allow-credentials')).toBeNull();
      expect(reply.headers.get('vary')).toContain('Origin');
    }
  });

  it.each(forms)('read the answers of %s with all their headers', async (_, api) => {
    for (const ask of [api.create, api.create, api.list]) {
      const reply = await ask(store, from(PAGE));
      expectReadable(reply, PAGE);
    }
    // Of a repeated request, which has a header of its own.
    if (api === APIS.native) {
      const again = await api.create(store, from(OTHER));
      expect(again.headers.get('idempotent-replayed')).toBe('true');
      expectReadable(again, OTHER);
      expect(again.headers.get('access-control-expose-headers')).toContain('ETag');
    }
  });

  it.each(forms)('read the refusals of %s', async (form, { refused }) => {
    const paths = [refused, `${refused}/%zz`, `${refused}/no/such/path/at/all`];
    for (const path of paths) {
      const reply = await call(service.origin, 'GET', path, { key: '', headers: from(PAGE) });
      expect(reply.status).toBeGreaterThanOrEqual(400);
      expectReadable(reply, PAGE);
      const { status, text: body, headers } = reply;
      expect(faultsOfForm(form, { status, body, headers: Object.fromEntries(headers) })).toEqual(
        [],
      );
    }
  });

  it.each(forms)('read what no router of %s sees', async (_, { refused }) => {
    const raw = await openRaw(service.origin);
    raw.send(`GET ${refused} HTTP/1.1\r\nOrigin: ${PAGE}\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`);
    await raw.closed;
    const [head = ''] = raw.received().split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 431 /);
    expect(head).toContain(`\r\naccess-control-allow-origin: ${PAGE}\r\n`);
  });

  it.each(forms)('are told nothing by %s when they are not on the list', async (_, api) => {
    const replies = [
      await api.list(store, from(STRANGER)),
      await api.list(store, {}),
      await call(service.origin, 'GET', api.refused, { key: '', headers: from(STRANGER) }),
      await call(service.origin, 'GET', `${api.refused}/%zz`, { headers: from(STRANGER) }),
      await preflight(service, api.path, STRANGER, api.sends),
      await preflight(service, api.path, `${PAGE}.stranger.example`, api.sends),
      await preflight(service, api.path, 'null', api.sends),
    ];
    expect(replies.flatMap(corsHeaders)).toEqual([]);
    // A cache must not give them what it keeps of another page's answer, nor the other way round.
    for (const { headers } of replies) expect(headers.get('vary')).toContain('Origin');
  });

  it.each(forms)('change nothing of OPTIONS in %s where it is no question', async (_, api) => {
    const reply = await call(service.origin, 'OPTIONS', api.path, { headers: from(PAGE) });
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expectReadable(reply, PAGE);
  });
});

describe('pages of any origin', () => {
  let service: RunningService;
  let store: SharedStore;
  beforeAll(async () => {
    service = await startService('sqlite', { environment: { CLIENTELE_CORS_ORIGINS: '*' } });
    store = await makeSharedStore(service.origin, (asked) => asked);
  });
  afterAll(() => service.close());

  it.each(forms)('may use %s, and never with the browser’s own credentials', async (_, api) => {
    const asked = await preflight(service, api.path, STRANGER, api.sends);
    expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
    expect(asked.headers.get('access-control-allow-credentials')).toBeNull();
    expectReadable(await api.create(store, from(STRANGER)), '*');
    const path = `${api.refused}/%zz`;
    expectReadable(await call(service.origin, 'GET', path, { headers: from(STRANGER) }), '*');
  });
});

describe('pages of other origins, unless the setting names them', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await startService('sqlite');
  });
  afterAll(() => service.close());

  it.each(forms)('are told nothing by %s', async (_, api) => {
    const replies = [
      await preflight(service, api.path, PAGE, api.sends),
      await call(service.origin, 'GET', api.refused, { key: '', headers: from(PAGE) }),
    ];
    expect(replies.flatMap(corsHeaders)).toEqual([]);
    for (const { status, headers } of replies) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(headers.get('vary')).toBeNull();
    }
  });
});

describe('limits and pages of other origins', () => {
  const LIMIT = 3;
  let service: RunningService;
  beforeAll(async () => {
    service = await startService('sqlite', {
      environment: {
        CLIENTELE_CORS_ORIGINS: PAGE,
        CLIENTELE_RATE_LIMIT: 'on',
        CLIENTELE_LIMIT_FAILED_CREDENTIALS: String(LIMIT),
        CLIENTELE_LIMIT_BIGCOMMERCE: String(LIMIT),
        CLIENTELE_LIMIT_JOPTIC_GET: String(LIMIT),
        CLIENTELE_LIMIT_JOPTIC_POST: String(LIMIT),
      },
    });
  });
  afterAll(() => service.close());

  it('count no question before a request, and let the page read a 429', async () => {
    for (let count = 0; count <= LIMIT; count++) {
      for (const [, { path, sends }] of forms) {
        expect((await preflight(service, path, PAGE, sends)).status).toBe(204);
      }
    }
    const guess = (path: string, headers: Headers = {}) =>
      call(service.origin, 'GET', path, {
        key: 'ck_a-guess',
        headers: { ...from(PAGE), ...headers },
      });
    const first = await guess(APIS.bigcommerce.refused, { 'x-auth-token': 'ck_a-guess' });
    expect(first.headers.get('x-rate-limit-requests-left')).toBe(String(LIMIT - 1));
    const second = await guess(APIS.joptic.refused);
    expect(second.headers.get('x-ratelimit-remaining')).toBe(String(LIMIT - 1));
    const third = await guess(APIS.native.refused);
    expect([first.status, second.status, third.status]).toEqual([401, 401, 401]);
    for (const [form, { refused }] of forms) {
      const reply = await guess(refused, { 'x-auth-token': 'ck_a-guess' });
      expect([form, reply.status]).toEqual([form, 429]);
      expectReadable(reply, PAGE);
    }
  });
});
