import { createHash, timingSafeEqual } from 'node:crypto';
import type { Environment } from '../core/environment.js';

/** Whom a code signs in, and to which store. */
export interface SignIn {
  userId: string;
  storeId: string;
}

const VALID_MS = 10 * 60 * 1000;
/** A further one takes the place of the oldest: nobody needs as many links at once. */
const MAX_LIVE = 5;

interface Live {
  hash: Buffer;
  until: number;
  signIn: SignIn;
}

/**
 * Codes that sign in once, for links: a link may stay in a history or a log, and is worth nothing
 * after its first use, or after ten minutes. They live in this process alone, and end with it.
 */
export class SignInCodes {
  readonly #environment: Environment;
  #live: readonly Live[] = [];

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  issue(signIn: SignIn): string {
    const code = this.#environment.random(32).toString('base64url');
    const until = this.#environment.clock() + VALID_MS;
    this.#live = [...this.#valid(), { hash: hashOf(code), until, signIn }].slice(-MAX_LIVE);
    return code;
  }

  /** Whom the code signs in, this once; undefined when it is unknown, used or too old. */
  redeem(code: string): SignIn | undefined {
    const hash = hashOf(code);
    // Each is compared, and in constant time: how long it takes tells nothing of what is live.
    const [found] = this.#valid().filter((live) => timingSafeEqual(live.hash, hash));
    this.#live = this.#valid().filter((live) => live !== found);
    return found?.signIn;
  }

  #valid(): readonly Live[] {
    const now = this.#environment.clock();
    return this.#live.filter(({ until }) => until > now);
  }
}

const hashOf = (code: string): Buffer => createHash('sha256').update(code).digest();
