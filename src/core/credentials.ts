import { timingSafeEqual } from 'node:crypto';
import { type Actor, rootActor, type Via } from './actor.js';
import type { Database, StoredKey } from './database.js';
import type { Directory } from './directory.js';
import { type Environment, instant } from './environment.js';
import { hashSecret } from './key-service.js';

const USE_IS_WRITTEN_EVERY_MS = 60_000;

/** Turns the secrets of requests into actors. */
export class Credentials {
  readonly #directory: Directory;
  readonly #database: Database;
  readonly #environment: Environment;
  readonly #rootHash: Buffer;
  readonly #lastUse = new Map<string, number>();

  constructor(deps: {
    directory: Directory;
    database: Database;
    environment: Environment;
    rootKey: string;
  }) {
    this.#directory = deps.directory;
    this.#database = deps.database;
    this.#environment = deps.environment;
    this.#rootHash = Buffer.from(hashSecret(deps.rootKey));
  }

  /** Who has this secret: root (compared in constant time), or a valid key, whose use is noted. */
  async actor(secret: string, via: Via): Promise<Actor | undefined> {
    const hash = hashSecret(secret);
    if (timingSafeEqual(Buffer.from(hash), this.#rootHash)) return rootActor(via);
    const key = await this.#keyByHash(hash);
    return key && keyActor(key, via);
  }

  /** The valid key with this secret; root is no key. */
  key(secret: string): Promise<StoredKey | undefined> {
    return this.#keyByHash(hashSecret(secret));
  }

  /** The valid key with this id, for whoever shows something that only its secret could get. */
  async keyById(id: string): Promise<StoredKey | undefined> {
    const key = await this.#directory.keyById(id);
    if (key) this.#noteUse(key.id);
    return key;
  }

  async #keyByHash(hash: string): Promise<StoredKey | undefined> {
    const key = await this.#directory.keyByHash(hash);
    if (key) this.#noteUse(key.id);
    return key;
  }

  /** Not part of the request: a request does not wait for it, and does not fail with it. */
  #noteUse(id: string): void {
    const now = this.#environment.clock();
    if (now - (this.#lastUse.get(id) ?? 0) < USE_IS_WRITTEN_EVERY_MS) return;
    this.#lastUse.set(id, now);
    const caller = { actor: rootActor('native'), storeId: '', requestId: '' };
    this.#database
      .write(caller, async (unit) => unit.keys.used(id, instant(now)))
      .catch(() => this.#lastUse.delete(id));
  }
}

export const keyActor = (key: StoredKey, via: Via): Actor => ({
  kind: 'key',
  id: key.id,
  storeId: key.storeId,
  scopes: key.scopes,
  via,
});
