import { createSecretKey, type KeyObject } from 'node:crypto';
import { type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { Environment } from '../../core/environment.js';
import type { Service } from '../../http/service.js';
import { type ShippingScope, scopesIn, scopeText } from './scopes.js';

/** As long as the vendor's. */
export const TOKEN_SECONDS = 14_399;

const PURPOSE = 'emporix access tokens';
const ALGORITHM = 'HS256';
/** RFC 9068: what was signed as something else is no access token, whoever signed it. */
const TYPE = 'at+jwt';

/** What a token says: who got it, for which tenant and for what. */
export interface Grant {
  keyId: string;
  tenant: string;
  scopes: readonly ShippingScope[];
}

/** Access tokens are signed and not stored; every instance reads those of the others. */
export class AccessTokens {
  readonly #key: KeyObject;
  readonly #environment: Environment;

  constructor({ deriveSecret, environment }: Pick<Service, 'deriveSecret' | 'environment'>) {
    this.#key = createSecretKey(deriveSecret(PURPOSE));
    this.#environment = environment;
  }

  issue({ keyId, tenant, scopes }: Grant): Promise<string> {
    const now = Math.floor(this.#environment.clock() / 1000);
    return new SignJWT({ tenant, scope: scopeText(tenant, scopes) })
      .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
      .setSubject(keyId)
      .setIssuedAt(now)
      .setExpirationTime(now + TOKEN_SECONDS)
      .sign(this.#key);
  }

  /** Undefined for everything that is no valid token of ours. */
  async read(token: string): Promise<Grant | undefined> {
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: [ALGORITHM],
        typ: TYPE,
        currentDate: new Date(this.#environment.clock()),
        requiredClaims: ['sub', 'exp'],
      });
      return grantOf(payload);
    } catch {
      return undefined;
    }
  }
}

function grantOf({ sub, tenant, scope }: JWTPayload): Grant | undefined {
  if (typeof sub !== 'string' || typeof tenant !== 'string' || typeof scope !== 'string') {
    return undefined;
  }
  return { keyId: sub, tenant, scopes: scopesIn(scope) };
}
