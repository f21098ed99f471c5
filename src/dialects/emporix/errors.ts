import { CoreError, type CoreErrorCode, type Fault } from '../../core/errors.js';
import { HttpFault, type HttpFaultCode } from '../../http/fault.js';
import { pathOf } from '../../http/path.js';
import {
  type Answer,
  OUT_OF_SPACE_SECONDS,
  type Refusal,
  UNAVAILABLE_SECONDS,
} from '../dialect.js';

/** A refusal in words that this vendor alone has: it brings its answer. */
export class EmporixError extends CoreError {
  readonly answer: Answer;

  constructor(code: CoreErrorCode, answer: Answer) {
    super(code, answer.body ?? '');
    this.answer = answer;
  }
}

/** The document's `errorDetail`: `field` is a bean notation, empty for the body as a whole. */
export interface Detail {
  field: string;
  type: 'missing_field' | 'invalid_field';
  message: string;
}

export const TOKEN_PATH = '/oauth/token';
export const JSON_TYPE = 'application/json; charset=utf-8';

/** The answer to everything that is refused under this dialect's paths. */
export function refuse(refusal: Refusal, { url }: { url: string }): Answer {
  if (refusal instanceof EmporixError) return refusal.answer;
  if (!(refusal instanceof HttpFault)) return CORE_ANSWERS[refusal.code](refusal);
  const isUnreadable = refusal.code === 'malformed_body' || refusal.code === 'media_type';
  return isUnreadable && pathOf(url) === TOKEN_PATH
    ? oauthAnswer('invalid_request')
    : HTTP_ANSWERS[refusal.code](refusal);
}

const json = (status: number, body: object, headers: Answer['headers'] = {}): Answer => ({
  status,
  headers: { 'content-type': JSON_TYPE, ...headers },
  body: JSON.stringify(body),
});

/** The document's `errorMessage`. */
const error = (
  status: number,
  type: string,
  message: string,
  {
    details,
    headers,
  }: { details?: readonly (string | Detail)[]; headers?: Answer['headers'] } = {},
): Answer =>
  json(status, { status, type, message, moreInfo: '', ...(details && { details }) }, headers);

/** What the gateway answers in front of the service, whatever is wrong with a token. */
const tokenRefused = (): Answer =>
  json(
    401,
    {
      fault: {
        faultstring: 'Invalid access token',
        detail: { errorcode: 'oauth.v2.InvalidAccessToken' },
      },
    },
    { 'www-authenticate': 'Bearer' },
  );

const notAuthorized = (): Answer =>
  json(403, {
    status: 403,
    message: 'User not authorized.',
    type: 'Forbidden',
    details: ['Missing required scopes'],
  });

/** More faults than anybody would mend at once are cut off. */
const MAX_DETAILS = 100;

const violation = (details: readonly Detail[]): Answer =>
  error(
    400,
    'validation_violation',
    'There are validation problems, see details section for more information',
    { details: details.slice(0, MAX_DETAILS) },
  );

const notUpdatable = (reason: string): Answer =>
  error(
    409,
    'conflict_resource',
    'The requested resource could not be updated due to server-side validation.',
    { details: [reason] },
  );

const unavailableFor = (seconds: string): Answer =>
  error(503, 'service_temporarily_unavailable', 'The service is temporarily unavailable.', {
    headers: { 'retry-after': seconds },
  });

const CORE_ANSWERS = {
  unauthenticated: tokenRefused,
  forbidden: notAuthorized,
  not_found: ({ message }) => error(404, 'element_resource_non_existing', message),
  invalid: ({ faults }) => violation(detailsOf(faults)),
  conflict: ({ message, reason }) =>
    notUpdatable(reason === 'external_id_taken' ? 'Another group has this id.' : message),
  stale: ({ message }) => error(412, 'precondition_failed', message),
  unavailable: () => unavailableFor(UNAVAILABLE_SECONDS),
  out_of_space: () => unavailableFor(OUT_OF_SPACE_SECONDS),
} as const satisfies Record<CoreErrorCode, (error: CoreError) => Answer>;

const malformed = ({ message }: HttpFault) => error(400, 'bad_request', message);

/** A client that waits for 0 seconds would not wait. */
const retryAfter = ({ retryAfterMs }: HttpFault) => ({
  'retry-after': String(Math.max(1, Math.ceil(retryAfterMs / 1000))),
});

const HTTP_ANSWERS = {
  malformed_request: malformed,
  malformed_url: malformed,
  url_too_long: ({ message }) => error(414, 'uri_too_long', message),
  headers_too_large: ({ message }) => error(431, 'headers_too_large', message),
  route_unknown: () => error(404, 'resource_not_found', 'There is no resource at this path.'),
  method_not_allowed: ({ message, allow }) =>
    error(405, 'unsupported_method', message, { headers: { allow: allow.join(', ') } }),
  malformed_body: ({ path, message }) =>
    path
      ? violation([{ field: fieldOf(path), type: 'invalid_field', message }])
      : error(400, 'bad_payload_syntax', message),
  body_too_large: () => error(413, 'payload_too_large', 'The body is too large.'),
  media_type: ({ message }) => error(415, 'unsupported_request_content_type', message),
  too_many_requests: (fault) =>
    error(429, 'too_many_requests', 'Too many requests.', { headers: retryAfter(fault) }),
  timeout: ({ message }) => error(408, 'request_timeout', message),
  internal: () => error(500, 'internal_service_error', 'Something went wrong.'),
} as const satisfies Record<HttpFaultCode, (fault: HttpFault) => Answer>;

/** `rules[0].amount` */
const fieldOf = (path: Fault['path']): string =>
  path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');

/** The core's words that this API has others for: an id here is name and external id there. */
const WIRE_NAMES: ReadonlyMap<string | number, string> = new Map([
  ['name', 'id'],
  ['externalReferenceId', 'id'],
  ['descriptions', 'description'],
]);

/** What the core says of name and external id alike is one detail of the id. */
function detailsOf(faults: readonly Fault[]): Detail[] {
  const details = new Map<string, Detail>();
  for (const {
    path: [first = '', ...rest],
    message,
  } of faults) {
    const field = fieldOf([WIRE_NAMES.get(first) ?? first, ...rest]);
    details.set(`${field} ${message}`, { field, type: 'invalid_field', message });
  }
  return [...details.values()];
}

/** A 400 that names each faulty field of a body, or parameter. */
export const invalidFields = (details: readonly Detail[]) =>
  new EmporixError('invalid', violation(details));

/** A 404 for an element that the body of a new relation names. */
export const elementUnknown = (message: string) =>
  new EmporixError('not_found', error(404, 'element_resource_non_existing', message));

export const groupUnknown = (id: string) =>
  new EmporixError(
    'not_found',
    error(404, 'resource_not_found', `A group with id '${id}' does not exist.`),
  );

export const conflicting = (reason: string) => new EmporixError('conflict', notUpdatable(reason));

/** The codes of RFC 6749, section 5.2. */
type OAuthCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'invalid_scope';

/** RFC 6749, section 5.1: no answer of the token endpoint may be stored. */
export const NOT_STORED = { 'cache-control': 'no-store', pragma: 'no-cache' };

const oauthAnswer = (code: OAuthCode): Answer =>
  code === 'invalid_client'
    ? json(401, { error: code }, { ...NOT_STORED, 'www-authenticate': 'Basic realm="Emporix"' })
    : json(400, { error: code }, NOT_STORED);

/** A refusal of the token endpoint. */
export const oauthError = (code: OAuthCode) =>
  new EmporixError(code === 'invalid_client' ? 'unauthenticated' : 'invalid', oauthAnswer(code));
