import { sql } from 'kysely';
import type { Page, PriceListRepository } from '../../core/database.js';
import { conflict } from '../../core/errors.js';
import type { PriceList } from '../../core/price-list.js';
import type { Transaction } from '../engine.js';
import { type Builder, statement } from '../statement.js';

const selectPriceLists = ({ query }: Builder) =>
  query
    .selectFrom('price_lists')
    .select([
      'store_id as storeId',
      'id',
      'name',
      'currency',
      'starts_at as startsAt',
      'ends_at as endsAt',
      'version',
      'created_at as createdAt',
      'updated_at as updatedAt',
    ]);

const findPriceList = statement<{ storeId: string; id: string }>()((builder, p) =>
  selectPriceLists(builder).where('store_id', '=', p.storeId).where('id', '=', p.id),
);

const findPriceLists = statement<{ storeId: string; ids: readonly string[] }>()((builder, p) =>
  selectPriceLists(builder)
    .where('store_id', '=', p.storeId)
    .where('id', 'in', (eb) => eb.selectFrom(builder.ids(p.ids, 'text').as('r')).select('r.id')),
);

const listPriceLists = statement<{ storeId: string; after: string; limit: number }>()(
  (builder, p) =>
    selectPriceLists(builder)
      .where('store_id', '=', p.storeId)
      .where('id', '>', p.after)
      .orderBy('id')
      .limit(p.limit),
);

const insertPriceList = statement<PriceList>()(({ query }, p) =>
  query.insertInto('price_lists').values({
    store_id: p.storeId,
    id: p.id,
    name: p.name,
    currency: p.currency,
    starts_at: p.startsAt,
    ends_at: p.endsAt,
    version: p.version,
    created_at: p.createdAt,
    updated_at: p.updatedAt,
  }),
);

const COLUMNS = sql.raw(
  'store_id, id, name, currency, starts_at, ends_at, version, created_at, updated_at',
);

/** A state that held for no time at all is no version. */
const insertVersion = statement<{ storeId: string; id: string; at: string }>()(
  (_, p) => sql`
    insert into price_list_versions (${COLUMNS}, valid_from, valid_to)
    select ${COLUMNS}, updated_at, ${p.at} from price_lists
    where store_id = ${p.storeId} and id = ${p.id} and updated_at < ${p.at}`,
);

const updatePriceList = statement<PriceList>()(({ query }, p) =>
  query
    .updateTable('price_lists')
    .set({
      name: p.name,
      currency: p.currency,
      starts_at: p.startsAt,
      ends_at: p.endsAt,
      version: p.version,
      updated_at: p.updatedAt,
    })
    .where('store_id', '=', p.storeId)
    .where('id', '=', p.id),
);

const deletePriceList = statement<{ storeId: string; id: string }>()(({ query }, p) =>
  query.deleteFrom('price_lists').where('store_id', '=', p.storeId).where('id', '=', p.id),
);

export class PriceLists implements PriceListRepository {
  readonly #transaction: Transaction;

  constructor(transaction: Transaction) {
    this.#transaction = transaction;
  }

  async find(storeId: string, id: string): Promise<PriceList | undefined> {
    const [list] = await this.#transaction.run(findPriceList, { storeId, id });
    return list;
  }

  findAll(storeId: string, ids: readonly string[]): Promise<PriceList[]> {
    return this.#transaction.run(findPriceLists, { storeId, ids });
  }

  list(storeId: string, { limit, after = '' }: Page<string>): Promise<PriceList[]> {
    return this.#transaction.run(listPriceLists, { storeId, after, limit });
  }

  insert(list: PriceList): void {
    this.#transaction.send(insertPriceList, list, {
      unique: () =>
        conflict('id_taken', `There is a price list '${list.id}' already.`, 'price list'),
    });
  }

  update(list: PriceList): void {
    const { storeId, id, updatedAt } = list;
    this.#transaction.send(insertVersion, { storeId, id, at: updatedAt });
    this.#transaction.send(updatePriceList, list);
  }

  delete({ storeId, id }: PriceList, at: string): void {
    this.#transaction.send(insertVersion, { storeId, id, at });
    this.#transaction.send(deletePriceList, { storeId, id });
  }
}
