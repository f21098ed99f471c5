import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeStore, type TestStore } from '../helpers/api.js';
import { describeBrowser, settled, testBrowser } from '../helpers/browser.js';
import { makeCustomers } from '../helpers/customers.js';
import { beSignedIn, type Demo, startDemo } from '../helpers/demo.js';
import { furnish } from '../helpers/price-shop.js';

const MEMBERS = 100_000;
const GROUPS = 2_000;
const CATEGORIES = 6_000;
const PRODUCTS = 10_000;
const RULES = 1_000;

/** Group 1 has all members, group 2 all rules and categories; `trade` has all products. */
async function makeLargeStore(demo: Demo): Promise<TestStore> {
  const store = await makeStore(demo.service.origin, { currency: 'EUR' });
  const ids = numbered('p', MEMBERS);
  await makeCustomers(demo.service.place, store.id, ids);
  const discountRules = numbered('r', RULES).map((productId) => ({
    type: 'product',
    productId,
    method: 'percent',
    amount: '5',
  }));
  const categoryAccess = { type: 'specific', categories: ['k000001'] };
  const groups = numbered('Group ', GROUPS).map((name, index) => ({
    name,
    ...(index === 1 && { discountRules, categoryAccess }),
    ...(index >= GROUPS / 2 && { parentId: 1 + (index % (GROUPS / 2)) }),
  }));
  for (const part of parts(groups, 50)) {
    await Promise.all(part.map((body) => furnish(store, ['POST', '/groups', body])));
  }
  for (const add of parts(ids, 10_000))
    await furnish(store, ['POST', '/groups/1/members', { add }]);
  const categories = numbered('k', CATEGORIES).map((id, index) => ({
    id,
    name: `Category ${id}`,
    // A thousand at the top, each with five below it.
    ...(index >= 1_000 && { parentId: `k${String(index % 1_000).padStart(6, '0')}` }),
  }));
  for (const part of parts(categories, 1_000)) {
    await furnish(store, ['PUT', '/categories', { categories: part }]);
  }
  await furnish(store, ['POST', '/price-lists', { id: 'trade', name: 'Trade prices' }]);
  const prices = numbered('m', PRODUCTS).flatMap((productId) => [
    { productId, amount: '5.00' },
    { productId, minQuantity: 10, amount: '4.00' },
  ]);
  for (const part of parts(prices, 1_000)) {
    await furnish(store, ['PUT', '/price-lists/trade/prices', { prices: part }]);
  }
  return store;
}

const numbered = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => prefix + String(index).padStart(6, '0'));

const parts = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );

/** What is done on a page that is there, and what is to be seen within a second of it. */
interface Step {
  name: string;
  from: string;
  act(page: Page): Promise<unknown>;
  shows(page: Page): Locator;
}

const follow = (name: string) => (page: Page) =>
  page.getByRole('link', { name, exact: true }).click();
const press = (name: string) => (page: Page) =>
  page.getByRole('button', { name, exact: true }).click();
const searchFor = (text: string) => (page: Page) => page.getByRole('searchbox').fill(text);
const row = (text: string) => (page: Page) => page.locator('tbody tr').filter({ hasText: text });

const STEPS: readonly Step[] = [
  {
    name: 'the overview',
    from: '/connect',
    act: follow('Overview'),
    shows: (page) => page.getByText('From 0 memberships to 100,000 in 30 days.'),
  },
  { name: 'groups', from: '/connect', act: follow('Groups'), shows: row('Group 000024') },
  { name: 'more groups', from: '/groups', act: press('Next'), shows: row('Group 000025') },
  { name: 'found groups', from: '/groups', act: searchFor('1999'), shows: row('Group 001999') },
  {
    name: 'the tree of groups',
    from: '/groups',
    act: (page) => page.getByText('Tree').click(),
    shows: (page) => page.getByRole('link', { name: 'Group 000099' }),
  },
  {
    name: 'a large group',
    from: '/groups',
    act: follow('Group 000000'),
    shows: (page) => page.getByText('100,000 members'),
  },
  { name: 'its members', from: '/groups/1', act: follow('Members'), shows: row('p000024') },
  { name: 'more members', from: '/groups/1/members', act: press('Next'), shows: row('p000025') },
  {
    name: 'found members',
    from: '/groups/1/members',
    act: searchFor('p099999'),
    shows: row('p099999'),
  },
  {
    name: 'its history',
    from: '/groups/1',
    act: follow('History'),
    shows: (page) => page.getByText('1,000 members added to “Group 000000”').first(),
  },
  {
    name: 'a thousand rules',
    from: '/groups/2',
    act: follow('Discounts'),
    shows: (page) => page.getByRole('list', { name: 'Discounts' }).locator('> li').nth(24),
  },
  {
    name: 'thousands of categories',
    from: '/groups/2',
    act: follow('Category access'),
    shows: (page) => page.getByLabel('Category k000002', { exact: true }),
  },
  { name: 'customers', from: '/connect', act: follow('Customers'), shows: row('p000000') },
  { name: 'found customers', from: '/customers', act: searchFor('p099999'), shows: row('p099999') },
  {
    name: 'a price list',
    from: '/price-lists',
    act: follow('Trade prices'),
    shows: (page) => page.getByRole('gridcell', { name: /m000000, from 10/ }),
  },
  {
    name: 'more prices',
    from: '/price-lists/trade',
    act: press('Next'),
    shows: (page) => page.getByRole('gridcell', { name: /m000050, from 10/ }),
  },
  {
    name: 'found prices',
    from: '/price-lists/trade',
    act: searchFor('m009999'),
    shows: (page) => page.getByRole('gridcell', { name: /m009999, from 10/ }),
  },
  {
    name: 'changes',
    from: '/connect',
    act: follow('Changes'),
    shows: (page) => page.getByText('Price of product m009999 in list trade created').first(),
  },
];

describeBrowser('a page of a large store is there within a second:', () => {
  const browser = testBrowser();
  let demo: Demo;
  let store: TestStore;
  beforeAll(async () => {
    demo = await startDemo();
    store = await makeLargeStore(demo);
  });
  afterAll(() => demo?.service.close());

  it.each(STEPS)('$name', async ({ from, act, shows }) => {
    const page = await browser.open();
    await beSignedIn(page, demo, store.key);
    const times: number[] = [];
    // The best of three: a machine has other work now and then.
    do {
      await page.goto(`${demo.service.origin}/stores/${store.id}${from}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await settled(page);
      const begin = performance.now();
      await act(page);
      await shows(page).first().waitFor();
      times.push(performance.now() - begin);
    } while (Math.min(...times) >= 1_000 && times.length < 3);
    expect(Math.min(...times)).toBeLessThan(1_000);
  });
});
