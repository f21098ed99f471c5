import type { Credentials } from '../core/credentials.js';
import type { Database } from '../core/database.js';
import type { Directory } from '../core/directory.js';
import type { Environment } from '../core/environment.js';
import type { Quota, RateLimits } from './rate-limit.js';
import type { Tokens } from './tokens.js';

/** What a dialect works with. */
export interface Service {
  database: Database;
  directory: Directory;
  credentials: Credentials;
  tokens: Tokens;
  environment: Environment;
  rateLimits: RateLimits;
  /** The quota of each limit, by its name in the configuration. */
  quotas: Quotas;
}

export interface Quotas {
  bigcommerce: Quota;
}
