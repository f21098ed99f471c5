import type { Credentials } from '../core/credentials.js';
import type { Database } from '../core/database.js';
import type { Directory } from '../core/directory.js';
import type { Environment } from '../core/environment.js';
import type { WebhookSettings } from '../core/webhook-service.js';
import type { RateLimits } from './rate-limit.js';
import type { SignInCodes } from './sign-in-codes.js';
import type { Tokens } from './tokens.js';

/** What a dialect works with. */
export interface Service {
  database: Database;
  directory: Directory;
  credentials: Credentials;
  tokens: Tokens;
  signInCodes: SignInCodes;
  environment: Environment;
  rateLimits: RateLimits;
  /** Under which URL clients reach the service, where that is configured. */
  publicUrl: string | undefined;
  /** How long past states of groups, members and prices are kept. */
  historyDays: number;
  webhooks: WebhookSettings;
  /** Attempts to deliver to webhooks, since the start. */
  webhookAttempts: Record<'delivered' | 'failed', number>;
  /** A secret for one purpose, the same in all instances, from which no other can be guessed. */
  deriveSecret(purpose: string): Buffer;
}
