import { sql } from 'kysely';
import type { Page, UserRepository } from '../../core/database.js';
import type { SessionStore } from '../../core/session-service.js';
import type { User } from '../../core/user.js';
import type { Transaction } from '../engine.js';
import { type Builder, statement } from '../statement.js';

const selectUsers = ({ query }: Builder) =>
  query
    .selectFrom('store_users')
    .select([
      'user_id as id',
      'store_id as storeId',
      'active',
      'scopes',
      'version',
      'created_at as createdAt',
      'updated_at as updatedAt',
    ]);

const findUser = statement<{ storeId: string; id: string }>()((builder, p) =>
  selectUsers(builder).where('store_id', '=', p.storeId).where('user_id', '=', p.id),
);

const listUsers = statement<{ storeId: string; after: string; limit: number }>()((builder, p) =>
  selectUsers(builder)
    .where('store_id', '=', p.storeId)
    .where('user_id', '>', p.after)
    .orderBy('user_id')
    .limit(p.limit),
);

/** By the stores, each with one look at its users: no index of users leaves out the store. */
const findStores = statement<{ id: string; limit: number }>()(
  ({ isSet }, p) => sql<SessionStore>`
    select s.id, s.name, s.currency, u.scopes from stores s
    cross join store_users u
    where u.store_id = s.id and u.user_id = ${p.id} and ${isSet('u.active')}
    order by s.id limit ${p.limit}`,
);

const putUser = statement<User>()(({ query }, p) =>
  query
    .insertInto('store_users')
    .values({
      store_id: p.storeId,
      user_id: p.id,
      active: p.active,
      scopes: p.scopes,
      version: p.version,
      created_at: p.createdAt,
      updated_at: p.updatedAt,
    })
    .onConflict((conflict) =>
      conflict.columns(['store_id', 'user_id']).doUpdateSet({
        active: sql.ref<boolean>('excluded.active'),
        scopes: sql.ref('excluded.scopes'),
        version: (eb) => eb.ref('excluded.version'),
        updated_at: (eb) => eb.ref('excluded.updated_at'),
      }),
    ),
);

const deleteUser = statement<{ storeId: string; id: string }>()(({ query }, p) =>
  query.deleteFrom('store_users').where('store_id', '=', p.storeId).where('user_id', '=', p.id),
);

export class Users implements UserRepository {
  readonly #transaction: Transaction;

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  async find(storeId: string, id: string): Promise<User | undefined> {
    const [user] = await this.#transaction.run(findUser, { storeId, id });
    return user as User | undefined;
  }

  async list(storeId: string, { limit, after = '' }: Page<string>): Promise<User[]> {
    return (await this.#transaction.run(listUsers, { storeId, after, limit })) as User[];
  }

  stores(id: string, limit: number): Promise<SessionStore[]> {
    return this.#transaction.run(findStores, { id, limit });
  }

  put(user: User): void {
    this.#transaction.send(putUser, user);
  }

  delete(storeId: string, id: string): void {
    this.#transaction.send(deleteUser, { storeId, id });
  }
}
