import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Environment } from './environment.js';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Whose a secret is: what was sealed for one webhook can be opened for no other. */
interface Owner {
  storeId: string;
  id: string;
}

/**
 * Seals secrets that must be readable again (AES-256-GCM): whoever has the database, or a copy of
 * it, has none of them without the key.
 */
export class Vault {
  readonly #key: Buffer;
  readonly #environment: Pick<Environment, 'random'>;

  /** @param key 32 bytes that are kept apart from the database */
  constructor(key: Buffer, environment: Pick<Environment, 'random'>) {
    this.#key = key;
    this.#environment = environment;
  }

  /** A new secret, in the form that Standard Webhooks gives it. */
  newSecret(): string {
    return `whsec_${this.#environment.random(32).toString('base64')}`;
  }

  seal(secret: string, owner: Owner): string {
    const iv = Buffer.from(this.#environment.random(IV_BYTES));
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv).setAAD(aad(owner));
    const sealed = [cipher.update(secret, 'utf8'), cipher.final()];
    return Buffer.concat([iv, cipher.getAuthTag(), ...sealed]).toString('base64url');
  }

  /** Undefined when it was sealed under another key. */
  open(sealed: string, owner: Owner): string | undefined {
    const bytes = Buffer.from(sealed, 'base64url');
    const rest = IV_BYTES + TAG_BYTES;
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, IV_BYTES), {
        authTagLength: TAG_BYTES,
      })
        .setAAD(aad(owner))
        .setAuthTag(bytes.subarray(IV_BYTES, rest));
      return decipher.update(bytes.subarray(rest), undefined, 'utf8') + decipher.final('utf8');
    } catch {
      return undefined;
    }
  }
}

/** Neither id can have a slash. */
const aad = ({ storeId, id }: Owner): Buffer => Buffer.from(`${storeId}/${id}`);
