import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeStore, type TestStore } from '../helpers/api.js';
import { describeBrowser, holdSaves, look, testBrowser } from '../helpers/browser.js';
import { type Demo, signIn, startDemo } from '../helpers/demo.js';

describeBrowser('the settings of a group', () => {
  const browser = testBrowser();
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo();
  });
  afterAll(() => demo?.service.close());

  /** A group 1 with two customers and a rule, group 2, and a price list. */
  async function makeShop(): Promise<TestStore> {
    const store = await makeStore(demo.service.origin);
    const products = [1, 2, 3].map((id) => ({ id: `p${id}`, price: '10.00' }));
    const rule = { type: 'all', method: 'percent', amount: '10' };
    for (const [method, path, body] of [
      ['PUT', '/products', { products }],
      ['POST', '/price-lists', { id: 'trade', name: 'Trade prices' }],
      ['POST', '/groups', { name: 'Retail', discountRules: [rule] }],
      ['POST', '/groups', { name: 'Parents' }],
      ['POST', '/customers', { id: 'c1', groupIds: [1] }],
      ['POST', '/customers', { id: 'c2', groupIds: [1] }],
    ] as const) {
      const reply = await store.call(method, path, { body });
      if (reply.status >= 300) throw new Error(reply.text);
    }
    return store;
  }

  async function openGroup(store: TestStore, group = 1): Promise<Page> {
    const page = await browser.open();
    await signIn(page, demo, store.key);
    await page.goto(`${demo.service.origin}/stores/${store.id}/groups/${group}`);
    await page.getByLabel('Name').waitFor();
    return page;
  }

  const groupOf = async (store: TestStore) => (await store.call('GET', '/groups/1')).json;
  const save = (page: Page) => page.getByRole('button', { name: 'Save changes' });

  it('are saved, each of them', async () => {
    const store = await makeShop();
    const page = await openGroup(store);
    expect(await save(page).count()).toBe(0);
    await page.getByLabel('Name').fill('  Wholesale ');
    await page.getByLabel('Description').fill('Everybody who resells');
    await page.getByRole('combobox', { name: 'Parent group' }).click();
    await page.getByRole('option', { name: 'Parents' }).click();
    await page.getByRole('combobox', { name: 'Price list' }).click();
    await page.getByRole('option', { name: 'Trade prices' }).click();
    await page.getByLabel('Default group').check();
    await page.getByLabel('Group for guests').check();
    await save(page).click();
    await page.getByText('“Wholesale” was saved.').waitFor();
    await page.getByRole('heading', { name: 'Wholesale', level: 1 }).waitFor();
    await save(page).waitFor({ state: 'detached' });
    expect(await groupOf(store)).toMatchObject({
      name: 'Wholesale',
      description: 'Everybody who resells',
      parentId: 2,
      defaultPriceListId: 'trade',
      isDefault: true,
      isGuest: true,
      isActive: true,
      version: 2,
      discountRules: [{ type: 'all' }],
    });
    await page.getByLabel('Description').fill('');
    await page.getByRole('switch', { name: 'Active' }).uncheck();
    await save(page).click();
    await page.getByText('Inactive', { exact: true }).waitFor();
    expect(await groupOf(store)).toMatchObject({ description: null, isActive: false, version: 3 });
  });

  it('tell what they change before they are saved', async () => {
    const store = await makeShop();
    const page = await openGroup(store);
    await page.getByLabel('Name').fill('Retailers');
    await page.getByText('Changes no price; the group has 2 customers.').waitFor();
    await page.getByRole('switch', { name: 'Active' }).uncheck();
    await page.getByText('Changes the price of 3 products for 2 customers.').waitFor();
    await look(page, 'group-unsaved');
    await page.getByRole('button', { name: 'Discard changes' }).click();
    expect(await page.getByLabel('Name').inputValue()).toBe('Retail');
    expect(await page.getByRole('switch', { name: 'Active' }).isChecked()).toBe(true);
    expect((await groupOf(store)).version).toBe(1);
  });

  it('can be saved again at once, beside the message on a narrow screen', async () => {
    const store = await makeShop();
    const page = await openGroup(store);
    await page.setViewportSize({ width: 380, height: 800 });
    for (const name of ['Once', 'Twice']) {
      await page.getByLabel('Name').fill(name);
      // Playwright does not press what something else covers, and the message stays for longer.
      await save(page).click({ timeout: 5_000 });
      await page.getByText(`“${name}” was saved.`).waitFor();
    }
  });

  it('say at the field what the service refuses, and stay', async () => {
    const store = await makeShop();
    await store.call('PATCH', '/groups/2', { body: { parentId: 1 } });
    const page = await openGroup(store);
    await page.getByRole('combobox', { name: 'Parent group' }).click();
    await page.getByRole('option', { name: 'Parents' }).click();
    const field = page.getByRole('combobox', { name: 'Parent group' });
    await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true');
    expect(await save(page).isDisabled()).toBe(true);
    await page.getByLabel('Name').fill('   ');
    await expect.poll(() => page.getByLabel('Name').getAttribute('aria-invalid')).toBe('true');
    expect((await groupOf(store)).version).toBe(1);
  });

  it('lose nothing when somebody else is faster: overwrite', async () => {
    const store = await makeShop();
    const page = await openGroup(store);
    await page.getByLabel('Name').fill('Mine');
    await store.call('PATCH', '/groups/1', { body: { name: 'Theirs', description: 'Theirs' } });
    await save(page).click();
    await page.getByText('Somebody else has changed this meanwhile').waitFor();
    await look(page, 'group-stale');
    expect(await page.getByLabel('Name').inputValue()).toBe('Mine');
    expect((await groupOf(store)).name).toBe('Theirs');
    await page.getByRole('button', { name: 'Overwrite it with mine' }).click();
    await page.getByText('“Mine” was saved.').waitFor();
    // What they alone changed stays.
    expect(await groupOf(store)).toMatchObject({ name: 'Mine', description: 'Theirs' });
    await expect.poll(() => page.getByLabel('Description').inputValue()).toBe('Theirs');
  });

  it('lose nothing when somebody else is faster: reload', async () => {
    const store = await makeShop();
    const page = await openGroup(store);
    await page.getByLabel('Name').fill('Mine');
    await store.call('PATCH', '/groups/1', { body: { name: 'Theirs' } });
    await save(page).click();
    await page.getByRole('button', { name: 'Load the newest version' }).click();
    await expect.poll(() => page.getByLabel('Name').inputValue()).toBe('Theirs');
    await save(page).waitFor({ state: 'detached' });
    await page.getByLabel('Name').fill('Ours');
    await save(page).click();
    await page.getByText('“Ours” was saved.').waitFor();
  });

  it('stay when the service cannot be reached, and are saved when it can', async () => {
    const store = await makeShop();
    const page = await openGroup(store);
    await page.getByLabel('Name').fill('Mine');
    await page.getByText('Changes no price').waitFor();
    await page.context().setOffline(true);
    await save(page).click();
    await page.getByText('The service cannot be reached').waitFor();
    await page.context().setOffline(false);
    await save(page).click();
    await page.getByText('“Mine” was saved.').waitFor();
    expect((await groupOf(store)).name).toBe('Mine');
  });

  it('keep what is typed while they are saved', async () => {
    const store = await makeShop();
    const page = await openGroup(store);
    await page.getByLabel('Name').fill('  Mine ');
    await page.getByRole('switch', { name: 'Active' }).uncheck();
    const { sent, letGo } = await holdSaves(page, '**/groups/1');
    await save(page).click();
    await sent;
    await page.getByLabel('Description').fill('Typed later');
    await page.getByRole('switch', { name: 'Active' }).check();
    letGo();
    await page.getByText('“Mine” was saved.').waitFor();
    await expect.poll(() => page.getByLabel('Name').inputValue()).toBe('Mine');
    expect(await page.getByLabel('Description').inputValue()).toBe('Typed later');
    expect(await page.getByRole('switch', { name: 'Active' }).isChecked()).toBe(true);
    expect(await groupOf(store)).toMatchObject({ description: null, isActive: false });
    await save(page).click();
    await save(page).waitFor({ state: 'detached' });
    const description = 'Typed later';
    expect(await groupOf(store)).toMatchObject({ name: 'Mine', description, isActive: true });
  });

  it('are as they were with blanks around them', async () => {
    const store = await makeShop();
    await store.call('PATCH', '/groups/1', { body: { name: '  Retail ', description: '' } });
    expect(await groupOf(store)).toMatchObject({ name: '  Retail ', description: '' });
    const page = await openGroup(store);
    expect(await save(page).count()).toBe(0);
    await page.getByRole('switch', { name: 'Active' }).uncheck();
    await save(page).click();
    await save(page).waitFor({ state: 'detached' });
    const kept = { name: '  Retail ', description: '', isActive: false };
    expect(await groupOf(store)).toMatchObject(kept);
  });

  it('say so when the newest version cannot be loaded', async () => {
    const store = await makeShop();
    const page = await openGroup(store);
    await page.getByLabel('Name').fill('Mine');
    await store.call('PATCH', '/groups/1', { body: { name: 'Theirs' } });
    await save(page).click();
    const reload = page.getByRole('button', { name: 'Load the newest version' });
    await reload.waitFor();
    await page.route('**/groups/1', (route) => route.abort());
    await reload.click();
    await page.getByText('The service cannot be reached').waitFor();
    expect(await page.getByLabel('Name').inputValue()).toBe('Mine');
  });

  it('are not overwritten by trying again after a conflict', async () => {
    const store = await makeShop();
    const page = await openGroup(store);
    const problem = { title: 'Conflict', status: 409, detail: 'Not now', code: 'conflict' };
    await page.route(
      '**/groups/1',
      (route) =>
        route.fulfill({ status: 409, contentType: 'application/problem+json', json: problem }),
      { times: 1 },
    );
    await page.getByLabel('Name').fill('Mine');
    await save(page).click();
    const retry = page.getByRole('button', { name: 'Try again' });
    await retry.waitFor();
    await store.call('PATCH', '/groups/1', { body: { name: 'Theirs' } });
    await retry.click();
    await page.getByText('Somebody else has changed this meanwhile').waitFor();
    expect((await groupOf(store)).name).toBe('Theirs');
  });

  it('ask before they are left unsaved', async () => {
    const store = await makeShop();
    const page = await openGroup(store);
    await page.getByLabel('Name').fill('Mine');
    await save(page).waitFor();
    const answers = [false, true];
    page.on('dialog', (dialog) => (answers.shift() ? dialog.accept() : dialog.dismiss()));
    await page.getByRole('link', { name: 'Groups' }).click();
    await expect.poll(() => answers).toEqual([true]);
    expect(await page.getByLabel('Name').inputValue()).toBe('Mine');
    await page.getByRole('link', { name: 'Groups' }).click();
    await page.getByRole('heading', { name: 'Groups', level: 1 }).waitFor();
  });

  it('are gone with the group, which is asked first', async () => {
    const store = await makeShop();
    const page = await openGroup(store);
    await page.getByRole('button', { name: 'Delete group' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete “Retail”?' });
    await dialog.locator('tbody tr').first().waitFor();
    await dialog.getByRole('button', { name: 'Delete group' }).click();
    await page.getByText('“Retail” was deleted.').waitFor();
    await page.getByRole('heading', { name: 'Groups', level: 1 }).waitFor();
    await page.goto(`${demo.service.origin}/stores/${store.id}/groups/1`);
    await page.getByText('There is nothing here').waitFor();
  });
});
