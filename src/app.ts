import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
} from 'fastify';
import type { Logger } from 'pino';
import type { TrustedProxies } from './config.js';
import { CoreError } from './core/errors.js';
import type { Answer, Dialect, Refusal } from './dialects/dialect.js';
import { dialects } from './dialects/index.js';
import { native } from './dialects/native/index.js';
import { allowedMethods } from './http/allowed-methods.js';
import { type ConnectionLimits, Connections, timeoutsOf } from './http/connections.js';
import { Console, type ConsoleFiles } from './http/console.js';
import { Cors, type Origins } from './http/cors.js';
import { HttpFault, type HttpFaultCode } from './http/fault.js';
import { type Health, health } from './http/health.js';
import { BODY_LIMIT, parseJsonBody } from './http/json-body.js';
import { metrics } from './http/metrics.js';
import { pathOf } from './http/path.js';
import { parseQuery } from './http/query.js';
import { answerAll, refuseMalformed, type Target } from './http/raw-requests.js';
import { requestId } from './http/request-id.js';
import { securityHeaders } from './http/security-headers.js';
import type { Service } from './http/service.js';
import type { TlsFiles } from './tls.js';

/** Longer than any id can be, percent-encoded. */
const MAX_SEGMENT = 1024;
/** Of any API's answers, what scripts of other origins may read besides what browsers show anyway. */
const EXPOSED = ['X-Request-Id', 'Retry-After', 'Allow', 'WWW-Authenticate'];
const NOTHING_HERE = 'There is nothing at this path.';
/** Node would refuse a request without a host in a form of its own. */
const SERVER_OPTIONS = { requireHostHeader: false };

export interface AppOptions {
  service: Service;
  connectionLimits: ConnectionLimits;
  /** The certificate and its key, as PEM; without them HTTP is spoken in the clear. */
  tls?: TlsFiles | undefined;
  /** Whether clients reach the service by HTTPS, be it through a proxy. */
  https: boolean;
  /** Whose pages may use the service from a browser; nobody's unless given. */
  corsOrigins?: Origins | undefined;
  /** Which proxies are believed about whom they forward; none unless given. */
  trustProxy?: TrustedProxies | undefined;
  /** The built console, served at `/`; without it there is none. */
  consoleFiles?: ConsoleFiles | undefined;
  health: Health;
  log: Logger;
}

/** The whole service, ready to be listened on or injected into. */
export async function buildApp({
  service,
  connectionLimits,
  health: state,
  log,
  tls,
  https,
  corsOrigins,
  trustProxy,
  consoleFiles,
}: AppOptions): Promise<FastifyInstance> {
  // Without Fastify's logger, which would make a child logger for each request.
  const newRequestId = requestId(randomBytes(6).toString('base64url'));
  const ownHeaders = securityHeaders({ https });
  const cors = corsOrigins && new Cors({ origins: corsOrigins, exposed: exposedOf });
  /** What is on every answer; those of a vendor's API have nothing that the vendor's have not. */
  const standing = (url: string, origin: string | undefined) => ({
    ...(dialectOf(url) === native && ownHeaders),
    ...cors?.headersOf(url, origin),
  });
  /** For what no route ever sees. */
  const answerRaw = (refusal: Refusal, target: Target): Answer => {
    const answer = answerFor(refusal, target);
    const headers = {
      'x-request-id': newRequestId({ headers: {} }),
      ...standing(target.url, target.origin),
      ...answer.headers,
    };
    return { ...answer, headers };
  };
  const options: FastifyServerOptions = {
    bodyLimit: BODY_LIMIT,
    genReqId: newRequestId,
    requestTimeout: connectionLimits.requestMs,
    keepAliveTimeout: connectionLimits.keepAliveMs,
    routerOptions: {
      maxParamLength: MAX_SEGMENT,
      querystringParser: parseQuery as never,
    },
    frameworkErrors: (error, request, reply) => {
      reply.header('x-request-id', request.id);
      reply.headers(standing(request.url, request.headers.origin));
      return send(reply, refuse(error, request, log));
    },
    clientErrorHandler(error, socket) {
      refuseMalformed(error, socket as Socket, answerRaw);
    },
    ...(trustProxy !== undefined && { trustProxy: believed(trustProxy) }),
  };
  const serverOptions = { ...SERVER_OPTIONS, ...timeoutsOf(connectionLimits) };
  const server = tls ? { https: { ...tls, ...serverOptions } } : { http: serverOptions };
  // The types tell servers apart, as far as HTTP/2; what is used here is the same in both.
  const app: FastifyInstance = Fastify({ ...options, ...server } as FastifyServerOptions);
  answerAll(app.server, answerRaw);
  const connections = new Connections(app, connectionLimits);
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, parseJsonBody(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    if (dialectOf(request.url) === native) reply.headers(ownHeaders);
    done();
  });
  await cors?.register(app);
  app.addHook('onRequest', async (request, reply) => {
    // Before the body is read: an unknown route comes before a malformed body.
    if (isUnknown(request) && pages?.owns(request)) return pages.sendPage(request, reply);
    if (request.is404) throw unknownRoute(request);
    if (hasEmptySegment(request)) throw new HttpFault('route_unknown', NOTHING_HERE);
    if (request.headers.host === undefined && request.raw.httpVersion === '1.1') {
      throw new HttpFault('malformed_request', 'The header Host is missing.');
    }
  });
  app.addHook('onSend', (request, _reply, payload, done) => {
    if (payload instanceof Readable) logFailure(payload, request.id, log);
    done();
  });
  if (log.isLevelEnabled('debug')) {
    app.addHook('onResponse', async (request, reply) => {
      const { method, id: requestId } = request;
      // Not the URL: its query may hold a credential, and with a slip of the pen its path too.
      const { url: route = 'none' } = request.routeOptions;
      const { statusCode: status, elapsedTime: ms } = reply;
      log.debug({ requestId, method, route, status, ms }, 'answered');
    });
  }
  app.setErrorHandler((error, request, reply) => send(reply, refuse(error, request, log)));
  // For what a route of its own does not find, such as a file.
  app.setNotFoundHandler((request, reply) =>
    send(reply, refuse(unknownRoute(request), request, log)),
  );

  const allowed = allowedMethods(app);
  function unknownRoute({ method, url }: FastifyRequest): HttpFault {
    const allow = allowed(url);
    if (pathOf(url) === '/' && !pages) {
      return new HttpFault('route_unknown', 'The console is not built: npm run build makes it.');
    }
    return allow.length > 0
      ? new HttpFault('method_not_allowed', `This path does not take ${method}.`, { allow })
      : new HttpFault('route_unknown', NOTHING_HERE);
  }

  const pages = consoleFiles && new Console(app, consoleFiles, ownHeaders);
  metrics(app, (url) => dialectOf(url).name, {
    service,
    connections,
    isOutOfSpace: state.isOutOfSpace,
  });
  health(app, state, log);
  for (const dialect of dialects) {
    await app.register(async (scope) => dialect.register?.(scope, service, dialects));
  }
  return app;
}

/** What fails in the middle of an answer can only cut it off: nobody else hears of it. */
function logFailure(stream: Readable, requestId: string, log: Logger): void {
  stream.once('error', (error: NodeJS.ErrnoException) => {
    // The reader has gone away.
    if (error.code === 'ERR_STREAM_PREMATURE_CLOSE' || error.code === 'ECONNRESET') return;
    log.error({ err: error, requestId }, 'An answer was cut off.');
  });
}

/** Whether no route takes a request, or only one with which a dialect refuses what it does not know. */
const isUnknown = ({ is404, routeOptions }: FastifyRequest): boolean =>
  is404 || routeOptions.config.takes !== undefined;

/** The router takes nothing at all for a parameter, too: `/v1/stores//groups`. */
function hasEmptySegment({ params }: FastifyRequest): boolean {
  for (const name in params as object) {
    if (name !== '*' && (params as Record<string, string>)[name] === '') return true;
  }
  return false;
}

/** Of proxies that are only counted, the last ones are believed, whatever their addresses. */
const believed = (proxies: TrustedProxies) =>
  typeof proxies === 'number' ? (_address: string, hop: number) => hop < proxies : proxies;

function exposedOf(url: string): readonly string[] {
  return [...EXPOSED, ...(dialectOf(url).exposes ?? [])];
}

/** The dialect that answers for a path, also where nothing is found or the URL is malformed. */
function dialectOf(url: string): Dialect {
  const path = pathOf(url);
  return dialects.find((dialect) => dialect.register && dialect.owns(path)) ?? native;
}

/** What is not of the request's own making: for the operator to hear of. */
const FAILURES: ReadonlySet<string> = new Set(['internal', 'unavailable', 'out_of_space']);

function refuse(error: unknown, request: FastifyRequest, log: Logger): Answer {
  const refusal = refusalOf(error);
  if (FAILURES.has(refusal.code)) {
    log.error({ err: refusal.cause ?? refusal, requestId: request.id }, refusal.message);
  }
  return answerFor(refusal, request);
}

function answerFor(refusal: Refusal, { method, url }: Target): Answer {
  const answer = dialectOf(url).refuse?.(refusal, { method, url });
  if (!answer) throw new Error(`The dialect of ${url} cannot refuse.`);
  return answer;
}

const FRAMEWORK_CODES: Readonly<Record<string, [HttpFaultCode, string]>> = {
  FST_ERR_BAD_URL: ['malformed_url', 'The path is not well-formed.'],
  FST_ERR_MAX_PARAM_LENGTH: ['url_too_long', 'A segment of the path is too long.'],
  FST_ERR_CTP_BODY_TOO_LARGE: ['body_too_large', `The body has more than ${BODY_LIMIT} bytes.`],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['media_type', 'The content type is not supported.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [
    'malformed_request',
    'The body is not as long as announced.',
  ],
};

function refusalOf(error: unknown): Refusal {
  if (error instanceof CoreError || error instanceof HttpFault) return error;
  const known = FRAMEWORK_CODES[(error as FastifyError).code];
  if (known) return new HttpFault(...known);
  // The request was cut off while its body was read.
  if ((error as FastifyError).code === 'ECONNRESET') {
    return new HttpFault('malformed_request', 'The request ended early.');
  }
  // What the framework or a plugin blames on the request in a way that has no words here.
  const { statusCode = 500 } = error as FastifyError;
  return statusCode >= 400 && statusCode < 500
    ? new HttpFault('malformed_request', 'The request cannot be met as it is.')
    : new HttpFault('internal', 'Something went wrong.', { cause: error });
}

function send(reply: FastifyReply, { status, statusMessage, headers, body }: Answer): FastifyReply {
  reply.code(status);
  if (statusMessage) reply.raw.statusMessage = statusMessage;
  if (headers) reply.headers(headers);
  return reply.send(body);
}
