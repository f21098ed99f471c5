import { expect, test } from 'vitest';
import { joptic } from '../../../src/dialects/joptic/index.js';

test.each([
  ['/customer-group', true],
  ['/customer-group/', true],
  ['/customer-group/cgrp_abc123', true],
  ['/customer-group/assign-group', true],
  ['/customer-group/%zz/more', true],
  ['/customer-groups', false],
  ['/customer-group-x', false],
  ['/v1/customer-group', false],
])('the path %s is its own: %s', (path, own) => {
  expect(joptic.owns(path)).toBe(own);
});

const STORE = {
  id: 'acme',
  number: 7,
  name: 'Acme',
  currency: 'USD',
  channels: { joptic: { address: 'store_acme', settings: { storeId: 'store_acme' } } },
  version: 1,
  createdAt: '2025-11-03T10:00:00.000Z',
  updatedAt: '2025-11-03T10:00:00.000Z',
};

test('a newcomer is shown the store and the token', () => {
  const visitor = { keyId: 'demo', secret: 'ck_x', token: 'a.b.c' };
  expect(joptic.introduce?.(STORE, visitor, 'http://localhost:8080')).toMatchObject({
    baseUrl: 'http://localhost:8080',
    curl: "curl -H 'x-store-id: store_acme' -H 'Authorization: Bearer a.b.c' 'http://localhost:8080/customer-group'",
  });
});

test('a newcomer with an issuer elsewhere is told to ask it', () => {
  const visitor = { keyId: 'demo', secret: 'ck_x', token: undefined };
  expect(joptic.introduce?.(STORE, visitor, 'http://localhost:8080')?.curl).toContain(
    'your issuer',
  );
});
