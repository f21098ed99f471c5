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
import type { Answer, Refusal } from '../../../src/dialects/dialect.js';
import { invalidFields, oauthError, refuse } from '../../../src/dialects/emporix/errors.js';
import { HttpFault, type HttpFaultCode } from '../../../src/http/fault.js';

const RELATIONS = { url: '/shipping/acme/main/cgrelations' };
const TOKEN = { url: '/oauth/token?x' };

const bodyOf = ({ body = 'null' }: Answer): unknown => JSON.parse(body);
const fault = (code: HttpFaultCode, details = {}) => new HttpFault(code, 'Why.', details);

describe('a refusal', () => {
  test.each<[number, string, Refusal]>([
    [404, 'element_resource_non_existing', notFound('group', 7)],
    [400, 'validation_violation', invalid([{ path: ['id'], message: 'is bad' }])],
    [409, 'conflict_resource', conflict('id_taken', 'Why.')],
    [412, 'precondition_failed', stale('group')],
    [503, 'service_temporarily_unavailable', unavailable('Why.')],
    [503, 'service_temporarily_unavailable', outOfSpace()],
    [400, 'bad_request', fault('malformed_request')],
    [400, 'bad_request', fault('malformed_url')],
    [414, 'uri_too_long', fault('url_too_long')],
    [431, 'headers_too_large', fault('headers_too_large')],
    [404, 'resource_not_found', fault('route_unknown')],
    [405, 'unsupported_method', fault('method_not_allowed', { allow: ['GET', 'PUT'] })],
    [400, 'bad_payload_syntax', fault('malformed_body')],
    [413, 'payload_too_large', fault('body_too_large')],
    [415, 'unsupported_request_content_type', fault('media_type')],
    [429, 'too_many_requests', fault('too_many_requests')],
    [408, 'request_timeout', fault('timeout')],
    [500, 'internal_service_error', fault('internal')],
  ])('is answered with %i %s in the form of the document', (status, type, refusal) => {
    const answer = refuse(refusal, RELATIONS);
    expect(answer).toMatchObject({
      status,
      headers: { 'content-type': 'application/json; charset=utf-8' },
    });
    expect(bodyOf(answer)).toMatchObject({
      status,
      type,
      message: expect.any(String),
      moreInfo: '',
    });
  });

  test('of a token is the gateway’s', () => {
    expect(refuse(unauthenticated(), RELATIONS)).toMatchObject({
      status: 401,
      body: '{"fault":{"faultstring":"Invalid access token","detail":{"errorcode":"oauth.v2.InvalidAccessToken"}}}',
    });
  });

  test('of a scope is the vendor’s own', () => {
    expect(refuse(forbidden('Why.'), RELATIONS)).toMatchObject({
      status: 403,
      body: '{"status":403,"message":"User not authorized.","type":"Forbidden","details":["Missing required scopes"]}',
    });
  });

  test.each([fault('internal'), unavailable('Why.')])('keeps to itself what failed', (refusal) => {
    expect(refuse(refusal, RELATIONS).body).not.toContain('Why.');
  });

  test('names the methods that there are', () => {
    const refusal = fault('method_not_allowed', { allow: ['GET', 'PUT'] });
    expect(refuse(refusal, RELATIONS).headers).toMatchObject({ allow: 'GET, PUT' });
  });

  test.each([
    [0, '1'],
    [1000, '1'],
    [1001, '2'],
  ])('asks to wait %i ms in whole seconds', (retryAfterMs, seconds) => {
    const answer = refuse(fault('too_many_requests', { retryAfterMs }), RELATIONS);
    expect(answer.headers).toMatchObject({ 'retry-after': seconds });
  });

  test('names the field that nobody can store, in bean notation', () => {
    const refusal = fault('malformed_body', { path: ['description', 'en', 0, 'x'] });
    expect(bodyOf(refuse(refusal, RELATIONS))).toMatchObject({
      type: 'validation_violation',
      details: [{ field: 'description.en[0].x', type: 'invalid_field', message: 'Why.' }],
    });
  });

  test('tells the core’s faults by the vendor’s fields, and the same only once', () => {
    const refusal = invalid([
      { path: ['name'], message: 'is too long' },
      { path: ['externalReferenceId'], message: 'is too long' },
      { path: ['externalReferenceId'], message: 'is taken' },
      { path: ['descriptions', 'en'], message: 'is bad' },
      { path: [], message: 'is odd' },
    ]);
    const type = 'invalid_field';
    expect(bodyOf(refuse(refusal, RELATIONS))).toMatchObject({
      details: [
        { field: 'id', type, message: 'is too long' },
        { field: 'id', type, message: 'is taken' },
        { field: 'description.en', type, message: 'is bad' },
        { field: '', type, message: 'is odd' },
      ],
    });
  });

  test('names a hundred faults at most', () => {
    const details = Array.from({ length: 1_000 }, (_, index) => ({
      field: `description.l${index}`,
      type: 'invalid_field' as const,
      message: 'must be a string',
    }));
    const { details: told } = bodyOf(invalidFields(details).answer) as { details: unknown[] };
    expect(told).toEqual(details.slice(0, 100));
  });

  test('says nothing of an id that this API does not know by that name', () => {
    const { body } = refuse(conflict('external_id_taken', 'externalReferenceId'), RELATIONS);
    expect(body).toContain('Another group has this id.');
    expect(body).not.toContain('externalReferenceId');
  });
});

describe('the token endpoint', () => {
  test.each([fault('malformed_body'), fault('media_type')])(
    'refuses as RFC 6749 does',
    (refusal) => {
      const answer = refuse(refusal, TOKEN);
      expect(answer).toMatchObject({ status: 400, body: '{"error":"invalid_request"}' });
      expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', pragma: 'no-cache' });
    },
  );

  test.each([
    [400, 'invalid_request'],
    [401, 'invalid_client'],
    [400, 'unauthorized_client'],
    [400, 'unsupported_grant_type'],
    [400, 'invalid_scope'],
  ] as const)('answers %i %s', (status, code) => {
    const answer = refuse(oauthError(code), TOKEN);
    expect(answer).toMatchObject({ status, body: `{"error":"${code}"}` });
    expect('www-authenticate' in (answer.headers ?? {})).toBe(status === 401);
  });

  test('has the document’s form for what RFC 6749 does not name', () => {
    expect(refuse(fault('internal'), TOKEN)).toMatchObject({ status: 500 });
    expect(bodyOf(refuse(fault('internal'), TOKEN))).toMatchObject({
      type: 'internal_service_error',
    });
  });
});
