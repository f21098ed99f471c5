import { Redis } from 'ioredis';
import type { Logger } from 'pino';

/** What a request waits for an answer at most; then it is counted in memory. */
const COMMAND_MS = 250;
const CONNECT_MS = 1_000;
const MAX_RECONNECT_PAUSE_MS = 2_000;

/** A Redis in which several instances count together. It may come and go: nobody waits for it. */
export class SharedCounts {
  readonly client: Redis;
  readonly #log: Logger;
  #lost = false;

  constructor(url: string, log: Logger) {
    this.#log = log;
    this.client = new Redis(url, {
      // Nothing is kept for a Redis that is away: it would be counted when nobody asks any more.
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      commandTimeout: COMMAND_MS,
      connectTimeout: CONNECT_MS,
      retryStrategy: (attempt) => Math.min(attempt * 100, MAX_RECONNECT_PAUSE_MS),
    });
    this.client.on('error', (error: Error) => this.#noteLoss(error));
    this.client.on('close', () => this.#noteLoss());
    this.client.on('ready', () => this.#noteReturn());
  }

  get isReady(): boolean {
    return this.client.status === 'ready';
  }

  close(): void {
    this.#lost = true;
    this.client.disconnect();
  }

  /** Once for each time, and not for each attempt to connect again. */
  #noteLoss(error?: Error): void {
    if (this.#lost) return;
    this.#lost = true;
    this.#log.warn(
      { cause: error?.message },
      'Redis does not answer: this instance counts its limits alone.',
    );
  }

  #noteReturn(): void {
    if (this.#lost) this.#log.info('Redis answers again: limits are counted together.');
    this.#lost = false;
  }
}
