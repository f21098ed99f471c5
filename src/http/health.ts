import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';

/** `GET /healthz`: the process runs. `GET /readyz`: the database answers and has every migration. */
export function health(app: FastifyInstance, isReady: () => Promise<boolean>, log: Logger): void {
  app.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'ok' }));
  app.get('/readyz', { schema: { hide: true } }, async (_, reply) => {
    const ready = await isReady().catch((error: unknown) => {
      log.warn({ err: error }, 'The database does not answer.');
      return false;
    });
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' });
  });
}
