import type { Logger } from 'pino';

/** How long a stop waits for what still runs; within the 10 seconds that it may take in all. */
const GRACE_MS = 8_000;
const TOO_LONG = `What still ran was cut off: it took more than ${GRACE_MS / 1000} seconds.`;

/**
 * On SIGTERM and SIGINT: runs `close` and exits with 0, or with 1 when it fails or takes too long.
 * A second signal is not needed and changes nothing.
 */
export function closeOnSignal(close: () => Promise<void>, log: Logger): void {
  let closing = false;
  const stop = () => {
    if (closing) return;
    closing = true;
    const fail = (message: string, error?: unknown) => {
      log.error({ err: error }, message);
      process.exit(1);
    };
    setTimeout(() => fail(TOO_LONG), GRACE_MS).unref();
    close().then(
      () => process.exit(0),
      (error) => fail('The stop failed; what was acknowledged is kept.', error),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
