import { isIP } from 'node:net';
import { MAX_RATE_LIMIT } from './core/limits.js';
import type { ConnectionLimits } from './http/connections.js';
import type { Origins } from './http/cors.js';
import type { LimitName, Quota } from './http/rate-limit.js';
import type { TokenSettings } from './http/tokens.js';

/** One setting: how it is named, read, documented, and what holds without it. */
interface Setting<Value> {
  env: string;
  /** The flag of `serve` that wins over the environment. */
  flag?: string;
  help: string;
  /** As the documentation shows it. */
  default?: string;
  /** Its value, even a bad one, is never shown. */
  isSecret?: true;
  /** Undefined when the text is no value of this setting. */
  read(text: string): Value | undefined;
  /** What the text must be, for the sentence that stops the start. */
  expects: string;
}

const text = (text: string): string | undefined => (text === '' ? undefined : text);
const url = (value: string): string | undefined => (URL.canParse(value) ? value : undefined);
const secret = (value: string): string | undefined =>
  Buffer.byteLength(value) >= 32 ? value : undefined;
const integer =
  (from: number, to: number) =>
  (value: string): number | undefined => {
    const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
    return number >= from && number <= to ? number : undefined;
  };
const oneOf =
  <const Values extends readonly string[]>(...values: Values) =>
  (value: string): Values[number] | undefined =>
    values.includes(value) ? value : undefined;

const limit = integer(1, MAX_RATE_LIMIT);
const seconds = integer(1, 3600);
const SECONDS = 'a whole number of seconds from 1 to 3600';
const NAMED_NETWORKS = ['loopback', 'linklocal', 'uniquelocal'];

/** How many proxies there are, or which. */
export type TrustedProxies = number | string[];

function trustedProxies(value: string): TrustedProxies | undefined {
  if (/^\d+$/.test(value)) return integer(1, 10)(value);
  const parts = value.split(',').map((part) => part.trim());
  return parts.every((part) => NAMED_NETWORKS.includes(part) || isNetwork(part))
    ? parts
    : undefined;
}

function isNetwork(part: string): boolean {
  const [address = '', bits, ...rest] = part.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || integer(0, version === 4 ? 32 : 128)(bits) !== undefined;
}

/** Each as a browser names it: without a path, and without the port that goes without saying. */
function origins(value: string): Origins | undefined {
  if (value === '*') return value;
  const parts = value.split(',').map((part) => part.trim());
  return parts.every((part) => /^https?:\/\/[^/?#@*\s]+$/i.test(part) && URL.canParse(part))
    ? parts.map((part) => new URL(part).origin)
    : undefined;
}

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const settings = {
  port: {
    env: 'PORT',
    flag: 'port',
    help: 'The port to serve on; 0 picks a free one.',
    default: '8080',
    read: integer(0, 65_535),
    expects: 'a whole number from 0 to 65535',
  },
  host: {
    env: 'HOST',
    flag: 'host',
    help: 'The address to serve on; 0.0.0.0 for all of the machine’s.',
    default: '127.0.0.1',
    read: text,
    expects: 'an address or a host name',
  },
  dataDirectory: {
    env: 'CLIENTELE_DATA',
    flag: 'data',
    help: 'The directory of the SQLite database and of generated secrets.',
    default: './data',
    read: text,
    expects: 'a directory',
  },
  databaseUrl: {
    env: 'DATABASE_URL',
    help: 'A PostgreSQL database (15 or newer) instead of SQLite, for several instances.',
    // Its password is part of it.
    isSecret: true,
    read: (value) => (/^postgres(ql)?:\/\//.test(value) ? url(value) : undefined),
    expects: 'a URL such as postgres://user:password@host:5432/clientele',
  },
  rootKey: {
    env: 'CLIENTELE_ROOT_KEY',
    help: 'The key that may do everything. Generated into the data directory with SQLite; required with DATABASE_URL.',
    isSecret: true,
    read: secret,
    expects: 'a secret of at least 32 bytes',
  },
  jwtSecret: {
    env: 'CLIENTELE_JWT_SECRET',
    help: 'The secret (HS256) of users’ tokens. Generated into the data directory with SQLite; with DATABASE_URL this or CLIENTELE_JWKS_URL is required.',
    isSecret: true,
    read: secret,
    expects: 'a secret of at least 32 bytes',
  },
  jwksUrl: {
    env: 'CLIENTELE_JWKS_URL',
    help: 'Where the issuer of users’ tokens (RS256, ES256, EdDSA) publishes its keys, instead of a secret.',
    read: (value) => (/^https?:\/\//.test(value) ? url(value) : undefined),
    expects: 'a URL with http or https',
  },
  jwtIssuer: {
    env: 'CLIENTELE_JWT_ISSUER',
    help: 'The `iss` of users’ tokens; required with CLIENTELE_JWKS_URL.',
    read: text,
    expects: 'a text',
  },
  jwtAudience: {
    env: 'CLIENTELE_JWT_AUDIENCE',
    help: 'The `aud` of users’ tokens; required with CLIENTELE_JWKS_URL.',
    read: text,
    expects: 'a text',
  },
  redisUrl: {
    env: 'REDIS_URL',
    help: 'A Redis in which several instances count their limits together; without it each counts in its memory.',
    // Its password is part of it.
    isSecret: true,
    read: (value) => (/^rediss?:\/\//.test(value) ? url(value) : undefined),
    expects: 'a URL such as redis://user:password@host:6379',
  },
  rateLimit: {
    env: 'CLIENTELE_RATE_LIMIT',
    help: 'Whether requests are counted and refused beyond the limits.',
    default: 'on',
    read: oneOf('on', 'off'),
    expects: '"on" or "off"',
  },
  bigcommerceLimit: {
    env: 'CLIENTELE_LIMIT_BIGCOMMERCE',
    help: 'Requests in 30 seconds that a key may make through BigCommerce’s API.',
    default: '150',
    read: limit,
    expects: 'a whole number from 1',
  },
  ecwidLimit: {
    env: 'CLIENTELE_LIMIT_ECWID',
    help: 'Requests a minute that a key may make through Ecwid’s API.',
    default: '600',
    read: limit,
    expects: 'a whole number from 1',
  },
  jopticGetLimit: {
    env: 'CLIENTELE_LIMIT_JOPTIC_GET',
    help: 'Reads a minute that a user may make of each route of JOptic’s API.',
    default: '60',
    read: limit,
    expects: 'a whole number from 1',
  },
  jopticPostLimit: {
    env: 'CLIENTELE_LIMIT_JOPTIC_POST',
    help: 'Writes a minute that a user may make to each route of JOptic’s API.',
    default: '10',
    read: limit,
    expects: 'a whole number from 1',
  },
  jopticDeleteLimit: {
    env: 'CLIENTELE_LIMIT_JOPTIC_DELETE',
    help: 'Deletions a minute that a user may make through JOptic’s API.',
    default: '3',
    read: limit,
    expects: 'a whole number from 1',
  },
  failedCredentialsLimit: {
    env: 'CLIENTELE_LIMIT_FAILED_CREDENTIALS',
    help: 'Credentials a minute that an address (IPv6: its /64) may show in vain, over all APIs.',
    default: '60',
    read: limit,
    expects: 'a whole number from 1',
  },
  maxConnections: {
    env: 'CLIENTELE_MAX_CONNECTIONS',
    help: 'Connections that may be open at once; a further one is closed at once.',
    default: '10000',
    read: integer(1, 1_000_000),
    expects: 'a whole number from 1 to 1000000',
  },
  headersTimeout: {
    env: 'CLIENTELE_HEADERS_TIMEOUT',
    help: 'Seconds in which the headers of a request must arrive.',
    default: '10',
    read: seconds,
    expects: SECONDS,
  },
  requestTimeout: {
    env: 'CLIENTELE_REQUEST_TIMEOUT',
    help: 'Seconds in which a whole request must arrive.',
    default: '60',
    read: seconds,
    expects: SECONDS,
  },
  keepAliveTimeout: {
    env: 'CLIENTELE_KEEP_ALIVE_TIMEOUT',
    help: 'Seconds for which a connection without a request is kept; longer than a proxy in front keeps it.',
    default: '72',
    read: seconds,
    expects: SECONDS,
  },
  stallTimeout: {
    env: 'CLIENTELE_STALL_TIMEOUT',
    help: 'Seconds after which a client is cut off that takes nothing of its answer.',
    default: '30',
    read: seconds,
    expects: SECONDS,
  },
  databaseWait: {
    env: 'CLIENTELE_DATABASE_WAIT',
    help: 'Seconds for which a request waits for its turn to write, for a connection to the database, and for what another instance has locked, each at most; then it is a 503.',
    default: '5',
    read: seconds,
    expects: SECONDS,
  },
  tlsCertificate: {
    env: 'CLIENTELE_TLS_CERT',
    help: 'A file with the certificate and its chain (PEM): the service then speaks HTTPS alone. Read again on SIGHUP.',
    read: text,
    expects: 'a file',
  },
  tlsKey: {
    env: 'CLIENTELE_TLS_KEY',
    help: 'The file with the certificate’s private key (PEM).',
    read: text,
    expects: 'a file',
  },
  trustProxy: {
    env: 'CLIENTELE_TRUST_PROXY',
    help: 'Proxies whose X-Forwarded-For is believed: how many stand in front, or their addresses, subnets, `loopback`, `linklocal`, `uniquelocal`, with commas.',
    read: trustedProxies,
    expects: 'a number from 1 to 10, or addresses and subnets such as 10.0.0.0/8,loopback',
  },
  corsOrigins: {
    env: 'CLIENTELE_CORS_ORIGINS',
    help: 'Origins whose pages may use every API from a browser, with commas; `*` for all. Without it none may.',
    read: origins,
    expects:
      '* or origins with commas, each a scheme and a host without a path, such as https://shop.example,http://localhost:5173',
  },
  historyDays: {
    env: 'CLIENTELE_HISTORY_DAYS',
    help: 'For how many days past states of groups, members and prices are kept.',
    default: '400',
    read: integer(1, 36_500),
    expects: 'a whole number from 1 to 36500',
  },
  webhooksPrivate: {
    env: 'CLIENTELE_WEBHOOKS_PRIVATE',
    help: 'Whether webhooks may use http, and addresses of this machine or of private networks: whoever may make a webhook then reaches what the service reaches.',
    default: 'off',
    read: oneOf('on', 'off'),
    expects: '"on" or "off"',
  },
  publicUrl: {
    env: 'CLIENTELE_PUBLIC_URL',
    help: 'The URL under which clients reach the service, for what it prints and for the samples of the console; where it is https, browsers are told to keep to that.',
    read: (value) => url(value)?.replace(/\/+$/, ''),
    expects: 'a URL',
  },
  logLevel: {
    env: 'LOG_LEVEL',
    help: 'How much is logged, as JSON lines on standard error; `debug` adds a line for each request.',
    default: 'info',
    read: oneOf(...LEVELS),
    expects: `one of ${LEVELS.join(', ')}`,
  },
} as const satisfies Record<string, Setting<unknown>>;

type Settings = typeof settings;
type Read = { [Name in keyof Settings]: ReturnType<Settings[Name]['read']> };
type WithDefault = {
  [Name in keyof Settings]: Settings[Name] extends { default: string } ? Name : never;
}[keyof Settings];

/** Every setting, read; those without a default may be undefined. */
export type Config = Readonly<
  { [Name in WithDefault]: NonNullable<Read[Name]> } & {
    [Name in Exclude<keyof Settings, WithDefault>]: Read[Name];
  }
>;

/** For `--help` and docs/configuration.md, in order. */
export const configuration: readonly Setting<unknown>[] = Object.values(settings);

export class ConfigError extends Error {}

/**
 * Reads the environment; flags of the same name win. An empty variable is as good as none.
 * @throws ConfigError with one sentence about the first bad value
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  flags: Readonly<Record<string, string | undefined>> = {},
): Config {
  const config = Object.fromEntries(
    Object.entries<Setting<unknown>>(settings).map(([name, setting]) => {
      const flagged = setting.flag === undefined ? undefined : flags[setting.flag];
      const given = flagged ?? (environment[setting.env] || setting.default);
      if (given === undefined) return [name, undefined];
      const value = setting.read(given);
      if (value === undefined) {
        const source = flagged === undefined ? setting.env : `--${setting.flag}`;
        const shown = setting.isSecret ? '' : `, not "${given}"`;
        throw new ConfigError(`${source} must be ${setting.expects}${shown}.`);
      }
      return [name, value];
    }),
  ) as Config;
  requireTogether(config);
  return Object.freeze(config);
}

function requireTogether(config: Config): void {
  const { databaseUrl, rootKey, jwtSecret, jwksUrl, jwtIssuer, jwtAudience } = config;
  if (databaseUrl && !rootKey) {
    throw new ConfigError(
      'With DATABASE_URL, CLIENTELE_ROOT_KEY must be set, since all instances must agree on it.',
    );
  }
  if (databaseUrl && !jwtSecret && !jwksUrl) {
    throw new ConfigError(
      'With DATABASE_URL, CLIENTELE_JWT_SECRET or CLIENTELE_JWKS_URL must be set, since all instances must agree on it.',
    );
  }
  if (jwtSecret && jwksUrl) {
    throw new ConfigError('Set CLIENTELE_JWT_SECRET or CLIENTELE_JWKS_URL, not both.');
  }
  if (!config.tlsCertificate !== !config.tlsKey) {
    throw new ConfigError('CLIENTELE_TLS_CERT and CLIENTELE_TLS_KEY must be set together.');
  }
  if (jwksUrl && !(jwtIssuer && jwtAudience)) {
    throw new ConfigError(
      'With CLIENTELE_JWKS_URL, CLIENTELE_JWT_ISSUER and CLIENTELE_JWT_AUDIENCE must be set.',
    );
  }
}

const MINUTE_MS = 60_000;

export const quotasOf = (config: Config): Record<LimitName, Quota> => ({
  // BigCommerce counts in windows of 30 seconds.
  bigcommerce: { limit: config.bigcommerceLimit, windowMs: 30_000 },
  ecwid: { limit: config.ecwidLimit, windowMs: MINUTE_MS },
  jopticGet: { limit: config.jopticGetLimit, windowMs: MINUTE_MS },
  jopticPost: { limit: config.jopticPostLimit, windowMs: MINUTE_MS },
  jopticDelete: { limit: config.jopticDeleteLimit, windowMs: MINUTE_MS },
  failedCredentials: { limit: config.failedCredentialsLimit, windowMs: MINUTE_MS },
});

export const connectionLimitsOf = (config: Config): ConnectionLimits => ({
  max: config.maxConnections,
  headersMs: config.headersTimeout * 1000,
  requestMs: config.requestTimeout * 1000,
  keepAliveMs: config.keepAliveTimeout * 1000,
  stallMs: config.stallTimeout * 1000,
});

export function tokenSettingsOf(config: Config, jwtSecret: string): TokenSettings {
  const { jwksUrl, jwtIssuer: issuer, jwtAudience: audience } = config;
  return jwksUrl && issuer && audience ? { jwksUrl, issuer, audience } : { secret: jwtSecret };
}
