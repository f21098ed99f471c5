import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { rootActor } from '../core/actor.js';
import { countWaiting } from '../core/webhook-delivery.js';
import type { Connections } from './connections.js';
import type { Service } from './service.js';

/** How long a figure of the database is waited for. */
const DATABASE_MS = 500;

interface Sources {
  service: Service;
  connections: Connections;
  isOutOfSpace(): boolean;
}

/** `GET /metrics` in the format of Prometheus. No label grows with stores or users. */
export function metrics(
  app: FastifyInstance,
  apiOf: (path: string) => string,
  { service, connections, isOutOfSpace }: Sources,
): void {
  const { rateLimits } = service;
  const register = new Registry();
  collectDefaultMetrics({ register });
  const duration = new Histogram({
    name: 'clientele_http_request_duration_seconds',
    help: 'Time from a request to its answer, by API, method, route and status.',
    labelNames: ['api', 'method', 'route', 'status'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [register],
  });
  if (rateLimits.isShared !== undefined) {
    new Gauge({
      name: 'clientele_rate_limits_shared',
      help: '1 while the instances count their limits together in Redis, 0 while this one counts alone.',
      registers: [register],
      collect() {
        this.set(rateLimits.isShared ? 1 : 0);
      },
    });
  }
  new Gauge({
    name: 'clientele_http_connections',
    help: 'Connections that are open.',
    registers: [register],
    async collect() {
      this.set(await connections.count());
    },
  });
  new Counter({
    name: 'clientele_http_connections_refused_total',
    help: 'Connections that were closed at once, because too many were open.',
    registers: [register],
    collect() {
      this.reset();
      this.inc(connections.refused);
    },
  });
  webhookMetrics(register, service);
  new Gauge({
    name: 'clientele_database_out_of_space',
    help: '1 since a write found no space, until one finds some; reads go on.',
    registers: [register],
    collect() {
      this.set(isOutOfSpace() ? 1 : 0);
    },
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    duration.observe(
      { api: apiOf(request.url), method: request.method, route, status: reply.statusCode },
      reply.elapsedTime / 1000,
    );
  });
  app.get('/metrics', { schema: { hide: true } }, async (_, reply) =>
    reply.type(register.contentType).send(await register.metrics()),
  );
}

function webhookMetrics(register: Registry, { database, webhookAttempts }: Service): void {
  new Counter({
    name: 'clientele_webhook_attempts_total',
    help: 'Messages that this instance has sent to webhooks, by result.',
    labelNames: ['result'] as const,
    registers: [register],
    collect() {
      this.reset();
      for (const [result, count] of Object.entries(webhookAttempts)) this.inc({ result }, count);
    },
  });
  new Gauge({
    name: 'clientele_webhook_deliveries_waiting',
    help: 'Deliveries to webhooks that wait, of all instances; NaN while the database does not answer.',
    registers: [register],
    async collect() {
      const caller = { actor: rootActor('service'), storeId: '', requestId: '' };
      const waiting = database.read(caller, countWaiting).catch(() => Number.NaN);
      // Who asks for figures wants those of a service in trouble, too, and soon.
      this.set(await Promise.race([waiting, pause(DATABASE_MS, Number.NaN, { ref: false })]));
    },
  });
}
