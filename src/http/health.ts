import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';

export interface Health {
  /** Whether the database answers, and has every migration. */
  isReady(): Promise<boolean>;
  /** Whether the last write found no space. */
  isOutOfSpace(): boolean;
}

/**
 * `GET /healthz`: the process runs. `GET /readyz`: the database answers and has every migration. A
 * service that cannot write for want of space is ready, and says so: its reads go on.
 */
export function health(app: FastifyInstance, { isReady, isOutOfSpace }: Health, log: Logger): void {
  app.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'ok' }));
  app.get('/readyz', { schema: { hide: true } }, async (_, reply) => {
    const ready = await isReady().catch((error: unknown) => {
      log.warn({ err: error }, 'The database does not answer.');
      return false;
    });
    const writes = ready && isOutOfSpace() ? { writes: 'out of space' } : {};
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', ...writes });
  });
}
