import { sql } from 'kysely';
import type { Page, PriceListPage, PriceListRepository } from '../../core/database.js';
import { conflict } from '../../core/errors.js';
import type { ListedProduct, ListedProductFilter } from '../../core/listed-product.js';
import type { PriceList, PriceListFilter } from '../../core/price-list.js';
import { nameKey } from '../../core/text.js';
import type { Transaction } from '../engine.js';
import { containing, matching } from '../patterns.js';
import { type Builder, shapes, statement } from '../statement.js';
import { listedProducts } from './listed-products.js';

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

const SORT_COLUMNS = { id: 'id', name: 'name_key', updatedAt: 'updated_at' } as const;

interface ListValues {
  storeId: string;
  search: string;
  afterValue: string;
  afterId: string;
  limit: number;
}

interface ListShape {
  isSearch: boolean;
  page: PriceListPage;
}

const listPriceLists = shapes<ListShape, ListValues, PriceList>(
  (builder, p, { isSearch, page: { sort, descending, after } }) => {
    const column = SORT_COLUMNS[sort];
    const order = descending ? 'desc' : 'asc';
    const beyond = sql.raw(descending ? '<' : '>');
    let q = selectPriceLists(builder).where('store_id', '=', p.storeId).orderBy(column, order);
    if (sort !== 'id') q = q.orderBy('id', order);
    if (isSearch) q = q.where(matching('name_key', p.search));
    if (after) {
      q = q.where(
        sort === 'id'
          ? sql<boolean>`id ${beyond} ${p.afterId}`
          : sql<boolean>`(${sql.ref(column)}, id) ${beyond} (${p.afterValue}, ${p.afterId})`,
      );
    }
    return q.limit(p.limit) as never;
  },
);

type PriceListValues = PriceList & { nameKey: string };

const stored = (list: PriceList): PriceListValues => ({ ...list, nameKey: nameKey(list.name) });

const insertPriceList = statement<PriceListValues>()(({ query }, p) =>
  query.insertInto('price_lists').values({
    store_id: p.storeId,
    id: p.id,
    name: p.name,
    name_key: p.nameKey,
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

const updatePriceList = statement<PriceListValues>()(({ query }, p) =>
  query
    .updateTable('price_lists')
    .set({
      name: p.name,
      name_key: p.nameKey,
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

  list(storeId: string, filter: PriceListFilter, page: PriceListPage): Promise<PriceList[]> {
    const { sort, descending, after, limit } = page;
    const isSearch = filter.search !== undefined;
    return this.#transaction.run(
      listPriceLists(`${isSearch} ${sort} ${descending} ${!!after}`, { isSearch, page }),
      {
        storeId,
        search: containing(filter.search ?? ''),
        afterValue: after?.value ?? '',
        afterId: after?.id ?? '',
        limit,
      },
    );
  }

  products(
    storeId: string,
    priceListId: string,
    filter: ListedProductFilter,
    page: Page<string>,
  ): Promise<ListedProduct[]> {
    return listedProducts(this.#transaction, { storeId, priceListId, filter, page });
  }

  insert(list: PriceList): void {
    this.#transaction.send(insertPriceList, stored(list), {
      unique: () =>
        conflict('id_taken', `There is a price list '${list.id}' already.`, 'price list'),
    });
  }

  update(list: PriceList): void {
    const { storeId, id, updatedAt } = list;
    this.#transaction.send(insertVersion, { storeId, id, at: updatedAt });
    this.#transaction.send(updatePriceList, stored(list));
  }

  delete({ storeId, id }: PriceList, at: string): void {
    this.#transaction.send(insertVersion, { storeId, id, at });
    this.#transaction.send(deletePriceList, { storeId, id });
  }
}
