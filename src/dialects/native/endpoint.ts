import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Static, type TObject, type TSchema, Type } from 'typebox';
import type { Caller } from '../../core/actor.js';
import type { AnswerKey, KeptAnswer, Unit, View } from '../../core/database.js';
import { conflict } from '../../core/errors.js';
import type { Probe } from '../../core/impact.js';
import { ANSWER_KEPT_MS } from '../../core/limits.js';
import type { Precondition } from '../../core/precondition.js';
import { etag, ifMatch } from '../../http/etag.js';
import { HttpFault } from '../../http/fault.js';
import { hasBody } from '../../http/has-body.js';
import type { Service } from '../../http/service.js';
import { Closed, Nullable } from './schemas/common.js';
import { Problem } from './schemas/problem.js';
import { InvalidParameters } from './validation.js';

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller;
    /** Of the store in the path; 0 where there is none. */
    storeNumber: number;
    /** Of the store in the path; empty where there is none. */
    currency: string;
  }
  interface FastifyContextConfig {
    /** Of a route that asks for no credential. */
    open?: boolean;
  }
}

/** What an endpoint takes and gives: validated by it, and shown in the OpenAPI document. */
export interface Spec<Params extends TSchema, Query extends TSchema, Body extends TSchema> {
  summary: string;
  /** Where the summary does not say enough. */
  description?: string;
  tag: string;
  params?: Params;
  query?: Query;
  body?: Body;
  /** The one customer that a write is about, if it is about one alone. */
  customerId?: (input: Pick<Input<Params, Query, Body>, 'params' | 'body'>) => string | undefined;
  /** What a write would change, for `?dryRun=true`; without it, the route knows no dry run. */
  impact?: (input: Pick<Input<Params, Query, Body>, 'params' | 'body'>) => Probe;
  /** By status; null where the answer has no body. */
  answers: Readonly<Record<number, TSchema | null>>;
}

export interface Input<Params extends TSchema, Query extends TSchema, Body extends TSchema> {
  params: Static<Params>;
  query: Static<Query>;
  body: Static<Body>;
  /** The number of the store in the path. */
  storeNumber: number;
  /** Of the store in the path. */
  currency: string;
  /** How long past states are kept. */
  historyDays: number;
  /** Under which URL clients reach the service: the configured one, or that of the request. */
  origin: string;
  /** What `If-Match` says. */
  precondition: Precondition;
}

export interface Output {
  status: number;
  body?: object;
  /** The resource's version: sent as `ETag`. */
  tag?: string;
  location?: string;
  /** The id of what the body shows a secret of: such an answer is not kept. */
  secretOf?: string;
  /** The customer whose name and e-mail address the body may show. */
  customerId?: string;
}

const MAX_KEY = 255;

/** Registers the endpoints of `/v1`. */
export class Endpoints {
  readonly #app: FastifyInstance;
  readonly #service: Service;
  /** Requests with an idempotency key that run now. */
  readonly #running = new Set<string>();

  constructor(app: FastifyInstance, service: Service) {
    this.#app = app;
    this.#service = service;
  }

  read<Params extends TSchema, Query extends TSchema>(
    url: string,
    spec: Spec<Params, Query, TSchema>,
    handler: (view: View, input: Input<Params, Query, TSchema>) => Promise<Output>,
  ): void {
    this.#app.get(url, { schema: schemaOf(spec) }, async (request, reply) => {
      const output = await this.#service.database.read(request.caller, (view) =>
        handler(view, this.#inputOf(request)),
      );
      // Whole, whatever `If-None-Match` says: counts and times of use change without the version.
      return sendAnswer(reply, answerOf(output));
    });
  }

  /** A POST that reads: the question is too large for a URL. */
  ask<Params extends TSchema, Body extends TSchema>(
    url: string,
    spec: Spec<Params, TSchema, Body>,
    handler: (view: View, input: Input<Params, TSchema, Body>) => Promise<Output>,
  ): void {
    this.#app.post(url, { schema: schemaOf(spec) }, async (request, reply) => {
      const output = await this.#service.database.read(request.caller, (view) =>
        handler(view, this.#inputOf(request)),
      );
      return sendAnswer(reply, answerOf(output));
    });
  }

  /** A POST for whoever has no credential yet; `address` is where it comes from. */
  open<Body extends TSchema>(
    url: string,
    spec: Spec<TSchema, TSchema, Body>,
    handler: (service: Service, input: { body: Static<Body>; address: string }) => Promise<Output>,
  ): void {
    const schema = { ...schemaOf(spec), security: [] };
    this.#app.post(url, { schema, config: { open: true } }, async (request, reply) => {
      const input = { body: request.body as Static<Body>, address: request.ip };
      // What it answers is a secret.
      reply.header('cache-control', 'no-store');
      return sendAnswer(reply, answerOf(await handler(this.#service, input)));
    });
  }

  write<Params extends TSchema, Query extends TSchema, Body extends TSchema>(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    spec: Spec<Params, Query, Body>,
    handler: (unit: Unit, input: Input<Params, Query, Body>) => Promise<Output>,
  ): void {
    this.#app.route({
      method,
      url,
      schema: schemaOf(spec),
      handler: async (request, reply) => {
        const work = (unit: Unit) => handler(unit, this.#inputOf(request));
        const { dryRun } = request.query as { dryRun?: boolean };
        if (dryRun && spec.impact) {
          const probe = spec.impact(this.#inputOf(request));
          const rehearsed = await this.#service.database.rehearse(request.caller, (unit) =>
            rehearse(unit, probe, work),
          );
          return sendAnswer(reply, answerOf(rehearsed));
        }
        const customerId = spec.customerId?.(this.#inputOf(request));
        const key = method === 'POST' ? request.headers['idempotency-key'] : undefined;
        const answer =
          key === undefined
            ? answerOf(await this.#service.database.write(request.caller, work, customerId))
            : await this.#once(request, String(key), work);
        return sendAnswer(reply, answer);
      },
    });
  }

  #inputOf<Params extends TSchema, Query extends TSchema, Body extends TSchema>(
    request: FastifyRequest,
  ): Input<Params, Query, Body> {
    return {
      params: request.params as Static<Params>,
      query: request.query as Static<Query>,
      body: request.body as Static<Body>,
      storeNumber: request.storeNumber,
      currency: request.currency,
      historyDays: this.#service.historyDays,
      origin: this.#service.publicUrl ?? originOf(request),
      precondition: ifMatch(request.headers['if-match']),
    };
  }

  /** Runs a request once for each idempotency key, and gives its answer again. */
  async #once(
    request: FastifyRequest,
    key: string,
    work: (unit: Unit) => Promise<Output>,
  ): Promise<KeptAnswer & { replayed?: boolean }> {
    if (key === '' || key.length > MAX_KEY) {
      const message = `must have 1 to ${MAX_KEY} characters`;
      throw new InvalidParameters([{ path: ['Idempotency-Key'], message }]);
    }
    const { caller } = request;
    const { kind, id } = caller.actor;
    const answerKey = { credential: `${kind}:${id}`, route: routeOf(request), key };
    const running = JSON.stringify([caller.storeId, answerKey]);
    if (this.#running.has(running)) {
      throw conflict('request_running', 'The first request with this Idempotency-Key still runs.');
    }
    this.#running.add(running);
    try {
      return await this.#service.database.write(caller, (unit) =>
        answerOnce(unit, answerKey, hashOf(request.body), work),
      );
    } finally {
      this.#running.delete(running);
    }
  }
}

/** What the write would have answered, and what it would change; no tag, for nothing has one. */
async function rehearse(
  unit: Unit,
  probe: Probe,
  work: (unit: Unit) => Promise<Output>,
): Promise<Output> {
  const lookAgain = await probe(unit);
  const { status, body } = await work(unit);
  const impact = await lookAgain(body);
  return body === undefined
    ? { status: 200, body: { impact } }
    : { status, body: { ...body, impact } };
}

async function answerOnce(
  unit: Unit,
  key: AnswerKey,
  requestHash: string,
  work: (unit: Unit) => Promise<Output>,
): Promise<KeptAnswer & { replayed?: boolean }> {
  const { storeId } = unit.caller;
  const kept = await unit.answers.find(storeId, key);
  if (kept && Date.parse(unit.now) - Date.parse(kept.createdAt) < ANSWER_KEPT_MS) {
    return replay(kept, requestHash);
  }
  const output = await work(unit);
  const { customerId } = output;
  const answer = { ...answerOf(output), requestHash, createdAt: unit.now, customerId };
  unit.answers.keep(storeId, key, {
    ...answer,
    ...(output.secretOf !== undefined && { body: null, headers: { id: output.secretOf } }),
  });
  return answer;
}

function replay(kept: KeptAnswer, requestHash: string): KeptAnswer & { replayed: boolean } {
  if (kept.requestHash === '') {
    const message = 'This request was carried out, and what it made has been erased.';
    throw conflict('request_erased', message);
  }
  if (kept.requestHash !== requestHash) {
    throw conflict('request_differs', 'This Idempotency-Key was used with another body.');
  }
  if (kept.body === null) {
    const message = `This request was carried out: it made '${kept.headers.id}', whose secret is shown once.`;
    throw conflict('secret_not_repeatable', message);
  }
  return { ...kept, replayed: true };
}

/** What a host can be, so that the name that a client gives it does no harm in a sample. */
const HOST = /^[\w.:[\]-]+$/;

const originOf = ({ protocol, host }: FastifyRequest): string =>
  `${protocol}://${HOST.test(host) ? host : 'localhost'}`;

const routeOf = ({ method, url }: FastifyRequest): string => `${method} ${url.split('?', 1)[0]}`;

const hashOf = (body: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(body) ?? '')
    .digest('base64url');

/** Everything but the body's hash and the time, which only a kept answer needs. */
function answerOf({ status, body, tag, location }: Output): KeptAnswer {
  return {
    status,
    headers: { ...(tag !== undefined && { etag: etag(tag) }), ...(location && { location }) },
    body: body === undefined ? '' : JSON.stringify(body),
    requestHash: '',
    createdAt: '',
  };
}

function sendAnswer(
  reply: FastifyReply,
  { status, headers, body, replayed }: KeptAnswer & { replayed?: boolean },
): FastifyReply {
  reply.code(status).headers(headers);
  if (replayed) reply.header('idempotent-replayed', 'true');
  if (!body) return reply.send();
  return reply.header('content-type', 'application/json; charset=utf-8').send(body);
}

type Documented = Omit<Spec<TSchema, TSchema, TSchema>, 'customerId' | 'impact'> & {
  impact?: unknown;
};

function schemaOf(spec: Documented): object {
  const answers = Object.entries(spec.impact ? withImpact(spec.answers) : spec.answers).map(
    ([status, schema]) => [
      status,
      schema
        ? { description: 'Done.', content: { 'application/json': { schema } } }
        : { description: 'Done; without a body.', type: 'null' },
    ],
  );
  return {
    summary: spec.summary,
    ...(spec.description && { description: spec.description }),
    tags: [spec.tag],
    ...(spec.params && { params: spec.params }),
    querystring: spec.query ?? (spec.impact ? DRY_RUN : NO_QUERY),
    ...(spec.body && { body: spec.body }),
    response: {
      ...Object.fromEntries(answers),
      '4xx': {
        description: 'A problem.',
        content: { 'application/problem+json': { schema: Problem } },
      },
    },
  };
}

const DRY_RUN = Closed({
  dryRun: Type.Optional(
    Type.Boolean({
      default: false,
      description: 'Check and work out everything, tell the impact, and change nothing.',
    }),
  ),
});

const Impact = Type.Object(
  {
    customers: Type.Integer({ description: 'Distinct customers whom it is about.' }),
    members: Type.Integer({ description: 'Membership rows that it is about.' }),
    prices: Nullable(
      Type.Integer({ description: 'Products whose price changes; null beyond 10,000 products.' }),
    ),
    estimated: Type.Boolean(),
  },
  { description: 'With `dryRun` alone: what the write would change.' },
);

/** What a write answers, with its impact; a deletion answers the impact alone. */
const withImpact = (answers: Documented['answers']): Documented['answers'] =>
  Object.fromEntries(
    Object.entries(answers).flatMap(([status, schema]): [string, TSchema | null][] =>
      schema === null
        ? [
            [status, null],
            ['200', Type.Object({ impact: Impact })],
          ]
        : [[status, Type.Interface([schema as TObject], { impact: Type.Optional(Impact) })]],
    ),
  );

/** An unknown parameter is a fault on every route. */
const NO_QUERY = { type: 'object', properties: {}, additionalProperties: false } as const;

const JSON_TYPES = /^application\/(json|merge-patch\+json|[\w.-]+\+json)\s*(;|$)/i;

/** @throws HttpFault `media_type` for a body that is no JSON */
export function requireJson(request: FastifyRequest): void {
  const { 'content-type': type } = request.headers;
  if (!hasBody(request.headers)) {
    // A type without a body says nothing, whatever it is; the framework would refuse a strange one.
    delete request.headers['content-type'];
    return;
  }
  if (request.method === 'GET' || request.method === 'HEAD') return;
  if (!type || !JSON_TYPES.test(type)) {
    throw new HttpFault('media_type', 'Send the body as application/json.');
  }
}
