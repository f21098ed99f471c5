import { authorize } from './actor.js';
import type { GroupTerms, View, Who } from './database.js';
import type { Instant } from './environment.js';
import { instant } from './environment.js';
import { type Fault, invalid, notFound } from './errors.js';
import type { CategoryAccess } from './group.js';
import { accessByGroup, effectiveAccess, type GroupAccess } from './pricing/access.js';
import type { Audience } from './pricing/audience.js';
import type { PricingItem } from './pricing/input.js';
import { priceItems } from './pricing/price-items.js';
import type { Quote } from './pricing/quote.js';
import { isCurrency } from './store.js';

/** Whose prices, of what, when. */
export interface QuoteCommand extends Who {
  /** The store's unless given. */
  currency?: string | undefined;
  /** Now unless given. */
  at?: Instant | undefined;
  explain: boolean;
  items: readonly PricingItem[];
}

/** What a quote needs to know of the store. */
export interface QuoteTerms {
  storeCurrency: string;
  /** How long past states are kept. */
  historyDays: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The price of each item and why: two round trips, whatever the number of items.
 * @throws invalid for an unknown customer or group, an instant before the history, an item without
 *   any price
 */
export async function quote(
  view: View,
  command: QuoteCommand,
  { storeCurrency, historyDays }: QuoteTerms,
): Promise<Quote> {
  authorize(view.caller, 'pricing:read');
  const { storeId } = view.caller;
  const { currency = storeCurrency, at = view.now, items } = command;
  check(view, command, historyDays);
  const past = at < view.now ? at : undefined;
  const terms = await groupTerms(view, command, past);
  const { lists, products, parents } = await view.pricing.prices(
    storeId,
    {
      listIds: listIdsOf(terms),
      productIds: new Set(items.map(({ productId }) => productId)),
      categoryIds: new Set(items.flatMap(({ categoryIds }) => categoryIds ?? [])),
    },
    past,
  );
  const input = { currency, storeCurrency, at, ...terms, lists, products, parents, items };
  return priceItems(input, command);
}

/** What may be seen, and what each of the groups that count gives to it. */
export type ExplainedAccess = CategoryAccess & { groups: readonly GroupAccess[] };

/** @throws not_found for an unknown customer */
export async function accessOfCustomer(view: View, customerId: string): Promise<ExplainedAccess> {
  authorize(view.caller, 'pricing:read');
  const { storeId } = view.caller;
  const { customerExists, ...terms } = await view.pricing.groups(
    storeId,
    { customerId },
    undefined,
  );
  if (!customerExists) throw notFound('customer', customerId);
  return explained({ at: view.now, ...terms });
}

/** @throws invalid with a fault for each unknown group */
export async function accessOfGroups(
  view: View,
  groupIds: readonly number[] | undefined,
): Promise<ExplainedAccess> {
  authorize(view.caller, 'pricing:read');
  return explained({ at: view.now, ...(await groupTerms(view, { groupIds }, undefined)) });
}

const explained = (audience: Audience): ExplainedAccess => ({
  ...effectiveAccess(audience),
  groups: accessByGroup(audience),
});

function check(view: View, { customerId, groupIds, currency, at }: QuoteCommand, days: number) {
  const faults: Fault[] = [];
  if (customerId !== undefined && groupIds !== undefined) {
    faults.push({ path: ['groupIds'], message: 'does not go with customerId' });
  }
  if (currency !== undefined && !isCurrency(currency)) {
    const message = 'must be a currency code of ISO 4217 such as "USD"';
    faults.push({ path: ['currency'], message });
  }
  const earliest = instant(Date.parse(view.now) - days * DAY_MS);
  if (at !== undefined && at < earliest) {
    faults.push({
      path: ['at'],
      message: `must not be before ${earliest}: older states are not kept`,
    });
  }
  if (faults.length > 0) throw invalid(faults);
}

/** @throws invalid with a fault for an unknown customer, and for each unknown group */
async function groupTerms(
  view: View,
  { customerId, groupIds }: Who,
  past: Instant | undefined,
): Promise<Omit<GroupTerms, 'customerExists'>> {
  const { customerExists, memberships, guest } = await view.pricing.groups(
    view.caller.storeId,
    { customerId, groupIds: groupIds && [...new Set(groupIds)] },
    past,
  );
  if (customerId !== undefined && !customerExists) {
    const message = `there is no customer '${customerId}'`;
    throw invalid([{ path: ['customerId'], message }], 'customer');
  }
  const known = new Set(memberships.map(({ group }) => group.id));
  const faults = (groupIds ?? []).flatMap((id, index) =>
    known.has(id) ? [] : [{ path: ['groupIds', index], message: `there is no group ${id}` }],
  );
  if (faults.length > 0) throw invalid(faults, 'group');
  // No group at all is asked for on purpose; groups that do not count leave a guest, as a customer.
  return { memberships, guest: groupIds?.length === 0 ? null : guest };
}

function listIdsOf({ memberships, guest }: Omit<GroupTerms, 'customerExists'>): Set<string> {
  const ids = new Set<string>();
  for (const { group, ancestors } of guest ? [...memberships, guest] : memberships) {
    for (const { defaultPriceListId } of [group, ...ancestors]) {
      if (defaultPriceListId !== null) ids.add(defaultPriceListId);
    }
  }
  return ids;
}
