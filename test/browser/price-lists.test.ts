import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeStore, type TestStore } from '../helpers/api.js';
import {
  describeBrowser,
  look,
  lookAround,
  settled,
  testBrowser,
  type Width,
} from '../helpers/browser.js';
import { beSignedIn, type Demo, startDemo } from '../helpers/demo.js';
import { furnish, makePriceShop } from '../helpers/price-shop.js';

describeBrowser('the price lists', () => {
  const browser = testBrowser();
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo();
  });
  afterAll(() => demo?.service.close());

  async function open(store: TestStore, path = '', width: Width = 1280): Promise<Page> {
    const page = await browser.open({ width });
    await beSignedIn(page, demo, store.key);
    await page.goto(`${demo.service.origin}/stores/${store.id}/price-lists${path}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return page;
  }
  const shop = () => makePriceShop(demo.service.origin);
  const listOf = async (store: TestStore, id = 'trade') =>
    (await store.call('GET', `/price-lists/${id}`)).json;
  const names = (page: Page) => page.locator('tbody tr td:first-child a').allTextContents();

  it('say that there is none, and what one is for', async () => {
    const page = await open(await makeStore(demo.service.origin));
    await page.getByText('There is no price list yet').waitFor();
    await page.getByRole('button', { name: 'New price list' }).last().click();
    await page.getByRole('dialog', { name: 'New price list' }).waitFor();
    expect(new URL(page.url()).searchParams.get('create')).toBe('true');
  });

  it('are searched, sorted and paged, all in the address', async () => {
    const store = await makeStore(demo.service.origin);
    for (let index = 1; index <= 30; index++) {
      const name = `List ${String(index).padStart(2, '0')}`;
      await furnish(store, ['POST', '/price-lists', { id: `l${index}`, name }]);
    }
    const page = await open(store);
    await expect.poll(() => names(page)).toHaveLength(25);
    expect((await names(page))[0]).toBe('List 01');
    await page.getByRole('button', { name: 'Next' }).click();
    await expect.poll(() => names(page)).toEqual([26, 27, 28, 29, 30].map((id) => `List ${id}`));
    await page.reload();
    await expect.poll(() => names(page)).toHaveLength(5);
    await page.getByRole('button', { name: 'Previous' }).click();
    await expect.poll(async () => (await names(page))[0]).toBe('List 01');
    await page.getByRole('button', { name: 'Name', exact: true }).click();
    await expect.poll(async () => (await names(page))[0]).toBe('List 30');
    expect(new URL(page.url()).searchParams.get('sort')).toBe('-name');
    await page.getByLabel('Search by name').fill('LIST 1');
    await expect.poll(() => names(page)).toHaveLength(10);
    expect(new URL(page.url()).searchParams.get('search')).toBe('LIST 1');
    await page.getByLabel('Search by name').fill('nothing');
    await page.getByText('No price list matches').waitFor();
  });

  it('are made in the currency of the store, or another, for a time', async () => {
    const store = await shop();
    const page = await open(store, '?create=true');
    const dialog = page.getByRole('dialog', { name: 'New price list' });
    await dialog.getByRole('button', { name: 'Create' }).click();
    await dialog.getByText('A price list needs a name.').waitFor();
    expect(await dialog.getByLabel('Currency').inputValue()).toMatch(/^EUR/);
    await dialog.getByLabel('Name').fill('Winter sale');
    await dialog.getByLabel('Currency').fill('CHF');
    await page.getByRole('option', { name: /^CHF/ }).click();
    await dialog.getByLabel('Counts from').fill('2030-12-01T09:00');
    await dialog.getByLabel('Counts until').fill('2030-11-01T09:00');
    await dialog.getByLabel('Id').fill('winter');
    await dialog.getByRole('button', { name: 'Create' }).click();
    const end = dialog.getByLabel('Counts until');
    await expect.poll(() => end.getAttribute('aria-invalid')).toBe('true');
    await look(page, 'price-list-create-fault');
    await end.fill('2031-01-01T00:00');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { name: 'Winter sale', level: 1 }).waitFor();
    await page.getByText('Not begun').waitFor();
    expect(await listOf(store, 'winter')).toMatchObject({
      name: 'Winter sale',
      currency: 'CHF',
      // The browser is in Berlin.
      startsAt: '2030-12-01T08:00:00.000Z',
      endsAt: '2030-12-31T23:00:00.000Z',
    });
  });

  it('are edited, with what that changes told before', async () => {
    const store = await shop();
    await furnish(
      store,
      ['POST', '/groups', { name: 'Traders', defaultPriceListId: 'trade' }],
      ['POST', '/customers', { id: 'c1', groupIds: [1] }],
    );
    const page = await open(store);
    await page.getByRole('button', { name: 'Edit Trade prices' }).click();
    const dialog = page.getByRole('dialog', { name: 'Edit price list' });
    await dialog.getByLabel('Name').fill('Dealers');
    await dialog.getByText('Changes no price at a quantity of 1.').waitFor();
    await dialog.getByLabel('Counts until').fill('2020-01-01T00:00');
    await dialog.getByText('Changes the price of 3 products for 1 customer.').waitFor();
    await look(page, 'price-list-edit');
    await dialog.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('“Dealers” was saved.').waitFor();
    await page.getByText('Ended').waitFor();
    expect(await listOf(store)).toMatchObject({
      name: 'Dealers',
      endsAt: '2019-12-31T23:00:00.000Z',
      version: 2,
    });
  });

  it('have no window whose year is too long, and say so', async () => {
    const store = await shop();
    const page = await open(store, '/trade');
    await page.getByRole('button', { name: 'Edit price list' }).click();
    const dialog = page.getByRole('dialog', { name: 'Edit price list' });
    const until = dialog.getByLabel('Counts until');
    await until.fill('2061-01-01T10:00');
    await until.fill('20261-01-01T10:00');
    await dialog.getByText('The year must have four digits.').waitFor();
    const saves: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'PATCH' && !request.url().includes('dryRun')) saves.push('save');
    });
    await dialog.getByRole('button', { name: 'Save changes' }).click();
    expect(await until.inputValue()).toBe('20261-01-01T10:00');
    await until.fill('2062-01-01T10:00');
    await dialog.getByRole('button', { name: 'Save changes' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect((await listOf(store)).endsAt).toBe('2062-01-01T09:00:00.000Z');
    expect(saves).toHaveLength(1);
  });

  it('say at the field that the currency of a list with prices stays', async () => {
    const page = await open(await shop(), '/trade');
    await page.getByRole('button', { name: 'Edit price list' }).click();
    const dialog = page.getByRole('dialog', { name: 'Edit price list' });
    await dialog.getByLabel('Currency').fill('USD');
    await page.getByRole('option', { name: /^USD/ }).click();
    await dialog.getByText('The list has prices in its currency.').waitFor();
    await look(page, 'price-list-currency-fixed');
  });

  it('lose nothing when somebody else is faster: overwrite or reload', async () => {
    const store = await shop();
    const page = await open(store, '/trade');
    const dialog = page.getByRole('dialog', { name: 'Edit price list' });
    const begin = async (mine: string, theirs: string) => {
      await page.getByRole('button', { name: 'Edit price list' }).click();
      await dialog.getByLabel('Name').fill(mine);
      await furnish(store, ['PATCH', '/price-lists/trade', { name: theirs }]);
      await dialog.getByRole('button', { name: 'Save changes' }).click();
      await dialog.getByText('Somebody else has changed this meanwhile').waitFor();
      expect(await dialog.getByLabel('Name').inputValue()).toBe(mine);
    };
    await begin('Mine', 'Theirs');
    await look(page, 'price-list-stale');
    await dialog.getByRole('button', { name: 'Load the newest version' }).click();
    await expect.poll(() => dialog.getByLabel('Name').inputValue()).toBe('Theirs');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await begin('Mine again', 'Theirs again');
    await dialog.getByRole('button', { name: 'Overwrite it with mine' }).click();
    await page.getByRole('heading', { name: 'Mine again', level: 1 }).waitFor();
    expect((await listOf(store)).name).toBe('Mine again');
  });

  it('are edited as they are now, not as they were when the page was opened', async () => {
    const store = await shop();
    const page = await open(store, '/trade');
    await page.getByRole('heading', { name: 'Trade prices', level: 1 }).waitFor();
    await furnish(store, ['PATCH', '/price-lists/trade', { name: 'Theirs' }]);
    await page.getByRole('button', { name: 'Edit price list' }).click();
    const name = page.getByRole('dialog').getByLabel('Name');
    await expect.poll(() => name.inputValue()).toBe('Theirs');
    await name.fill('Theirs and mine');
    await page.getByRole('dialog').getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('“Theirs and mine” was saved.').waitFor();
    expect(await listOf(store)).toMatchObject({ name: 'Theirs and mine', version: 3 });
  });

  it('cannot go while groups use them, whoever may not see these', async () => {
    const store = await shop();
    await furnish(store, ['POST', '/groups', { name: 'Traders', defaultPriceListId: 'trade' }]);
    const scopes = ['pricing:read', 'pricing:write'];
    const { json } = await store.call('POST', '/keys', { body: { name: 'prices', scopes } });
    const page = await open({ ...store, key: json.secret }, '/trade');
    await page.getByRole('button', { name: 'Delete price list' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Groups use this list').waitFor();
    await settled(page);
    expect(await dialog.getByText('This did not work').count()).toBe(0);
    expect(await dialog.getByRole('link').count()).toBe(0);
  });

  it('cannot go while groups use them, and show which', async () => {
    const store = await shop();
    await furnish(store, ['POST', '/groups', { name: 'Traders', defaultPriceListId: 'trade' }]);
    const page = await open(store, '/trade');
    await page.getByRole('button', { name: 'Delete price list' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete “Trade prices”?' });
    await dialog.getByText('Groups use this list').waitFor();
    expect(await dialog.getByRole('button', { name: 'Delete price list' }).count()).toBe(0);
    await look(page, 'price-list-in-use');
    await dialog.getByRole('link', { name: 'Traders' }).click();
    await page.getByRole('heading', { name: 'Traders', level: 1 }).waitFor();
    expect((await listOf(store)).name).toBe('Trade prices');
  });

  it('are deleted, and come back where the service can undo', async () => {
    const store = await shop();
    const page = await open(store);
    await page.getByRole('button', { name: 'Delete Trade prices' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete “Trade prices”?' });
    await dialog.getByText('Its prices go with it.').waitFor();
    await look(page, 'price-list-delete');
    await dialog.getByRole('button', { name: 'Delete price list' }).click();
    await page.getByText('“Trade prices” was deleted.').waitFor();
    await page.getByText('There is no price list yet').waitFor();
    expect((await store.call('GET', '/price-lists')).json.data).toEqual([]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('link', { name: 'Trade prices' }).waitFor();
    expect((await listOf(store)).name).toBe('Trade prices');
  });

  it('are only read by whoever may not write', async () => {
    const store = await shop();
    const { json } = await store.call('POST', '/keys', {
      body: { name: 'reader', scopes: ['pricing:read'] },
    });
    const page = await open({ ...store, key: json.secret });
    await page.getByRole('link', { name: 'Trade prices' }).click();
    await page.getByRole('grid').waitFor();
    for (const name of ['Import CSV', 'Edit price list', 'Delete price list', 'Add a quantity']) {
      expect(await page.getByRole('button', { name }).count(), name).toBe(0);
    }
    await page.getByRole('gridcell', { name: /Round frame, from 1:/ }).click();
    await page.keyboard.type('5');
    expect(await page.getByRole('grid').locator('input').count()).toBe(0);
  });

  it('look well', async () => {
    const page = await browser.open();
    await beSignedIn(page, demo);
    for (const [name, path, text] of [
      ['price-lists', '', 'In force'],
      ['price-list-create', '?create=true', 'Counts until'],
      ['price-list', '/1', 'From 1'],
      ['price-list-gone', '/none', 'There is nothing here'],
    ] as const) {
      await page.goto(`${demo.service.origin}/stores/demo/price-lists${path}`);
      await page.getByText(text).first().waitFor();
      await lookAround(page, name);
    }
  });
});
