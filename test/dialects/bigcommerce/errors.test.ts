import { describe, expect, test } from 'vitest';
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
import {
  credentialsMissing,
  refuse,
  storeNotTheirs,
  tokenMissing,
} from '../../../src/dialects/bigcommerce/errors.js';
import type { Answer, Refusal } from '../../../src/dialects/dialect.js';
import { HttpFault, type HttpFaultCode } from '../../../src/http/fault.js';

const bodyOf = ({ body = 'null' }: Answer): unknown => JSON.parse(body);
const fault = (code: HttpFaultCode, details = {}) => new HttpFault(code, 'Why.', details);

const routeUnknown = {
  status: 404,
  title: 'The route is not found, check the URL',
  errors: {},
};
const noScope = "You don't have a required scope to access the endpoint";

describe('in front of the resources', () => {
  test.each<[Refusal, unknown]>([
    [unauthenticated(), { status: 401, title: 'Unauthorized' }],
    [forbidden('Why.'), { status: 403, title: noScope, errors: {} }],
    [storeNotTheirs(), expect.objectContaining({ status: 403, errors: {} })],
    [fault('route_unknown'), routeUnknown],
    [fault('method_not_allowed', { allow: ['GET'] }), routeUnknown],
  ])('%s is answered with an object', (refusal, body) => {
    expect(bodyOf(refuse(refusal))).toEqual(body);
  });

  test('a missing token is answered in plain text', () => {
    expect(refuse(tokenMissing())).toEqual({
      status: 401,
      headers: { 'content-type': 'text/plain' },
      body: 'X-Auth-Token header is required',
    });
  });

  test('missing credentials are asked for with Basic', () => {
    const answer = refuse(credentialsMissing());
    expect(answer.headers).toMatchObject({ 'www-authenticate': expect.stringMatching(/^Basic /) });
    expect(bodyOf(answer)).toEqual([
      { status: 401, message: 'No credentials were supplied in the request.' },
    ]);
  });
});

describe('a resource', () => {
  test.each<[number, Refusal]>([
    [404, notFound('group', 7)],
    [409, conflict('external_id_taken', 'Why.')],
    [412, stale('group')],
    [503, unavailable('Why.')],
    [503, outOfSpace()],
    [400, fault('malformed_request')],
    [400, fault('malformed_url')],
    [414, fault('url_too_long')],
    [431, fault('headers_too_large')],
    [400, fault('malformed_body')],
    [413, fault('body_too_large')],
    [415, fault('media_type')],
    [429, fault('too_many_requests')],
    [408, fault('timeout')],
    [500, fault('internal')],
  ])('answers %i as a list with one entry', (status, refusal) => {
    const answer = refuse(refusal);
    expect(answer).toMatchObject({ status, headers: { 'content-type': 'application/json' } });
    expect(bodyOf(answer)).toEqual([{ status, message: expect.any(String) }]);
  });

  test.each([fault('internal'), unavailable('Why.')])('keeps to itself what failed', (refusal) => {
    expect(refuse(refusal).body).not.toContain('Why.');
  });

  test.each([
    [0, '1'],
    [1, '1'],
    [1000, '1'],
    [1001, '2'],
  ])('asks to wait %i ms in whole seconds', (retryAfterMs, seconds) => {
    const answer = refuse(fault('too_many_requests', { retryAfterMs }));
    expect(answer.headers).toMatchObject({ 'x-retry-after': seconds });
  });

  test('names the field that nobody can store', () => {
    expect(bodyOf(refuse(fault('malformed_body', { path: ['name'] })))).toEqual([
      {
        status: 400,
        message: "The field 'name' is invalid.",
        details: { invalid_reason: 'Why.' },
      },
    ]);
  });

  test('tells the core’s faults by the vendor’s fields', () => {
    const refusal = invalid([
      { path: ['name'], message: 'must not be empty' },
      { path: ['discountRules', 0, 'productId'], message: 'must be good' },
      { path: ['defaultPriceListId'], message: "there is no price list '9'" },
    ]);
    expect(bodyOf(refuse(refusal))).toEqual([
      {
        status: 400,
        message: "The field 'name' is invalid.",
        details: { invalid_reason: 'must not be empty' },
      },
      {
        status: 400,
        message: "The field 'discount_rules' is invalid.",
        details: {
          invalid_reason: "discount_rules[0].product_id must be good; there is no price list '9'",
        },
      },
    ]);
  });
});
