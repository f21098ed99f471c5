import { describe, expect, test } from 'vitest';
import {
  grantedScopes,
  scopesIn,
  scopesOfBearer,
  scopeText,
  shippingScopes,
} from '../../../src/dialects/emporix/scopes.js';

const MANAGE = 'shipping.shipping_manage';
const READ = 'shipping.shipping_read';

describe('the scopes of a key', () => {
  test.each([
    [['groups:read'], [READ]],
    [['groups:write'], [MANAGE, READ]],
    [['store:admin'], [MANAGE, READ]],
    [['customers:write', 'pricing:read'], []],
    [[], []],
  ] as const)('%j are %j', (scopes, shown) => {
    expect(shippingScopes(scopes)).toEqual(shown);
  });
});

describe('what is granted', () => {
  const all = { tenant: 'acme', scopes: [MANAGE, READ] } as const;
  test.each([
    ['', [MANAGE, READ]],
    ['   ', [MANAGE, READ]],
    ['tenant=acme', [MANAGE, READ]],
    [`tenant=acme ${READ}`, [READ]],
    [`${READ} ${MANAGE} ${READ}`, [MANAGE, READ]],
    ['tenant=other', undefined],
    ['tenant=', undefined],
    ['tenant=acme shipping', undefined],
    ['SHIPPING.SHIPPING_READ', undefined],
    ['constructor', undefined],
  ])('for %j is %j', (asked, granted) => {
    expect(grantedScopes(asked, all)).toEqual(granted);
  });

  test('is never more than the key has', () => {
    const reader = { tenant: 'acme', scopes: [READ] } as const;
    expect(grantedScopes(MANAGE, reader)).toBeUndefined();
    expect(grantedScopes('', { tenant: 'acme', scopes: [] })).toEqual([]);
  });
});

describe('a token', () => {
  test('says its scopes as text, and they are read back', () => {
    expect(scopeText('acme', [MANAGE, READ])).toBe(`tenant=acme ${MANAGE} ${READ}`);
    expect(scopesIn(scopeText('acme', [READ]))).toEqual([READ]);
    expect(scopesIn('tenant=shipping.shipping_manage')).toEqual([]);
  });

  test.each([
    [[], [], ['groups:read']],
    [[READ], ['groups:read'], ['groups:read', 'groups:read']],
    [[MANAGE], ['groups:write'], ['groups:read', 'groups:write']],
    [[MANAGE, READ], ['groups:read'], ['groups:read', 'groups:read']],
    [[READ], ['store:admin'], ['groups:read', 'groups:read']],
  ] as const)('for %j of a key with %j may do %j', (granted, ofKey, scopes) => {
    expect(scopesOfBearer(granted, ofKey)).toEqual(scopes);
  });
});
