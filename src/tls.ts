import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { type Config, ConfigError } from './config.js';

/** A certificate with its chain, and its private key, as PEM. */
export interface TlsFiles {
  cert: string;
  key: string;
}

/**
 * What HTTPS is spoken with; undefined where it is not asked for.
 * @throws ConfigError with one sentence when a file cannot be read, or the two do not go together
 */
export function tlsFiles({ tlsCertificate, tlsKey }: Config): TlsFiles | undefined {
  if (!tlsCertificate || !tlsKey) return undefined;
  const files = {
    cert: read('CLIENTELE_TLS_CERT', tlsCertificate),
    key: read('CLIENTELE_TLS_KEY', tlsKey),
  };
  check('CLIENTELE_TLS_CERT', tlsCertificate, () => new X509Certificate(files.cert));
  check('CLIENTELE_TLS_KEY', tlsKey, () => createSecureContext(files));
  return files;
}

function read(setting: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigError(`${setting}: the file "${file}" cannot be read.`, { cause });
  }
}

function check(setting: string, file: string, use: () => unknown): void {
  try {
    use();
  } catch (cause) {
    const what =
      setting === 'CLIENTELE_TLS_CERT'
        ? 'holds no certificate in PEM'
        : 'holds no private key of the certificate in PEM';
    throw new ConfigError(`${setting}: the file "${file}" ${what}.`, { cause });
  }
}
