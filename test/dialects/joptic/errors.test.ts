import { expect, test } from 'vitest';
import {
  conflict,
  forbidden,
  invalid,
  notFound,
  outOfSpace,
  stale,
  unauthenticated,
  unavailable,
} from '../../../src/core/errors.js';
import type { Refusal } from '../../../src/dialects/dialect.js';
import {
  noAccess,
  noMatchingGroups,
  refuse,
  storeIdMissing,
  validationFailed,
} from '../../../src/dialects/joptic/errors.js';
import { HttpFault, type HttpFaultCode } from '../../../src/http/fault.js';

const fault = (code: HttpFaultCode, details = {}) => new HttpFault(code, 'Why.', details);
const answerTo = (refusal: Refusal) =>
  refuse(refusal, { method: 'PATCH', url: '/customer-group?a="b"' });

test.each<[Refusal, number, string | readonly string[], string | undefined]>([
  [validationFailed(['a must be b', 'c']), 400, ['a must be b', 'c'], 'Bad Request'],
  [storeIdMissing(), 400, 'x-store-id header is required', 'Bad Request'],
  [noAccess(), 403, 'You do not have access to this store', 'Forbidden'],
  [noMatchingGroups(), 404, 'No matching customer groups found', 'Not Found'],
  [unauthenticated(), 401, 'Unauthorized', undefined],
  [forbidden('Why.'), 403, 'Forbidden resource', 'Forbidden'],
  [notFound('group', 'x'), 404, 'Customer group not found', 'Not Found'],
  [notFound('customer', 'x'), 404, 'Customer not found', 'Not Found'],
  [notFound('store', 'x'), 403, 'You do not have access to this store', 'Forbidden'],
  [notFound('price list', 'x'), 404, 'Not Found', 'Not Found'],
  [
    invalid([{ path: ['defaultPriceListId'], message: 'there is no price list' }]),
    400,
    'Price list not found',
    'Bad Request',
  ],
  [invalid([{ path: ['name', 0], message: 'is odd' }]), 400, ['name.0 is odd'], 'Bad Request'],
  [conflict('id_taken', 'Why.'), 409, 'Why.', 'Conflict'],
  [stale('group'), 412, 'The group has changed since it was read.', 'Precondition Failed'],
  [unavailable('Why.'), 503, 'Service Unavailable', 'Service Unavailable'],
  [outOfSpace(), 503, 'Service Unavailable', 'Service Unavailable'],
  [fault('malformed_request'), 400, 'Why.', 'Bad Request'],
  [fault('malformed_url'), 400, 'Why.', 'Bad Request'],
  [fault('url_too_long'), 414, 'Why.', 'URI Too Long'],
  [fault('headers_too_large'), 431, 'Why.', 'Request Header Fields Too Large'],
  [fault('route_unknown'), 404, 'Cannot PATCH /customer-group?a="b"', 'Not Found'],
  [fault('method_not_allowed'), 404, 'Cannot PATCH /customer-group?a="b"', 'Not Found'],
  [fault('malformed_body'), 400, 'Why.', 'Bad Request'],
  [fault('malformed_body', { path: ['ids', 0] }), 400, ['ids Why.'], 'Bad Request'],
  [fault('malformed_body', { path: [0, 'ids'] }), 400, 'Why.', 'Bad Request'],
  [fault('body_too_large'), 413, 'Why.', 'Payload Too Large'],
  [fault('media_type'), 415, 'Why.', 'Unsupported Media Type'],
  [fault('too_many_requests'), 429, 'ThrottlerException: Too Many Requests', undefined],
  [fault('timeout'), 408, 'Why.', 'Request Timeout'],
  [fault('internal'), 500, 'Internal server error', undefined],
])('%s is answered in the form of Nest', (refusal, status, message, error) => {
  const answer = answerTo(refusal);
  expect(answer).toMatchObject({
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ statusCode: status, message, error }),
  });
});

test.each([
  [0, '1'],
  [1, '1'],
  [1000, '1'],
  [1001, '2'],
])('a wait of %i ms is asked for in whole seconds', (retryAfterMs, seconds) => {
  const { headers } = answerTo(fault('too_many_requests', { retryAfterMs }));
  expect(headers).toMatchObject({ 'retry-after': seconds });
});
