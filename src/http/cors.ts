import cors from '@fastify/cors';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** The origins whose pages may use the service from a browser: these, or all. */
export type Origins = '*' | readonly string[];

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** How long a browser need not ask again. */
const MAX_AGE_SECONDS = 600;

export interface CorsOptions {
  origins: Origins;
  /** The headers of an answer that a script may read, by the URL that was asked for. */
  exposed(url: string): readonly string[];
}

/** What an answer says to browsers of pages elsewhere. Credentials of the browser's own are never allowed. */
export class Cors {
  readonly #origins: Origins;
  readonly #exposed: (url: string) => readonly string[];

  constructor({ origins, exposed }: CorsOptions) {
    this.#origins = origins;
    this.#exposed = exposed;
  }

  /** Before any other hook that may refuse: errors are for the page to read, too. */
  async register(app: FastifyInstance): Promise<void> {
    await app.register(cors, {
      delegator: (request: FastifyRequest, done: (error: null, options: object) => void) =>
        done(null, {
          origin: this.#allowed(request.headers.origin) ?? false,
          exposedHeaders: [...this.#exposed(request.url)],
          methods: METHODS,
          maxAge: MAX_AGE_SECONDS,
          // Any other OPTIONS is a method like those that a path has not.
          preflight: isPreflight(request),
        }),
    });
  }

  /** The same for an answer that no hook sees. */
  headersOf(url: string, origin: string | undefined): Record<string, string> {
    const allowed = this.#allowed(origin);
    return {
      vary: 'Origin',
      ...(allowed && {
        'access-control-allow-origin': allowed,
        'access-control-expose-headers': this.#exposed(url).join(', '),
      }),
    };
  }

  #allowed(origin: string | undefined): string | undefined {
    if (this.#origins === '*') return '*';
    return origin !== undefined && this.#origins.includes(origin) ? origin : undefined;
  }
}

const isPreflight = ({ method, headers }: FastifyRequest): boolean =>
  method === 'OPTIONS' &&
  headers.origin !== undefined &&
  headers['access-control-request-method'] !== undefined;
