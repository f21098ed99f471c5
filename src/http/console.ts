import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, posix, sep } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { etag, isNotModified } from './etag.js';
import { HttpFault } from './fault.js';
import { pathOf } from './path.js';

/**
 * Nothing inline is allowed, neither scripts nor styles: what the page needs comes from files. A
 * style that a script sets on an element (`element.style`) is none of this policy's business, and
 * the components that write style sheets into the page are not used; see docs/console.md.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** What every file of the console is sent with: all in one place. */
const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
};

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

/** The build names these files after their content. */
const HASHED = /^\/assets\//;
const FOR_EVER = 'public, max-age=31536000, immutable';

/**
 * The console's own addresses, at which it is opened as well as at `/`. Below a store, what begins
 * with a version is BigCommerce's.
 */
const PAGES = /^\/(sign-in|stores(\/[a-z0-9-]+(\/(?!v\d+(\/|$)).*)?)?)\/?$/;

interface ConsoleFile {
  type: string;
  tag: string;
  /** By encoding; '' is the file as it is. */
  bodies: ReadonlyMap<string, Buffer>;
}

/** The built console by path, such as `/index.html`. */
export type ConsoleFiles = ReadonlyMap<string, ConsoleFile>;

/** Reads the built console, so that no request touches the disk. @returns undefined where there is none */
export function readConsole(directory: string): ConsoleFiles | undefined {
  if (!existsSync(join(directory, 'index.html'))) return undefined;
  const names = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && TYPES[extname(entry.name)] !== undefined)
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    names.map((name) => [
      `/${name.slice(directory.length).split(sep).filter(Boolean).join(posix.sep)}`,
      readConsoleFile(name),
    ]),
  );
}

function readConsoleFile(name: string): ConsoleFile {
  const plain = readFileSync(name);
  const bodies = new Map([['', plain]]);
  for (const [encoding, suffix] of ENCODINGS) {
    if (existsSync(name + suffix)) bodies.set(encoding, readFileSync(name + suffix));
  }
  const tag = createHash('sha256').update(plain).digest('base64url').slice(0, 22);
  return { type: TYPES[extname(name)] ?? '', tag, bodies };
}

/** Answers for the console. */
export class Console {
  readonly #files: ConsoleFiles;

  /** One route does for all files that a build names, so that metrics do not grow with builds. */
  constructor(app: FastifyInstance, files: ConsoleFiles) {
    this.#files = files;
    const options = { schema: { hide: true } };
    app.get('/', options, async (request, reply) => this.sendPage(request, reply));
    app.get('/assets/:file', options, async (request, reply) => {
      const { file } = request.params as { file: string };
      return this.#send(request, reply, `/assets/${file}`);
    });
    for (const path of files.keys()) {
      if (HASHED.test(path)) continue;
      app.get(path, options, async (request, reply) => this.#send(request, reply, path));
    }
  }

  /**
   * Whether a request that no route takes is for a page of the console: a browser that goes there
   * says that it wants HTML, which no client of an API does.
   */
  owns({ method, url, headers }: FastifyRequest): boolean {
    if (method !== 'GET' && method !== 'HEAD') return false;
    return headers.accept?.includes('text/html') === true && PAGES.test(pathOf(url));
  }

  /** The page, whatever its address: it finds out by itself what to show. */
  sendPage(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    return this.#send(request, reply, '/index.html');
  }

  #send({ headers }: FastifyRequest, reply: FastifyReply, path: string): FastifyReply {
    const file = this.#files.get(path);
    if (!file) throw new HttpFault('route_unknown', 'The console has no such file.');
    const accepted = acceptedEncodings(headers['accept-encoding']);
    const encoding = ENCODINGS.map(([name]) => name).find(
      (name) => accepted.has(name) && file.bodies.has(name),
    );
    // Each encoding is a representation of its own.
    const tag = encoding ? `${file.tag}-${encoding}` : file.tag;
    reply.headers({
      ...HEADERS,
      etag: etag(tag),
      vary: path === '/index.html' ? 'accept, accept-encoding' : 'accept-encoding',
      'cache-control': HASHED.test(path) ? FOR_EVER : 'no-cache',
    });
    if (isNotModified(headers['if-none-match'], tag)) return reply.code(304).send();
    reply.headers({ 'content-type': file.type, ...(encoding && { 'content-encoding': encoding }) });
    return reply.code(200).send(file.bodies.get(encoding ?? ''));
  }
}

function acceptedEncodings(header: string | string[] | undefined): ReadonlySet<string> {
  const parts = String(header ?? '')
    .toLowerCase()
    .split(',');
  return new Set(
    parts
      .map((part) => part.trim().split(/\s*;\s*/))
      .flatMap(([name = '', weight = '']) => (/^q=0(\.0*)?$/.test(weight) ? [] : [name])),
  );
}
