import { X509Certificate } from 'node:crypto';
import { statSync } from 'node:fs';
import type { Config } from '../config.js';
import { tlsFiles } from '../tls.js';
import { type Finding, ok, sentenceOf, warning, wrong } from './finding.js';

const REDIS_MS = 2_000;
const DAY_MS = 24 * 60 * 60 * 1000;
/** Time enough to renew a certificate on a working day. */
const RENEW_DAYS = 14;

export async function checkRedis({ redisUrl }: Config): Promise<Finding[]> {
  if (!redisUrl) return [];
  // Loaded with the program, it would cost each start 24 MB.
  const { Redis } = await import('ioredis');
  const redis = new Redis(redisUrl, {
    lazyConnect: true,
    connectTimeout: REDIS_MS,
    commandTimeout: REDIS_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let failure: unknown;
  redis.on('error', (error) => {
    failure ??= error;
  });
  try {
    await redis.connect();
    await redis.ping();
    return [ok('redis', 'It answers.')];
  } catch (error) {
    return [
      wrong(
        'redis',
        `It does not answer: ${sentenceOf(failure ?? error)}. Each instance counts its limits alone.`,
        'Start Redis, or correct or remove REDIS_URL.',
      ),
    ];
  } finally {
    redis.disconnect();
  }
}

export function checkTls(config: Config, now: number): Finding[] {
  try {
    const files = tlsFiles(config);
    return files ? [checkCertificate(files.cert, now), ...checkKeyMode(config)] : [];
  } catch (error) {
    const todo = 'Give files that the service may read and that belong together.';
    return [wrong('certificate', sentenceOf(error), todo)];
  }
}

/** @param pem the certificate, and whatever follows it */
export function checkCertificate(pem: string, now: number): Finding {
  const { validFrom, validTo } = new X509Certificate(pem);
  const day = (text: string) => new Date(text).toISOString().slice(0, 10);
  const todo = 'Put a new one in its place and send the service SIGHUP.';
  if (now < Date.parse(validFrom)) {
    return wrong('certificate', `It is not valid before ${day(validFrom)}.`, todo);
  }
  const left = Date.parse(validTo) - now;
  if (left <= 0) return wrong('certificate', `It ended on ${day(validTo)}.`, todo);
  return left < RENEW_DAYS * DAY_MS
    ? warning('certificate', `It ends soon, on ${day(validTo)}.`, todo)
    : ok('certificate', `It is valid until ${day(validTo)}.`);
}

function checkKeyMode({ tlsKey = '' }: Config): Finding[] {
  if ((statSync(tlsKey).mode & 0o004) === 0) return [];
  return [
    warning(
      'certificate',
      `Everybody on this machine can read the private key "${tlsKey}".`,
      `chmod o-rwx "${tlsKey}"`,
    ),
  ];
}
