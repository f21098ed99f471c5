import { CoreError, type CoreErrorCode } from '../../core/errors.js';
import { HttpFault, type HttpFaultCode } from '../../http/fault.js';
import {
  type Answer,
  OUT_OF_SPACE_SECONDS,
  type Refusal,
  UNAVAILABLE_SECONDS,
} from '../dialect.js';
import { type FieldFault, fieldFaults, invalidField, presentFault } from './field-fault.js';

/** More faults than anybody would mend at once are cut off. */
const MAX_FAULTS = 100;

/** A refusal in words that this vendor alone has: it brings its answer. */
export class BigCommerceError extends CoreError {
  readonly answer: Answer;

  constructor(code: CoreErrorCode, answer: Answer) {
    super(code, answer.body ?? '');
    this.answer = answer;
  }
}

/** The answer to everything that is refused under this dialect's paths. */
export function refuse(refusal: Refusal): Answer {
  if (refusal instanceof BigCommerceError) return refusal.answer;
  return refusal instanceof HttpFault
    ? HTTP_ANSWERS[refusal.code](refusal)
    : CORE_ANSWERS[refusal.code](refusal);
}

const json = (status: number, body: object, headers: Answer['headers'] = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

/** What a resource answers: a list, here of one entry. */
const entry = (status: number, message: string, headers?: Answer['headers']): Answer =>
  json(status, [{ status, message }], headers);

/** What the gateway in front of the resources answers. */
const gateway = (status: number, title: string): Answer =>
  json(status, { status, title, errors: {} });

const fields = (faults: readonly FieldFault[]): Answer =>
  json(400, faults.slice(0, MAX_FAULTS).map(presentFault));

const field = (name: string, reason: string): Answer =>
  fields([{ field: name, ...invalidField(reason) }]);

/** BigCommerce's own header counts whole seconds, and a client that waits for 0 would not wait. */
const retryAfter = ({ retryAfterMs }: HttpFault) => ({
  'x-retry-after': String(Math.max(1, Math.ceil(retryAfterMs / 1000))),
});

const unavailableFor = (seconds: string): Answer =>
  entry(503, 'The service is unavailable. Please try again later.', { 'x-retry-after': seconds });

const CORE_ANSWERS = {
  unauthenticated: () => json(401, { status: 401, title: 'Unauthorized' }),
  forbidden: () => gateway(403, "You don't have a required scope to access the endpoint"),
  not_found: () => entry(404, 'The requested resource was not found.'),
  invalid: ({ faults }) => fields(fieldFaults(faults)),
  conflict: ({ message }) => entry(409, message),
  stale: ({ message }) => entry(412, message),
  unavailable: () => unavailableFor(UNAVAILABLE_SECONDS),
  out_of_space: () => unavailableFor(OUT_OF_SPACE_SECONDS),
} as const satisfies Record<CoreErrorCode, (error: CoreError) => Answer>;

const routeUnknown = () => gateway(404, 'The route is not found, check the URL');
const malformed = ({ message }: HttpFault) => entry(400, message);

const HTTP_ANSWERS = {
  malformed_request: malformed,
  malformed_url: malformed,
  url_too_long: ({ message }) => entry(414, message),
  headers_too_large: ({ message }) => entry(431, message),
  route_unknown: routeUnknown,
  method_not_allowed: routeUnknown,
  malformed_body: ({ path: [name] = [], message }) =>
    typeof name === 'string' ? field(name, message) : entry(400, message),
  body_too_large: ({ message }) => entry(413, message),
  media_type: () => entry(415, 'The content type must be application/json.'),
  too_many_requests: (fault) => entry(429, 'Too many requests.', retryAfter(fault)),
  timeout: ({ message }) => entry(408, message),
  internal: () => entry(500, 'Something went wrong.'),
} as const satisfies Record<HttpFaultCode, (fault: HttpFault) => Answer>;

/** A 400 with an entry for each faulty field of a body, or parameter. */
export const invalidFields = (faults: readonly FieldFault[]) =>
  new BigCommerceError('invalid', fields(faults));

export const bodyNotObject = () =>
  new BigCommerceError('invalid', entry(400, 'The body must be a JSON object.'));

export const limitTooHigh = (maximum: number) =>
  new BigCommerceError('invalid', entry(413, `The limit must be at most ${maximum}.`));

export const tokenMissing = () =>
  new BigCommerceError('unauthenticated', {
    status: 401,
    headers: { 'content-type': 'text/plain' },
    body: 'X-Auth-Token header is required',
  });

/** On `/api/v2`, whose clients use Basic. */
export const credentialsMissing = () =>
  new BigCommerceError(
    'unauthenticated',
    entry(401, 'No credentials were supplied in the request.', {
      'www-authenticate': 'Basic realm="BigCommerce"',
    }),
  );

export const storeNotTheirs = () =>
  new BigCommerceError('forbidden', gateway(403, 'The credentials do not belong to this store'));
