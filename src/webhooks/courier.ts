import type { Caller } from '../core/actor.js';
import type { Database } from '../core/database.js';
import { type Environment, instant } from '../core/environment.js';
import type { Outcome, StoredWebhook, WaitingDelivery } from '../core/webhook.js';
import type { Settled } from '../core/webhook-database.js';
import {
  type Attempted,
  explainUnreadable,
  recordAttempts,
  type Standing,
} from '../core/webhook-delivery.js';
import { nextDeliveries } from '../core/webhook-schedule.js';
import { overlaps } from '../core/webhook-service.js';
import type { Vault } from '../core/webhook-vault.js';

interface Options {
  database: Database;
  environment: Environment;
  vault: Vault;
  /** Acts for the service, in the store of the webhook. */
  caller: Caller;
  webhookId: string;
}

/** What one webhook is to be sent next, as this instance sees it while it has the lease. */
export class Courier {
  readonly webhookId: string;
  readonly storeId: string;
  readonly #options: Options;
  readonly #sending = new Set<string>();
  #webhook: StoredWebhook | undefined;
  #waiting: readonly WaitingDelivery[] = [];
  #standing: Standing = { active: false, failures: 0, pausedUntil: null };
  /** What can be sent now; undefined until somebody asks. */
  #ready: WaitingDelivery[] | undefined;
  #attempted: Attempted[] = [];
  /** What reads and writes its deliveries, one after another, so that nothing is seen half done. */
  #last: Promise<void> = Promise.resolve();
  #turns = 0;

  constructor(options: Options) {
    this.#options = options;
    this.webhookId = options.webhookId;
    this.storeId = options.caller.storeId;
  }

  /** How much is on its way, or has not been noted yet. */
  get sending(): number {
    return this.#sending.size;
  }

  get hasNext(): boolean {
    this.#ready ??= this.#findReady();
    return this.#ready.length > 0;
  }

  /** Whether nothing of it runs, and nothing could. */
  get isIdle(): boolean {
    return this.#turns === 0 && this.#sending.size === 0 && !this.hasNext;
  }

  /** The next one, which from now on is being sent. */
  take(): WaitingDelivery | undefined {
    if (!this.hasNext) return undefined;
    const delivery = this.#ready?.shift();
    if (delivery) this.#sending.add(delivery.id);
    return delivery;
  }

  get url(): string {
    return this.#webhook?.url ?? '';
  }

  /** What signs; empty when it cannot be read. */
  secrets(): string[] {
    const webhook = this.#webhook;
    if (!webhook) return [];
    const now = instant(this.#options.environment.clock());
    const sealed = [webhook.secret, ...(overlaps(webhook, now) ? [webhook.previousSecret] : [])];
    const opened = sealed.map((one) => one && this.#options.vault.open(one, webhook));
    return opened[0] ? opened.filter((one): one is string => typeof one === 'string') : [];
  }

  /** Reads what waits. */
  refresh(): Promise<void> {
    return this.#inTurn(async () => {
      const { database, caller, webhookId } = this.#options;
      const [webhook, cursor, waiting] = await database.read(caller, (view) =>
        Promise.all([
          view.webhooks.find(caller.storeId, webhookId),
          view.webhooks.cursor(caller.storeId, webhookId),
          view.deliveries.waiting(caller.storeId, webhookId),
        ]),
      );
      this.#webhook = webhook;
      this.#waiting = waiting;
      this.#standing = {
        active: webhook?.active === true,
        failures: cursor?.failures ?? 0,
        pausedUntil: cursor?.pausedUntil ?? null,
      };
      this.#ready = undefined;
      if (!webhook?.active || this.secrets().length > 0) return;
      this.#standing.active = false;
      await database.write(caller, async (unit) => explainUnreadable(unit, webhookId));
    });
  }

  /** Notes an attempt; without an outcome there was nothing to send. */
  note(delivery: WaitingDelivery, outcome: Outcome | undefined): Promise<void> {
    this.#attempted.push({ delivery, outcome });
    return this.#inTurn(() => this.#noteAll());
  }

  /** It was not sent after all. */
  putBack({ id }: WaitingDelivery): void {
    this.#sending.delete(id);
    this.#ready = undefined;
  }

  /** Those that ended meanwhile go in one write. */
  async #noteAll(): Promise<void> {
    const attempted = this.#attempted;
    if (attempted.length === 0) return;
    this.#attempted = [];
    const { database, caller, webhookId } = this.#options;
    try {
      const recorded = await database.write(caller, (unit) =>
        recordAttempts(unit, webhookId, attempted),
      );
      this.#standing = recorded?.standing ?? { ...this.#standing, active: false };
      this.#waiting = whatWaits(this.#waiting, recorded?.settled ?? []);
    } catch (error) {
      // They are sent again: nobody knows that they were.
      this.#waiting = [];
      throw error;
    } finally {
      for (const { delivery } of attempted) this.#sending.delete(delivery.id);
      this.#ready = undefined;
    }
  }

  #findReady(): WaitingDelivery[] {
    const { active, failures, pausedUntil } = this.#standing;
    const now = this.#options.environment.clock();
    if (!active || (pausedUntil !== null && Date.parse(pausedUntil) > now)) return [];
    const turn = { now, sending: this.#sending, failing: failures > 0 };
    return nextDeliveries(this.#waiting, turn);
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#turns++;
    const done = this.#last.then(work).finally(() => {
      this.#turns--;
    });
    this.#last = done.catch(() => {});
    return done;
  }
}

/** What failed stays in its place: it stands before what follows of its entity. */
function whatWaits(
  waiting: readonly WaitingDelivery[],
  settled: readonly Settled[],
): WaitingDelivery[] {
  const byId = new Map(settled.map((one) => [one.id, one]));
  return waiting.flatMap((delivery) => {
    const now = byId.get(delivery.id);
    if (!now) return [delivery];
    const { state, attempts, nextAttemptAt } = now;
    return state === 'waiting' && nextAttemptAt !== null
      ? [{ ...delivery, attempts, nextAttemptAt }]
      : [];
  });
}
