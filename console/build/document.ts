import pino from 'pino';
import { buildApp } from '../../src/app.js';
import type { Service } from '../../src/http/service.js';

/** The OpenAPI document of the source as it is. No request comes, so hardly anything is behind it. */
export async function openApiDocument(): Promise<object> {
  const service = {
    rateLimits: {},
    webhooks: {},
    deriveSecret: () => Buffer.alloc(32),
  } as unknown as Service;
  const connectionLimits = { max: 1, headersMs: 1, requestMs: 1, keepAliveMs: 1, stallMs: 1 };
  const log = pino({ level: 'silent' });
  const health = { isReady: async () => true, isOutOfSpace: () => false };
  const app = await buildApp({ service, connectionLimits, https: false, health, log });
  try {
    const { body } = await app.inject('/openapi.json');
    return JSON.parse(body);
  } finally {
    await app.close();
  }
}
