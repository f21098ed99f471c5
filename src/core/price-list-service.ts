import { isDeepStrictEqual } from 'node:util';
import { authorize } from './actor.js';
import type { PriceListPage, Unit, View } from './database.js';
import { newId } from './environment.js';
import { conflict, type Fault, invalid, notFound } from './errors.js';
import { assertCurrent, type Precondition } from './precondition.js';
import type { PriceList, PriceListFields, PriceListFilter } from './price-list.js';
import { checkId, checkName, checkWindow } from './rules.js';
import { isCurrency } from './store.js';

export interface NewPriceList extends Partial<PriceListFields> {
  name: string;
  id?: string | undefined;
}

export const priceListTag = (list: PriceList): string => String(list.version);

export async function getPriceList(view: View, id: string): Promise<PriceList> {
  authorize(view.caller, 'pricing:read');
  return existing(view, id);
}

export function listPriceLists(
  view: View,
  filter: PriceListFilter,
  page: PriceListPage,
): Promise<PriceList[]> {
  authorize(view.caller, 'pricing:read');
  return view.priceLists.list(view.caller.storeId, filter, page);
}

export async function createPriceList(unit: Unit, command: NewPriceList): Promise<PriceList> {
  authorize(unit.caller, 'pricing:write');
  const { storeId } = unit.caller;
  const currency = command.currency ?? (await unit.stores.find(storeId))?.currency ?? '';
  const list: PriceList = {
    storeId,
    id: command.id ?? newId(unit.environment),
    name: command.name,
    currency,
    startsAt: command.startsAt ?? null,
    endsAt: command.endsAt ?? null,
    version: 1,
    createdAt: unit.now,
    updatedAt: unit.now,
  };
  check(list);
  unit.priceLists.insert(list);
  recordPriceList(unit, 'price-list.created', null, list);
  return list;
}

export async function updatePriceList(
  unit: Unit,
  id: string,
  patch: Partial<PriceListFields>,
  precondition?: Precondition,
): Promise<PriceList> {
  authorize(unit.caller, 'pricing:write');
  const before = await existing(unit, id);
  assertCurrent(precondition, 'price list', priceListTag(before));
  const patched = { ...before, ...patch };
  if (isDeepStrictEqual(before, patched)) return before;
  check(patched);
  if (patched.currency !== before.currency) await requireNoPrices(unit, before);
  const after = { ...patched, version: before.version + 1, updatedAt: unit.now };
  unit.priceLists.update(after);
  recordPriceList(unit, 'price-list.updated', before, after);
  return after;
}

/** @throws conflict `price_list_in_use`, naming the groups whose default list it is */
export async function deletePriceList(
  unit: Unit,
  id: string,
  precondition?: Precondition,
): Promise<void> {
  authorize(unit.caller, 'pricing:write');
  const list = await existing(unit, id);
  assertCurrent(precondition, 'price list', priceListTag(list));
  const groups = await unit.groups.usingPriceList(list.storeId, id);
  if (groups.length > 0) {
    const named = groups.slice(0, 20).map((group) => `${group.id} (${group.name})`);
    const more = groups.length > named.length ? ` and ${groups.length - named.length} more` : '';
    throw conflict(
      'price_list_in_use',
      `The price list '${id}' is the default list of group ${named.join(', ')}${more}.`,
      'price list',
    );
  }
  await unit.prices.closeList(list);
  unit.priceLists.delete(list, unit.now);
  recordPriceList(unit, 'price-list.deleted', list, null);
}

/** @throws conflict `currency_fixed`: what its prices are would change with it */
async function requireNoPrices(unit: Unit, { storeId, id, currency }: PriceList): Promise<void> {
  const prices = await unit.prices.list(storeId, id, {}, { limit: 1 });
  if (prices.length === 0) return;
  throw conflict(
    'currency_fixed',
    `The price list '${id}' has prices in ${currency}. Delete them first, or make another list.`,
    'price list',
  );
}

export async function existing(view: View, id: string): Promise<PriceList> {
  const list = await view.priceLists.find(view.caller.storeId, id);
  if (!list) throw notFound('price list', id);
  return list;
}

function check(list: PriceList): void {
  const faults: Fault[] = [
    ...checkId(['id'], list.id),
    ...checkName(['name'], list.name),
    ...(isCurrency(list.currency)
      ? []
      : [{ path: ['currency'], message: 'must be a currency code of ISO 4217 such as "USD"' }]),
    ...checkWindow(list.startsAt, list.endsAt),
  ];
  if (faults.length > 0) throw invalid(faults, 'price list');
}

export function recordPriceList(
  unit: Unit,
  operation: `price-list.${string}`,
  before: PriceList | null,
  after: PriceList | null,
): void {
  unit.record({
    operation,
    entity: 'price-list',
    entityId: (after ?? (before as PriceList)).id,
    before: before && loggedList(before),
    after: after && loggedList(after),
  });
}

const loggedList = ({ storeId: _, ...list }: PriceList): object => list;
