import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeStore, type TestStore } from '../helpers/api.js';
import {
  describeBrowser,
  holdSaves,
  look,
  lookAround,
  testBrowser,
  type Width,
} from '../helpers/browser.js';
import { beSignedIn, type Demo, startDemo } from '../helpers/demo.js';

describeBrowser('customers', () => {
  const browser = testBrowser();
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo();
  });
  afterAll(() => demo?.service.close());

  /** Two groups; Ann is in the first one, Bo in both, Cy in none. */
  async function furnish(): Promise<TestStore> {
    const store = await makeStore(demo.service.origin);
    for (const name of ['Trade', 'Club']) await store.call('POST', '/groups', { body: { name } });
    for (const body of [
      { id: 'c1', name: 'Ann Ek', email: 'ann@shop.example', groupIds: [1] },
      { id: 'c2', name: 'Bo Ek', email: 'bo@shop.example', groupIds: [1, 2] },
      { id: 'c3', name: null, email: 'cy@shop.example', groupIds: [] },
    ]) {
      expect((await store.call('POST', '/customers', { body })).status).toBe(201);
    }
    return store;
  }

  interface At {
    key?: string;
    width?: Width;
  }

  async function open(
    store: TestStore,
    path = '',
    { key = store.key, width = 1280 }: At = {},
  ): Promise<Page> {
    const page = await browser.open({ width });
    await beSignedIn(page, demo, key);
    await page.goto(`${demo.service.origin}/stores/${store.id}/customers${path}`);
    return page;
  }

  const names = (page: Page) =>
    page.locator('tbody tr td a[href*="/customers/"]').allTextContents();
  const search = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);
  const row = (page: Page, text: string) => page.locator('tbody tr').filter({ hasText: text });
  const customer = async (store: TestStore, id: string) => {
    const { status, json } = await store.call('GET', `/customers/${id}`);
    return status === 200 ? json : status;
  };
  const keyWith = async (store: TestStore, scopes: readonly string[]): Promise<string> =>
    (await store.call('POST', '/keys', { body: { name: 'k', scopes } })).json.secret;

  async function undo(page: Page, isAsBefore: () => Promise<void>): Promise<void> {
    const button = page.getByRole('button', { name: 'Undo' });
    await button.click();
    await page.getByText('It is as it was before.').waitFor();
    await isAsBefore();
  }

  it('are searched and filtered, and the address says how', async () => {
    const store = await furnish();
    const page = await open(store);
    await expect.poll(() => names(page)).toEqual(['Ann Ek', 'Bo Ek', 'cy@shop.example']);
    await row(page, 'Bo Ek').getByRole('link', { name: 'Club' }).waitFor();
    await row(page, 'cy@shop.example').getByText('None').waitFor();

    await page.getByRole('searchbox').fill('EK');
    await expect.poll(() => names(page)).toEqual(['Ann Ek', 'Bo Ek']);
    await page.getByRole('combobox', { name: 'In the group' }).fill('clu');
    await page.getByRole('option', { name: 'Club' }).click();
    await expect.poll(() => names(page)).toEqual(['Bo Ek']);
    expect(search(page)).toEqual({ search: 'EK', group: '2' });
    await page.reload();
    await expect.poll(() => names(page)).toEqual(['Bo Ek']);
    await page.getByRole('searchbox').fill('ann');
    await page.getByText('No customer matches').waitFor();
    await page.goto(`${demo.service.origin}/stores/${store.id}/customers`);
    await page.getByRole('checkbox', { name: 'Without a group' }).check();
    await expect.poll(() => names(page)).toEqual(['cy@shop.example']);
    expect(search(page)).toEqual({ withoutGroup: 'true' });
    await page.getByRole('checkbox', { name: 'Without a group' }).uncheck();
    await expect.poll(() => names(page)).toHaveLength(3);
  });

  it('come page by page, also when the address says nonsense', async () => {
    const store = await furnish();
    for (let index = 10; index < 40; index++) {
      await store.call('POST', '/customers', { body: { id: `n${index}` } });
    }
    const page = await open(store, '?withoutGroup=maybe&group=x&create=later');
    await page.getByRole('link', { name: 'n31' }).waitFor();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('link', { name: 'n39' }).waitFor();
    expect(await names(page)).toHaveLength(8);
    await page.reload();
    await page.getByRole('link', { name: 'n39' }).waitFor();
    await page.getByRole('button', { name: 'Previous' }).click();
    await page.getByRole('link', { name: 'Ann Ek' }).waitFor();
  });

  it('are made, and an id that is taken is said at its field', async () => {
    const store = await furnish();
    const page = await open(store);
    await page.getByRole('button', { name: 'New customer' }).click();
    const dialog = page.getByRole('dialog', { name: 'New customer' });
    await dialog.getByLabel('Name').fill('Di Ek');
    await dialog.getByLabel('E-mail').fill('di@shop.example');
    const id = dialog.getByLabel('Id', { exact: true });
    await id.fill('c1');
    await dialog.getByRole('combobox', { name: 'Group' }).fill('Tr');
    await page.getByRole('option', { name: 'Trade' }).click();
    await dialog.getByRole('button', { name: 'Create' }).click();
    await dialog.getByText("There is a customer 'c1' already.").waitFor();
    expect(await id.getAttribute('aria-invalid')).toBe('true');
    await look(page, 'customer-create-fault');
    await id.fill('c9');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { name: 'Di Ek', level: 1 }).waitFor();
    expect(await customer(store, 'c9')).toMatchObject({
      name: 'Di Ek',
      email: 'di@shop.example',
      groupIds: [1],
    });
  });

  it('are changed, and nothing is lost when somebody else was faster', async () => {
    const store = await furnish();
    const page = await open(store, '/c1');
    const name = page.getByLabel('Name');
    await name.fill('Anna Ek');
    await page.getByLabel('E-mail').fill('');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('“Anna Ek” was saved.').waitFor();
    await page.getByRole('heading', { name: 'Anna Ek', level: 1 }).waitFor();
    expect(await customer(store, 'c1')).toMatchObject({ name: 'Anna Ek', email: null });
    await undo(page, async () => {
      await expect.poll(() => name.inputValue()).toBe('Ann Ek');
    });

    const theirs = (theirName: string) =>
      store.call('PATCH', '/customers/c1', { body: { name: theirName } });
    await name.fill('Mine');
    await theirs('Theirs');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('Somebody else has changed this meanwhile').waitFor();
    expect(await name.inputValue()).toBe('Mine');
    await look(page, 'customer-stale');
    await page.getByRole('button', { name: 'Load the newest version' }).click();
    await expect.poll(() => name.inputValue()).toBe('Theirs');
    await name.fill('Mine');
    await theirs('Theirs again');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByRole('button', { name: 'Overwrite it with mine' }).click();
    await page.getByText('“Mine” was saved.').waitFor();
    expect((await customer(store, 'c1')).name).toBe('Mine');
  });

  it('keep what is typed while they are saved', async () => {
    const store = await furnish();
    const page = await open(store, '/c1');
    const [name, email] = [page.getByLabel('Name'), page.getByLabel('E-mail')];
    await name.fill('Anna Ek ');
    const { sent, letGo } = await holdSaves(page, '**/customers/c1');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await sent;
    await email.fill('anna@shop.example');
    letGo();
    await page.getByText('“Anna Ek” was saved.').waitFor();
    await expect.poll(() => name.inputValue()).toBe('Anna Ek');
    expect(await email.inputValue()).toBe('anna@shop.example');
    expect((await customer(store, 'c1')).email).toBe('ann@shop.example');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByRole('button', { name: 'Save changes' }).waitFor({ state: 'detached' });
    const saved = { name: 'Anna Ek', email: 'anna@shop.example' };
    expect(await customer(store, 'c1')).toMatchObject(saved);
  });

  it('are unchanged with blanks around their name', async () => {
    const store = await furnish();
    const body = { id: 'c4', name: '  Di ', email: 'di@shop.example' };
    await store.call('POST', '/customers', { body });
    expect((await customer(store, 'c4')).name).toBe('  Di ');
    const page = await open(store, '/c4');
    await page.getByLabel('Name').waitFor();
    expect(await page.getByRole('button', { name: 'Save changes' }).count()).toBe(0);
  });

  it('keep an unsaved name while they join and leave groups', async () => {
    const store = await furnish();
    const page = await open(store, '/c1');
    const name = page.getByLabel('Name');
    await name.fill('Unsaved');
    await page.getByRole('button', { name: 'Add to a group' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add to a group' });
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await dialog.getByText('Choose a group.').waitFor();
    await dialog.getByRole('combobox', { name: 'Group' }).fill('clu');
    await page.getByRole('option', { name: 'Club' }).click();
    await dialog.getByLabel('From', { exact: true }).fill('2040-02-01T08:00');
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('Ann Ek is now in “Club”.').waitFor();
    await row(page, 'Club').getByText('Not begun').waitFor();

    await page.getByRole('button', { name: 'Change the window of Club' }).click();
    const window = page.getByRole('dialog', { name: 'Ann Ek in “Club”' });
    await window.getByRole('button', { name: 'Clear: From' }).click();
    await window.getByRole('button', { name: 'Save window' }).click();
    await row(page, 'Club').getByText('Holds').waitFor();
    expect((await customer(store, 'c1')).groupIds).toEqual([1, 2]);

    await page.getByRole('button', { name: 'Remove Trade' }).click();
    const removal = page.getByRole('dialog', { name: 'Remove Ann Ek from “Trade”?' });
    await removal.getByText('1 membership ends now.').waitFor();
    await removal.getByRole('button', { name: 'Remove', exact: true }).click();
    await row(page, 'Trade').waitFor({ state: 'detached' });
    expect((await customer(store, 'c1')).groupIds).toEqual([2]);

    expect(await name.inputValue()).toBe('Unsaved');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('“Unsaved” was saved.').waitFor();
  });

  it('are asked about before what was typed is left behind', async () => {
    const store = await furnish();
    const page = await open(store, '/c1');
    await page.getByLabel('Name').fill('Unsaved');
    const asked: string[] = [];
    page.on('dialog', (dialog) => {
      asked.push(dialog.message());
      return asked.length === 1 ? dialog.dismiss() : dialog.accept();
    });
    await page.getByRole('link', { name: 'History' }).click();
    await expect.poll(() => asked).toHaveLength(1);
    expect(await page.getByLabel('Name').inputValue()).toBe('Unsaved');
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByRole('heading', { name: 'History' }).waitFor();
    expect(asked[0]).toContain('unsaved changes');
  });

  it('are deleted one and several at a time, after it is said what goes', async () => {
    const store = await furnish();
    const page = await open(store, '/c2');
    await page.getByRole('button', { name: 'Delete customer' }).click();
    const one = page.getByRole('dialog', { name: 'Delete “Bo Ek”?' });
    await one.getByText('2 memberships go').waitFor();
    await look(page, 'customer-delete');
    await one.getByRole('button', { name: 'Delete customer' }).click();
    await page.getByText('“Bo Ek” was deleted.').waitFor();
    await page.getByRole('heading', { name: 'Customers', level: 1 }).waitFor();
    await expect.poll(() => names(page)).toEqual(['Ann Ek', 'cy@shop.example']);
    expect(await customer(store, 'c2')).toBe(404);
    await undo(page, async () => {
      await expect.poll(() => names(page)).toEqual(['Ann Ek', 'Bo Ek', 'cy@shop.example']);
      expect((await customer(store, 'c2')).groupIds).toEqual([1, 2]);
    });

    await page.getByRole('checkbox', { name: 'Select Ann Ek' }).check();
    await page.getByRole('checkbox', { name: 'Select cy@shop.example' }).check();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    const many = page.getByRole('dialog', { name: 'Delete 2 customers?' });
    // Somebody else is faster with one of them: it is gone, as was wanted.
    await store.call('DELETE', '/customers/c3');
    await many.getByRole('button', { name: 'Delete 2 customers' }).click();
    await page.getByText('2 customers were deleted.').waitFor();
    expect([await customer(store, 'c1'), await customer(store, 'c3')]).toEqual([404, 404]);
  });

  it('are erased for good only when the id is typed', async () => {
    const store = await furnish();
    const page = await open(store, '/c1');
    await page.getByRole('button', { name: 'Erase for good' }).click();
    const dialog = page.getByRole('dialog', { name: 'Erase “Ann Ek” for good?' });
    const erase = dialog.getByRole('button', { name: 'Erase for good' });
    const field = dialog.getByLabel('Type the id c1 to confirm');
    expect(await erase.isDisabled()).toBe(true);
    await field.fill('c2');
    await field.press('Enter');
    expect(await erase.isDisabled()).toBe(true);
    await look(page, 'customer-erase');
    expect((await customer(store, 'c1')).name).toBe('Ann Ek');
    await field.fill('c1');
    await erase.click();
    await page.getByText('The customer c1 was erased for good.').waitFor();
    await expect.poll(() => names(page)).toEqual(['Bo Ek', 'cy@shop.example']);
    const log = await store.call('GET', '/changes?customerId=c1');
    expect(log.text).toContain('customer.erased');
    expect(log.text).not.toContain('Ann Ek');
    expect(await page.getByRole('button', { name: 'Undo' }).count()).toBe(0);
  });

  it('see what their groups let them see', async () => {
    const store = await furnish();
    const categories = [
      { id: 'l', name: 'Lenses' },
      { id: 'f', name: 'Frames' },
    ];
    await store.call('PUT', '/categories', { body: { categories } });
    for (const [group, id] of [
      [1, 'l'],
      [2, 'f'],
    ] as const) {
      const body = { categoryAccess: { type: 'specific', categories: [id] } };
      await store.call('PATCH', `/groups/${group}`, { body });
    }
    const page = await open(store, '/c2/access');
    await page.getByText('This customer sees 2 categories').waitFor();
    await row(page, 'Trade').getByText('Lenses').waitFor();
    await row(page, 'Club').getByText('Frames').waitFor();
    await look(page, 'customer-access');
    await store.call('PATCH', '/groups/2', { body: { categoryAccess: { type: 'none' } } });
    await page.goto(`${demo.service.origin}/stores/${store.id}/customers/c2/access`);
    await row(page, 'Club').getByText('Nothing').waitFor();
    await page.goto(`${demo.service.origin}/stores/${store.id}/customers/c3/access`);
    await page.getByText('No group says anything').waitFor();
  });

  it('have a history, with what they were in', async () => {
    const store = await furnish();
    await store.call('PATCH', '/customers/c1', { body: { name: 'Anna' } });
    const page = await open(store, '/c1');
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByText('Customer “Anna” changed').waitFor();
    await page.getByText('1 member added to “Trade”').waitFor();
    await page.getByText('Customer “Ann Ek” created').waitFor();
    await look(page, 'customer-history');
  });

  it('show to each what their credential allows, and nothing that does not work', async () => {
    const store = await furnish();
    const page = await open(store, '/c1', { key: await keyWith(store, ['customers:read']) });
    await page.getByText('need a credential with the scope groups:read').waitFor();
    expect(await page.getByLabel('Name').isDisabled()).toBe(true);
    for (const name of ['Delete customer', 'Erase for good', 'Add to a group']) {
      expect(await page.getByRole('button', { name }).count(), name).toBe(0);
    }
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByText('needs a credential with the scope store:admin').waitFor();
    await page.getByRole('link', { name: 'Access' }).click();
    await page.getByText('needs a credential with the scope pricing:read').waitFor();
    await page.getByRole('link', { name: 'Customers', exact: true }).click();
    await page.getByRole('link', { name: 'Bo Ek' }).waitFor();
    expect(await page.getByRole('button', { name: 'New customer' }).count()).toBe(0);
  });

  it('lead to the price checker where there is one', async () => {
    const store = await furnish();
    const page = await open(store, '/c1');
    await page.getByRole('heading', { name: 'Ann Ek', level: 1 }).waitFor();
    const link = page.getByRole('link', { name: 'Price for this customer' });
    if ((await link.count()) === 0) {
      await page.goto(`${demo.service.origin}/stores/${store.id}/price-checker?customer=c1`);
      await page.getByText('There is nothing here').waitFor();
    } else {
      await link.click();
      await expect.poll(() => new URL(page.url()).pathname).toMatch(/\/price-checker$/);
      expect(search(page)).toMatchObject({ customer: 'c1' });
    }
  });

  it('say what went wrong, and that there are none', async () => {
    const store = await makeStore(demo.service.origin);
    const page = await open(store, '', { width: 380 });
    await page.getByText('There is no customer yet').waitFor();
    await look(page, 'customers-empty-380');
    await page.route('**/customers?*', (route) => route.abort());
    await page.reload();
    await page.getByText('The service cannot be reached').waitFor();
    await page.unroute('**/customers?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('There is no customer yet').waitFor();
    await page.goto(`${page.url().split('?')[0]}/nobody`);
    await page.getByText('There is nothing here').waitFor();
  });

  const PAGES = [
    ['customers', '', /Amelia Andersen/],
    ['customers-group', '?group=5', /In the group/],
    ['customer-create', '?create=true', /joins the default group/],
    ['customer', '/c1002', /At a glance/],
    ['customer-add-group', '/c1002?add=true', /Empty: for good/],
    ['customer-may-see', '/c1002/access', /This customer sees/],
    ['customer-log', '/c1002/history', /created/],
  ] as const;
  it.each(PAGES)('are whole and accessible: %s', async (name, path, shows) => {
    const page = await browser.open();
    await beSignedIn(page, demo);
    await page.goto(`${demo.service.origin}/stores/demo/customers${path}`);
    await page.getByText(shows).first().waitFor();
    await lookAround(page, name);
  });
});
