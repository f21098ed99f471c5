import type { Page, StoreRepository } from '../../core/database.js';
import { type CoreError, conflict } from '../../core/errors.js';
import type { Channel, Store } from '../../core/store.js';
import type { Transaction } from '../engine.js';
import { type Builder, statement } from '../statement.js';
import type { DatabaseUnit } from '../unit.js';

const selectStores = ({ query }: Builder) =>
  query
    .selectFrom('stores as s')
    .leftJoin('channels as c', 'c.store_id', 's.id')
    .select([
      's.id',
      's.number',
      's.name',
      's.currency',
      's.version',
      's.created_at as createdAt',
      's.updated_at as updatedAt',
      'c.dialect',
      'c.address',
      'c.settings',
    ])
    .orderBy('s.id')
    .orderBy('c.dialect');

const findStore = statement<{ id: string }>()((builder, p) =>
  selectStores(builder).where('s.id', '=', p.id),
);

const findStoreByChannel = statement<{ dialect: string; address: string }>()((builder, p) =>
  selectStores(builder).where('s.id', '=', (eb) =>
    eb
      .selectFrom('channels as named')
      .select('named.store_id')
      .where('named.dialect', '=', p.dialect)
      .where('named.address', '=', p.address),
  ),
);

const findStoresByNumbers = statement<{ numbers: readonly { number: number }[] }>()((builder, p) =>
  selectStores(builder).where('s.number', 'in', (eb) =>
    eb
      .selectFrom(builder.rows<{ number: number }>(p.numbers, { number: 'bigint' }).as('r'))
      .select('r.number'),
  ),
);

const listStores = statement<{ after: string; limit: number }>()((builder, p) =>
  selectStores(builder).where('s.id', 'in', (eb) =>
    eb
      .selectFrom('stores as page')
      .select('page.id')
      .where('page.id', '>', p.after)
      .orderBy('page.id')
      .limit(p.limit),
  ),
);

const anyNumber = statement<object>()(({ query }) =>
  query.selectFrom('store_numbers').select('number').limit(1),
);

const insertNumber = statement<{ number: number; createdAt: string }>()(({ query }, p) =>
  query.insertInto('store_numbers').values({ number: p.number, created_at: p.createdAt }),
);

const insertStore = statement<Omit<Store, 'channels'>>()(({ query }, p) =>
  query.insertInto('stores').values({
    id: p.id,
    number: p.number,
    name: p.name,
    currency: p.currency,
    version: p.version,
    created_at: p.createdAt,
    updated_at: p.updatedAt,
  }),
);

const insertCounters = statement<{ storeId: string; writtenAt: string }>()(({ query }, p) =>
  query.insertInto('counters').values({
    store_id: p.storeId,
    next_group_id: 1,
    next_seq: 1,
    customers: 0,
    customers_without_group: 0,
    written_at: p.writtenAt,
  }),
);

const updateStore = statement<Omit<Store, 'channels'>>()(({ query }, p) =>
  query
    .updateTable('stores')
    .set({ name: p.name, currency: p.currency, version: p.version, updated_at: p.updatedAt })
    .where('id', '=', p.id),
);

const deleteChannels = statement<{ storeId: string }>()(({ query }, p) =>
  query.deleteFrom('channels').where('store_id', '=', p.storeId),
);

const insertChannel = statement<{
  storeId: string;
  dialect: string;
  address: string;
  settings: object;
}>()(({ query }, p) =>
  query.insertInto('channels').values({
    dialect: p.dialect,
    address: p.address,
    store_id: p.storeId,
    settings: p.settings,
  }),
);

const deleteKeyUses = statement<{ storeId: string }>()(({ query }, p) =>
  query
    .deleteFrom('api_key_uses')
    .where('key_id', 'in', (eb) =>
      eb.selectFrom('api_keys').select('id').where('store_id', '=', p.storeId),
    ),
);

/** Everything of a store, in an order that no reference stands against. */
export const STORE_TABLES = [
  'deliveries',
  'webhook_cursors',
  'webhooks',
  'idempotency_keys',
  'changes',
  'group_days',
  'memberships',
  'customers',
  'group_versions',
  'groups',
  'prices',
  'product_categories',
  'products',
  'categories',
  'price_list_versions',
  'price_lists',
  'counters',
  'store_users',
  'api_keys',
  'channels',
] as const;

const deleteFrom = STORE_TABLES.map((table) =>
  statement<{ storeId: string }>()(({ query }, p) =>
    query.deleteFrom(table).where('store_id', '=', p.storeId as never),
  ),
);

/** Children before their parents: both engines check a reference row by row, or at the end. */
const deleteStore = statement<{ id: string }>()(({ query }, p) =>
  query.deleteFrom('stores').where('id', '=', p.id),
);

const addressTaken =
  (dialect: string, { address }: Channel) =>
  (): CoreError =>
    conflict('address_taken', `Another store has the ${dialect} address '${address}'.`, 'channel');

export class Stores implements StoreRepository {
  readonly #transaction: Transaction;
  readonly #unit: DatabaseUnit | undefined;

  /** @param unit none for a reader */
  constructor(transaction: Transaction, unit?: DatabaseUnit) {
    this.#transaction = transaction;
    this.#unit = unit;
  }

  async find(id: string): Promise<Store | undefined> {
    return fold(await this.#transaction.run(findStore, { id }))[0];
  }

  async findByChannel(dialect: string, address: string): Promise<Store | undefined> {
    return fold(await this.#transaction.run(findStoreByChannel, { dialect, address }))[0];
  }

  async findByNumbers(numbers: readonly number[]): Promise<Store[]> {
    if (numbers.length === 0) return [];
    const set = numbers.map((number) => ({ number }));
    return fold(await this.#transaction.run(findStoresByNumbers, { numbers: set }));
  }

  async list({ limit, after = '' }: Page<string>): Promise<Store[]> {
    return fold(await this.#transaction.run(listStores, { after, limit }));
  }

  async everExisted(): Promise<boolean> {
    return (await this.#transaction.run(anyNumber, {})).length > 0;
  }

  insert(store: Store): void {
    const idTaken = () => conflict('id_taken', `There is a store '${store.id}' already.`, 'store');
    this.#transaction.send(insertStore, store, { unique: idTaken });
    this.#transaction.send(insertNumber, store);
    this.#transaction.send(insertCounters, { storeId: store.id, writtenAt: store.createdAt });
    this.#insertChannels(store);
    this.#unit?.adopt(store.id);
  }

  update(store: Store): void {
    this.#transaction.send(updateStore, store);
    this.#transaction.send(deleteChannels, { storeId: store.id });
    this.#insertChannels(store);
  }

  delete(id: string): void {
    this.#transaction.send(deleteKeyUses, { storeId: id });
    for (const deletion of deleteFrom) this.#transaction.send(deletion, { storeId: id });
    this.#transaction.send(deleteStore, { id });
    this.#unit?.changed.add('store');
  }

  #insertChannels(store: Store): void {
    for (const [dialect, channel] of Object.entries(store.channels)) {
      this.#transaction.send(
        insertChannel,
        { storeId: store.id, dialect, ...channel },
        { unique: addressTaken(dialect, channel) },
      );
    }
  }
}

interface StoreRow extends Omit<Store, 'channels'> {
  dialect: string | null;
  address: string | null;
  settings: unknown;
}

/** One row for each channel, in the order of stores. */
function fold(rows: readonly StoreRow[]): Store[] {
  const stores: (Store & { channels: Record<string, Channel> })[] = [];
  for (const { dialect, address, settings, ...row } of rows) {
    let store = stores.at(-1);
    if (store?.id !== row.id) {
      store = { ...row, channels: {} };
      stores.push(store);
    }
    if (store && dialect !== null && address !== null) {
      store.channels[dialect] = { address, settings: settings as Channel['settings'] };
    }
  }
  return stores;
}
