import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeStore, type TestStore } from '../helpers/api.js';
import { describeBrowser, look, lookAround, testBrowser, type Width } from '../helpers/browser.js';
import { beSignedIn, type Demo, startDemo } from '../helpers/demo.js';

const PEOPLE = [
  { id: 'c1', name: 'Ann Ek', email: 'ann@shop.example' },
  { id: 'c2', name: 'Bo Ek', email: 'bo@shop.example' },
  { id: 'c3', name: null, email: 'cy@shop.example' },
  { id: 'x/4 é', name: null, email: null },
];

describeBrowser('members of a group', () => {
  const browser = testBrowser();
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo();
  });
  afterAll(() => demo?.service.close());

  /** A store with the group Trade and the people, of whom those named are in it. */
  async function furnish(members: readonly string[] = []): Promise<TestStore> {
    const store = await makeStore(demo.service.origin);
    await store.call('POST', '/groups', { body: { name: 'Trade' } });
    for (const body of PEOPLE) await store.call('POST', '/customers', { body });
    const added = await store.call('POST', '/groups/1/members', { body: { add: members } });
    expect(added.json.added).toBe(members.length);
    return store;
  }

  async function open(
    store: TestStore,
    {
      search = '',
      width = 1280,
      key = store.key,
    }: { search?: string; width?: Width; key?: string } = {},
  ): Promise<Page> {
    const page = await browser.open({ width });
    await beSignedIn(page, demo, key);
    await page.goto(`${demo.service.origin}/stores/${store.id}/groups/1/members${search}`);
    await page.getByRole('heading', { name: 'Trade', level: 1 }).waitFor();
    return page;
  }

  const idsIn = async (store: TestStore): Promise<string[]> =>
    (await store.call('GET', '/groups/1/members')).json.data.map(
      ({ customerId }: { customerId: string }) => customerId,
    );
  const row = (page: Page, text: string) => page.locator('tbody tr').filter({ hasText: text });
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

  async function undo(page: Page, isAsBefore: () => Promise<void>): Promise<void> {
    const button = page.getByRole('button', { name: 'Undo' });
    await button.click();
    await page.getByText('It is as it was before.').waitFor();
    await isAsBefore();
  }

  it('are searched by id, name and e-mail, and the address says so', async () => {
    const store = await furnish(PEOPLE.map(({ id }) => id));
    const page = await open(store);
    await row(page, 'x/4 é').waitFor();
    expect(await page.locator('tbody tr').count()).toBe(4);
    for (const [text, found] of [
      ['bo e', 'Bo Ek'],
      ['CY@', 'cy@shop.example'],
      ['/4', 'x/4 é'],
    ] as const) {
      await page.getByRole('searchbox').fill(text);
      await expect.poll(() => page.locator('tbody tr').allInnerTexts()).toHaveLength(1);
      await row(page, found).waitFor();
    }
    await expect.poll(() => new URL(page.url()).searchParams.get('search')).toBe('/4');
    await page.getByRole('searchbox').fill('nobody');
    await page.getByText('No member matches').waitFor();
    await page.reload();
    await page.getByText('No member matches').waitFor();
  });

  it('lead to the customer whatever the id, and come page by page', async () => {
    const store = await furnish(['x/4 é']);
    const ids = Array.from({ length: 30 }, (_, index) => `a${String(index).padStart(2, '0')}`);
    for (const id of ids) await store.call('POST', '/customers', { body: { id } });
    await store.call('POST', '/groups/1/members', { body: { add: ids } });
    const page = await open(store);
    await row(page, 'a24').waitFor();
    await page.getByRole('button', { name: 'Next' }).click();
    await row(page, 'x/4 é').waitFor();
    expect(await page.locator('tbody tr').count()).toBe(6);
    await page.reload();
    await page.getByRole('link', { name: 'x/4 é' }).click();
    await page.getByRole('heading', { name: 'x/4 é', level: 1 }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'x/4 é', level: 1 }).waitFor();
  });

  it('are added one by one with a window, found as one types', async () => {
    const store = await furnish(['c2']);
    const page = await open(store);
    await page.getByRole('button', { name: 'Add member' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add member' });
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await dialog.getByText('Choose a customer.').waitFor();
    await dialog.getByRole('combobox', { name: 'Customer' }).fill('ann@');
    await page.getByRole('option', { name: 'Ann Ek' }).click();
    await dialog.getByLabel('From', { exact: true }).fill('2040-02-01T08:00');
    await dialog.getByLabel('Until', { exact: true }).fill('2039-02-01T08:00');
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await dialog
      .getByText('must be after startsAt')
      .or(dialog.locator('[role=alert], .mantine-InputWrapper-error'))
      .first()
      .waitFor();
    expect(await idsIn(store)).toEqual(['c2']);
    await look(page, 'member-add');
    await dialog.getByLabel('Until', { exact: true }).fill('2041-02-01T08:00');
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('Ann Ek is now in “Trade”.').waitFor();
    await row(page, 'Ann Ek').getByText('Not begun').waitFor();
    const { json } = await store.call('GET', '/groups/1/members/c1');
    expect(json).toMatchObject({
      startsAt: '2040-02-01T07:00:00.000Z',
      endsAt: '2041-02-01T07:00:00.000Z',
    });
    await undo(page, () => expect.poll(() => idsIn(store)).toEqual(['c2']));
  });

  it('say that somebody is a member already', async () => {
    const store = await furnish(['c2']);
    const page = await open(store, { search: '?add=one' });
    await page.getByRole('combobox', { name: 'Customer' }).fill('c2');
    await page.getByRole('option', { name: 'Bo Ek' }).click();
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('Bo Ek was in “Trade” already.').waitFor();
  });

  it('show windows, which are set and cleared', async () => {
    const store = await furnish(['c1']);
    const put = (id: string, body: object) =>
      store.call('PUT', `/groups/1/members/${id}`, { body });
    await put('c2', { startsAt: inDays(-9), endsAt: inDays(-2) });
    await put('c3', { startsAt: inDays(3) });
    const page = await open(store);
    await row(page, 'Ann Ek').getByText('Holds').waitFor();
    await row(page, 'Bo Ek').getByText('Ended').waitFor();
    await row(page, 'cy@shop.example').getByText('Not begun').waitFor();
    await look(page, 'members-windows');

    await page.getByRole('button', { name: 'Change the window of Bo Ek' }).click();
    const dialog = page.getByRole('dialog', { name: 'Bo Ek in “Trade”' });
    const save = dialog.getByRole('button', { name: 'Save window' });
    await dialog.getByRole('button', { name: 'Clear: Until' }).click();
    await save.click();
    await page.getByText('The window of Bo Ek was changed.').waitFor();
    await row(page, 'Bo Ek').getByText('Holds').waitFor();
    await row(page, 'Bo Ek').getByText('For good').waitFor();

    await page.getByRole('button', { name: 'Change the window of Ann Ek' }).click();
    const other = page.getByRole('dialog', { name: 'Ann Ek in “Trade”' });
    await other.getByLabel('Until', { exact: true }).fill('2001-01-01T00:00');
    await other.getByRole('button', { name: 'Save window' }).click();
    await other.locator('.mantine-InputWrapper-error').waitFor();
    await other.getByLabel('From', { exact: true }).fill('2000-01-01T00:00');
    await other.getByRole('button', { name: 'Save window' }).click();
    await row(page, 'Ann Ek').getByText('Ended').waitFor();
  });

  it('have no window whose year is too long, and say so', async () => {
    const store = await furnish(['c1']);
    const writes: string[] = [];
    const page = await open(store);
    page.on('request', (request) => request.method() === 'PUT' && writes.push(request.url()));
    await page.getByRole('button', { name: 'Change the window of Ann Ek' }).click();
    const dialog = page.getByRole('dialog');
    const until = dialog.getByLabel('Until', { exact: true });
    const save = dialog.getByRole('button', { name: 'Save window' });
    await until.fill('20261-01-01T10:00');
    await dialog.getByText('The year must have four digits.').waitFor();
    expect(await until.getAttribute('aria-invalid')).toBe('true');
    await save.click();
    await until.fill('2061-01-01T10:00');
    await dialog.getByText('The year must have four digits.').waitFor({ state: 'detached' });
    await save.click();
    await page.getByText('The window of Ann Ek was changed.').waitFor();
    expect(writes).toHaveLength(1);

    await page.getByRole('button', { name: 'Add member' }).click();
    await dialog.getByRole('combobox', { name: 'Customer' }).fill('bo');
    await page.getByRole('option', { name: 'Bo Ek' }).click();
    await dialog.getByLabel('From', { exact: true }).fill('20261-01-01T10:00');
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await dialog.getByText('The year must have four digits.').waitFor();
    await dialog.getByLabel('From', { exact: true }).fill('2061-01-01T10:00');
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('Bo Ek is now in “Trade”.').waitFor();
    expect(writes).toHaveLength(2);
  });

  it('keep what was typed when somebody else has changed the window', async () => {
    const store = await furnish(['c1']);
    const page = await open(store);
    const endsAt = async () => (await store.call('GET', '/groups/1/members/c1')).json.endsAt;
    const theirs = (year: number) =>
      store.call('PUT', '/groups/1/members/c1', {
        body: { endsAt: `${year}-01-01T00:00:00.000Z` },
      });
    await page.getByRole('button', { name: 'Change the window of Ann Ek' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Until', { exact: true }).fill('2050-01-01T01:00');
    await theirs(2060);
    await dialog.getByRole('button', { name: 'Save window' }).click();
    await dialog.getByText('Somebody else has changed this meanwhile').waitFor();
    expect(await dialog.getByLabel('Until', { exact: true }).inputValue()).toBe('2050-01-01T01:00');
    expect(await endsAt()).toBe('2060-01-01T00:00:00.000Z');
    await look(page, 'member-window-stale');
    await dialog.getByRole('button', { name: 'Load the newest version' }).click();
    await expect
      .poll(() => dialog.getByLabel('Until', { exact: true }).inputValue())
      .toBe('2060-01-01T01:00');
    await dialog.getByLabel('Until', { exact: true }).fill('2051-01-01T01:00');
    await theirs(2061);
    await dialog.getByRole('button', { name: 'Save window' }).click();
    await dialog.getByRole('button', { name: 'Overwrite it with mine' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await endsAt()).toBe('2051-01-01T00:00:00.000Z');
  });

  it('are removed one and several at a time, after what that ends is said', async () => {
    const store = await furnish(['c1', 'c2', 'c3']);
    const page = await open(store);
    await page.getByRole('button', { name: 'Remove Ann Ek' }).click();
    const one = page.getByRole('dialog', { name: 'Remove Ann Ek from “Trade”?' });
    await one.getByText('1 membership ends now.').waitFor();
    await look(page, 'member-remove');
    await one.getByRole('button', { name: 'Cancel' }).click();
    expect(await idsIn(store)).toEqual(['c1', 'c2', 'c3']);
    await page.getByRole('button', { name: 'Remove Ann Ek' }).click();
    await one.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByText('Ann Ek was removed from “Trade”.').waitFor();
    await row(page, 'Ann Ek').waitFor({ state: 'detached' });
    expect(await idsIn(store)).toEqual(['c2', 'c3']);
    await undo(page, () => row(page, 'Ann Ek').waitFor());

    await page.getByRole('checkbox', { name: 'Select Bo Ek' }).check();
    await page.getByRole('checkbox', { name: 'Select cy@shop.example' }).check();
    await page.getByText('2 members selected').waitFor();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    const many = page.getByRole('dialog', { name: 'Remove 2 members from “Trade”?' });
    await many.getByRole('button', { name: 'Remove 2 members' }).click();
    await page.getByText('2 members were removed from “Trade”.').waitFor();
    expect(await idsIn(store)).toEqual(['c1']);
  });

  it('are shown by their ids alone to who may read no customers', async () => {
    const store = await furnish(['c1']);
    const keys = async (scopes: readonly string[]) =>
      (await store.call('POST', '/keys', { body: { name: 'k', scopes } })).json.secret;
    const page = await open(store, { key: await keys(['groups:read']) });
    await row(page, 'c1').waitFor();
    expect(await page.getByText('Ann Ek').count()).toBe(0);
    for (const name of ['Add member', 'Add many', 'Remove c1']) {
      expect(await page.getByRole('button', { name }).count(), name).toBe(0);
    }
  });

  it('say what went wrong, and that there are none', async () => {
    const store = await furnish();
    const page = await open(store, { width: 380 });
    await page.getByText('This group has no member yet').waitFor();
    await look(page, 'members-empty-380');
    await page.route('**/members?*', (route) => route.abort());
    await page.reload();
    await page.getByText('The service cannot be reached').waitFor();
    await page.unroute('**/members?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('This group has no member yet').waitFor();
  });

  it('are whole and accessible', async () => {
    const page = await browser.open();
    await beSignedIn(page, demo);
    const at = `${demo.service.origin}/stores/demo/groups/2/members`;
    await page.goto(at);
    await page.locator('tbody tr').nth(5).waitFor();
    await lookAround(page, 'members');
    await page.goto(`${at}?add=one`);
    await page.getByRole('dialog').getByLabel('Until', { exact: true }).waitFor();
    await lookAround(page, 'member-add');
    await page.goto(at);
    await page
      .getByRole('button', { name: /^Change the window/ })
      .first()
      .click();
    await page.getByRole('dialog').getByLabel('Until', { exact: true }).waitFor();
    await lookAround(page, 'member-window');
  });
});
