import { STATUS_CODES } from 'node:http';
import { CoreError, type CoreErrorCode, type Fault } from '../../core/errors.js';
import type { HttpFaultCode } from '../../http/fault.js';
import {
  type Answer,
  OUT_OF_SPACE_SECONDS,
  type Refusal,
  UNAVAILABLE_SECONDS,
} from '../dialect.js';
import { presentChange } from './present-change.js';
import { InvalidParameters } from './validation.js';

/** The status of each thing that can go wrong; the code is the problem's `code` as it is. */
const STATUS = {
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  invalid: 400,
  conflict: 409,
  stale: 412,
  unavailable: 503,
  out_of_space: 507,
  malformed_request: 400,
  malformed_url: 400,
  url_too_long: 414,
  headers_too_large: 431,
  route_unknown: 404,
  method_not_allowed: 405,
  malformed_body: 400,
  body_too_large: 413,
  media_type: 415,
  too_many_requests: 429,
  timeout: 408,
  internal: 500,
} as const satisfies Record<CoreErrorCode | HttpFaultCode, number>;

/** Answers with `application/problem+json` (RFC 9457). */
export function refuse(refusal: Refusal): Answer {
  const { code } = refusal;
  const status = STATUS[code];
  const errors = errorsOf(refusal);
  return {
    status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8', ...headersOf(refusal) },
    body: JSON.stringify({
      type: 'about:blank',
      title: STATUS_CODES[status],
      status,
      detail: detailOf(refusal, errors.length),
      code: refusal instanceof CoreError ? (refusal.reason ?? code) : code,
      ...(errors.length > 0 && { errors }),
      ...listed(refusal),
    }),
  };
}

const listed = (refusal: Refusal): object =>
  refusal instanceof CoreError && refusal.listed
    ? { changes: refusal.listed.changes.map(presentChange), total: refusal.listed.total }
    : {};

function headersOf(refusal: Refusal): Record<string, string> {
  if (refusal.code === 'unauthenticated') return { 'www-authenticate': 'Bearer' };
  if (refusal.code === 'method_not_allowed') return { allow: refusal.allow.join(', ') };
  if (refusal.code === 'unavailable') return { 'retry-after': UNAVAILABLE_SECONDS };
  if (refusal.code === 'out_of_space') return { 'retry-after': OUT_OF_SPACE_SECONDS };
  if (refusal.code === 'too_many_requests') {
    return { 'retry-after': String(Math.ceil(refusal.retryAfterMs / 1000)) };
  }
  return {};
}

function detailOf(refusal: Refusal, count: number): string {
  if (refusal.code === 'malformed_body' && refusal.path) return 'The request is not valid.';
  if (count > 1) return `The request has ${count} faults.`;
  return refusal.message;
}

interface ProblemError {
  pointer?: string;
  parameter?: string;
  message: string;
}

function errorsOf(refusal: Refusal): ProblemError[] {
  if (refusal instanceof InvalidParameters) {
    return refusal.faults.map(({ path, message }) => ({ parameter: String(path[0]), message }));
  }
  if (refusal instanceof CoreError) return refusal.faults.map(pointed);
  const { path, message } = refusal;
  return path ? [pointed({ path, message })] : [];
}

const pointed = ({ path, message }: Fault): ProblemError => ({ pointer: pointerOf(path), message });

/** RFC 6901. */
const pointerOf = (path: Fault['path']): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
