import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Caller } from '../core/actor.js';
import type { Database } from '../core/database.js';

/** How long it lasts without being renewed, and how often it is. */
const LASTS_MS = 15_000;
const RENEW_MS = 5_000;
/** Here it ends earlier than there: who loses it has stopped before another one begins. */
const MARGIN_MS = 1_000;
/** How long another instance's lease is believed in before asking again. */
const ASK_AGAIN_MS = 1_000;

interface Options {
  database: Database;
  caller: Caller;
  name: string;
}

/**
 * The right to do what only one instance may do at a time. Its end is found by the database's clock
 * among instances, and here by a clock that nobody sets, counted from before it was asked for.
 */
export class Lease {
  readonly #options: Options;
  readonly #holder: string = randomUUID();
  #until = 0;
  #askedAt = Number.NEGATIVE_INFINITY;
  #asking: Promise<boolean> | undefined;
  #ends: NodeJS.Timeout | undefined;
  #lost = manyHear(new AbortController());

  constructor(options: Options) {
    this.#options = options;
  }

  get isHeld(): boolean {
    return performance.now() < this.#until;
  }

  /** Aborted when the lease that is held now is lost. */
  get signal(): AbortSignal {
    return this.#lost.signal;
  }

  /** Takes or renews it, where that is due. @returns whether it is held */
  async hold(): Promise<boolean> {
    const since = performance.now() - this.#askedAt;
    if (since < (this.isHeld ? RENEW_MS : ASK_AGAIN_MS)) return this.isHeld;
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    if (!this.isHeld) return this.#asking;
    // Work goes on beside its renewal; one that fails is tried again, and then the lease ends.
    this.#asking.catch(() => {});
    return true;
  }

  /** Lets another one have it at once. */
  async give(): Promise<void> {
    await this.#asking?.catch(() => {});
    if (!this.isHeld) return;
    this.#lose();
    const { database, caller, name } = this.#options;
    await database.write(caller, async (unit) => unit.leases.give(name, this.#holder));
  }

  async #ask(): Promise<boolean> {
    const { database, caller, name } = this.#options;
    const asked = performance.now();
    this.#askedAt = asked;
    const taken = await database.write(caller, (unit) =>
      unit.leases.take(name, this.#holder, LASTS_MS),
    );
    if (!taken) this.#lose();
    else {
      this.#until = asked + LASTS_MS - MARGIN_MS;
      clearTimeout(this.#ends);
      this.#ends = setTimeout(() => this.#lose(), this.#until - performance.now()).unref();
    }
    return this.isHeld;
  }

  #lose(): void {
    clearTimeout(this.#ends);
    this.#until = 0;
    this.#lost.abort();
    this.#lost = manyHear(new AbortController());
  }
}

/** As many as messages may be on their way. */
function manyHear(controller: AbortController): AbortController {
  setMaxListeners(0, controller.signal);
  return controller;
}
