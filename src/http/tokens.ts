import { createRemoteJWKSet, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { Environment } from '../core/environment.js';
import { isStorable } from '../core/text.js';

/** How users' tokens are signed: by a shared secret, or by keys that an issuer publishes. */
export type TokenSettings =
  | { secret: string }
  | { jwksUrl: string; issuer: string; audience: string };

/** Checks users' tokens (JWT); whoever they name has what their relation to a store allows. */
export class Tokens {
  readonly #settings: TokenSettings;
  readonly #environment: Environment;
  readonly #verify: (token: string, now: Date) => Promise<string | undefined>;

  constructor(settings: TokenSettings, environment: Environment) {
    this.#settings = settings;
    this.#environment = environment;
    this.#verify = verifier(settings);
  }

  /** The user that a valid token names (`sub`); undefined for any other token. */
  async userOf(token: string): Promise<string | undefined> {
    try {
      return await this.#verify(token, new Date(this.#environment.clock()));
    } catch {
      return undefined;
    }
  }

  /** @throws when tokens are signed elsewhere */
  async mint(userId: string, seconds: number): Promise<string> {
    if (!('secret' in this.#settings)) {
      throw new Error('Tokens are signed by the issuer of CLIENTELE_JWKS_URL; ask it for one.');
    }
    const now = Math.floor(this.#environment.clock() / 1000);
    return new SignJWT()
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setSubject(userId)
      .setIssuedAt(now)
      .setExpirationTime(now + seconds)
      .sign(new TextEncoder().encode(this.#settings.secret));
  }
}

/** The algorithms follow from the settings and never from the token's word. */
function verifier(settings: TokenSettings) {
  const requiredClaims = ['sub'];
  if ('secret' in settings) {
    const key = new TextEncoder().encode(settings.secret);
    return async (token: string, currentDate: Date) => {
      const options = { algorithms: ['HS256'], currentDate, requiredClaims };
      return subjectOf((await jwtVerify(token, key, options)).payload);
    };
  }
  const keys = createRemoteJWKSet(new URL(settings.jwksUrl));
  const { issuer, audience } = settings;
  const algorithms = ['RS256', 'ES256', 'EdDSA'];
  return async (token: string, currentDate: Date) => {
    const options = { algorithms, issuer, audience, currentDate, requiredClaims };
    return subjectOf((await jwtVerify(token, keys, options)).payload);
  };
}

/** Whatever the type says, a claim is what the issuer put there: a number, or a text that no user can have. */
const subjectOf = ({ sub }: JWTPayload): string | undefined =>
  typeof sub === 'string' && sub !== '' && isStorable(sub) ? sub : undefined;

/** Three parts: no secret of a key has a dot. */
export const looksLikeToken = (credential: string): boolean => credential.split('.').length === 3;
