import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeStore, type TestStore } from '../helpers/api.js';
import { describeBrowser, look, lookAround, testBrowser } from '../helpers/browser.js';
import { beSignedIn, type Demo, startDemo } from '../helpers/demo.js';

describeBrowser('the log of changes', () => {
  const browser = testBrowser();
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo();
  });
  afterAll(() => demo?.service.close());

  async function send(store: TestStore, calls: readonly (readonly [string, string, object?])[]) {
    for (const [method, path, body] of calls) {
      const reply = await store.call(method, path, { body });
      if (reply.status >= 300) throw new Error(`${method} ${path}: ${reply.text}`);
    }
  }

  const RULES = [
    { type: 'all', method: 'percent', amount: '5' },
    { type: 'product', productId: '33', method: 'fixed', amount: '12.5' },
    { type: 'category', categoryId: '7', method: 'price', amount: '3' },
  ];

  /** A group that was changed, with three members, a price list and a product. */
  async function makeShop(): Promise<TestStore> {
    const store = await makeStore(demo.service.origin);
    await send(store, [
      ['POST', '/groups', { name: 'Retail' }],
      ['POST', '/customers', { id: 'c1', name: 'Ada' }],
      ['POST', '/customers', { id: 'c2' }],
      ['POST', '/customers', { id: 'c3' }],
      ['POST', '/groups/1/members', { add: ['c1', 'c2', 'c3'] }],
      ['POST', '/price-lists', { id: 'trade', name: 'Trade prices' }],
      ['PUT', '/categories', { categories: [{ id: '7', name: 'Lenses' }] }],
      ['PUT', '/products', { products: [{ id: '33', price: '100.00', categoryIds: ['7'] }] }],
      ['PUT', '/price-lists/trade/prices', { prices: [{ productId: '33', amount: '9.50' }] }],
      [
        'PATCH',
        '/groups/1',
        {
          name: 'Wholesale',
          isActive: false,
          discountRules: RULES,
          categoryAccess: { type: 'specific', categories: ['7'] },
          defaultPriceListId: 'trade',
        },
      ],
    ]);
    return store;
  }

  async function open(store: TestStore, search = ''): Promise<Page> {
    const page = await browser.open();
    await beSignedIn(page, demo, store.key);
    await page.goto(`${demo.service.origin}/stores/${store.id}/changes${search}`);
    await page.getByRole('heading', { name: 'Changes', level: 1 }).waitFor();
    return page;
  }

  const entry = (page: Page, words: string | RegExp) =>
    page.getByRole('button', { name: words, expanded: false });
  const words = async (page: Page) =>
    (await page.locator('main li button[aria-expanded]').allTextContents()).map((text) =>
      text.trim(),
    );
  const address = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);
  const lines = (page: Page) =>
    page
      .locator('main li table tbody tr')
      .evaluateAll((rows) =>
        rows.map((row) =>
          [...(row as unknown as { cells: { textContent: string }[] }).cells].map(
            ({ textContent }) => textContent.trim(),
          ),
        ),
      );

  async function choose(page: Page, label: string, option: string): Promise<void> {
    await page.getByRole('combobox', { name: label, exact: true }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  }

  it('shows what was before and after, in words', async () => {
    const page = await open(await makeShop());
    await entry(page, 'Group “Wholesale” changed').click();
    await page.getByRole('cell', { name: 'Trade prices' }).waitFor();
    expect((await lines(page)).sort()).toEqual(
      [
        ['Active', 'Yes', 'No'],
        ['Category access', 'None', 'only 7'],
        ['Discounts', 'None', '5% off everything, product 33 for US$12.50, US$3.00 off category 7'],
        ['Name', 'Retail', 'Wholesale'],
        ['Price list', 'None', 'Trade prices'],
      ].sort(),
    );
    await page.getByRole('button', { name: 'Group “Wholesale” changed', expanded: true }).click();
    await entry(page, 'Price of product 33 in list trade created').click();
    await page.getByRole('columnheader', { name: 'It is' }).waitFor();
    expect(await lines(page)).toContainEqual(['Price', '9.50']);
  });

  it('tells of lists what has come and gone, and of others that only their order is new', async () => {
    const store = await makeShop();
    const [all, product, category] = RULES;
    const other = { type: 'product', productId: '34', method: 'fixed', amount: '8' };
    await send(store, [
      ['PATCH', '/groups/1', { discountRules: [all, product, other] }],
      ['PATCH', '/groups/1', { discountRules: [other, product, all] }],
    ]);
    expect(category).toBeDefined();
    const page = await open(store, '?operation=group.updated');
    for (const [place, shown] of [
      [0, ['Discounts', 'None', 'In another order']],
      [1, ['Discounts', 'US$3.00 off category 7', 'product 34 for US$8.00 2 unchanged']],
    ] as const) {
      const item = page.locator('main li').nth(place);
      await item.getByRole('button', { expanded: false }).click();
      await item.getByRole('cell').first().waitFor();
      expect((await lines(page)).at(place)).toEqual(shown);
    }
  });

  it('names members by their ids, the first of many', async () => {
    const store = await makeStore(demo.service.origin);
    const ids = Array.from({ length: 30 }, (_, index) => `m${10 + index}`);
    await send(store, [
      ['POST', '/groups', { name: 'Many' }],
      ...ids.map((id) => ['POST', '/customers', { id }] as const),
      ['POST', '/groups/1/members', { add: ids }],
    ]);
    const page = await open(store, '?entity=members');
    await entry(page, '30 members added to “Many”').click();
    const [[, shown] = []] = await lines(page);
    expect(shown).toBe(`${ids.slice(0, 10).join(', ')} and 20 more`);
    await look(page, 'changes-members');
    await page.getByRole('button', { name: 'and 20 more' }).click();
    const [[, all] = []] = await lines(page);
    expect(all).toBe(`${ids.join(', ')} Show fewer`);
  });

  it('is filtered by what, how, who, through what, when and whom', async () => {
    const store = await makeShop();
    const body = { name: 'Web shop', scopes: ['store:admin'] };
    const { json: key } = await store.call('POST', '/keys', { body });
    await store.call('PATCH', '/groups/1', { key: key.secret, body: { name: 'By the shop' } });
    const page = await open(store);
    await page.getByText('Group “By the shop” changed').waitFor();

    await choose(page, 'What', 'Group');
    await expect.poll(() => words(page)).toHaveLength(3);
    await choose(page, 'How', 'Group created');
    await expect.poll(() => words(page)).toEqual(['Group “Retail” created']);
    expect(address(page)).toEqual({ entity: 'group', operation: 'group.created' });
    await page.reload();
    await expect.poll(() => words(page)).toEqual(['Group “Retail” created']);
    await page.goBack();
    await expect.poll(() => words(page)).toHaveLength(3);

    await page.getByRole('button', { name: 'Clear all filters' }).click();
    await choose(page, 'Who', 'Web shop');
    await expect.poll(() => words(page)).toEqual(['Group “By the shop” changed']);
    await page.getByText('by the key “Web shop” through Clientele’s API').waitFor();
    expect(address(page)).toEqual({ actor: `key:${key.id}` });

    await page.getByRole('button', { name: 'Clear all filters' }).click();
    await choose(page, 'Through', 'BigCommerce’s API');
    await page.getByText('No change matches').waitFor();
    await look(page, 'changes-none');

    await page.getByRole('button', { name: 'Clear all filters' }).click();
    await page.getByLabel('Id of a customer').fill('c2');
    await expect
      .poll(() => words(page))
      .toEqual(['3 members added to “By the shop”', 'Customer “c2” created']);
    expect(address(page)).toEqual({ customerId: 'c2' });

    await page.getByRole('button', { name: 'Clear all filters' }).click();
    await page.getByLabel('To', { exact: true }).fill('2020-01-01');
    await page.getByText('No change matches').waitFor();
    await page.getByLabel('To', { exact: true }).fill('2099-01-01');
    await page.getByLabel('From').fill('2020-01-01');
    await page.getByText('Group “By the shop” changed').waitFor();
    expect(address(page)).toEqual({ from: '2020-01-01', to: '2099-01-01' });
  });

  it('takes a typed day as one step of the history', async () => {
    const page = await open(await makeShop());
    const steps = () => page.evaluate<number>('history.length');
    const before = await steps();
    const from = page.getByLabel('From');
    await from.focus();
    await page.keyboard.type('01012026');
    expect(await from.inputValue()).toBe('2026-01-01');
    await expect.poll(() => address(page)).toEqual({ from: '2026-01-01' });
    expect(await steps()).toBe(before + 1);
    const customer = page.getByLabel('Id of a customer');
    await customer.fill('c');
    await expect.poll(() => address(page)).toEqual({ from: '2026-01-01', customerId: 'c' });
    await customer.fill('c2');
    await expect.poll(() => address(page)).toEqual({ from: '2026-01-01', customerId: 'c2' });
    expect(await steps()).toBe(before + 2);
    await page.goBack();
    await page.goBack();
    await expect.poll(() => from.inputValue()).toBe('');
    expect(address(page)).toEqual({});
  });

  it('names the product of a price, whatever its id', async () => {
    const store = await makeStore(demo.service.origin);
    const place = { productId: 'a/b', minQuantity: 2 };
    await send(store, [
      ['POST', '/price-lists', { id: 'trade', name: 'Trade prices' }],
      ['PUT', '/price-lists/trade/prices', { prices: [{ ...place, amount: '9.50' }] }],
      ['PUT', '/price-lists/trade/prices', { prices: [{ ...place, amount: null }] }],
    ]);
    const page = await open(store, '?entity=price');
    await expect
      .poll(() => words(page))
      .toEqual([
        'Price of product a/b in list trade deleted',
        'Price of product a/b in list trade created',
      ]);
  });

  it('takes the day of an address as one of the browser', async () => {
    const store = await makeStore(demo.service.origin);
    const page = await browser.open();
    await beSignedIn(page, demo, store.key);
    const asked = page.waitForRequest(
      (request) => request.url().includes('/v1/stores/') && request.url().includes('/changes?'),
    );
    await page.goto(
      `${demo.service.origin}/stores/${store.id}/changes?from=2026-07-01&to=2026-07-01`,
    );
    const { searchParams } = new URL((await asked).url());
    // Berlin is two hours ahead in summer.
    expect([searchParams.get('from'), searchParams.get('to')]).toEqual([
      '2026-06-30T22:00:00.000Z',
      '2026-07-01T22:00:00.000Z',
    ]);
  });

  it('opens with an address that makes no sense in part', async () => {
    const store = await makeShop();
    const page = await open(store, '?entity=elephant&operation=x&via=pigeon&from=soon');
    await expect.poll(() => words(page)).toContain('Group “Wholesale” changed');
  });

  it('is read page by page', async () => {
    const store = await makeStore(demo.service.origin);
    for (let count = 1; count <= 30; count += 1) {
      await send(store, [['POST', '/groups', { name: `G${count}` }]]);
    }
    const page = await open(store, '?entity=group');
    await page.getByText('Group “G6” created').waitFor();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('Group “G1” created').waitFor();
    expect(await words(page)).toHaveLength(5);
    await page.reload();
    await page.getByText('Group “G1” created').waitFor();
    await page.goBack();
    await page.getByText('Group “G6” created').waitFor();
  });

  const take = async (page: Page, change: string) => {
    await entry(page, change).click();
    await page.getByRole('button', { name: `Undo: ${change}` }).click();
    return page.getByRole('dialog', { name: 'Take this back?' });
  };
  const groupOf = async (store: TestStore) => (await store.call('GET', '/groups/1')).json;

  it('takes a change back after a question, and the undo too', async () => {
    const store = await makeShop();
    const page = await open(store);
    const dialog = await take(page, 'Group “Wholesale” changed');
    await dialog.getByText('What it replaced is put back.').waitFor();
    await look(page, 'changes-undo');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect((await groupOf(store)).name).toBe('Wholesale');
    await page.getByRole('button', { name: 'Undo: Group “Wholesale” changed' }).click();
    await dialog.getByRole('button', { name: 'Take it back' }).click();
    await page.getByText('Taken back, with 1 change.').waitFor();
    await page.getByText('Group “Retail” changed').waitFor();
    await page.getByText('takes something back').waitFor();
    expect(await groupOf(store)).toMatchObject({ name: 'Retail', discountRules: [] });
    await page.getByRole('alert').getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByText('It is as it was before.').waitFor();
    expect(await groupOf(store)).toMatchObject({ name: 'Wholesale', isActive: false });
  });

  it('says that one write is taken back as a whole, and shows it', async () => {
    const store = await makeShop();
    const prices = [1, 2, 3].map((quantity) => ({
      productId: '33',
      minQuantity: quantity,
      amount: `${9 - quantity}.00`,
    }));
    await send(store, [['PUT', '/price-lists/trade/prices', { prices }]]);
    const page = await open(store, '?entity=price');
    await page.getByText('Price of product 33 in list trade changed').waitFor();
    const dialog = await take(page, 'Price of product 33 in list trade changed');
    await dialog.getByText('It was one of 3 changes of one write').waitFor();
    expect(await dialog.getByRole('listitem').count()).toBe(3);
    await dialog.getByRole('button', { name: 'Take it back' }).click();
    await page.getByText('Taken back, with 3 changes.').waitFor();
    const { data } = (await store.call('GET', '/price-lists/trade/prices')).json;
    expect(data).toMatchObject([{ minQuantity: 1, amount: '9.50' }]);
  });

  it('lists what stands in the way, and changes nothing', async () => {
    const store = await makeShop();
    await send(store, [['PATCH', '/groups/1', { name: 'Once more' }]]);
    const page = await open(store);
    const dialog = await take(page, 'Group “Wholesale” changed');
    await dialog.getByRole('button', { name: 'Take it back' }).click();
    await dialog.getByText('Later changes stand in the way').waitFor();
    await dialog.getByText('Group “Once more” changed').waitFor();
    await look(page, 'changes-in-the-way');
    expect(await dialog.getByRole('button', { name: 'Take it back' }).count()).toBe(0);
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    expect((await groupOf(store)).name).toBe('Once more');
  });

  it('tells of customers who were deleted since', async () => {
    const store = await makeShop();
    await send(store, [
      ['POST', '/groups/1/members', { remove: ['c1', 'c2', 'c3'] }],
      ['DELETE', '/customers/c2'],
    ]);
    const page = await open(store);
    const dialog = await take(page, '3 members removed from “Wholesale”');
    await dialog.getByRole('button', { name: 'Take it back' }).click();
    await page.getByText('1 customer who was deleted since was left out: c2.').waitFor();
    expect((await groupOf(store)).memberCount).toBe(2);
  });

  it('offers no way back where there is none', async () => {
    const store = await makeShop();
    const page = await open(store, '?entity=key');
    await entry(page, 'Key “all” created').click();
    await page.getByRole('columnheader', { name: 'It is' }).waitFor();
    expect(await page.getByRole('button', { name: /^Undo/ }).count()).toBe(0);
  });

  it('shows all that one write changed', async () => {
    const store = await makeShop();
    await send(store, [['DELETE', '/groups/1']]);
    const page = await open(store);
    await entry(page, 'Group “Wholesale” deleted').click();
    await page.getByRole('columnheader', { name: 'It was' }).waitFor();
    await page.getByRole('link', { name: 'All that this write changed' }).click();
    await page.getByText('Only what one write changed.').waitFor();
    await expect
      .poll(async () => (await words(page)).sort())
      .toEqual(['3 members removed from “1”', 'Group “Wholesale” deleted']);
  });

  it('opens an entry by keyboard', async () => {
    const page = await open(await makeShop(), '?entity=group');
    await entry(page, 'Group “Wholesale” changed').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('cell', { name: 'Trade prices' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Take this back?' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const focused = await page.evaluate('document.activeElement.getAttribute("aria-label")');
    expect(focused).toBe('Undo: Group “Wholesale” changed');
  });

  it('says what went wrong, and tries again', async () => {
    const store = await makeShop();
    const page = await browser.open();
    await beSignedIn(page, demo, store.key);
    let isBroken = true;
    await page.route('**/changes?*', (route) =>
      isBroken ? route.fulfill({ status: 500, body: '{}' }) : route.continue(),
    );
    await page.goto(`${demo.service.origin}/stores/${store.id}/changes`);
    await page.getByText('This did not work').waitFor();
    isBroken = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Group “Wholesale” changed').waitFor();
  });

  it('is whole and accessible', async () => {
    const store = await makeShop();
    const page = await browser.open();
    await beSignedIn(page, demo, store.key);
    await page.goto(`${demo.service.origin}/stores/${store.id}/changes`);
    await entry(page, 'Group “Wholesale” changed').click();
    await entry(page, 'Customer “Ada” created').click();
    await page.getByRole('cell', { name: 'Trade prices' }).waitFor();
    await lookAround(page, 'changes');
  });
});
