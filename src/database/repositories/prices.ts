import { sql } from 'kysely';
import { currencyDigits } from '../../core/currency.js';
import type { Page, PriceRepository } from '../../core/database.js';
import { PRICES_PER_CHANGE } from '../../core/limits.js';
import type { Price, PriceFilter, PriceKey } from '../../core/price.js';
import type { PriceList } from '../../core/price-list.js';
import type { Transaction } from '../engine.js';
import { type Builder, statement } from '../statement.js';
import type { DatabaseUnit } from '../unit.js';

interface OfList {
  storeId: string;
  priceListId: string;
}

type ListValues = OfList & { afterProduct: string; afterQuantity: number; limit: number };

const selectPrices = ({ query }: Builder, p: ListValues) =>
  query
    .selectFrom('prices as t')
    .select([
      't.product_id as productId',
      't.min_quantity as minQuantity',
      't.amount',
      't.valid_from as validFrom',
    ])
    .where('t.store_id', '=', p.storeId)
    .where('t.price_list_id', '=', p.priceListId)
    .where('t.valid_to', 'is', null)
    .orderBy('t.product_id')
    .orderBy('t.min_quantity')
    .limit(p.limit);

const listAll = statement<ListValues>()((builder, p) =>
  selectPrices(builder, p).where(
    sql<boolean>`(t.product_id, t.min_quantity) > (${p.afterProduct}, ${p.afterQuantity})`,
  ),
);

const listOfProduct = statement<ListValues & { productId: string }>()((builder, p) =>
  selectPrices(builder, p)
    .where('t.product_id', '=', p.productId)
    .where(sql<boolean>`(t.product_id, t.min_quantity) > (${p.afterProduct}, ${p.afterQuantity})`),
);

const anyPrice = statement<{ storeId: string }>()(({ query }, p) =>
  query
    .selectFrom('prices')
    .select('amount')
    .where('store_id', '=', p.storeId)
    .where('valid_to', 'is', null)
    .limit(1),
);

/**
 * The store and the list are in the rows: as constants, they would let either engine go through
 * the whole list and look each of its prices up in the rows.
 */
interface Keys {
  keys: readonly {
    store_id: string;
    price_list_id: string;
    product_id: string;
    min_quantity: number;
    valid_from?: string;
  }[];
}

const KEY = {
  store_id: 'text',
  price_list_id: 'text',
  product_id: 'text',
  min_quantity: 'bigint',
} as const;

/** Looked up one by one: as a join, PostgreSQL may take all present prices of all stores. */
const findPrices = statement<Keys>()(({ rows }, p) => {
  const present = (column: string) => sql`(select t.${sql.id(column)} from prices t
    where t.store_id = r.store_id and t.price_list_id = r.price_list_id
      and t.product_id = r.product_id and t.min_quantity = r.min_quantity
      and t.valid_to is null)`;
  return sql<PriceRow | NoPriceRow>`
    select r.product_id as "productId", r.min_quantity as "minQuantity",
      ${present('amount')} as amount, ${present('valid_from')} as "validFrom"
    from ${rows(p.keys, KEY)} as r`;
});

const insertPrices = statement<{ rows: readonly object[] }>()(
  ({ rows }, p) => sql`
    insert into prices (store_id, price_list_id, product_id, min_quantity, valid_from, valid_to,
      amount)
    select r.store_id, r.price_list_id, r.product_id, r.min_quantity, r.valid_from, null, r.amount
    from ${rows(p.rows, {
      store_id: 'text',
      price_list_id: 'text',
      product_id: 'text',
      min_quantity: 'bigint',
      valid_from: 'timestamptz',
      amount: 'bigint',
    })} as r`,
);

const deletePrices = statement<Keys>()(
  ({ rows }, p) => sql`
    delete from prices
    where (store_id, price_list_id, product_id, min_quantity, valid_from) in (
      select r.store_id, r.price_list_id, r.product_id, r.min_quantity, r.valid_from
      from ${rows(p.keys, { ...KEY, valid_from: 'timestamptz' })} as r)`,
);

const closePrices = statement<Keys & { at: string }>()(
  ({ rows }, p) => sql`
    update prices set valid_to = ${p.at}
    from ${rows(p.keys, { ...KEY, valid_from: 'timestamptz' })} as r
    where prices.store_id = r.store_id and prices.price_list_id = r.price_list_id
      and prices.product_id = r.product_id and prices.min_quantity = r.min_quantity
      and prices.valid_from = r.valid_from`,
);

/** The prices of a list, in chunks, straight into the log: they never come into memory. */
const logLeavingPrices = statement<
  OfList & {
    digits: number;
    seq: number;
    at: string;
    operationId: string;
    actor: string;
    via: string;
    requestId: string;
    undoes: string | null;
  }
>()(
  ({ jsonObjectOfRows }, p) => sql<{ seq: number }>`
    insert into changes (store_id, seq, at, operation_id, actor, via, request_id, operation,
      entity, entity_id, before, after, undoes)
    select ${p.storeId}, ${p.seq} + row_number() over (order by chunk.number) - 1,
      ${p.at}, ${p.operationId}, ${p.actor}, ${p.via}, ${p.requestId}, 'prices.removed',
      'prices', ${p.priceListId}, chunk.prices, null, ${p.undoes}
    from (
      select entry.number, ${jsonObjectOfRows(
        'prices',
        {
          productId: 'entry.product_id',
          minQuantity: 'entry.min_quantity',
          amount: 'entry.amount',
        },
        'entry.place',
      )} as prices
      from (
        select placed.*, (placed.place - 1) / ${sql.lit(PRICES_PER_CHANGE)} as number
        from (
          select t.product_id, t.min_quantity,
            rtrim(cast(t.amount / 10000 as text) || '.' || substr(
              cast(10000 + t.amount % 10000 as text), 2, ${p.digits}), '.') as amount,
            row_number() over (order by t.product_id, t.min_quantity) as place
          from prices t
          where t.store_id = ${p.storeId} and t.price_list_id = ${p.priceListId}
            and t.valid_to is null
        ) as placed
      ) as entry
      group by entry.number
    ) as chunk
    returning seq`,
);

const deleteEmptyOfList = statement<OfList & { at: string }>()(({ query }, p) =>
  query
    .deleteFrom('prices')
    .where('store_id', '=', p.storeId)
    .where('price_list_id', '=', p.priceListId)
    .where('valid_to', 'is', null)
    .where('valid_from', '>=', p.at),
);

const closeOfList = statement<OfList & { at: string }>()(({ query }, p) =>
  query
    .updateTable('prices')
    .set({ valid_to: p.at })
    .where('store_id', '=', p.storeId)
    .where('price_list_id', '=', p.priceListId)
    .where('valid_to', 'is', null),
);

const keyOf = (storeId: string, priceListId: string, { productId, minQuantity }: PriceKey) => ({
  store_id: storeId,
  price_list_id: priceListId,
  product_id: productId,
  min_quantity: minQuantity,
});

interface PriceRow extends Omit<Price, 'amount'> {
  amount: number;
}

interface NoPriceRow extends PriceKey {
  amount: null;
  validFrom: null;
}

const priceOf = ({ amount, ...key }: PriceRow): Price => ({ ...key, amount: BigInt(amount) });

export class Prices implements PriceRepository {
  readonly #transaction: Transaction;
  readonly #unit: DatabaseUnit | undefined;

  /** @param unit none for a reader */
  constructor(transaction: Transaction, unit?: DatabaseUnit) {
    this.#transaction = transaction;
    this.#unit = unit;
  }

  async list(
    storeId: string,
    priceListId: string,
    { productId }: PriceFilter,
    { limit, after }: Page<PriceKey>,
  ): Promise<Price[]> {
    const values = {
      storeId,
      priceListId,
      afterProduct: after?.productId ?? '',
      afterQuantity: after?.minQuantity ?? 0,
      limit,
    };
    const rows =
      productId === undefined
        ? await this.#transaction.run(listAll, values)
        : await this.#transaction.run(listOfProduct, { ...values, productId });
    return rows.map(priceOf);
  }

  async any(storeId: string): Promise<boolean> {
    return (await this.#transaction.run(anyPrice, { storeId })).length > 0;
  }

  async findAll(storeId: string, priceListId: string, keys: readonly PriceKey[]): Promise<Price[]> {
    const rows = await this.#transaction.run(findPrices, {
      keys: keys.map((key) => keyOf(storeId, priceListId, key)),
    });
    return rows.filter((row): row is PriceRow => row.amount !== null).map(priceOf);
  }

  insert(storeId: string, priceListId: string, prices: readonly Price[]): void {
    const rows = prices.map((price) => ({
      ...keyOf(storeId, priceListId, price),
      valid_from: price.validFrom,
      // Within what a number holds exactly: see MAX_AMOUNT.
      amount: Number(price.amount),
    }));
    this.#transaction.send(insertPrices, { rows });
  }

  close(storeId: string, priceListId: string, prices: readonly Price[], at: string): void {
    const keysOf = (list: readonly Price[]) =>
      list.map((price) => ({
        ...keyOf(storeId, priceListId, price),
        valid_from: price.validFrom,
      }));
    // What would have held for no time at all leaves no trace.
    const empty = keysOf(prices.filter(({ validFrom }) => validFrom >= at));
    const held = keysOf(prices.filter(({ validFrom }) => validFrom < at));
    if (empty.length > 0) this.#transaction.send(deletePrices, { keys: empty });
    if (held.length > 0) this.#transaction.send(closePrices, { keys: held, at });
  }

  async closeList({ storeId, id: priceListId, currency }: PriceList): Promise<void> {
    const unit = this.#unit;
    if (!unit) throw new Error('Writing needs a unit of work.');
    const ofList = { storeId, priceListId, at: unit.now };
    const digits = currencyDigits(currency);
    await unit.recordAll((seq) =>
      this.#transaction.run(logLeavingPrices, { ...ofList, ...unit.stamp, digits, seq }),
    );
    this.#transaction.send(deleteEmptyOfList, ofList);
    this.#transaction.send(closeOfList, ofList);
  }
}
