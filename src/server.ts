import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { buildApp } from './app.js';
import { type Config, connectionLimitsOf, quotasOf, tokenSettingsOf } from './config.js';
import { Credentials } from './core/credentials.js';
import { Directory } from './core/directory.js';
import { type Environment, systemEnvironment } from './core/environment.js';
import type { WebhookSettings } from './core/webhook-service.js';
import { Vault } from './core/webhook-vault.js';
import { isMigrated } from './database/migrate.js';
import type { ConsoleFiles } from './http/console.js';
import { RateLimits } from './http/rate-limit.js';
import type { Service } from './http/service.js';
import type { SharedCounts } from './http/shared-counts.js';
import { SignInCodes } from './http/sign-in-codes.js';
import { Tokens } from './http/tokens.js';
import type { Runtime } from './runtime.js';
import { deriveSecret, type Secrets } from './secrets.js';
import { tlsFiles } from './tls.js';

/** What is not in the configuration. */
interface Parts {
  environment?: Environment;
  signInCodes?: SignInCodes;
  /** The built console; without it the service has none. */
  consoleFiles?: ConsoleFiles | undefined;
  /** Counted by the deliverer of webhooks. */
  webhookAttempts?: Service['webhookAttempts'];
}

/** Puts the service together from its parts. */
export async function buildServer(
  config: Config,
  { engine, database, secrets }: Runtime,
  log: Logger,
  {
    environment = systemEnvironment,
    signInCodes = new SignInCodes(environment),
    consoleFiles,
    webhookAttempts = { delivered: 0, failed: 0 },
  }: Parts = {},
): Promise<FastifyInstance> {
  const directory = new Directory(database, environment);
  const shared = config.redisUrl ? await openSharedCounts(config.redisUrl, log) : undefined;
  const service: Service = {
    database,
    directory,
    environment,
    credentials: new Credentials({ directory, database, environment, rootKey: secrets.rootKey }),
    tokens: new Tokens(tokenSettingsOf(config, secrets.jwtSecret), environment, (err) =>
      log.error({ err }, 'The issuer’s keys cannot be had: users’ tokens are refused.'),
    ),
    signInCodes,
    rateLimits: new RateLimits({
      enabled: config.rateLimit === 'on',
      quotas: quotasOf(config),
      shared,
    }),
    publicUrl: config.publicUrl,
    historyDays: config.historyDays,
    webhooks: webhookSettingsOf(config, secrets, environment),
    webhookAttempts,
    deriveSecret: (purpose: string) => deriveSecret(secrets, purpose),
  };
  const app = await buildApp({
    service,
    consoleFiles,
    health: {
      isReady: () => isMigrated(engine),
      isOutOfSpace: () => database.isOutOfSpace,
    },
    log,
    connectionLimits: connectionLimitsOf(config),
    tls: tlsFiles(config),
    https: Boolean(config.tlsCertificate || config.publicUrl?.startsWith('https:')),
    corsOrigins: config.corsOrigins,
    trustProxy: config.trustProxy,
  });
  app.addHook('onClose', async () => shared?.close());
  return app;
}

export const webhookSettingsOf = (
  config: Config,
  secrets: Secrets,
  environment: Environment,
): WebhookSettings => ({
  vault: new Vault(deriveSecret(secrets, 'webhooks'), environment),
  allowsPrivate: config.webhooksPrivate === 'on',
});

/** Its driver is loaded only where it is used. */
async function openSharedCounts(url: string, log: Logger): Promise<SharedCounts> {
  const { SharedCounts } = await import('./http/shared-counts.js');
  return new SharedCounts(url, log);
}

/** The URL that reaches a listening server from this machine, or the configured public one. */
export function originOf(
  app: FastifyInstance,
  { publicUrl, host, tlsCertificate }: Config,
): string {
  if (publicUrl) return publicUrl;
  const { port } = app.server.address() as AddressInfo;
  const reachable = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  const scheme = tlsCertificate ? 'https' : 'http';
  return `${scheme}://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
