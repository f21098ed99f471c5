import fc from 'fast-check';
import type { CategoryAccess, DiscountRule } from '../../src/core/group.js';
import { formatAmount, HUNDRED, MAX_AMOUNT } from '../../src/core/money.js';
import type {
  PricingGroup,
  PricingInput,
  PricingItem,
  PricingLine,
  PricingList,
  PricingMembership,
  PricingProduct,
  Tier,
} from '../../src/core/pricing/input.js';
import { DIGITS } from '../helpers/pricing-reference.js';

/** Few ids, so that things meet. The last two sort the other way in UTF-16 than in the database. */
const CATEGORIES = ['9', '10', 'a', 'b', '\uffee', '\u{1f600}'];
const PRODUCTS = ['p1', 'p2', 'p3'];
const LISTS = ['l1', 'l2', 'l3'];
const GROUPS = [1, 2, 3, 4, 5, 6, 10];
const DAYS = [1, 2, 3, 4, 5].map((day) => `2026-03-0${day}T00:00:00.000Z`);

const category = fc.constantFrom(...CATEGORIES);
const currency = fc.constantFrom(...Object.keys(DIGITS));
const day = fc.constantFrom(...DAYS);
/** One in `freq` is null. */
const optional = <Value>(value: fc.Arbitrary<Value>, freq = 4) => fc.option(value, { freq });

/** Often near the edge of a minor unit, often the same, sometimes as large as can be. */
const amount = fc.oneof(
  fc.bigInt({ min: 0n, max: 12n }).map((cents) => cents * 50n),
  fc.bigInt({ min: 0n, max: 8n }).map((tens) => tens * 12_500n),
  fc.bigInt({ min: 0n, max: 200_000n }),
  fc.bigInt({ min: MAX_AMOUNT - 10_000n, max: MAX_AMOUNT }),
);
const percentage = fc.oneof(
  fc.constantFrom(0n, 1n, 100_000n, 333_333n, 500_000n, HUNDRED - 1n, HUNDRED),
  fc.bigInt({ min: 0n, max: HUNDRED }),
);

const change = fc.oneof(
  fc.record({ method: fc.constant('percent' as const), amount: percentage.map(formatAmount) }),
  fc.record({
    method: fc.constantFrom('price' as const, 'fixed' as const),
    amount: amount.map(formatAmount),
  }),
);
const target = fc.oneof(
  fc.record({ type: fc.constant('all' as const) }),
  fc.record({ type: fc.constant('product' as const), productId: fc.constantFrom(...PRODUCTS) }),
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constant('category' as const), categoryId: category }),
  },
);
const rules: fc.Arbitrary<DiscountRule[]> = fc.uniqueArray(
  fc.tuple(change, target).map(([how, what]): DiscountRule => ({ ...how, ...what })),
  { maxLength: 5, selector: ({ method: _, amount: __, ...what }) => JSON.stringify(what) },
);

const access: fc.Arbitrary<CategoryAccess> = fc.oneof(
  fc.constantFrom<CategoryAccess>({ type: 'all' }, { type: 'none' }),
  fc
    .uniqueArray(category, { maxLength: 3 })
    .map((categories): CategoryAccess => ({ type: 'specific', categories })),
);

const isActive = fc.constantFrom(true, true, true, true, false);
const group = (id: number): fc.Arbitrary<PricingGroup> =>
  fc.record({
    id: fc.constant(id),
    isActive,
    categoryAccess: optional(access, 2),
    discountRules: fc.oneof(rules, fc.constant([])),
    defaultPriceListId: optional(fc.constantFrom(...LISTS, 'gone'), 2),
  });

/** A group with up to three above it. */
const line = (id: number): fc.Arbitrary<PricingLine> =>
  fc.record({
    group: group(id),
    ancestors: fc
      .tuple(group(91), group(92), group(93))
      .chain((above) => fc.integer({ min: 0, max: 3 }).map((count) => above.slice(0, count))),
  });

const membership = (id: number): fc.Arbitrary<PricingMembership> =>
  fc
    .tuple(line(id), optional(day, 2), optional(day, 2))
    .map(([of, startsAt, endsAt]) => ({ ...of, startsAt, endsAt }));

const memberships = fc
  .shuffledSubarray(GROUPS, { maxLength: 5 })
  .chain((ids) => fc.tuple(...ids.map(membership)));

const tiers: fc.Arbitrary<readonly Tier[]> = fc
  .uniqueArray(fc.record({ minQuantity: fc.constantFrom(1, 2, 3, 10), amount }), {
    selector: ({ minQuantity }) => minQuantity,
    minLength: 1,
    maxLength: 3,
  })
  .map((unsorted) => unsorted.sort((a, b) => a.minQuantity - b.minQuantity));

const mapOf = <Value>(ids: readonly string[], value: (id: string) => fc.Arbitrary<Value>) =>
  fc.tuple(...ids.map((id) => optional(value(id)))).map(
    (values) =>
      new Map(
        ids.flatMap((id, index) => {
          const found = values[index];
          return found == null ? [] : [[id, found] as [string, NonNullable<Value>]];
        }),
      ),
  );

const list =
  (own: fc.Arbitrary<string>) =>
  (id: string): fc.Arbitrary<PricingList> =>
    fc.record({
      id: fc.constant(id),
      currency: own,
      startsAt: optional(day, 2),
      endsAt: optional(day, 2),
      tiers: mapOf(PRODUCTS, () => tiers),
    });

const product = (): fc.Arbitrary<PricingProduct> =>
  fc.record({
    price: optional(amount, 8),
    categoryIds: fc.uniqueArray(category, { maxLength: 3 }),
  });

/** Each below one of those before it, or at the top: any forest. */
const parents = fc
  .shuffledSubarray(CATEGORIES, { minLength: CATEGORIES.length })
  .chain((ids) =>
    fc
      .tuple(...ids.map((_, index) => fc.integer({ min: -1, max: index - 1 })))
      .map((above) => new Map(ids.map((id, index) => [id, ids[above[index] ?? -1] ?? null]))),
  );

const item: fc.Arbitrary<PricingItem> = fc.record({
  productId: fc.constantFrom(...PRODUCTS, ...PRODUCTS, 'unknown'),
  quantity: fc.oneof(fc.integer({ min: 1, max: 11 }), fc.constant(999_999_999)),
  unitPrice: optional(amount, 4),
  categoryIds: optional(fc.array(fc.oneof(category, fc.constant('unknown')), { maxLength: 3 }), 2),
});

/** Anything that the database could give to a quote. */
export const pricingInput: fc.Arbitrary<PricingInput> = fc
  .tuple(currency, optional(currency, 2))
  .chain(([storeCurrency, other]) => {
    const own = other ?? storeCurrency;
    return fc.record({
      currency: fc.constant(own),
      storeCurrency: fc.constant(storeCurrency),
      at: day,
      memberships,
      guest: optional(line(7), 2),
      lists: mapOf(LISTS, list(fc.oneof({ weight: 8, arbitrary: fc.constant(own) }, currency))),
      products: mapOf(PRODUCTS, product),
      parents,
      items: fc.array(item, { minLength: 1, maxLength: 4 }),
    });
  });
