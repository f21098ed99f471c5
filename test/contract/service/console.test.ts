import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { dirname, join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROGRAM, type RunningService, startService } from '../../helpers/service.js';

interface Answer {
  status: number;
  headers: Readonly<Record<string, string | undefined>>;
  body: Buffer;
}

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

/** Not `fetch`, which decompresses by itself. */
const ask = (
  { origin }: RunningService,
  path: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    request(origin + path, { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers as Answer['headers'],
          body: Buffer.concat(chunks),
        }),
      );
    })
      .on('error', reject)
      .end();
  });

describe('the console', () => {
  let service: RunningService;
  let page: string;
  beforeAll(async () => {
    service = await startService('sqlite');
    page = (await ask(service, '/')).body.toString();
  });
  afterAll(() => service.close());

  const isPage = ({ status, body }: Answer) => status === 200 && body.toString() === page;

  it('is a page at the root, whatever is asked for', async () => {
    const reply = await ask(service, '/');
    expect(reply.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page).toContain('<div id="root">');
    expect(isPage(reply)).toBe(true);
  });

  it.each(['/sign-in', '/stores', '/stores/demo', '/stores/demo/groups/7?x=1', '/stores/demo/'])(
    'opens at %s for a browser',
    async (path) => {
      expect(isPage(await ask(service, path, { headers: HTML }))).toBe(true);
      const head = await ask(service, path, { method: 'HEAD', headers: HTML });
      expect([head.status, head.body.length]).toEqual([200, 0]);
    },
  );

  it.each([
    ['/v1/nothing', '"code":"route_unknown"'],
    ['/v1/stores/demo/groups', '"code":"unauthenticated"'],
    ['/stores/demo/v2/nothing', '"status":404'],
    ['/stores/demo/v3/customers', '"status":404'],
    ['/api/v3/1/nothing', '"errorMessage"'],
    ['/shipping/demo/nothing', '"status":404'],
    ['/customer-groups', '"code":"route_unknown"'],
    ['/nothing', '"code":"route_unknown"'],
    ['/assets/nothing.js', '"code":"route_unknown"'],
    ['/assets/..%2f..%2fmain.js', '"code":"route_unknown"'],
    ['/stores/%zz/groups', '400'],
  ])('leaves %s to whose it is', async (path, words) => {
    const reply = await ask(service, path, { headers: HTML });
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(reply.body.toString()).toContain(words);
    expect(isPage(reply)).toBe(false);
  });

  it.each(['/healthz', '/readyz', '/metrics', '/openapi.json', '/docs'])(
    'leaves %s as it is',
    async (path) => {
      const reply = await ask(service, path, { headers: HTML });
      expect(reply.status).toBe(200);
      expect(isPage(reply)).toBe(false);
    },
  );

  it('is nothing for a client of an API that goes astray', async () => {
    for (const headers of [undefined, { accept: '*/*' }, { accept: 'application/json' }]) {
      const reply = await ask(service, '/stores/demo/groups/7', headers && { headers });
      expect(reply.status).toBe(404);
    }
    const post = await ask(service, '/stores/demo/groups/7', { method: 'POST', headers: HTML });
    expect(post.status).toBe(404);
  });

  it('allows nothing inline, no other origin and no frame', async () => {
    const { headers } = await ask(service, '/stores/demo', { headers: HTML });
    const policy = Object.fromEntries(
      String(headers['content-security-policy'])
        .split(/; ?/)
        .map((part) => [part.split(' ')[0], part.split(' ').slice(1).join(' ')]),
    );
    expect(policy).toMatchObject({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self'",
      'connect-src': "'self'",
      'img-src': "'self' data:",
      'font-src': "'self'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
    });
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
    });
    expect(page).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son\w+=/);
  });

  it('is asked for again each time, and sent only when it is another', async () => {
    const first = await ask(service, '/');
    const { etag = '' } = first.headers;
    expect(first.headers['cache-control']).toBe('no-cache');
    expect(etag).toMatch(/^"[\w-]+"$/);
    const again = await ask(service, '/', { headers: { 'if-none-match': etag } });
    expect([again.status, again.body.length, again.headers.etag]).toEqual([304, 0, etag]);
    const other = await ask(service, '/', { headers: { 'if-none-match': '"other"' } });
    expect(isPage(other)).toBe(true);
  });

  it('has files that are kept for ever, each with its type', async () => {
    const files = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path);
    expect(files.length).toBeGreaterThan(1);
    for (const path of files) {
      const { status, headers } = await ask(service, String(path));
      expect(status).toBe(200);
      expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
      const type = path?.endsWith('.css')
        ? 'text/css; charset=utf-8'
        : 'text/javascript; charset=utf-8';
      expect(headers['content-type']).toBe(type);
    }
  });

  it.each([
    ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
    ['br;q=0, gzip', 'gzip', gunzipSync],
    ['identity', undefined, (bytes: Buffer) => bytes],
    ['', undefined, (bytes: Buffer) => bytes],
  ])('is compressed for "%s" as %s', async (accepted, encoding, plain) => {
    const headers = { ...HTML, 'accept-encoding': accepted };
    const reply = await ask(service, '/', { headers });
    expect(reply.headers['content-encoding']).toBe(encoding);
    expect(reply.headers.vary).toContain('accept-encoding');
    expect(plain(reply.body).toString()).toBe(page);
  });

  it('takes no other method', async () => {
    const reply = await ask(service, '/', { method: 'POST' });
    expect([reply.status, reply.headers.allow]).toEqual([405, 'GET, HEAD']);
  });
});

describe('a service without a built console', () => {
  it('runs, and says what is missing', async () => {
    const built = join(dirname(PROGRAM), '..', 'dist');
    // Below node_modules, where the program finds what it does not bundle.
    const cache = join(built, '..', 'node_modules', '.cache');
    mkdirSync(cache, { recursive: true });
    const copy = mkdtempSync(join(cache, 'clientele-test-'));
    try {
      for (const name of readdirSync(built).filter((file) => file.endsWith('.js'))) {
        cpSync(join(built, name), join(copy, name));
      }
      const service = await startService('sqlite', { program: join(copy, 'main.js') });
      try {
        const root = await ask(service, '/', { headers: HTML });
        expect([root.status, root.body.toString()]).toEqual([
          404,
          expect.stringContaining('The console is not built'),
        ]);
        const deep = await ask(service, '/stores/demo/groups', { headers: HTML });
        expect(deep.status).toBe(404);
        expect((await ask(service, '/healthz')).status).toBe(200);
        await expect.poll(() => service.output()).toMatch(/^ {2}Console +not built/m);
      } finally {
        await service.close();
      }
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });
});
