import type { DiscountRule } from '../../src/core/group.js';
import { parseAmount } from '../../src/core/money.js';
import type {
  PricingGroup,
  PricingInput,
  PricingItem,
  PricingLine,
  PricingList,
  PricingMembership,
} from '../../src/core/pricing/input.js';

export const NOW = '2026-03-01T12:00:00.000Z';
export const BEFORE = '2026-03-01T11:59:59.999Z';
export const AFTER = '2026-03-01T12:00:00.001Z';

/** An amount as it is kept; the text is a test's own and must be one. */
export const money = (text: string): bigint => parseAmount(text) ?? -1n;

type How = `${number}%` | `-${number}` | `=${number}`;

/** `10%` off, `-2` off, or `=8`. */
function how(text: How): Pick<DiscountRule, 'method' | 'amount'> {
  if (text.endsWith('%')) return { method: 'percent', amount: text.slice(0, -1) };
  return { method: text.startsWith('-') ? 'price' : 'fixed', amount: text.slice(1) };
}
export const forAll = (text: How): DiscountRule => ({ type: 'all', ...how(text) });
export const forProduct = (productId: string, text: How): DiscountRule => ({
  type: 'product',
  productId,
  ...how(text),
});
export const forCategory = (categoryId: string, text: How): DiscountRule => ({
  type: 'category',
  categoryId,
  ...how(text),
});

export const buildGroup = (id: number, overrides: Partial<PricingGroup> = {}): PricingGroup => ({
  id,
  isActive: true,
  categoryAccess: null,
  discountRules: [],
  defaultPriceListId: null,
  ...overrides,
});

/** A group and those above it, the nearest first. */
export const lineOf = (group: PricingGroup, ...ancestors: PricingGroup[]): PricingLine => ({
  group,
  ancestors,
});

export const member = (
  line: PricingLine | PricingGroup,
  window: { startsAt?: string; endsAt?: string } = {},
): PricingMembership => ({
  ...('group' in line ? line : lineOf(line)),
  startsAt: null,
  endsAt: null,
  ...window,
});

/** Prices by product, and by the quantity from which they hold. */
type Prices = Readonly<Record<string, Readonly<Record<number, string>>>>;

export const buildList = (
  id: string,
  prices: Prices,
  overrides: Partial<PricingList> = {},
): PricingList => ({
  id,
  currency: 'USD',
  startsAt: null,
  endsAt: null,
  tiers: new Map(
    Object.entries(prices).map(([productId, tiers]) => [
      productId,
      Object.entries(tiers).map(([from, text]) => ({
        minQuantity: Number(from),
        amount: money(text),
      })),
    ]),
  ),
  ...overrides,
});

export const buildItem = (overrides: Partial<PricingItem> = {}): PricingItem => ({
  productId: 'lens',
  quantity: 1,
  unitPrice: null,
  categoryIds: null,
  ...overrides,
});

export const listsOf = (...lists: PricingList[]): PricingInput['lists'] =>
  new Map(lists.map((list) => [list.id, list]));

/** A store with one product at 10.00, `lens`, in the category `soft`, in `contacts`, in `optics`. */
export const buildInput = (overrides: Partial<PricingInput> = {}): PricingInput => ({
  currency: 'USD',
  storeCurrency: 'USD',
  at: NOW,
  memberships: [],
  guest: null,
  lists: new Map(),
  products: new Map([['lens', { price: money('10'), categoryIds: ['soft'] }]]),
  parents: new Map([
    ['soft', 'contacts'],
    ['contacts', 'optics'],
    ['optics', null],
    ['sale', null],
  ]),
  items: [buildItem()],
  ...overrides,
});
