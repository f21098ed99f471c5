import type { KeyRepository, Page, StoredKey } from '../../core/database.js';
import type { Key } from '../../core/key.js';
import type { Transaction } from '../engine.js';
import { type Builder, statement } from '../statement.js';

const selectKeys = ({ query }: Builder) =>
  query
    .selectFrom('api_keys as k')
    .leftJoin('api_key_uses as u', 'u.key_id', 'k.id')
    .select([
      'k.id',
      'k.store_id as storeId',
      'k.name',
      'k.scopes',
      'k.rate_limit as rateLimit',
      'k.expires_at as expiresAt',
      'k.revoked_at as revokedAt',
      'u.last_used_at as lastUsedAt',
      'k.created_at as createdAt',
    ]);

const findKeyByHash = statement<{ secretHash: string }>()((builder, p) =>
  selectKeys(builder).where('k.secret_hash', '=', p.secretHash),
);

const findKey = statement<{ storeId: string; id: string }>()((builder, p) =>
  selectKeys(builder).where('k.store_id', '=', p.storeId).where('k.id', '=', p.id),
);

const findKeyById = statement<{ id: string }>()((builder, p) =>
  selectKeys(builder).where('k.id', '=', p.id),
);

const listKeys = statement<{ storeId: string; after: string; limit: number }>()((builder, p) =>
  selectKeys(builder)
    .where('k.store_id', '=', p.storeId)
    .where('k.id', '>', p.after)
    .where('k.revoked_at', 'is', null)
    .orderBy('k.id')
    .limit(p.limit),
);

const insertKey = statement<Key & { secretHash: string }>()(({ query }, p) =>
  query.insertInto('api_keys').values({
    id: p.id,
    store_id: p.storeId,
    name: p.name,
    secret_hash: p.secretHash,
    scopes: p.scopes,
    rate_limit: p.rateLimit,
    expires_at: p.expiresAt,
    revoked_at: null,
    created_at: p.createdAt,
  }),
);

const revokeKey = statement<{ storeId: string; id: string; at: string }>()(({ query }, p) =>
  query
    .updateTable('api_keys')
    .set({ revoked_at: p.at })
    .where('store_id', '=', p.storeId)
    .where('id', '=', p.id),
);

const useKey = statement<{ id: string; at: string }>()(({ query }, p) =>
  query
    .insertInto('api_key_uses')
    .values({ key_id: p.id, last_used_at: p.at })
    .onConflict((conflict) =>
      conflict
        .column('key_id')
        .doUpdateSet({ last_used_at: (eb) => eb.ref('excluded.last_used_at') }),
    ),
);

export class Keys implements KeyRepository {
  readonly #transaction: Transaction;

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  async findByHash(secretHash: string): Promise<StoredKey | undefined> {
    const [key] = await this.#transaction.run(findKeyByHash, { secretHash });
    return key as StoredKey | undefined;
  }

  async find(storeId: string, id: string): Promise<StoredKey | undefined> {
    const [key] = await this.#transaction.run(findKey, { storeId, id });
    return key as StoredKey | undefined;
  }

  async findById(id: string): Promise<StoredKey | undefined> {
    const [key] = await this.#transaction.run(findKeyById, { id });
    return key as StoredKey | undefined;
  }

  async list(storeId: string, { limit, after = '' }: Page<string>): Promise<Key[]> {
    return (await this.#transaction.run(listKeys, { storeId, after, limit })) as StoredKey[];
  }

  insert(key: Key, secretHash: string): void {
    this.#transaction.send(insertKey, { ...key, secretHash });
  }

  revoke({ storeId, id }: Key, at: string): void {
    this.#transaction.send(revokeKey, { storeId, id, at });
  }

  used(id: string, at: string): void {
    this.#transaction.send(useKey, { id, at });
  }
}
