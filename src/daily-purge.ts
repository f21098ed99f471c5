import type { Logger } from 'pino';
import type { Database } from './core/database.js';
import { instant, systemEnvironment } from './core/environment.js';
import { purgeHistory } from './core/purge-service.js';
import { commandCaller } from './runtime.js';

const DAY_MS = 24 * 60 * 60 * 1000;

export interface DailyPurge {
  /** Purges now and then every day. */
  start(): void;
  /** Resolves when nothing of it runs any more. */
  stop(): Promise<void>;
}

/** Keeps the history as long as it may be kept, beside everything else that the service does. */
export function purgeDaily(database: Database, historyDays: number, log: Logger): DailyPurge {
  const stopping = new AbortController();
  const { signal } = stopping;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();

  async function purge(): Promise<void> {
    const began = performance.now();
    try {
      const now = instant(systemEnvironment.clock());
      const purged = await purgeHistory(database, commandCaller, { historyDays, now, signal });
      log.info({ purged, ms: Math.round(performance.now() - began) }, 'purged');
    } catch (error) {
      log.error({ err: error }, 'The history could not be purged; it is tried again tomorrow.');
    }
  }

  function start(): void {
    if (signal.aborted) return;
    running = purge();
    timer = setTimeout(start, DAY_MS).unref();
  }

  return {
    start,
    stop() {
      stopping.abort();
      clearTimeout(timer);
      return running;
    },
  };
}
