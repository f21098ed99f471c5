import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeStore, type TestStore } from '../helpers/api.js';
import { describeBrowser, holdSaves, look, testBrowser, type Width } from '../helpers/browser.js';
import { type Demo, signIn, startDemo } from '../helpers/demo.js';

describeBrowser('groups', () => {
  const browser = testBrowser();
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo();
  });
  afterAll(() => demo?.service.close());

  async function makeGroups(bodies: readonly object[]): Promise<TestStore> {
    const store = await makeStore(demo.service.origin);
    for (const body of bodies) {
      const reply = await store.call('POST', '/groups', { body });
      if (reply.status !== 201) throw new Error(reply.text);
    }
    return store;
  }

  async function openGroups(store: TestStore, search = '', width: Width = 1280): Promise<Page> {
    const page = await browser.open({ width });
    await signIn(page, demo, store.key);
    await page.goto(`${demo.service.origin}/stores/${store.id}/groups${search}`);
    return page;
  }

  /** Ticks, and waits until it is shown what a deletion changes. */
  async function askToDelete(page: Page, box: string): Promise<Locator> {
    await page.getByRole('checkbox', { name: box }).check();
    await page.getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('tbody tr').first().waitFor();
    return dialog;
  }

  const names = (page: Page) => page.locator('tbody a').allTextContents();
  const search = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);
  const numbered = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      name: `Group ${String(index).padStart(4, '0')}`,
    }));

  it('are searched, sorted and paged, and the address says how', async () => {
    const store = await makeGroups(numbered(60));
    const page = await openGroups(store);
    await page.getByRole('link', { name: 'Group 0000' }).waitFor();
    expect(await names(page)).toHaveLength(25);

    await page.getByRole('button', { name: 'Name' }).click();
    await page.getByRole('link', { name: 'Group 0059' }).waitFor();
    expect(search(page)).toEqual({ sort: '-name' });
    const head = page.getByRole('columnheader', { name: 'Name' });
    expect(await head.getAttribute('aria-sort')).toBe('descending');

    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('link', { name: 'Group 0034' }).waitFor();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('link', { name: 'Group 0009' }).waitFor();
    expect(await page.getByRole('button', { name: 'Next' }).isDisabled()).toBe(true);
    await page.reload();
    await page.getByRole('link', { name: 'Group 0009' }).waitFor();
    await page.getByRole('button', { name: 'Previous' }).click();
    await page.getByRole('link', { name: 'Group 0034' }).waitFor();

    await page.getByRole('searchbox').fill('group 001');
    await page.getByRole('link', { name: 'Group 0019' }).waitFor();
    await expect.poll(() => search(page)).toEqual({ sort: '-name', search: 'group 001' });
    await expect.poll(async () => (await names(page)).length).toBe(10);
    await page.goBack();
    await page.getByRole('link', { name: 'Group 0034' }).waitFor();
  });

  it('open at a page that somebody else has sent', async () => {
    const store = await makeGroups(numbered(30));
    const first = await openGroups(store);
    await first.getByRole('button', { name: 'Next' }).click();
    await first.getByRole('link', { name: 'Group 0025' }).waitFor();
    const { search: sent } = new URL(first.url());
    const second = await openGroups(store, sent);
    await second.getByRole('link', { name: 'Group 0025' }).waitFor();
    expect(await names(second)).toHaveLength(5);
    await second.getByRole('button', { name: 'First page' }).click();
    await second.getByRole('link', { name: 'Group 0000' }).waitFor();
  });

  it('open also when the address says nonsense', async () => {
    const store = await makeGroups(numbered(2));
    const page = await openGroups(store, '?sort=colour&view=cube&create=maybe&search=');
    await page.getByRole('link', { name: 'Group 0000' }).waitFor();
    expect(await names(page)).toHaveLength(2);
  });

  it('have a way to the first page from one that is none', async () => {
    const page = await openGroups(await makeGroups(numbered(30)), '?sort=-name&cursor=mistyped');
    await page.getByRole('button', { name: 'First page' }).click();
    await page.getByRole('link', { name: 'Group 0029' }).waitFor();
    expect(search(page)).toEqual({ sort: '-name' });
  });

  it('are a tree below their parents', async () => {
    const store = await makeGroups([
      { name: 'Trade', isDefault: true },
      { name: 'North', parentId: 1 },
      { name: 'Oslo', parentId: 2, isActive: false },
      { name: 'Guests', isGuest: true },
    ]);
    const page = await openGroups(store);
    await page.getByText('below North').waitFor();
    await page.getByText('Tree').click();
    await page.getByRole('button', { name: 'Hide what is below North' }).waitFor();
    expect(search(page)).toEqual({ view: 'tree' });
    const north = page.getByRole('listitem').filter({ hasText: 'North' }).last();
    expect(await north.getByRole('link').allTextContents()).toEqual(['North', 'Oslo']);
    for (const badge of ['Default', 'Guests', 'Inactive']) {
      expect(await page.getByText(badge, { exact: true }).count(), badge).toBeGreaterThan(0);
    }
    await look(page, 'groups-tree-nested');
    await page.getByRole('button', { name: 'Hide what is below North' }).click();
    await page.getByRole('link', { name: 'Oslo' }).waitFor({ state: 'detached' });
  });

  it('are made with a parent, once however often it is sent', async () => {
    const store = await makeGroups([{ name: 'Trade' }]);
    const page = await openGroups(store);
    // The answer gets lost, after the group was made.
    let lost = 0;
    await page.route('**/groups', async (route) => {
      if (route.request().method() !== 'POST' || lost > 0) return route.continue();
      lost++;
      await route.fetch();
      return route.abort();
    });
    const dialog = page.getByRole('dialog', { name: 'New group' });
    const isClosed = async () => {
      await dialog.waitFor({ state: 'detached' });
      await page.getByRole('link', { name: 'Trade' }).waitFor();
      expect(search(page)).toEqual({});
    };
    await page.getByRole('button', { name: 'New group' }).click();
    await dialog.waitFor();
    await page.goBack();
    await isClosed();
    await page.goForward();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await isClosed();
    await page.getByRole('button', { name: 'New group' }).click();
    await dialog.getByRole('button', { name: 'Create' }).click();
    await dialog.getByText('A group needs a name.').waitFor();
    await dialog.getByLabel('Name').fill('North');
    await dialog.getByLabel('Description').fill('Shops in the north');
    await dialog.getByRole('combobox', { name: 'Parent group' }).fill('tra');
    await page.getByRole('option', { name: 'Trade' }).click();
    await dialog.getByRole('button', { name: 'Create' }).click();
    await dialog.getByText('The service cannot be reached').waitFor();
    expect(await dialog.getByLabel('Name').inputValue()).toBe('North');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { name: 'North', level: 1 }).waitFor();
    const { json } = await store.call('GET', '/groups');
    expect(json.data).toMatchObject([
      { id: 1, name: 'Trade' },
      { id: 2, name: 'North', description: 'Shops in the north', parentId: 1 },
    ]);
    expect(lost).toBe(1);
    await page.goBack();
    await isClosed();
  });

  it('are deleted together, after what that changes is shown', async () => {
    const store = await makeGroups(numbered(3));
    await store.call('PUT', '/products', { body: { products: [{ id: 'p', price: '10.00' }] } });
    const rule = { type: 'all', method: 'percent', amount: '10' };
    await store.call('PATCH', '/groups/1', { body: { discountRules: [rule] } });
    for (const id of ['c1', 'c2'])
      await store.call('POST', '/customers', { body: { id, groupIds: [1] } });
    const page = await openGroups(store);
    await page.getByRole('checkbox', { name: 'Select Group 0000' }).check();
    await page.getByRole('checkbox', { name: 'Select Group 0002' }).check();
    await page.getByText('2 groups selected').waitFor();
    await page.getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete 2 groups?' });
    const rows = dialog.locator('tbody tr');
    await rows.first().waitFor();
    expect(await rows.allInnerTexts()).toEqual([
      expect.stringMatching(/^Group 0000\s+2\s+1$/),
      expect.stringMatching(/^Group 0002\s+0\s+0$/),
    ]);
    await look(page, 'groups-delete');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect((await store.call('GET', '/groups')).json.data).toHaveLength(3);

    await page.getByRole('button', { name: 'Delete' }).click();
    await dialog.getByRole('button', { name: 'Delete 2 groups' }).click();
    await page.getByText('2 groups were deleted.').waitFor();
    await expect.poll(() => names(page)).toEqual(['Group 0001']);
    const left = () => store.call('GET', '/groups').then(({ json }) => json.data.length);
    expect(await left()).toBe(1);

    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(left).toBe(3);
  });

  it('are deleted until that is stopped', async () => {
    const store = await makeGroups(numbered(3));
    const page = await openGroups(store);
    const { sent, letGo } = await holdSaves(page, '**/groups/2', 'DELETE');
    const dialog = await askToDelete(page, 'Select all');
    await dialog.getByRole('button', { name: 'Delete 3 groups' }).click();
    await sent;
    await dialog.getByRole('button', { name: 'Stop' }).click();
    letGo();
    await page.getByText('2 groups were deleted.').waitFor();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('1 group selected').waitFor();
    expect(await names(page)).toEqual(['Group 0002']);
    expect((await store.call('GET', '/groups')).json.data).toMatchObject([{ id: 3 }]);
  });

  it('lead to the first page when the last one of another page is deleted', async () => {
    const page = await openGroups(await makeGroups(numbered(26)));
    await page.getByRole('button', { name: 'Next' }).click();
    const dialog = await askToDelete(page, 'Select Group 0025');
    await dialog.getByRole('button', { name: 'Delete group' }).click();
    await page.getByRole('link', { name: 'Group 0000' }).waitFor();
    expect(search(page)).toEqual({});
  });

  it('are searched for while one types on, also after a blank', async () => {
    const page = await openGroups(await makeGroups([{ name: 'Gold members' }, { name: 'Gold' }]));
    const field = page.getByRole('searchbox');
    await field.pressSequentially('gold ');
    await page.waitForURL(/search=gold$/);
    await field.pressSequentially('m');
    await expect.poll(() => search(page)).toEqual({ search: 'gold m' });
    expect(await field.inputValue()).toBe('gold m');
    await page.goBack();
    await expect.poll(() => field.inputValue()).toBe('');
  });

  it('are deleted also when somebody else was faster with one', async () => {
    const store = await makeGroups(numbered(2));
    const page = await openGroups(store);
    const dialog = await askToDelete(page, 'Select all');
    await store.call('DELETE', '/groups/1');
    await dialog.getByRole('button', { name: 'Delete 2 groups' }).click();
    await page.getByText('2 groups were deleted.').waitFor();
    expect((await store.call('GET', '/groups')).json.data).toEqual([]);
    // Its own alone come back.
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('It is as it was before.').waitFor();
    expect((await store.call('GET', '/groups')).json.data).toMatchObject([{ id: 2 }]);
  });

  it('offer no way back from what somebody else has deleted', async () => {
    const store = await makeGroups(numbered(1));
    const page = await openGroups(store);
    const dialog = await askToDelete(page, 'Select all');
    await store.call('DELETE', '/groups/1');
    await dialog.getByRole('button', { name: 'Delete group' }).click();
    await page.getByText('“Group 0000” was deleted.').waitFor();
    expect(await page.getByRole('button', { name: 'Undo' }).count()).toBe(0);
  });

  it('say why one of them is not deleted, and keep it ticked', async () => {
    const store = await makeGroups(numbered(2));
    const page = await openGroups(store);
    await page.route('**/groups/2', (route) =>
      route.request().method() === 'DELETE' ? route.abort() : route.continue(),
    );
    const dialog = await askToDelete(page, 'Select all');
    await dialog.getByRole('button', { name: 'Delete 2 groups' }).click();
    await dialog.getByText('The service cannot be reached').waitFor();
    await page.getByText('“Group 0000” was deleted.').waitFor();
    await dialog.getByText('Delete “Group 0001”?').first().waitFor();
    expect((await store.call('GET', '/groups')).json.data).toMatchObject([{ id: 2 }]);
    await page.unroute('**/groups/2');
    await dialog.getByRole('button', { name: 'Delete group' }).click();
    await page.getByText('There is no group yet').waitFor();
  });

  it('are shown a hundred at a time in a tree', async () => {
    const store = await makeGroups([]);
    for (const part of [numbered(150), [{ name: 'Below', parentId: 100 }]]) {
      const made = await Promise.all(part.map((body) => store.call('POST', '/groups', { body })));
      expect(made.every(({ status }) => status === 201)).toBe(true);
    }
    const page = await openGroups(store, '?view=tree');
    await page.getByRole('link', { name: 'Group 0099' }).waitFor();
    expect(await page.getByRole('link', { name: 'Group 0100' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Show 50 of 50 more' }).click();
    await page.getByRole('link', { name: 'Group 0149' }).waitFor();
    await page.getByRole('button', { name: /^Show what is below/ }).click();
    await page.getByRole('link', { name: 'Below' }).waitFor();
  });
});
