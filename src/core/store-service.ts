import { isDeepStrictEqual } from 'node:util';
import { authorize, requireRoot, requireStore } from './actor.js';
import type { Page, Unit, View } from './database.js';
import type { Environment } from './environment.js';
import { conflict, type Fault, invalid, notFound } from './errors.js';
import { assertCurrent, type Precondition } from './precondition.js';
import { checkName } from './rules.js';
import { type Channel, type Channels, isCurrency, isStoreId, type Store } from './store.js';

export interface NewStore {
  id: string;
  name: string;
  currency?: string | undefined;
  channels?: Channels | undefined;
}

export interface StorePatch {
  name?: string | undefined;
  currency?: string | undefined;
  /** By dialect: a channel sets, null removes, absent leaves. */
  channels?: Readonly<Record<string, Channel | null>> | undefined;
}

export const storeTag = (store: Store): string => String(store.version);

export async function getStore(view: View, id: string): Promise<Store> {
  requireStore(view.caller.actor, id);
  return existing(view, id);
}

export function listStores(view: View, page: Page<string>): Promise<Store[]> {
  requireRoot(view.caller.actor);
  return view.stores.list(page);
}

/** The unit is of no store, or of the new one; either way the new store's log begins here. */
export async function createStore(unit: Unit, command: NewStore): Promise<Store> {
  requireRoot(unit.caller.actor);
  const store: Store = {
    id: command.id,
    number: storeNumber(unit.environment),
    name: command.name,
    currency: command.currency ?? 'USD',
    channels: command.channels ?? {},
    version: 1,
    createdAt: unit.now,
    updatedAt: unit.now,
  };
  check(store);
  unit.stores.insert(store);
  record(unit, 'store.created', null, store);
  return store;
}

export async function updateStore(
  unit: Unit,
  patch: StorePatch,
  precondition?: Precondition,
): Promise<Store> {
  authorize(unit.caller, 'store:admin');
  // A channel is an address among all stores: it is the operator's to give.
  if (patch.channels) requireRoot(unit.caller.actor);
  const before = await existing(unit, unit.caller.storeId);
  assertCurrent(precondition, 'store', storeTag(before));
  const patched: Store = {
    ...before,
    name: patch.name ?? before.name,
    currency: patch.currency ?? before.currency,
    channels: Object.fromEntries(
      Object.entries({ ...before.channels, ...patch.channels }).filter(
        (entry): entry is [string, Channel] => entry[1] !== null,
      ),
    ),
  };
  if (isDeepStrictEqual(before, patched)) return before;
  check(patched);
  if (patched.currency !== before.currency) await requireNoPrices(unit, before);
  const after = { ...patched, version: before.version + 1, updatedAt: unit.now };
  unit.stores.update(after);
  record(unit, 'store.updated', before, after);
  return after;
}

/** Everything of the store goes with it, its log too. */
export async function deleteStore(unit: Unit, precondition?: Precondition): Promise<void> {
  requireRoot(unit.caller.actor);
  const store = await existing(unit, unit.caller.storeId);
  assertCurrent(precondition, 'store', storeTag(store));
  unit.stores.delete(store.id);
}

async function existing(view: View, id: string): Promise<Store> {
  const store = await view.stores.find(id);
  if (!store) throw notFound('store', id);
  return store;
}

/** @throws conflict `currency_fixed`: what products cost would change with it */
async function requireNoPrices(unit: Unit, { id, currency }: Store): Promise<void> {
  const [products, anyPrice] = await Promise.all([
    unit.products.list(id, {}, { limit: 1 }),
    unit.prices.any(id),
  ]);
  if (products.length === 0 && !anyPrice) return;
  throw conflict(
    'currency_fixed',
    `The store has products or prices, so its currency stays ${currency}. Delete all products and ` +
      'the prices of all lists first, or make another store.',
    'store',
  );
}

/** 40 random bits, and never 0. */
const storeNumber = (environment: Environment): number =>
  environment.random(5).readUIntBE(0, 5) || 1;

function check({ id, name, currency }: Store): void {
  const faults: Fault[] = [
    ...(isStoreId(id)
      ? []
      : [
          {
            path: ['id'],
            message: 'must have 1 to 63 characters: small letters, digits and inner hyphens',
          },
        ]),
    ...checkName(['name'], name),
    ...(isCurrency(currency)
      ? []
      : [{ path: ['currency'], message: 'must be a currency code of ISO 4217 such as "USD"' }]),
  ];
  if (faults.length > 0) throw invalid(faults, 'store');
}

function record(
  unit: Unit,
  operation: `store.${string}`,
  before: Store | null,
  after: Store,
): void {
  unit.record({ operation, entity: 'store', entityId: after.id, before, after });
}
