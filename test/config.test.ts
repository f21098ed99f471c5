import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Config, ConfigError, configuration, readConfig } from '../src/config.js';

const SECRET = 'a secret of the tests, long enough';
const jwks = {
  CLIENTELE_JWKS_URL: 'https://id.example/keys',
  CLIENTELE_JWT_ISSUER: 'https://id.example',
  CLIENTELE_JWT_AUDIENCE: 'clientele',
};
const agreed = { CLIENTELE_ROOT_KEY: SECRET, CLIENTELE_JWT_SECRET: SECRET };

interface Expectation {
  env: string;
  default?: unknown;
  /** Texts with what they are read as. */
  good: readonly (readonly [string, unknown])[];
  bad: readonly string[];
  /** What must be set beside it. */
  beside?: Readonly<Record<string, string>>;
}

const texts = { good: [['x y', 'x y']], bad: [] } as const;
const limits = { good: [['1', 1]], bad: ['0', '-5', 'many'] } as const;
const seconds = { good: [['3600', 3600]], bad: ['0', '3601', '1.5', '1s'] } as const;
const secrets = { good: [[SECRET, SECRET]], bad: ['short', 'ä'.repeat(15)] } as const;

/** Every setting: one that is missing here does not compile. */
const SETTINGS: Readonly<Record<keyof Config, Expectation>> = {
  port: {
    env: 'PORT',
    default: 8080,
    good: [
      ['0', 0],
      ['65535', 65_535],
    ],
    bad: ['-1', '65536', '80.5', '0x50', ' 80', 'http'],
  },
  host: { env: 'HOST', default: '127.0.0.1', ...texts },
  dataDirectory: { env: 'CLIENTELE_DATA', default: './data', ...texts },
  databaseUrl: {
    env: 'DATABASE_URL',
    good: ['postgres://u:p@h:5432/d', 'postgresql:///d?host=/tmp'].map((url) => [url, url]),
    bad: ['mysql://h/d', 'h/d', 'localhost:5433'],
    beside: agreed,
  },
  rootKey: { env: 'CLIENTELE_ROOT_KEY', ...secrets },
  jwtSecret: { env: 'CLIENTELE_JWT_SECRET', ...secrets },
  jwksUrl: {
    env: 'CLIENTELE_JWKS_URL',
    good: [[jwks.CLIENTELE_JWKS_URL, jwks.CLIENTELE_JWKS_URL]],
    bad: ['ftp://id.example', 'id.example', 'https://'],
    beside: jwks,
  },
  jwtIssuer: { env: 'CLIENTELE_JWT_ISSUER', ...texts },
  jwtAudience: { env: 'CLIENTELE_JWT_AUDIENCE', ...texts },
  redisUrl: {
    env: 'REDIS_URL',
    good: ['redis://localhost:6379', 'rediss://u:p@h:6380/1'].map((url) => [url, url]),
    bad: ['localhost:6379', 'http://localhost', 'redis:localhost'],
  },
  tlsCertificate: { env: 'CLIENTELE_TLS_CERT', ...texts, beside: { CLIENTELE_TLS_KEY: 'key.pem' } },
  tlsKey: { env: 'CLIENTELE_TLS_KEY', ...texts, beside: { CLIENTELE_TLS_CERT: 'cert.pem' } },
  trustProxy: {
    env: 'CLIENTELE_TRUST_PROXY',
    good: [
      ['1', 1],
      ['10.0.0.0/8, loopback,::1,fd00::/8', ['10.0.0.0/8', 'loopback', '::1', 'fd00::/8']],
    ],
    bad: ['0', '11', 'true', '10.0.0.0/33', '10.0.0', '10.0.0.1,,', '::1/129', 'proxy.example'],
  },
  corsOrigins: {
    env: 'CLIENTELE_CORS_ORIGINS',
    good: [
      ['*', '*'],
      [
        'https://shop.example, http://localhost:5173,https://B.example:443',
        ['https://shop.example', 'http://localhost:5173', 'https://b.example'],
      ],
    ],
    bad: [
      'shop.example',
      'https://shop.example/',
      'https://shop.example/path',
      'https://shop.example,*',
      'https://*.shop.example',
      'https://user@shop.example',
      'https://shop.example,',
      'ftp://shop.example',
      'null',
    ],
  },
  rateLimit: {
    env: 'CLIENTELE_RATE_LIMIT',
    default: 'on',
    good: [['off', 'off']],
    bad: ['OFF', 'false', '0'],
  },
  bigcommerceLimit: { env: 'CLIENTELE_LIMIT_BIGCOMMERCE', default: 150, ...limits },
  ecwidLimit: { env: 'CLIENTELE_LIMIT_ECWID', default: 600, ...limits },
  jopticGetLimit: { env: 'CLIENTELE_LIMIT_JOPTIC_GET', default: 60, ...limits },
  jopticPostLimit: { env: 'CLIENTELE_LIMIT_JOPTIC_POST', default: 10, ...limits },
  jopticDeleteLimit: { env: 'CLIENTELE_LIMIT_JOPTIC_DELETE', default: 3, ...limits },
  failedCredentialsLimit: { env: 'CLIENTELE_LIMIT_FAILED_CREDENTIALS', default: 60, ...limits },
  maxConnections: {
    env: 'CLIENTELE_MAX_CONNECTIONS',
    default: 10_000,
    good: [['1', 1]],
    bad: ['0', '1000001', 'all'],
  },
  headersTimeout: { env: 'CLIENTELE_HEADERS_TIMEOUT', default: 10, ...seconds },
  requestTimeout: { env: 'CLIENTELE_REQUEST_TIMEOUT', default: 60, ...seconds },
  keepAliveTimeout: { env: 'CLIENTELE_KEEP_ALIVE_TIMEOUT', default: 72, ...seconds },
  stallTimeout: { env: 'CLIENTELE_STALL_TIMEOUT', default: 30, ...seconds },
  databaseWait: { env: 'CLIENTELE_DATABASE_WAIT', default: 5, ...seconds },
  historyDays: {
    env: 'CLIENTELE_HISTORY_DAYS',
    default: 400,
    good: [['1', 1]],
    bad: ['0', '36501', 'all'],
  },
  webhooksPrivate: {
    env: 'CLIENTELE_WEBHOOKS_PRIVATE',
    default: 'off',
    good: [['on', 'on']],
    bad: ['ON', 'true', '1'],
  },
  publicUrl: {
    env: 'CLIENTELE_PUBLIC_URL',
    good: [['https://groups.example/api//', 'https://groups.example/api']],
    bad: ['groups.example', '/api'],
  },
  logLevel: {
    env: 'LOG_LEVEL',
    default: 'info',
    good: [['silent', 'silent']],
    bad: ['loud', 'INFO'],
  },
};

const refusal = (environment: Record<string, string>, flags?: Record<string, string>): string => {
  try {
    readConfig(environment, flags);
    return '';
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
};

describe('configuration', () => {
  it('documents every setting that there is', () => {
    const documented = configuration.map(({ env }) => env);
    expect(documented.sort()).toEqual(
      Object.values(SETTINGS)
        .map(({ env }) => env)
        .sort(),
    );
  });

  describe.each(Object.entries(SETTINGS))('%s', (name, { env, good, bad, beside, ...expected }) => {
    const key = name as keyof Config;

    it('has its default when unset or empty', () => {
      expect(readConfig({})[key]).toEqual(expected.default);
      expect(readConfig({ [env]: '' })[key]).toEqual(expected.default);
    });

    it('is read from the environment', () => {
      for (const [text, value] of good) {
        expect(readConfig({ ...beside, [env]: text })[key]).toEqual(value);
      }
    });

    it('refuses what it cannot be, in one sentence', () => {
      for (const text of bad) {
        const message = refusal({ ...beside, [env]: text });
        expect(message, text).toMatch(new RegExp(`^${env} must be .+\\.$`));
        const isSecret = /KEY|SECRET|DATABASE_URL|REDIS/.test(env);
        expect(message.includes(text), message).toBe(!isSecret);
      }
    });
  });

  it('lets flags win over the environment', () => {
    const environment = { PORT: '1', HOST: 'a', CLIENTELE_DATA: 'b' };
    const flags = { port: '2', host: 'c', data: 'd' };
    expect(readConfig(environment, flags)).toMatchObject({
      port: 2,
      host: 'c',
      dataDirectory: 'd',
    });
    expect(readConfig({ PORT: 'bad' }, { port: '2' }).port).toBe(2);
    expect(refusal({}, { port: '' })).toMatch(/^--port must be /);
  });

  it('cannot be changed once it is read', () => {
    expect(Object.isFrozen(readConfig({}))).toBe(true);
  });

  it.each([
    [{ DATABASE_URL: 'postgres://h/d' }, /CLIENTELE_ROOT_KEY must be set/],
    [
      { DATABASE_URL: 'postgres://h/d', CLIENTELE_ROOT_KEY: SECRET },
      /CLIENTELE_JWT_SECRET or CLIENTELE_JWKS_URL must be set/,
    ],
    [{ ...jwks, CLIENTELE_JWT_SECRET: SECRET }, /not both/],
    [{ ...jwks, CLIENTELE_JWT_ISSUER: '' }, /CLIENTELE_JWT_ISSUER and CLIENTELE_JWT_AUDIENCE/],
    [{ ...jwks, CLIENTELE_JWT_AUDIENCE: '' }, /CLIENTELE_JWT_ISSUER and CLIENTELE_JWT_AUDIENCE/],
    [{ ...jwks, DATABASE_URL: 'postgres://h/d', CLIENTELE_ROOT_KEY: SECRET }, /^$/],
    [{ ...agreed, DATABASE_URL: 'postgres://h/d' }, /^$/],
    [{ CLIENTELE_TLS_CERT: 'c' }, /CLIENTELE_TLS_CERT and CLIENTELE_TLS_KEY/],
    [{ CLIENTELE_TLS_KEY: 'k' }, /CLIENTELE_TLS_CERT and CLIENTELE_TLS_KEY/],
  ])('asks for what belongs together in %o', (environment, sentence) => {
    expect(refusal(environment)).toMatch(sentence);
  });

  /** After a change: `npx vitest run test/config.test.ts -u`. */
  it('is what docs/configuration.md says', async () => {
    const file = fileURLToPath(new URL('../docs/configuration.md', import.meta.url));
    await expect(document()).toMatchFileSnapshot(file);
  });
});

function document(): string {
  const rows = configuration.map(({ env, flag, help, expects, default: otherwise }) =>
    [
      `\`${env}\``,
      flag ? `\`--${flag}\`` : '',
      otherwise === undefined ? '' : `\`${otherwise}\``,
      help,
      expects,
    ].map((cell) => cell.replaceAll('|', '\\|')),
  );
  const table = [
    ['Variable', 'Flag of `serve`', 'Default', 'What it does', 'Value'],
    ['---', '---', '---', '---', '---'],
    ...rows,
  ];
  return `# Configuration

Settings come from environment variables; a flag of \`serve\` wins over its variable, and an empty variable is as good
as none. A bad value stops the start with a sentence that names the setting. \`clientele serve --help\` shows the same.

${table.map((row) => `| ${row.join(' | ')} |`).join('\n')}

The root key and the secret of tokens are generated at the first start with SQLite, into \`secrets.json\` in the data
directory, which only the service's own user can read. With PostgreSQL they must be set (or the URL of an issuer's keys
instead of the secret), since all instances must agree on them.

<!-- Made from src/config.ts by test/config.test.ts: \`npx vitest run test/config.test.ts -u\` writes it anew. -->
`;
}
