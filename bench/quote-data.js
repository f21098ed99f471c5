// @ts-check
import { callerOf, together } from './data.js';
import { startProgram } from './servers.js';

/** @typedef {import('./workloads.js').Store} Store */

/**
 * A customer in groups of its own, the first of which has a price list.
 * @typedef {{ groups: number, rules: number, prices: number }} Audience
 */

/**
 * A store with customers, and groups that none of them is in. Lists begin with the first product,
 * so that the last `UNLISTED` ones are in none.
 * @typedef {{ id: string, audiences: Audience[], otherGroups: number }} Shop
 */

const UNLISTED = 10_000;
const PER_CALL = 1_000;
const CATEGORIES = 1_000;
const RULES_OF_OTHERS = 20;

/** Amounts that no two neighbours share, and that look like prices: 10.99 to 999.99.
 * @param {number} n
 */
const priceOf = (n) => 10.99 + ((n * 7919) % 990);

/** @param {number} n */
export const productId = (n) => `sku-${String(n).padStart(6, '0')}`;
/** @param {number} n */
const categoryId = (n) => `category-${n}`;

/** @param {Audience} audience */
export const customerOf = ({ groups, rules, prices }) => `${groups}-${rules}-${prices}`;

/**
 * Makes the shops through the program itself; gives for each the stores to load, one for each
 * customer.
 * @param {import('./servers.js').Place} place
 * @param {readonly Shop[]} shops
 * @returns {Promise<Store[][]>}
 */
export async function makeShops(place, shops) {
  const program = await startProgram(place);
  try {
    const call = callerOf(place, program.port);
    const made = [];
    for (const shop of shops) made.push(await makeShop(call, shop));
    return made;
  } finally {
    await program.end();
  }
}

/**
 * @param {import('./data.js').Call} call
 * @param {Shop} shop
 * @returns {Promise<Store[]>}
 */
async function makeShop(call, { id, audiences, otherGroups }) {
  await call('POST', '', { id, name: id });
  const sizes = [...new Set(audiences.map(({ prices }) => prices))];
  const listed = Math.max(...sizes);
  const products = listed + UNLISTED;
  await call('PUT', `/${id}/categories`, { categories: numbers(1, CATEGORIES).map(category) });
  await inParts(products, (part) =>
    call('PUT', `/${id}/products`, { products: part.map(product) }),
  );
  for (const size of sizes) {
    const list = listOf(size);
    await call('POST', `/${id}/price-lists`, { id: list, name: list });
    await inParts(size, (part) =>
      call('PUT', `/${id}/price-lists/${list}/prices`, { prices: part.map(price) }),
    );
  }
  const { secret } = await call('POST', `/${id}/keys`, {
    name: 'quotes',
    scopes: ['pricing:read'],
  });
  const stores = [];
  for (const audience of audiences) {
    const customer = customerOf(audience);
    const groupIds = await makeGroups(call, id, audience);
    await call('POST', `/${id}/customers`, { id: customer, groupIds });
    const shop = { customer, listed: audience.prices, unlisted: [listed + 1, products] };
    stores.push({ id, key: secret, groups: groupIds.length, customers: 1, shop });
  }
  await together(otherGroups, (n) =>
    call('POST', `/${id}/groups`, {
      name: `Other ${n}`,
      discountRules: rulesOf(n, RULES_OF_OTHERS),
    }),
  );
  return /** @type {Store[]} */ (stores);
}

/**
 * @param {import('./data.js').Call} call
 * @param {string} store
 * @param {Audience} audience
 * @returns {Promise<number[]>}
 */
async function makeGroups(call, store, { groups, rules, prices }) {
  const ids = [];
  for (let n = 1; n <= groups; n++) {
    const { id } = await call('POST', `/${store}/groups`, {
      name: `Group ${n}`,
      discountRules: rulesOf(n, rules),
      defaultPriceListId: n === 1 ? listOf(prices) : null,
    });
    ids.push(id);
  }
  return ids;
}

/** @param {number} size */
const listOf = (size) => `list-${size}`;

/**
 * A tree of three levels and more: each but the first nine is below another one.
 * @param {number} n
 */
const category = (n) => ({
  id: categoryId(n),
  name: `Category ${n}`,
  parentId: n < 10 ? null : categoryId(Math.floor(n / 10)),
});

/** @param {number} n */
const product = (n) => ({
  id: productId(n),
  name: `Product ${n}`,
  price: priceOf(n).toFixed(2),
  categoryIds: [categoryId((n % CATEGORIES) + 1)],
});

/** Below what any rule leaves: it is the list that makes the price where it has one.
 * @param {number} n
 */
const price = (n) => ({ productId: productId(n), amount: (priceOf(n) * 0.6).toFixed(2) });

/**
 * One for everything, and of the others half for categories and half for products; they differ
 * from group to group.
 * @param {number} group
 * @param {number} count
 */
const rulesOf = (group, count) =>
  numbers(1, count).map((n) => {
    const off = { method: 'percent', amount: (1 + ((group * 13 + n * 7) % 150) / 10).toFixed(1) };
    if (n === 1) return { type: 'all', ...off };
    return n % 2 === 0
      ? { type: 'category', categoryId: categoryId(((group * 31 + n) % CATEGORIES) + 1), ...off }
      : { type: 'product', productId: productId(group * 17 + n), ...off };
  });

/** @type {(from: number, to: number) => number[]} */
const numbers = (from, to) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

/**
 * @param {number} count
 * @param {(part: number[]) => Promise<unknown>} work
 */
async function inParts(count, work) {
  for (let from = 1; from <= count; from += PER_CALL) {
    await work(numbers(from, Math.min(from + PER_CALL - 1, count)));
  }
}
