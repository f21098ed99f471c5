import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestStore } from '../helpers/api.js';
import { describeBrowser, look, lookAround, testBrowser } from '../helpers/browser.js';
import { beSignedIn, type Demo, startDemo } from '../helpers/demo.js';
import { furnish, makePriceShop } from '../helpers/price-shop.js';

describeBrowser('the price checker', () => {
  const browser = testBrowser();
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo();
  });
  afterAll(() => demo?.service.close());

  /** Group 1 has the list, 2 a rule and frames alone, 3 is inactive; c1 is in all of them. */
  async function makeShop(): Promise<TestStore> {
    const store = await makePriceShop(demo.service.origin);
    const percent = { type: 'all', method: 'percent', amount: '10' };
    const categoryAccess = { type: 'specific', categories: ['7'] };
    await furnish(
      store,
      ['POST', '/groups', { name: 'Traders', defaultPriceListId: 'trade', categoryAccess }],
      ['POST', '/groups', { name: 'Club', discountRules: [percent], categoryAccess }],
      ['POST', '/groups', { name: 'Closed', isActive: false }],
      [
        'POST',
        '/customers',
        { id: 'c1', name: 'Ann', email: 'ann@example.org', groupIds: [1, 2, 3] },
      ],
    );
    return store;
  }

  async function open(store: TestStore, query = ''): Promise<Page> {
    const page = await browser.open();
    await beSignedIn(page, demo, store.key);
    await page.goto(`${demo.service.origin}/stores/${store.id}/price-checker${query}`);
    await page.getByRole('heading', { name: 'Price checker' }).waitFor();
    return page;
  }
  const address = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);
  const total = (page: Page) => page.getByText(/^Total: /).textContent();
  const why = async (page: Page) =>
    Promise.all(
      (await page.getByRole('table', { name: 'Why this price' }).locator('tbody tr').all()).map(
        async (row) => (await row.locator('td').allTextContents()).join(' | '),
      ),
    );

  it('tells what a customer pays and why, and a link shows the same', async () => {
    const store = await makeShop();
    const page = await open(store);
    await page.getByText('Add a product to see its price').waitFor();
    await page.getByText('A customer', { exact: true }).click();
    await page.getByRole('combobox', { name: 'Customer' }).fill('ann@');
    await page.getByRole('option', { name: 'Ann c1 · ann@example.org' }).click();
    await page.getByRole('combobox', { name: 'Add a product' }).fill('round');
    await page.getByRole('option', { name: 'Round frame (p1)' }).click();
    await expect.poll(() => total(page)).toBe('Total: €9.50');
    expect(await why(page)).toEqual([
      'TradersChosen | €9.50from list Trade prices | None | €9.50 | It is the lowest price.',
      'Club | €12.00 | 10 % off everything | €10.80 | Another price is lower.',
      'Closed |  |  |  | The group is inactive.',
      'Without any group | €12.00 | None | €12.00 | Another price is lower.',
    ]);
    await page.getByText('May see it').waitFor();
    await page.getByText('€12.00 without any group').waitFor();
    await page.getByLabel('Quantity').fill('10');
    await expect.poll(() => total(page)).toBe('Total: €80.00');
    await page.getByText('10 × €8.00 each').waitFor();
    expect(address(page)).toEqual({ customer: 'c1', items: 'p1*10' });
    await look(page, 'price-checker-customer');

    const other = await open(store, new URL(page.url()).search);
    await expect.poll(() => total(other)).toBe('Total: €80.00');
    expect(await other.getByLabel('Quantity').inputValue()).toBe('10');
    const field = other.getByRole('combobox', { name: 'Customer' });
    await expect.poll(() => field.inputValue()).toBe('Ann');
    await other.getByRole('link', { name: 'Club' }).click();
    await other.getByRole('heading', { name: 'Club', level: 1 }).waitFor();
  });

  it('tells what groups make together, and a guest pays', async () => {
    const store = await makeShop();
    const page = await open(store, '?items=p3');
    await expect.poll(() => total(page)).toBe('Total: €30.00');
    await page.getByText('Groups', { exact: true }).last().click();
    await page.getByText('Choose who buys').waitFor();
    await page.getByRole('combobox', { name: 'Groups' }).fill('clu');
    await page.getByRole('option', { name: 'Club' }).click();
    await expect.poll(() => total(page)).toBe('Total: €27.00');
    await page.getByText('May not see it').waitFor();
    await page.getByRole('combobox', { name: 'Groups' }).fill('tra');
    await page.getByRole('option', { name: 'Traders' }).click();
    await expect.poll(() => address(page)).toEqual({ groups: '2,1', items: 'p3' });
    await page.getByText('Price list Trade prices: no price for this product.').waitFor();
    await look(page, 'price-checker-groups');
    await page.getByText('A guest', { exact: true }).click();
    await expect.poll(() => total(page)).toBe('Total: €30.00');
    expect(address(page)).toEqual({ items: 'p3' });
  });

  it('takes several products, of which some have no price of their own', async () => {
    const store = await makeShop();
    const page = await open(store, '?customer=c1&items=p1');
    const add = page.getByRole('combobox', { name: 'Add a product' });
    await add.fill('priced');
    await page.getByRole('option', { name: 'Priced by hand (p4)' }).click();
    const price = page.getByLabel('Price in EUR');
    await expect.poll(() => price.getAttribute('aria-invalid')).toBe('true');
    await look(page, 'price-checker-no-price');
    await price.fill('4,50');
    await expect.poll(() => total(page)).toBe('Total: €13.55');
    await add.fill('odd*id@,%');
    await page.getByRole('option', { name: 'Use the id “odd*id@,%”' }).click();
    await expect.poll(() => price.count()).toBe(2);
    await price.last().fill('1');
    await expect.poll(() => total(page)).toBe('Total: €14.45');
    await page.reload();
    await expect.poll(() => total(page)).toBe('Total: €14.45');
    expect(await page.getByText('odd*id@,%').first().isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Remove Priced by hand' }).click();
    await expect.poll(() => total(page)).toBe('Total: €10.40');
  });

  it('takes keys as fast as they come, at the caret, and goes back with the address', async () => {
    const store = await makeShop();
    const page = await open(store, '?items=p1*125,p4@9');
    const quantity = page.getByLabel('Quantity').first();
    const price = page.getByLabel('Price in EUR');
    await quantity.click();
    await page.keyboard.press('Home');
    await page.keyboard.type('12');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.type('34');
    expect(await quantity.inputValue()).toBe('1213425');
    // Into another field before the address is there.
    await price.click();
    await page.keyboard.press('Home');
    await page.keyboard.type('1234567');
    expect(await price.inputValue()).toBe('12345679');
    await expect.poll(() => address(page)).toEqual({ items: 'p1*1213425,p4@12345679' });
    expect(await quantity.inputValue()).toBe('1213425');
    await page.getByRole('link', { name: 'Price checker' }).click();
    await page.getByText('Add a product to see its price').waitFor();
    expect(await quantity.count()).toBe(0);
    await page.goBack();
    await expect.poll(() => price.inputValue()).toBe('12345679');
    expect(await quantity.inputValue()).toBe('1213425');
  });

  it('says at each field what is wrong with it', async () => {
    const store = await makeShop();
    const page = await open(store, '?customer=nobody&items=p1*half,p3*2');
    const quantity = page.getByLabel('Quantity').first();
    await expect.poll(() => quantity.getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByLabel('Quantity').last().getAttribute('aria-invalid')).not.toBe('true');
    await quantity.fill('2');
    await page.getByText("there is no customer 'nobody'").first().waitFor();
    const field = page.getByRole('combobox', { name: 'Customer' });
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await look(page, 'price-checker-faults');
    const groups = await open(store, '?groups=2,99&items=p1');
    await groups.getByText('there is no group 99').first().waitFor();
  });

  it('looks into the future and the past, and tells how far back it can', async () => {
    const store = await makeShop();
    const page = await open(store, '?customer=c1&items=p1');
    await expect.poll(() => total(page)).toBe('Total: €9.50');
    await furnish(store, ['PATCH', '/price-lists/trade', { endsAt: '2035-01-01T00:00:00Z' }]);
    const when = page.getByLabel('Date and time');
    await when.fill('2036-01-01T00:00');
    await expect.poll(() => total(page)).toBe('Total: €10.80');
    await page.getByText('As of 1 Jan 2036, 00:00.').waitFor();
    await page.getByText('Price list Trade prices: list not valid at this time.').waitFor();
    expect(address(page).at).toBe('2035-12-31T23:00:00.000Z');
    await when.fill('20261-01-01T00:00');
    await page.getByText('The year must have four digits.').waitFor();
    await page.getByText(/^Total: /).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Now' }).click();
    await expect.poll(() => total(page)).toBe('Total: €9.50');
    // Nobody was there yet.
    const day = 24 * 60 * 60 * 1000;
    const past = new Date(Date.now() - 2 * day).toISOString();
    await page.goto(`${page.url()}&at=${past}`);
    await expect.poll(() => total(page)).toBe('Total: €12.00');
    await page.getByText('The catalog’s prices and categories are today’s.').waitFor();
    await when.fill('2020-01-01T00:00');
    await page
      .getByText(/must not be before 17 Oct 2025, .*older states are not kept/)
      .first()
      .waitFor();
    expect(await when.getAttribute('aria-invalid')).toBe('true');
    await look(page, 'price-checker-too-early');
  });

  it('asks in another currency', async () => {
    const store = await makeShop();
    await furnish(
      store,
      ['POST', '/price-lists', { id: 'us', name: 'Dollars', currency: 'USD' }],
      ['PUT', '/price-lists/us/prices', { prices: [{ productId: 'p1', amount: '11.00' }] }],
      ['POST', '/groups', { name: 'Americans', defaultPriceListId: 'us' }],
    );
    const page = await open(store, '?groups=4&items=p1');
    await expect.poll(() => total(page)).toBe('Total: €12.00');
    await page.getByRole('combobox', { name: 'Currency' }).fill('USD');
    await page.getByRole('option', { name: /^USD/ }).click();
    await expect.poll(() => total(page)).toBe('Total: US$11.00');
    expect(address(page).currency).toBe('USD');
  });

  it('looks well', async () => {
    const page = await browser.open();
    await beSignedIn(page, demo);
    for (const [name, query, text] of [
      ['price-checker-empty', '', 'Add a product to see its price'],
      ['price-checker-hidden', '?groups=6&items=101', 'May not see it'],
      ['price-checker', '?groups=2,5&items=101*12,143', 'It is the lowest price.'],
    ] as const) {
      await page.goto(`${demo.service.origin}/stores/demo/price-checker${query}`);
      await page.getByText(text).first().waitFor();
      await lookAround(page, name);
    }
    const amount = page.locator('td').getByText('US$316.20', { exact: true }).last();
    expect(await linesOf(amount)).toBe(1);
  });
});

const linesOf = (text: Locator): Promise<number> =>
  text.evaluate(
    (element) =>
      (element as unknown as { getClientRects(): ArrayLike<unknown> }).getClientRects().length,
  );
