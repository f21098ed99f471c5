import type { Logger } from 'pino';
import { type Caller, rootActor } from '../core/actor.js';
import type { ChangeRow } from '../core/change.js';
import type { Database } from '../core/database.js';
import type { Environment } from '../core/environment.js';
import { CoreError } from '../core/errors.js';
import type { Outcome, WaitingDelivery } from '../core/webhook.js';
import type { Due } from '../core/webhook-database.js';
import { findChange, findDue, readLog } from '../core/webhook-delivery.js';
import type { Vault } from '../core/webhook-vault.js';
import { Courier } from './courier.js';
import { Lease } from './lease.js';
import { messageOf } from './message.js';
import type { Send } from './send.js';
import { Slots } from './slots.js';

/** How often other instances' writes, and what is due again, are looked for. */
const POLL_MS = 1_000;
/** Commits of so long a time are looked at together. */
const GATHER_MS = 25;
/** How long a stop waits for messages that are on their way. */
const GRACE_MS = 1_500;
/** How long it waits for a busy database to take the lease back; it ends by itself soon after. */
const GIVE_MS = 2_000;
/** The same after they were taken back: nothing that is left is worth more. */
const TAKEN_BACK_MS = 1_000;

interface Options {
  database: Database;
  environment: Environment;
  vault: Vault;
  log: Logger;
  send: Send;
  /** How a change is shown. */
  present: (change: ChangeRow) => object;
  /** Told of each attempt. */
  count: (result: 'delivered' | 'failed') => void;
}

/** What came of it; undefined when there is nothing to send any more. */
type Attempt = Outcome | undefined | 'taken back';

/** Acts for nobody: what it changes, such as a webhook that it switches off, is the service's. */
const callerIn = (storeId: string): Caller => ({
  actor: rootActor('service'),
  storeId,
  requestId: '',
});

/**
 * Tells webhooks of what the change log has, as long as this instance has the lease. Everything
 * that must outlive it is in the database: here are only the messages that are on their way.
 */
export class Deliverer {
  readonly #options: Options;
  readonly #lease: Lease;
  readonly #slots = new Slots();
  readonly #couriers = new Map<string, Courier>();
  /** Stores whose log is being read. */
  readonly #reading = new Set<string>();
  readonly #running = new Set<Promise<void>>();
  /** Tells one time of having the lease from another. */
  #term: AbortSignal | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Whether the timer is that of a look that somebody has asked for. */
  #isSoon = false;
  #looking: Promise<void> | undefined;
  #lookAgain = false;
  #isRunning = false;
  /** Said once, until it works again. */
  #hasFailed = false;

  constructor(options: Options) {
    this.#options = options;
    const { database } = options;
    this.#lease = new Lease({ database, caller: callerIn(''), name: 'webhooks' });
    database.onCommit(() => this.#wake());
  }

  start(): void {
    this.#isRunning = true;
    this.#wake();
  }

  /** Resolves when nothing of it runs any more, and another instance can go on. */
  async stop(): Promise<void> {
    if (!this.#isRunning) return;
    this.#isRunning = false;
    clearTimeout(this.#timer);
    const ended = async () => {
      await this.#looking;
      while (this.#running.size > 0) await Promise.all(this.#running);
    };
    await atMost(GRACE_MS, ended());
    // What is still on its way is taken back, and sent by whoever comes next.
    const given = this.#lease.give().catch((error) => this.#failed(error));
    await atMost(GIVE_MS, given);
    await atMost(TAKEN_BACK_MS, ended());
  }

  /** Looks soon, together with whatever else happens until then. */
  #wake(): void {
    if (!this.#isRunning) return;
    if (this.#looking) this.#lookAgain = true;
    else this.#lookIn(GATHER_MS);
  }

  #lookIn(ms: number): void {
    if (this.#isSoon) return;
    clearTimeout(this.#timer);
    this.#isSoon = ms < POLL_MS;
    this.#timer = setTimeout(() => {
      this.#isSoon = false;
      this.#looking = this.#look()
        .catch((error) => this.#failed(error))
        .finally(() => {
          this.#looking = undefined;
          const again = this.#lookAgain;
          this.#lookAgain = false;
          if (this.#isRunning) this.#lookIn(again ? GATHER_MS : POLL_MS);
        });
    }, ms).unref();
  }

  /** With nothing to do, this is one cheap statement. */
  async #look(): Promise<void> {
    const due = await this.#options.database.read(callerIn(''), findDue);
    this.#hasFailed = false;
    if (due.length === 0 && this.#couriers.size === 0) return;
    const isHeld = await this.#lease.hold();
    // What was known in another term may be over: another instance may have delivered meanwhile.
    if (this.#term !== this.#lease.signal) this.#couriers.clear();
    this.#term = this.#lease.signal;
    if (!isHeld) return;
    for (const one of due) {
      if (one.hasNews) this.#readLog(one.storeId);
      if (one.canSend) this.#refresh(this.#courierOf(one));
    }
    this.#dispatch();
  }

  #readLog(storeId: string): void {
    if (this.#reading.has(storeId)) return;
    this.#reading.add(storeId);
    this.#run(
      readLog(this.#options.database, callerIn(storeId)).finally(() => {
        this.#reading.delete(storeId);
        this.#wake();
      }),
    );
  }

  #courierOf({ storeId, webhookId }: Due): Courier {
    const name = `${storeId} ${webhookId}`;
    let courier = this.#couriers.get(name);
    if (!courier) {
      const { database, environment, vault } = this.#options;
      courier = new Courier({
        database,
        environment,
        vault,
        webhookId,
        caller: callerIn(storeId),
      });
      this.#couriers.set(name, courier);
    }
    return courier;
  }

  #refresh(courier: Courier): void {
    this.#run(courier.refresh().then(() => this.#dispatch()));
  }

  /** Sends what can be sent, as far as there are slots. */
  #dispatch(): void {
    if (!this.#lease.isHeld || !this.#isRunning) return;
    for (;;) {
      const ready = [...this.#couriers.values()].filter(({ hasNext }) => hasNext);
      const courier = this.#slots.next(ready);
      const delivery = courier?.take();
      if (!courier || !delivery) break;
      this.#slots.take(courier.storeId);
      this.#run(this.#deliver(courier, delivery, this.#lease.signal));
    }
    for (const [name, { isIdle }] of this.#couriers) {
      if (isIdle) this.#couriers.delete(name);
    }
  }

  async #deliver(courier: Courier, delivery: WaitingDelivery, signal: AbortSignal): Promise<void> {
    let attempt: Attempt = 'taken back';
    try {
      attempt = await this.#attempt(courier, delivery, signal);
    } finally {
      this.#slots.free(courier.storeId);
      if (attempt === 'taken back') courier.putBack(delivery);
    }
    if (attempt !== 'taken back') await courier.note(delivery, attempt);
    this.#dispatch();
    if (courier.sending === 0) this.#wake();
  }

  async #attempt(
    courier: Courier,
    delivery: WaitingDelivery,
    signal: AbortSignal,
  ): Promise<Attempt> {
    const { database, environment, send, present, count, log } = this.#options;
    const { storeId, webhookId, url } = courier;
    const { id, seq } = delivery;
    const change = await database.read(callerIn(storeId), (view) => findChange(view, seq));
    const secrets = courier.secrets();
    if (signal.aborted || secrets.length === 0) return 'taken back';
    if (!change) return undefined;
    const now = new Date(environment.clock());
    const contents = { id, url, storeId, change, secrets, now };
    const began = performance.now();
    const outcome = await send(messageOf(contents, present), signal);
    if (signal.aborted) return 'taken back';
    const ms = Math.round(performance.now() - began);
    count(outcome.error === null ? 'delivered' : 'failed');
    log.debug({ storeId, webhookId, delivery: id, ms, ...outcome }, 'webhook');
    return outcome;
  }

  #run(work: Promise<void>): void {
    const done: Promise<void> = work
      .catch((error) => this.#failed(error))
      .finally(() => this.#running.delete(done));
    this.#running.add(done);
  }

  /** It is tried again with the next look; a store or a webhook that is gone needs nothing more. */
  #failed(error: unknown): void {
    const code = error instanceof CoreError ? error.code : undefined;
    if (code === 'not_found' || (code === 'unavailable' && this.#hasFailed)) return;
    this.#hasFailed = true;
    this.#options.log.error({ err: error }, 'Webhooks could not be delivered; it is tried again.');
  }
}

/** Until the work has ended, or its time. */
async function atMost(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const time = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work, time]);
  clearTimeout(timer);
}
