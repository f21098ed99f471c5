/**
 * What can be wrong with a request before the core sees it, in words of no vendor. Each dialect
 * maps every code to an answer of its own.
 */
export type HttpFaultCode =
  | 'malformed_request'
  | 'malformed_url'
  | 'url_too_long'
  | 'headers_too_large'
  | 'route_unknown'
  | 'method_not_allowed'
  | 'malformed_body'
  | 'body_too_large'
  | 'media_type'
  | 'too_many_requests'
  | 'timeout'
  | 'internal';

interface Details {
  /** For `method_not_allowed`: the methods that the path has. */
  allow?: readonly string[];
  /** For `too_many_requests`. */
  retryAfterMs?: number;
  /** For `malformed_body`: where, when the body is JSON but holds what nobody can store. */
  path?: readonly (string | number)[];
  cause?: unknown;
}

export class HttpFault extends Error {
  readonly code: HttpFaultCode;
  readonly allow: readonly string[];
  readonly retryAfterMs: number;
  readonly path: readonly (string | number)[] | undefined;

  constructor(code: HttpFaultCode, message: string, details: Details = {}) {
    super(message, { cause: details.cause });
    this.name = 'HttpFault';
    this.code = code;
    this.allow = details.allow ?? [];
    this.retryAfterMs = details.retryAfterMs ?? 0;
    this.path = details.path;
  }
}
