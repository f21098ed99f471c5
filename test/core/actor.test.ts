import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Actor,
  authorize,
  grants,
  requireGrantable,
  requireStore,
  rootActor,
  SCOPES,
  type Scope,
} from '../../src/core/actor.js';

const scopes = fc.subarray([...SCOPES]);
const scope = fc.constantFrom(...SCOPES);
const key = (of: readonly Scope[], storeId = 'acme'): Actor => ({
  kind: 'key',
  id: 'k',
  storeId,
  scopes: of,
  via: 'native',
});
const outcome = (work: () => void): unknown => {
  try {
    work();
    return 'allowed';
  } catch (error) {
    return (error as { code: unknown }).code;
  }
};

describe('scopes', () => {
  it.each<[Scope, Scope, boolean]>([
    ['groups:write', 'groups:read', true],
    ['groups:read', 'groups:write', false],
    ['groups:write', 'customers:read', false],
    ['store:admin', 'pricing:write', true],
    ['pricing:write', 'store:admin', false],
  ])('of %s grant %s: %s', (has, wanted, expected) => {
    expect(grants([has], wanted)).toBe(expected);
  });

  it('grant no less when there are more of them', () => {
    fc.assert(
      fc.property(scopes, scope, scope, (some, more, wanted) => {
        return !grants(some, wanted) || grants([...some, more], wanted);
      }),
    );
  });

  it('can be handed on exactly as far as they reach', () => {
    fc.assert(
      fc.property(scopes, scopes, (own, given) => {
        const reach = given.every((each) => grants(own, each));
        expect(outcome(() => requireGrantable(key(own), given))).toBe(
          reach ? 'allowed' : 'forbidden',
        );
      }),
    );
  });
});

describe('a key', () => {
  it('finds no store but its own, whatever its scopes', () => {
    fc.assert(
      fc.property(scopes, scope, (own, wanted) => {
        const caller = { actor: key(own, 'acme'), storeId: 'other', requestId: '' };
        expect(outcome(() => authorize(caller, wanted))).toBe('not_found');
        expect(outcome(() => requireStore(caller.actor, 'other'))).toBe('not_found');
      }),
    );
  });

  it('does in its own store what its scopes grant', () => {
    fc.assert(
      fc.property(scopes, scope, (own, wanted) => {
        const caller = { actor: key(own), storeId: 'acme', requestId: '' };
        const expected = grants(own, wanted) ? 'allowed' : 'forbidden';
        expect(outcome(() => authorize(caller, wanted))).toBe(expected);
      }),
    );
  });
});

describe('root', () => {
  it('may do everything in every store', () => {
    fc.assert(
      fc.property(scope, fc.string(), (wanted, storeId) => {
        const caller = { actor: rootActor('native'), storeId, requestId: '' };
        expect(outcome(() => authorize(caller, wanted))).toBe('allowed');
      }),
    );
  });
});
