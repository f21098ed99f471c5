import { CoreError, type CoreErrorCode } from '../../core/errors.js';
import { HttpFault, type HttpFaultCode } from '../../http/fault.js';
import {
  type Answer,
  OUT_OF_SPACE_SECONDS,
  type Refusal,
  UNAVAILABLE_SECONDS,
} from '../dialect.js';

/** A refusal in words that this vendor alone has: it brings its answer. */
export class EcwidError extends CoreError {
  readonly answer: Answer;

  constructor(code: CoreErrorCode, answer: Answer) {
    super(code, answer.body ?? '');
    this.answer = answer;
  }
}

/** The answer to everything that is refused under this dialect's paths. */
export function refuse(refusal: Refusal): Answer {
  if (refusal instanceof EcwidError) return refusal.answer;
  return refusal instanceof HttpFault
    ? HTTP_ANSWERS[refusal.code](refusal)
    : CORE_ANSWERS[refusal.code](refusal);
}

/** "Content-Type application/json; charset=utf-8" (every error sample of the document). */
export const JSON_TYPE = 'application/json; charset=utf-8';

const json = (status: number, body: object, more: Partial<Answer> = {}): Answer => ({
  status,
  ...more,
  headers: { 'content-type': JSON_TYPE, ...more.headers },
  body: JSON.stringify(body),
});

/** What the document has a status and a text for, and no code. */
const plain = (status: number, errorMessage: string): Answer => json(status, { errorMessage });

const coded = (
  status: number,
  errorCode: string,
  errorMessage: string,
  headers: Answer['headers'] = {},
): Answer => json(status, { errorCode, errorMessage }, { headers });

const wrong = (name: string, reason: string): Answer =>
  coded(400, 'WRONG_PARAMETER', `Wrong parameter '${name}' value: ${reason}`);

/** A client that waits for 0 seconds would not wait. */
const retryAfter = ({ retryAfterMs }: HttpFault) => ({
  'retry-after': String(Math.max(1, Math.ceil(retryAfterMs / 1000))),
});

const groupNotFound = (id: string) => plain(404, `Customer group #${id} not found`);

const unknownStore = () => coded(404, 'STORE_NOT_FOUND', 'Store not found');

const unavailableFor = (seconds: string): Answer =>
  json(
    503,
    { errorMessage: 'The service is unavailable, try again later' },
    { headers: { 'retry-after': seconds } },
  );

const CORE_ANSWERS = {
  // No token, or one that opens nothing here: "403 with an empty body".
  unauthenticated: (): Answer => ({ status: 403 }),
  forbidden: () =>
    coded(403, 'INSUFFICIENT_APP_SCOPE', 'The token does not have the scope for this request'),
  not_found: ({ entity, id = '' }) => (entity === 'group' ? groupNotFound(id) : unknownStore()),
  invalid: ({ faults: [fault], message }) =>
    fault ? wrong(fault.path.join('.'), fault.message) : plain(400, message),
  conflict: ({ reason, message }) =>
    reason === 'external_id_taken'
      ? coded(409, 'EXTERNAL_ID_ALREADY_USED', 'The externalReferenceId is already used')
      : plain(409, message),
  stale: ({ message }) => plain(412, message),
  unavailable: () => unavailableFor(UNAVAILABLE_SECONDS),
  out_of_space: () => unavailableFor(OUT_OF_SPACE_SECONDS),
} as const satisfies Record<CoreErrorCode, (error: CoreError) => Answer>;

const malformed = ({ message }: HttpFault) => plain(400, message);

const HTTP_ANSWERS = {
  malformed_request: malformed,
  malformed_url: malformed,
  url_too_long: ({ message }) => plain(414, message),
  headers_too_large: ({ message }) => plain(431, message),
  route_unknown: () => plain(404, 'There is nothing at this path'),
  method_not_allowed: ({ allow }) =>
    coded(405, 'METHOD_NOT_ALLOWED', 'The method is not allowed', { allow: allow.join(', ') }),
  malformed_body: ({ path: [name] = [], message }) =>
    typeof name === 'string' ? wrong(name, message) : plain(400, message),
  body_too_large: ({ message }) => plain(413, message),
  media_type: () =>
    plain(415, 'Unsupported content-type: expected `application/json` or `text/json`'),
  too_many_requests: (fault) =>
    coded(429, 'RATE_LIMITED', 'Too many requests, try again later', retryAfter(fault)),
  timeout: ({ message }) => plain(408, message),
  internal: () => plain(500, 'An error on the server'),
} as const satisfies Record<HttpFaultCode, (fault: HttpFault) => Answer>;

/** A 400 for one field of a body, or one parameter. @param reason without its name */
export const wrongParameter = (name: string, reason: string) =>
  new EcwidError('invalid', wrong(name, reason));

/** "HTTP/1.1 400 Field CustomerMembership.name is absent" (Create customer group, Errors). */
export function nameAbsent(): EcwidError {
  const text = 'Field CustomerMembership.name is absent';
  return new EcwidError('invalid', json(400, { errorMessage: text }, { statusMessage: text }));
}

export const bodyNotObject = () =>
  new EcwidError('invalid', plain(400, 'The body must be a JSON object'));

export const storeUnknown = () => new EcwidError('not_found', unknownStore());

/** "Store doesn't have access to customer groups feature" (every table of HTTP codes). */
export const planInsufficient = () =>
  new EcwidError(
    'forbidden',
    coded(
      402,
      'NOT_AVAILABLE_ON_CURRENT_PLAN',
      "Store doesn't have access to customer groups feature",
    ),
  );

/** General, 0, is no group of the store. */
export const generalIsFixed = () =>
  new EcwidError(
    'invalid',
    wrong('groupId', 'the group General (0) can be neither changed nor deleted'),
  );
