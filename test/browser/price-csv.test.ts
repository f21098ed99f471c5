import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestStore } from '../helpers/api.js';
import { describeBrowser, look, testBrowser, type Width, watchPauses } from '../helpers/browser.js';
import { beSignedIn, type Demo, startDemo } from '../helpers/demo.js';
import { furnish, makePriceShop, pricesOf } from '../helpers/price-shop.js';

const BEFORE = ['p1 x1 9.50', 'p1 x10 8.00', 'p2 x1 20.00', 'zz-unknown x1 1.00'];

describeBrowser('prices in a file', () => {
  const browser = testBrowser();
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo();
  });
  afterAll(() => demo?.service.close());

  const shop = () => makePriceShop(demo.service.origin);

  async function openList(store: TestStore, width: Width = 1280): Promise<Page> {
    const page = await browser.open({ width });
    await beSignedIn(page, demo, store.key);
    await page.goto(`${demo.service.origin}/stores/${store.id}/price-lists/trade`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return page;
  }
  async function openImport(store: TestStore, width?: Width): Promise<[Page, Locator]> {
    const page = await openList(store, width);
    await page.getByRole('button', { name: 'Import CSV' }).click();
    const dialog = page.getByRole('dialog', { name: 'Import prices into “Trade prices”' });
    await dialog.getByRole('button', { name: 'Choose a file' }).waitFor();
    return [page, dialog];
  }
  const choose = (dialog: Locator, text: string | Buffer) =>
    dialog
      .locator('input[type=file]')
      .setInputFiles({ name: 'prices.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  const rows = async (dialog: Locator) =>
    (await dialog.locator('tbody tr').all()).length === 0
      ? []
      : Promise.all(
          (await dialog.locator('tbody tr').all()).map(async (row) =>
            (await row.locator('td').allTextContents()).join(' | '),
          ),
        );

  it.each([1280, 380] as const)('show first what they change, at %i px', async (width) => {
    const store = await shop();
    const [page, dialog] = await openImport(store, width);
    await look(page, `price-import-${width}`);
    await choose(
      dialog,
      [
        '\ufeffProduct ID;Min quantity;Amount',
        'p1;;9,5',
        'p1;10;7.75',
        '"p3; new";1;"1.028,00"',
        ';1;3',
        'p2;0;3',
        '',
        'p2;1;cheap',
        'p4;1;3.005',
        'p1;1;4',
        'p5;1;12;50',
        '',
      ].join('\r\n'),
    );
    const kind = (name: string) => dialog.getByText(name, { exact: true });
    await kind('New 1').waitFor();
    await kind('Changed 1').waitFor();
    await kind('The same 1').waitFor();
    await kind('Faulty 6').waitFor();
    expect(await rows(dialog)).toEqual([
      ' | 5 | 1 | 3 | There is no product id.',
      'p2 | 6 |  | 3 | The quantity is no whole number from 1 to 999,999,999.',
      'p2 | 8 | 1 | cheap | This is no amount, such as 12.50.',
      'p4 | 9 | 1 | 3.005 | This currency has at most 2 decimals.',
      'p1 | 10 | 1 | 4 | Line 2 has this product and quantity, too.',
      'p5 | 11 | 1 | 12 | There are more than 3 cells. Put a text or an amount with a comma in quotes.',
    ]);
    await look(page, `price-import-preview-${width}`);
    await kind('Changed 1').click();
    expect(await rows(dialog)).toEqual(['p1 | 3 | 10 | 8.00 | 7.75']);
    await kind('New 1').click();
    expect(await rows(dialog)).toEqual(['p3; new | 4 | 1 | 1,028.00']);
    const go = dialog.getByRole('button', { name: 'Import 2 prices' });
    expect(await go.isDisabled()).toBe(true);
    expect(await pricesOf(store)).toEqual(BEFORE);
    await dialog.getByLabel('Leave out the 6 faulty lines').check();
    await go.click();
    await dialog.getByText('2 prices imported.').waitFor();
    await look(page, `price-import-done-${width}`);
    expect(await pricesOf(store)).toEqual([
      'p1 x1 9.50',
      'p1 x10 7.75',
      'p2 x1 20.00',
      'p3; new x1 1028.00',
      'zz-unknown x1 1.00',
    ]);
  });

  it('say what is wrong with a file that has none', async () => {
    const [page, dialog] = await openImport(await shop());
    await choose(dialog, 'name,colour\nx,y\n');
    await dialog.getByText('The file has no columns productId and amount').waitFor();
    await look(page, 'price-import-unusable');
    await choose(dialog, 'productId,amount\n\n');
    await dialog.getByText('The file has no prices in it.').waitFor();
    await choose(dialog, 'productId,minQuantity,amount\np1,10,8.0\n');
    await dialog.getByText('There is nothing to import').waitFor();
  });

  it('can be pasted', async () => {
    const [page, dialog] = await openImport(await shop());
    await dialog.getByRole('button', { name: 'Choose a file' }).focus();
    await page.evaluate(`(() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', 'productId\\tamount\\np2\\t21');
      document.activeElement.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
      );
    })()`);
    await dialog.getByRole('button', { name: 'Import 1 price' }).waitFor();
  });

  const many = (count: number) =>
    ['productId,minQuantity,amount']
      .concat(Array.from({ length: count }, (_, index) => `m${index},1,5.00`))
      .join('\n');

  const countOf = async (store: TestStore) => {
    let [count, cursor] = [0, ''];
    do {
      const { json } = await store.call(
        'GET',
        `/price-lists/trade/prices?limit=200${cursor && `&cursor=${cursor}`}`,
      );
      count += json.data.length;
      cursor = json.nextCursor ?? '';
    } while (cursor);
    return count;
  };

  it('say clearly what was done when a later part fails, and go on', async () => {
    const store = await shop();
    const [page, dialog] = await openImport(store);
    await choose(dialog, many(2_500));
    const go = dialog.getByRole('button', { name: 'Import 2,500 prices' });
    await go.waitFor();
    let bulks = 0;
    await page.route('**/prices', async (route) => {
      if (route.request().method() === 'PUT' && ++bulks === 2) await route.abort();
      else await route.continue();
    });
    await go.click();
    await dialog.getByText('1,000 of 2,500 prices were imported, and stay.').waitFor();
    await dialog.getByText('The service cannot be reached.').waitFor();
    await look(page, 'price-import-stopped');
    expect(await countOf(store)).toBe(1_004);
    await dialog.getByRole('button', { name: 'Import the other 1,500' }).click();
    await dialog.getByText('2,500 prices imported.').waitFor();
    expect(await countOf(store)).toBe(2_504);
    const undo = page.getByRole('button', { name: 'Undo' });
    // The last one first; the import was done in two goes.
    expect(await undo.count()).toBe(2);
    await undo.last().click();
    await expect.poll(() => countOf(store), { timeout: 15_000 }).toBe(1_004);
    await undo.first().click();
    await expect.poll(() => pricesOf(store), { timeout: 15_000 }).toEqual(BEFORE);
  });

  it('stay when somebody clicks beside them, and ask before they are stopped', async () => {
    const store = await shop();
    const page = await openList(store);
    // So that going back stays in the console.
    await page.getByRole('link', { name: 'Price lists' }).click();
    await page.getByRole('link', { name: 'Trade prices' }).click();
    await page.getByRole('button', { name: 'Import CSV' }).click();
    const dialog = page.getByRole('dialog');
    await choose(dialog, many(2_500));
    const go = dialog.getByRole('button', { name: 'Import 2,500 prices' });
    await go.waitFor();
    await page.mouse.click(10, 10);
    let goOn = () => {};
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let bulks = 0;
    await page.route('**/prices', async (route) => {
      if (route.request().method() === 'PUT' && ++bulks === 2) await held;
      await route.continue();
    });
    await go.click();
    const running = dialog.getByText('1,000 of 2,500 imported …');
    await running.waitFor();
    await page.mouse.click(10, 10);
    const asked: string[] = [];
    let isLeaving = false;
    page.on('dialog', (question) => {
      asked.push(question.message());
      void (isLeaving ? question.accept() : question.dismiss());
    });
    const question = 'Prices are being imported. Leave, and stop?';
    await page.keyboard.press('Escape');
    expect(asked).toEqual([question]);
    await page.evaluate('history.back()');
    await expect.poll(() => asked).toEqual([question, question]);
    expect(await running.isVisible()).toBe(true);
    isLeaving = true;
    await dialog.getByRole('button', { name: 'Close' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(asked).toHaveLength(3);
    goOn();
    await page.getByText('2,000 of 2,500 prices imported.').waitFor();
    expect(await countOf(store)).toBe(2_004);
  });

  it('name the lines that the service refuses', async () => {
    const store = await shop();
    const [page, dialog] = await openImport(store);
    await choose(dialog, 'productId,amount\np1,5\n\np2,6\n');
    await page.route('**/prices', async (route) => {
      if (route.request().method() !== 'PUT') return route.continue();
      const errors = [{ pointer: '/prices/1/amount', message: 'is too dear' }];
      await route.fulfill({ status: 400, json: { title: 'Bad Request', status: 400, errors } });
    });
    await dialog.getByRole('button', { name: 'Import 2 prices' }).click();
    await dialog.getByText('Nothing was imported, of 2 prices.').waitFor();
    await dialog.getByText('Line 4: is too dear').waitFor();
    await look(page, 'price-import-refused');
    expect(await pricesOf(store)).toEqual(BEFORE);
  });

  it('may have a hundred thousand lines, and the page goes on', async () => {
    const [page, dialog] = await openImport(await shop());
    const pause = await watchPauses(page);
    await choose(dialog, many(100_000));
    await dialog.getByRole('button', { name: 'Import 100,000 prices' }).waitFor();
    await dialog.getByText('The first 50 of 100,000.').waitFor();
    expect(await pause()).toBeLessThan(2_000);
  });

  it('come out as they go in, from all pages', async () => {
    const store = await shop();
    const prices = Array.from({ length: 450 }, (_, index) => ({
      productId: index === 0 ? 'a "quoted", id' : `m${index}`,
      amount: `${index}.25`,
    }));
    await furnish(store, ['PUT', '/price-lists/trade/prices', { prices }]);
    const page = await openList(store);
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export CSV' }).click();
    const download = await downloading;
    await page.getByText('454 prices exported.').waitFor();
    expect(download.suggestedFilename()).toBe('trade.csv');
    const file = readFileSync(await download.path(), 'utf8');
    const lines = file.trimEnd().split('\r\n');
    expect(lines).toHaveLength(455);
    expect(lines.slice(0, 2)).toEqual([
      'productId,minQuantity,amount',
      '"a ""quoted"", id",1,0.25',
    ]);
    expect(lines).toContain('p1,10,8.00');
    await page.getByRole('button', { name: 'Import CSV' }).click();
    const dialog = page.getByRole('dialog');
    await choose(dialog, file);
    await dialog.getByText('The same 454', { exact: true }).waitFor();
  });
});
