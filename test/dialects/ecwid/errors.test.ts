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
import {
  bodyNotObject,
  generalIsFixed,
  nameAbsent,
  planInsufficient,
  refuse,
  storeUnknown,
  wrongParameter,
} from '../../../src/dialects/ecwid/errors.js';
import { HttpFault, type HttpFaultCode } from '../../../src/http/fault.js';

const bodyOf = ({ body = 'null' }: Answer): unknown => JSON.parse(body);
const fault = (code: HttpFaultCode, details = {}) => new HttpFault(code, 'Why.', details);
const text = expect.stringMatching(/./);

describe('an answer', () => {
  test.each<[number, string | undefined, Refusal]>([
    [402, 'NOT_AVAILABLE_ON_CURRENT_PLAN', planInsufficient()],
    [403, 'INSUFFICIENT_APP_SCOPE', forbidden('Why.')],
    [404, 'STORE_NOT_FOUND', storeUnknown()],
    [404, 'STORE_NOT_FOUND', notFound('store', 'acme')],
    [404, undefined, notFound('group', 7)],
    [400, 'WRONG_PARAMETER', wrongParameter('limit', 'is none')],
    [400, 'WRONG_PARAMETER', generalIsFixed()],
    [400, 'WRONG_PARAMETER', invalid([{ path: ['name'], message: 'is none' }])],
    [400, undefined, invalid([])],
    [400, undefined, nameAbsent()],
    [400, undefined, bodyNotObject()],
    [409, 'EXTERNAL_ID_ALREADY_USED', conflict('external_id_taken', 'Why.')],
    [409, undefined, conflict('price_list_in_use', 'Why.')],
    [412, undefined, stale('group')],
    [503, undefined, unavailable('Why.')],
    [503, undefined, outOfSpace()],
    [400, undefined, fault('malformed_request')],
    [400, undefined, fault('malformed_url')],
    [414, undefined, fault('url_too_long')],
    [431, undefined, fault('headers_too_large')],
    [404, undefined, fault('route_unknown')],
    [405, 'METHOD_NOT_ALLOWED', fault('method_not_allowed', { allow: ['GET'] })],
    [400, undefined, fault('malformed_body')],
    [400, 'WRONG_PARAMETER', fault('malformed_body', { path: ['name'] })],
    [413, undefined, fault('body_too_large')],
    [415, undefined, fault('media_type')],
    [429, 'RATE_LIMITED', fault('too_many_requests')],
    [408, undefined, fault('timeout')],
    [500, undefined, fault('internal')],
  ])('is %i with the code %s and a text', (status, errorCode, refusal) => {
    const answer = refuse(refusal);
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/json; charset=utf-8' });
    expect(bodyOf(answer)).toEqual({ ...(errorCode && { errorCode }), errorMessage: text });
  });

  test('is empty for a token that opens nothing', () => {
    expect(refuse(unauthenticated())).toEqual({ status: 403 });
  });

  test('has a status line of its own for an absent name alone', () => {
    const others = [wrongParameter('name', 'x'), notFound('group', 'x'), generalIsFixed()];
    expect(others.map((other) => refuse(other).statusMessage)).toEqual(others.map(() => undefined));
    expect(refuse(nameAbsent())).toMatchObject({
      statusMessage: 'Field CustomerMembership.name is absent',
      body: '{"errorMessage":"Field CustomerMembership.name is absent"}',
    });
  });

  test('names the group that is not found', () => {
    expect(refuse(notFound('group', 12)).body).toBe(
      '{"errorMessage":"Customer group #12 not found"}',
    );
  });

  test('names the parameter that is wrong', () => {
    expect(bodyOf(refuse(wrongParameter('limit', 'is none')))).toMatchObject({
      errorMessage: "Wrong parameter 'limit' value: is none",
    });
    const faulty = invalid([{ path: ['externalReferenceId'], message: 'is none' }]);
    expect(bodyOf(refuse(faulty))).toMatchObject({
      errorMessage: "Wrong parameter 'externalReferenceId' value: is none",
    });
  });

  test('says which methods there are', () => {
    const { headers } = refuse(fault('method_not_allowed', { allow: ['GET', 'HEAD'] }));
    expect(headers).toMatchObject({ allow: 'GET, HEAD' });
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
    const { headers } = refuse(fault('too_many_requests', { retryAfterMs }));
    expect(headers).toMatchObject({ 'retry-after': seconds });
  });
});
