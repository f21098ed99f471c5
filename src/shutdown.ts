/** How long a stop waits for what still runs; within the 10 seconds that it may take in all. */
const GRACE_MS = 8_000;

/**
 * On SIGTERM and SIGINT: runs `close` and exits with 0, or with 1 when it takes too long.
 * A second signal is not needed and changes nothing.
 */
export function closeOnSignal(close: () => Promise<void>): void {
  let closing = false;
  const stop = () => {
    if (closing) return;
    closing = true;
    setTimeout(() => process.exit(1), GRACE_MS).unref();
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
