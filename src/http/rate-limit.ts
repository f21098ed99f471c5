import { isIPv6 } from 'node:net';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import { HttpFault } from './fault.js';
import type { SharedCounts } from './shared-counts.js';

export interface Quota {
  /** Requests in a window. */
  limit: number;
  windowMs: number;
}

/** Every limit, by its name. */
export const LIMITS = [
  'bigcommerce',
  'ecwid',
  'jopticGet',
  'jopticPost',
  'jopticDelete',
  'failedCredentials',
] as const;
export type LimitName = (typeof LIMITS)[number];

export interface Usage extends Quota {
  remaining: number;
  /** Until the window ends. */
  resetMs: number;
  exceeded: boolean;
}

interface Options {
  enabled: boolean;
  quotas: Readonly<Record<LimitName, Quota>>;
  /** Where several instances count together; none: each counts in its memory. */
  shared?: SharedCounts | undefined;
}

/**
 * Counts requests by limit and by whoever makes them, in windows that begin with the first one.
 * While what is shared does not answer, it counts in memory.
 */
export class RateLimits {
  readonly #enabled: boolean;
  readonly #quotas: Readonly<Record<LimitName, Quota>>;
  readonly #shared: SharedCounts | undefined;
  readonly #limiters = new Map<string, RateLimiterAbstract>();

  constructor({ enabled, quotas, shared }: Options) {
    this.#enabled = enabled;
    this.#quotas = quotas;
    this.#shared = shared;
  }

  /** Whether the instances count together now; undefined where each is meant to count by itself. */
  get isShared(): boolean | undefined {
    return this.#shared?.isReady;
  }

  /**
   * Counts one request. With limits off, nothing is ever used up.
   * @param subject who makes it: a key's id, a user's, or `networkOf` an address
   * @param own the limit of a key that has its own; the window stays
   */
  async take(name: LimitName, subject: string, own?: number | null): Promise<Usage> {
    const quota = { ...this.#quotas[name], ...(own && { limit: own }) };
    const { limit, windowMs } = quota;
    if (!this.#enabled) {
      return { ...quota, remaining: limit, resetMs: windowMs, exceeded: false };
    }
    const { consumedPoints, msBeforeNext } = await this.#limiter(name, windowMs)
      .consume(subject)
      .catch((rejection: unknown) => {
        if (rejection instanceof RateLimiterRes) return rejection;
        throw rejection;
      });
    return {
      ...quota,
      remaining: Math.max(0, limit - consumedPoints),
      resetMs: Math.max(0, msBeforeNext),
      exceeded: consumedPoints > limit,
    };
  }

  /**
   * Counts a credential that was shown and is not valid, over all dialects. Whoever shows a valid
   * one is not held up by others behind the same address.
   * @throws HttpFault too_many_requests
   */
  async failedCredential(address: string): Promise<void> {
    const { exceeded, resetMs } = await this.take('failedCredentials', networkOf(address));
    if (exceeded) {
      throw new HttpFault('too_many_requests', 'Too many failed credentials.', {
        retryAfterMs: resetMs,
      });
    }
  }

  #limiter(name: LimitName, windowMs: number): RateLimiterAbstract {
    let limiter = this.#limiters.get(name);
    if (!limiter) {
      const options = {
        keyPrefix: `clientele:${name}`,
        // What is too much differs from key to key, so it is decided by the count.
        points: Number.MAX_SAFE_INTEGER,
        duration: windowMs / 1000,
      };
      const memory = new RateLimiterMemory(options);
      limiter = this.#shared
        ? new RateLimiterRedis({
            ...options,
            storeClient: this.#shared.client,
            rejectIfRedisNotReady: true,
            insuranceLimiter: memory,
          })
        : memory;
      this.#limiters.set(name, limiter);
    }
    return limiter;
  }
}

/** Whom an address stands for: itself, or with IPv6 its /64, which is what one subscriber gets. */
export function networkOf(address: string): string {
  const [plain = ''] = address.split('%');
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain) ?? [];
  if (mapped) return mapped;
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail ? tail.split(':').length : 0;
  if (tail !== undefined) while (groups.length + after < 8) groups.push('0');
  const prefix = groups.concat(tail ? tail.split(':') : []).slice(0, 4);
  return `${prefix.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
