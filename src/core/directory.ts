import { rootActor } from './actor.js';
import type { Database, StoredKey, View } from './database.js';
import type { Environment } from './environment.js';
import { isStoreId, type Store } from './store.js';
import type { User } from './user.js';

/** A credential that was revoked on another instance stops working within this time. */
const TTL_MS = 1_000;
const MAX_ENTRIES = 10_000;

/**
 * Credentials, stores and channels, which every request needs, kept in memory for a second.
 * Dropped at once by a commit that changes them here; what is absent is never kept.
 */
export class Directory {
  readonly #database: Database;
  readonly #environment: Environment;
  readonly #entries = new Map<string, { value: unknown; until: number }>();
  /** Goes up with each drop, so that a value that was being read meanwhile is not kept. */
  #generation = 0;

  constructor(database: Database, environment: Environment) {
    this.#database = database;
    this.#environment = environment;
    database.onCommit((changed) => {
      if (changed.has('store') || changed.has('key') || changed.has('user')) this.#drop();
    });
  }

  /** A text that no store can be named by is not looked up: it may be one that no engine takes. */
  async store(id: string): Promise<Store | undefined> {
    if (!isStoreId(id)) return undefined;
    return this.#cached(`store ${id}`, (view) => view.stores.find(id));
  }

  storeByChannel(dialect: string, address: string): Promise<Store | undefined> {
    return this.#cached(`channel ${dialect} ${address}`, (view) =>
      view.stores.findByChannel(dialect, address),
    );
  }

  /** By the number in a public id. */
  storeByNumber(number: number): Promise<Store | undefined> {
    return this.#cached(`number ${number}`, async (view) =>
      (await view.stores.findByNumbers([number])).at(0),
    );
  }

  /** A set, which may be large, and mostly of numbers that no store has: nothing of it is kept. */
  storesByNumbers(numbers: readonly number[]): Promise<Store[]> {
    return this.#read((view) => view.stores.findByNumbers(numbers));
  }

  /** A key that is valid now: neither revoked nor expired. */
  async keyByHash(secretHash: string): Promise<StoredKey | undefined> {
    return this.#valid(
      await this.#cached(`key ${secretHash}`, (view) => view.keys.findByHash(secretHash)),
    );
  }

  /** As `keyByHash`, by an id that somebody has vouched for. */
  async keyById(id: string): Promise<StoredKey | undefined> {
    return this.#valid(await this.#cached(`key id ${id}`, (view) => view.keys.findById(id)));
  }

  #valid(key: StoredKey | undefined): StoredKey | undefined {
    if (!key || key.revokedAt !== null) return undefined;
    const expired =
      key.expiresAt !== null && Date.parse(key.expiresAt) <= this.#environment.clock();
    return expired ? undefined : key;
  }

  /** A user with an active relation to the store. */
  async activeUser(storeId: string, id: string): Promise<User | undefined> {
    if (!isStoreId(storeId)) return undefined;
    const user = await this.#cached(`user ${storeId} ${id}`, (view) =>
      view.users.find(storeId, id),
    );
    return user?.active ? user : undefined;
  }

  #drop(): void {
    this.#entries.clear();
    this.#generation++;
  }

  #read<T>(load: (view: View) => Promise<T>): Promise<T> {
    const caller = { actor: rootActor('native'), storeId: '', requestId: '' };
    return this.#database.read(caller, load);
  }

  async #cached<T>(
    name: string,
    load: (view: View) => Promise<T | undefined>,
  ): Promise<T | undefined> {
    const now = this.#environment.clock();
    const entry = this.#entries.get(name);
    if (entry && entry.until > now) return entry.value as T;
    const generation = this.#generation;
    const value = await this.#read(load);
    if (value !== undefined && generation === this.#generation) {
      if (this.#entries.size >= MAX_ENTRIES) this.#entries.clear();
      this.#entries.set(name, { value, until: now + TTL_MS });
    }
    return value;
  }
}
