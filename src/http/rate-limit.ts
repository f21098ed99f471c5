import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

export interface Quota {
  /** Requests in a window. */
  limit: number;
  windowMs: number;
}

export interface Usage extends Quota {
  remaining: number;
  /** Until the window ends. */
  resetMs: number;
  exceeded: boolean;
}

/** Counts requests by limit and by whoever makes them, in windows that begin with the first one. */
export class RateLimits {
  readonly #enabled: boolean;
  readonly #limiters = new Map<string, RateLimiterMemory>();

  constructor({ enabled }: { enabled: boolean }) {
    this.#enabled = enabled;
  }

  /** Counts one request. With limits off, nothing is ever used up. */
  async take(name: string, quota: Quota, subject: string): Promise<Usage> {
    const { limit, windowMs } = quota;
    if (!this.#enabled) {
      return { ...quota, remaining: limit, resetMs: windowMs, exceeded: false };
    }
    const result = await this.#limiter(name, quota)
      .consume(subject)
      .catch((rejection: unknown) => {
        if (rejection instanceof RateLimiterRes) return rejection;
        throw rejection;
      });
    return {
      ...quota,
      remaining: Math.max(0, result.remainingPoints),
      resetMs: Math.max(0, result.msBeforeNext),
      exceeded: result.consumedPoints > limit,
    };
  }

  #limiter(name: string, { limit, windowMs }: Quota): RateLimiterMemory {
    let limiter = this.#limiters.get(name);
    if (!limiter) {
      limiter = new RateLimiterMemory({
        keyPrefix: name,
        points: limit,
        duration: windowMs / 1000,
      });
      this.#limiters.set(name, limiter);
    }
    return limiter;
  }
}
