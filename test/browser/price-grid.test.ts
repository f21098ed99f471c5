import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestStore } from '../helpers/api.js';
import { describeBrowser, holdSaves, look, testBrowser, type Width } from '../helpers/browser.js';
import { beSignedIn, type Demo, startDemo } from '../helpers/demo.js';
import { furnish, makePriceShop, pricesOf } from '../helpers/price-shop.js';

const BEFORE = ['p1 x1 9.50', 'p1 x10 8.00', 'p2 x1 20.00', 'zz-unknown x1 1.00'];

describeBrowser('the prices of a list', () => {
  const browser = testBrowser();
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo();
  });
  afterAll(() => demo?.service.close());

  const shop = () => makePriceShop(demo.service.origin);

  async function open(store: TestStore, query = '', width: Width = 1280): Promise<Page> {
    const page = await browser.open({ width });
    await beSignedIn(page, demo, store.key);
    await page.goto(`${demo.service.origin}/stores/${store.id}/price-lists/trade${query}`);
    await page.getByRole('grid').waitFor();
    return page;
  }
  const cell = (page: Page, product: string, quantity: number | string) =>
    page.getByRole('gridcell', { name: `${product}, from ${quantity}:` });
  const text = (page: Page, product: string, quantity: number | string) =>
    cell(page, product, quantity).textContent();
  const state = (page: Page, product: string, quantity: number | string) =>
    cell(page, product, quantity).getAttribute('data-state');
  const save = (page: Page) => page.getByRole('button', { name: 'Save changes' });
  const unsaved = (page: Page) => page.getByRole('region', { name: 'Unsaved changes' });
  /** What a spreadsheet puts on the clipboard, pasted where the focus is. */
  const paste = (page: Page, pasted: string) =>
    page.evaluate(`(() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', ${JSON.stringify(pasted)});
      document.activeElement.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
      );
    })()`);

  it('are shown by product with their names, and from each quantity on', async () => {
    const store = await shop();
    await furnish(store, ['POST', '/groups', { name: 'Traders', defaultPriceListId: 'trade' }]);
    const page = await open(store);
    expect(await page.getByRole('columnheader').allTextContents()).toEqual([
      'Product',
      'In the catalog',
      'From 1',
      'From 10',
      'Actions',
    ]);
    expect(await page.getByRole('rowheader').allTextContents()).toEqual([
      'Round framep1',
      'Square framep2',
      'zz-unknownNot in the catalog',
    ]);
    expect(await text(page, 'Round frame', 10)).toBe('8.00');
    expect(await text(page, 'Square frame', 10)).toBe('');
    await page.getByRole('link', { name: 'Traders' }).waitFor();
  });

  it('are edited in place by the keys of a spreadsheet', async () => {
    const store = await shop();
    await furnish(
      store,
      ['POST', '/groups', { name: 'Traders', defaultPriceListId: 'trade' }],
      ['POST', '/customers', { id: 'c1', groupIds: [1] }],
    );
    const page = await open(store);
    const { keyboard } = page;
    await cell(page, 'Round frame', 1).click();
    // Typing replaces, Enter goes down, Tab to the right.
    await keyboard.type('9.25');
    await keyboard.press('Enter');
    await keyboard.type('19');
    await keyboard.press('Tab');
    await keyboard.type('18.5');
    await keyboard.press('Enter');
    expect(await text(page, 'Round frame', 1)).toBe('9.25');
    expect(await text(page, 'Square frame', 1)).toBe('19.00');
    expect(await text(page, 'Square frame', 10)).toBe('18.50');
    // At the last row it stays; arrows go back up; Escape takes back what is typed.
    await keyboard.press('ArrowUp');
    await keyboard.press('ArrowUp');
    await keyboard.type('777');
    await keyboard.press('Escape');
    expect(await text(page, 'Round frame', 10)).toBe('8.00');
    expect(await state(page, 'Round frame', 10)).toBeNull();
    // Enter edits what is there.
    await keyboard.press('Enter');
    await keyboard.press('Backspace');
    await keyboard.type('5');
    await keyboard.press('Shift+Tab');
    expect(await text(page, 'Round frame', 10)).toBe('8.05');
    await keyboard.press('End');
    await keyboard.press('Delete');
    expect(await state(page, 'Round frame', 10)).toBe('leaving');
    expect(await state(page, 'Round frame', 1)).toBe('unsaved');
    await unsaved(page).getByText('4 unsaved prices of 2 products.').waitFor();
    await unsaved(page).getByText('Changes the price of 2 products for 1 customer.').waitFor();
    expect(await pricesOf(store)).toEqual(BEFORE);
    await look(page, 'price-grid-unsaved');
    // Escape leaves the table, and Tab goes on behind it.
    await keyboard.press('Escape');
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    await page.getByText('4 prices saved.').waitFor();
    expect(await pricesOf(store)).toEqual([
      'p1 x1 9.25',
      'p2 x1 19.00',
      'p2 x10 18.50',
      'zz-unknown x1 1.00',
    ]);
    await unsaved(page).waitFor({ state: 'detached' });
  });

  it('go into cells from the first to the last by Tab, and then on', async () => {
    const page = await open(await shop());
    await cell(page, 'Round frame', 1).focus();
    const met: (string | null)[] = [];
    for (let step = 0; step < 6; step++) {
      met.push(await page.evaluate('document.activeElement.ariaLabel'));
      await page.keyboard.press('Tab');
    }
    expect(met.map((name) => name?.replace(/:.*/, ''))).toEqual([
      'Round frame, from 1',
      'Round frame, from 10',
      'Square frame, from 1',
      'Square frame, from 10',
      'zz-unknown, from 1',
      'zz-unknown, from 10',
    ]);
    const after = await page.evaluate('document.activeElement.ariaLabel');
    expect(after).toBe('Remove zz-unknown from the list');
    await page.keyboard.press('Enter');
    await page.getByText('Will be removed').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('Will be removed').waitFor({ state: 'detached' });
  });

  it('take several cells of a spreadsheet, and say what did not fit', async () => {
    const store = await shop();
    const page = await open(store);
    await cell(page, 'Round frame', 1).click();
    await paste(page, '9\t"7,50"\r\n1.234,50\t\r\n3\t2\t1\r\n4\t4\r\n');
    await page.getByText('6 cells pasted. 3 cells did not fit').waitFor();
    expect(await text(page, 'Round frame', 10)).toBe('7.50');
    expect(await text(page, 'Square frame', 1)).toBe('1,234.50');
    await save(page).click();
    await page.getByText('5 prices saved.').waitFor();
    expect(await pricesOf(store)).toEqual([
      'p1 x1 9.00',
      'p1 x10 7.50',
      'p2 x1 1234.50',
      'zz-unknown x1 3.00',
      'zz-unknown x10 2.00',
    ]);
  });

  it('say at their cells what cannot be saved, and why', async () => {
    const store = await shop();
    const page = await open(store);
    await cell(page, 'Round frame', 1).click();
    await paste(page, 'cheap\t8.005\n1,500');
    await page.getByText('These prices cannot be saved').waitFor();
    await unsaved(page).getByText('cannot be saved: the reason stands below').waitFor();
    await page.getByText('Round frame, from 1: “cheap”. This is no amount').waitFor();
    await page.getByText('“8.005”. This currency has at most 2 decimals.').waitFor();
    await page.getByText('“1,500”. This could be a thousand or a decimal.').waitFor();
    expect(await cell(page, 'Round frame', 1).getAttribute('aria-invalid')).toBe('true');
    expect(await save(page).isDisabled()).toBe(true);
    await look(page, 'price-grid-faults');
    await cell(page, 'Round frame', 1).click();
    await page.keyboard.type('9.50');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Delete');
    await cell(page, 'Square frame', 1).click();
    await page.keyboard.type('1500');
    await page.keyboard.press('Enter');
    await save(page).click();
    await page.getByText('2 prices saved.').waitFor();
    expect(await pricesOf(store)).toEqual(['p1 x1 9.50', 'p2 x1 1500.00', 'zz-unknown x1 1.00']);
  });

  it('show at their cells what the service refuses, and nothing is half done', async () => {
    const store = await shop();
    const page = await open(store);
    await page.route('**/prices', async (route) => {
      if (route.request().method() !== 'PUT') return route.continue();
      const errors = [{ pointer: '/prices/1/amount', message: 'is too dear' }];
      await route.fulfill({ status: 400, json: { title: 'Bad Request', status: 400, errors } });
    });
    await cell(page, 'Round frame', 1).click();
    await paste(page, '5\n6');
    await save(page).click();
    await page.getByText('Square frame, from 1: “6”. is too dear').waitFor();
    expect(await state(page, 'Square frame', 1)).toBe('faulty');
    expect(await state(page, 'Round frame', 1)).toBe('unsaved');
    expect(await pricesOf(store)).toEqual(BEFORE);
  });

  it('get products of the catalog and of none, and other quantities', async () => {
    const store = await shop();
    const page = await open(store);
    const field = page.getByRole('combobox', { name: 'Add a product' });
    await field.fill('reading');
    await page.getByRole('option', { name: 'Reading glasses (p3)' }).click();
    await field.fill('own-id');
    await page.getByRole('option', { name: 'Use the id “own-id”' }).click();
    await page.getByRole('button', { name: 'Add a quantity' }).click();
    for (const [wrong, words] of [
      ['0', 'A whole number from 1 to 999,999,999.'],
      ['10', 'This column is there already.'],
    ] as const) {
      await page.getByLabel('From quantity').fill(wrong);
      await page.keyboard.press('Enter');
      await page.getByText(words).waitFor();
    }
    await page.getByLabel('From quantity').fill('100');
    await page.keyboard.press('Enter');
    await page.getByRole('columnheader', { name: 'From 100' }).waitFor();
    await look(page, 'price-grid-new');
    await cell(page, 'Reading glasses', 1).click();
    await paste(page, '28\t\t24');
    await cell(page, 'own-id', 100).click();
    await page.keyboard.type('3');
    await page.keyboard.press('Enter');
    await save(page).click();
    await page.getByText('3 prices saved.').waitFor();
    expect(await pricesOf(store)).toEqual([
      'own-id x100 3.00',
      ...BEFORE.slice(0, 3),
      'p3 x1 28.00',
      'p3 x100 24.00',
      'zz-unknown x1 1.00',
    ]);
    // They stand where they belong now.
    await expect
      .poll(() => page.getByRole('rowheader').allTextContents())
      .toEqual([
        'own-idNot in the catalog',
        'Round framep1',
        'Square framep2',
        'Reading glassesp3',
        'zz-unknownNot in the catalog',
      ]);
  });

  it('lose products and quantities, once that is saved', async () => {
    const store = await shop();
    const page = await open(store);
    await page.getByRole('button', { name: 'Remove Square frame from the list' }).click();
    await page.getByRole('button', { name: 'Remove the prices from 10 on this page' }).click();
    await page.getByText('Will be removed').waitFor();
    await unsaved(page).getByText('2 unsaved prices of 2 products.').waitFor();
    await look(page, 'price-grid-leaving');
    await page.getByRole('button', { name: 'Discard changes' }).click();
    await unsaved(page).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Remove Round frame from the list' }).click();
    await save(page).click();
    await page.getByText('2 prices saved.').waitFor();
    expect(await pricesOf(store)).toEqual(BEFORE.slice(2));
    await expect.poll(() => page.getByRole('columnheader').count()).toBe(4);
  });

  it('keep what is unsaved when saving fails, on other pages, and ask before one leaves', async () => {
    const store = await shop();
    const products = Array.from({ length: 60 }, (_, index) => `q${index + 10}`);
    const prices = products.map((productId) => ({ productId, amount: '5.00' }));
    await furnish(store, ['PUT', '/price-lists/trade/prices', { prices }]);
    const page = await open(store);
    await cell(page, 'Round frame', 1).click();
    await page.keyboard.type('1');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Next' }).click();
    await cell(page, 'q69', 1).waitFor();
    await unsaved(page).getByText('1 of them on other pages.').waitFor();
    await cell(page, 'q69', 1).click();
    await page.keyboard.type('2');
    await page.keyboard.press('Enter');
    // Out of reach, and then back.
    await page.context().setOffline(true);
    await save(page).click();
    await page.getByText('The service cannot be reached.').waitFor();
    await page.context().setOffline(false);
    expect(await text(page, 'q69', 1)).toBe('2.00');
    const asked: string[] = [];
    page.once('dialog', (dialog) => {
      asked.push(dialog.message());
      void dialog.dismiss();
    });
    await page.getByRole('link', { name: 'Price lists' }).click();
    expect(asked).toEqual(['You have unsaved changes. Leave, and lose them?']);
    expect(await text(page, 'q69', 1)).toBe('2.00');
    await save(page).click();
    await page.getByText('2 prices saved.').waitFor();
    const saved = await pricesOf(store);
    expect(saved).toContain('p1 x1 1.00');
    expect(saved).toContain('q69 x1 2.00');
  });

  it('keep what is edited while they are being saved', async () => {
    const store = await shop();
    const page = await open(store);
    const type = async (product: string, quantity: number, amount: string) => {
      await cell(page, product, quantity).click();
      await page.keyboard.type(amount);
      await page.keyboard.press('Enter');
    };
    await type('Round frame', 1, '9');
    await type('Round frame', 10, '7');
    await type('Square frame', 1, '21');
    const { sent, letGo } = await holdSaves(page, '**/prices', 'PUT');
    await save(page).click();
    await sent;
    await type('Round frame', 1, '8.75');
    // This is what it was before.
    await type('Round frame', 10, '8');
    await page.getByRole('button', { name: 'Remove zz-unknown from the list' }).click();
    letGo();
    await page.getByText('3 prices saved.').waitFor();
    await unsaved(page).getByText('3 unsaved prices of 2 products.').waitFor();
    expect(await text(page, 'Round frame', 1)).toBe('8.75');
    expect(await text(page, 'Round frame', 10)).toBe('8.00');
    expect(await pricesOf(store)).toEqual([
      'p1 x1 9.00',
      'p1 x10 7.00',
      'p2 x1 21.00',
      'zz-unknown x1 1.00',
    ]);
    await save(page).click();
    await unsaved(page).waitFor({ state: 'detached' });
    expect(await pricesOf(store)).toEqual(['p1 x1 8.75', 'p1 x10 8.00', 'p2 x1 21.00']);
  });

  it('are searched by id and name, in the address', async () => {
    const page = await open(await shop());
    await page.getByLabel('Search by product').fill('SQUARE');
    await expect.poll(() => page.getByRole('rowheader').count()).toBe(1);
    expect(new URL(page.url()).searchParams.get('search')).toBe('SQUARE');
    await page.reload();
    await cell(page, 'Square frame', 1).waitFor();
    await page.getByLabel('Search by product').fill('none of this');
    await page.getByText('No product matches').waitFor();
  });

  it('work on a narrow screen, by a finger', async () => {
    const store = await shop();
    const page = await open(store, '', 380);
    await look(page, 'price-grid-380');
    await cell(page, 'Round frame', 1).dblclick();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('7');
    await page.keyboard.press('Enter');
    await save(page).click();
    await page.getByText('1 price saved.').waitFor();
    expect((await pricesOf(store))[0]).toBe('p1 x1 7.00');
  });
});
