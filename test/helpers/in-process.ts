import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import { readConfig } from '../../src/config.js';
import { systemEnvironment } from '../../src/core/environment.js';
import { migrate } from '../../src/database/migrate.js';
import { openRuntime, type Runtime } from '../../src/runtime.js';
import { buildServer } from '../../src/server.js';
import { type EngineName, makePlace } from './engines.js';
import { serviceEnvironment } from './service.js';

/** The whole service in this process: requests are injected, and its database is at hand. */
export interface InProcess extends Runtime {
  app: FastifyInstance;
  /** What the service has logged as an error last: the cause of a 5xx. */
  lastError(): string;
  close(): Promise<void>;
}

/** Limits are off: a 429 would hide what is behind it. */
export async function startInProcess(
  engine: EngineName,
  environment: Readonly<Record<string, string>> = {},
): Promise<InProcess> {
  const place = await makePlace(engine);
  const config = readConfig(serviceEnvironment(place, environment));
  const runtime = openRuntime(config);
  await migrate(runtime.engine, systemEnvironment);
  let lastError = '';
  const write = (line: string) => {
    lastError = line;
  };
  const log = pino({ level: 'error' }, { write });
  const app = await buildServer(config, runtime, log);
  await app.ready();
  return {
    ...runtime,
    app,
    lastError: () => lastError,
    async close() {
      await app.close();
      await runtime.engine.close();
      await place.remove();
    },
  };
}
