import { STATUS_CODES } from 'node:http';
import { CoreError, type CoreErrorCode, type Entity } from '../../core/errors.js';
import { HttpFault, type HttpFaultCode } from '../../http/fault.js';
import {
  type Answer,
  OUT_OF_SPACE_SECONDS,
  type Refusal,
  UNAVAILABLE_SECONDS,
} from '../dialect.js';

export const JSON_TYPE = 'application/json; charset=utf-8';

/** A refusal in words that this vendor alone has: it brings its answer. */
export class JOpticError extends CoreError {
  readonly answer: Answer;

  constructor(code: CoreErrorCode, answer: Answer) {
    super(code, answer.body ?? '');
    this.answer = answer;
  }
}

interface Target {
  method: string;
  url: string;
}

/** The answer to everything that is refused under this dialect's paths. */
export function refuse(refusal: Refusal, target: Target): Answer {
  if (refusal instanceof JOpticError) return refusal.answer;
  return refusal instanceof HttpFault
    ? HTTP_ANSWERS[refusal.code](refusal, target)
    : CORE_ANSWERS[refusal.code](refusal);
}

type Message = string | readonly string[];

const json = (status: number, body: object, headers: Answer['headers'] = {}): Answer => ({
  status,
  headers: { 'content-type': JSON_TYPE, ...headers },
  body: JSON.stringify(body),
});

/** "Error Response Format": most errors name their status in words, too. */
const named = (status: number, message: Message, headers?: Answer['headers']): Answer =>
  json(status, { statusCode: status, message, error: STATUS_CODES[status] }, headers);

/** What Nest itself answers with a message of its own has no `error`. */
const unnamed = (status: number, message: string, headers?: Answer['headers']): Answer =>
  json(status, { statusCode: status, message }, headers);

const NO_ACCESS = named(403, 'You do not have access to this store');

const NOT_FOUND: Partial<Record<Entity, Answer>> = {
  group: named(404, 'Customer group not found'),
  customer: named(404, 'Customer not found'),
  // Deleted since its header or its ids were read.
  store: NO_ACCESS,
};

const CORE_ANSWERS = {
  unauthenticated: () => unnamed(401, 'Unauthorized'),
  // What a guard of Nest answers when it lets nobody through.
  forbidden: () => named(403, 'Forbidden resource'),
  not_found: ({ entity }) => (entity && NOT_FOUND[entity]) ?? named(404, 'Not Found'),
  invalid: ({ faults }) =>
    faults.some(({ path: [field] }) => field === 'defaultPriceListId')
      ? named(400, 'Price list not found')
      : named(
          400,
          faults.map(({ path, message }) => `${path.join('.')} ${message}`),
        ),
  conflict: ({ message }) => named(409, message),
  stale: ({ message }) => named(412, message),
  unavailable: () => named(503, 'Service Unavailable', { 'retry-after': UNAVAILABLE_SECONDS }),
  out_of_space: () => named(503, 'Service Unavailable', { 'retry-after': OUT_OF_SPACE_SECONDS }),
} as const satisfies Record<CoreErrorCode, (error: CoreError) => Answer>;

const routeUnknown = (_: HttpFault, { method, url }: Target) =>
  named(404, `Cannot ${method} ${url}`);
const refusedWith =
  (status: number) =>
  ({ message }: HttpFault): Answer =>
    named(status, message);

/** A client that waits for 0 seconds would not wait. */
const retryAfter = ({ retryAfterMs }: HttpFault) => ({
  'retry-after': String(Math.max(1, Math.ceil(retryAfterMs / 1000))),
});

const HTTP_ANSWERS = {
  malformed_request: refusedWith(400),
  malformed_url: refusedWith(400),
  url_too_long: refusedWith(414),
  headers_too_large: refusedWith(431),
  route_unknown: routeUnknown,
  method_not_allowed: routeUnknown,
  malformed_body: ({ path: [property] = [], message }) =>
    named(400, typeof property === 'string' ? [`${property} ${message}`] : message),
  body_too_large: refusedWith(413),
  media_type: refusedWith(415),
  too_many_requests: (fault) =>
    unnamed(429, 'ThrottlerException: Too Many Requests', retryAfter(fault)),
  timeout: refusedWith(408),
  internal: () => unnamed(500, 'Internal server error'),
} as const satisfies Record<HttpFaultCode, (fault: HttpFault, target: Target) => Answer>;

/** @param faults one for each faulty property, in class-validator's words */
export const validationFailed = (faults: readonly string[]) =>
  new JOpticError('invalid', named(400, faults));

export const storeIdMissing = () =>
  new JOpticError('invalid', named(400, 'x-store-id header is required'));

/** An unknown store, and one with which the user has no active relation. */
export const noAccess = () => new JOpticError('forbidden', NO_ACCESS);

export const noMatchingGroups = () =>
  new JOpticError('not_found', named(404, 'No matching customer groups found'));
