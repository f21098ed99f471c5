import { inParts } from '../bulk.js';
import type { Unit } from '../database.js';
import { ROWS_PER_STATEMENT } from '../limits.js';
import { type Price, type PriceKey, priceName } from '../price.js';
import type { PriceList } from '../price-list.js';
import { type Currencies, touchesCurrency } from './currencies.js';
import { isDeletion, type LaterChanges } from './later-changes.js';
import type { FoldedPrice, Operation } from './operation.js';
import type { PricePlan } from './plan.js';

/** Set-wise: a list may have any number of prices. */
export async function planPrices(
  unit: Unit,
  operation: Operation,
  {
    present,
    lists,
    currencies,
    inTheWay,
  }: {
    present: ReadonlyMap<string, PriceList>;
    /** As they will be. */
    lists: ReadonlyMap<string, PriceList>;
    currencies: Currencies;
    inTheWay: LaterChanges;
  },
): Promise<PricePlan[]> {
  const plans: PricePlan[] = [];
  for (const [listId, folded] of operation.prices) {
    const changes: PricePlan['changes'] = [];
    for (const part of inParts([...folded.values()], ROWS_PER_STATEMENT)) {
      const keys = part.map(({ key }) => key);
      const found = await unit.prices.findAll(unit.caller.storeId, listId, keys);
      const present = new Map(found.map((price) => [priceName(price), price]));
      for (const price of part) {
        const now = present.get(priceName(price.key)) ?? null;
        const after = changeOf(price, now, unit.now);
        if (after === 'in the way') inTheWay.addPrice(listId, price.key);
        else if (after !== 'nothing') changes.push({ before: now, after });
      }
    }
    const list = lists.get(listId);
    const begins = changes.some(({ after }) => after !== null);
    if (!list && begins) inTheWay.add('price-list', listId, isDeletion);
    if (list && begins && list.currency !== currencies.ofList(listId, list.currency)) {
      inTheWay.add('price-list', listId, touchesCurrency);
    }
    const held = list ?? present.get(listId);
    if (held) plans.push({ list: held, changes });
  }
  return plans;
}

/** What a price will be instead of what it is. */
function changeOf(
  { key, before, after }: FoldedPrice,
  now: Price | null,
  validFrom: string,
): Price | null | 'nothing' | 'in the way' {
  const amount = now?.amount ?? null;
  if (before === after || amount === before) return 'nothing';
  if (amount !== after) return 'in the way';
  return before === null ? null : { ...key, amount: before, validFrom };
}

/** Present prices of a list that the plan does not end, from those of the smallest id on. */
export async function* staying(
  unit: Unit,
  listId: string,
  plans: readonly PricePlan[],
): AsyncGenerator<PriceKey> {
  const ending = new Set(
    plans
      .filter(({ list }) => list.id === listId)
      .flatMap(({ changes }) =>
        changes.flatMap(({ before, after }) => (before && !after ? [before] : [])),
      )
      .map(priceName),
  );
  let after: PriceKey | undefined;
  do {
    const page = { limit: ROWS_PER_STATEMENT, after };
    const prices = await unit.prices.list(unit.caller.storeId, listId, {}, page);
    for (const price of prices) if (!ending.has(priceName(price))) yield price;
    after = prices.length < ROWS_PER_STATEMENT ? undefined : prices.at(-1);
  } while (after);
}
