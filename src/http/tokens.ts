import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { Environment } from '../core/environment.js';
import { isStorable } from '../core/text.js';

/** How users' tokens are signed: by a shared secret, or by keys that an issuer publishes. */
export type TokenSettings =
  | { secret: string }
  | { jwksUrl: string; issuer: string; audience: string };

/** A new key of the issuer is found after this time at the latest, and unknown ones ask it this seldom. */
const COOLDOWN_MS = 2_000;

/** Checks users' tokens (JWT); whoever they name has what their relation to a store allows. */
export class Tokens {
  readonly #settings: TokenSettings;
  readonly #environment: Environment;
  readonly #verify: (token: string, now: Date) => Promise<JWTPayload>;
  readonly #onIssuerFault: (error: unknown) => void;

  /** @param onIssuerFault told why the issuer's keys cannot be had or used: tokens are then refused */
  constructor(
    settings: TokenSettings,
    environment: Environment,
    onIssuerFault: (error: unknown) => void = () => {},
  ) {
    this.#settings = settings;
    this.#environment = environment;
    this.#onIssuerFault = onIssuerFault;
    this.#verify = verifier(settings);
  }

  /** The user that a valid token names (`sub`); undefined for any other token. */
  async userOf(token: string): Promise<string | undefined> {
    try {
      return subjectOf(await this.#verify(token, new Date(this.#environment.clock())));
    } catch (error) {
      if (isOfToken(error)) return undefined;
      if ('secret' in this.#settings) throw error;
      this.#onIssuerFault(error);
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
    const algorithm = { name: 'HMAC', hash: 'SHA-256' };
    const secret = new TextEncoder().encode(settings.secret);
    // Once: the bare secret would be imported for each token, which costs half as much as its check.
    const key = crypto.subtle.importKey('raw', secret, algorithm, false, ['verify']);
    return async (token: string, currentDate: Date) => {
      const options = { algorithms: ['HS256'], currentDate, requiredClaims };
      return (await jwtVerify(token, await key, options)).payload;
    };
  }
  const keys = createRemoteJWKSet(new URL(settings.jwksUrl), { cooldownDuration: COOLDOWN_MS });
  const { issuer, audience } = settings;
  const algorithms = ['RS256', 'ES256', 'EdDSA'];
  return async (token: string, currentDate: Date) => {
    const options = { algorithms, issuer, audience, currentDate, requiredClaims };
    return (await jwtVerify(token, keys, options)).payload;
  };
}

const ISSUER_FAULTS: ReadonlySet<string> = new Set([
  'ERR_JOSE_GENERIC',
  'ERR_JWKS_INVALID',
  'ERR_JWKS_TIMEOUT',
]);

/** Whether it is the token that is wrong, and not the keys or the way to them. */
const isOfToken = (error: unknown): boolean =>
  error instanceof errors.JOSEError && !ISSUER_FAULTS.has(error.code);

/** Whatever the type says, a claim is what the issuer put there: a number, or a text that no user can have. */
const subjectOf = ({ sub }: JWTPayload): string | undefined =>
  typeof sub === 'string' && sub !== '' && isStorable(sub) ? sub : undefined;

/** Three parts: no secret of a key has a dot. */
export const looksLikeToken = (credential: string): boolean => credential.split('.').length === 3;
