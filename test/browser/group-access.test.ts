import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeStore } from '../helpers/api.js';
import { describeBrowser, holdSaves, lookAround, testBrowser } from '../helpers/browser.js';
import { type Demo, startDemo } from '../helpers/demo.js';
import { openPart, saved, shopOf } from '../helpers/group-page.js';

interface Group {
  categoryAccess: { type: string; categories?: string[] } | null;
}

describeBrowser('category access of a group', () => {
  const browser = testBrowser();
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo();
  });
  afterAll(() => demo?.service.close());
  const accessOf = async (id: number) =>
    ((await shopOf(demo).ask('GET', `/groups/${id}`)) as Group).categoryAccess;

  it('says what an unset group inherits, and from where', async () => {
    const shop = shopOf(demo);
    const top = await shop.makeGroup({
      name: 'Trade',
      categoryAccess: { type: 'specific', categories: ['20', '30'] },
    });
    const middle = await shop.makeGroup({ name: 'Opticians', parentId: top });
    const group = await shop.makeGroup({ parentId: middle });
    const page = await openPart(browser, demo, { group, part: 'access' });
    await page.getByText('Now 2 categories, from “Trade”.').waitFor();
    const seen = page.locator('section', { hasText: 'What members see' });
    await seen.getByText('Contact lenses').waitFor();
    expect(await seen.getByRole('listitem').allInnerTexts()).toEqual(['Frames', 'Contact lenses']);
    await shop.ask('PATCH', `/groups/${middle}`, { isActive: false });
    await page.reload();
    await page
      .getByText('Now everything: “Opticians” above is inactive and passes nothing on.')
      .waitFor();
    await seen.getByText('Everything', { exact: true }).waitFor();
  });

  it('chooses in a tree whose parents are half checked', async () => {
    const group = await shopOf(demo).makeGroup();
    const page = await openPart(browser, demo, { group, part: 'access' });
    await page.getByLabel('Chosen categories').check();
    await page.getByRole('button', { name: 'Show what is below Frames' }).click();
    await page.getByLabel("Women's frames").check();
    const frames = page.getByLabel('Frames', { exact: true });
    expect(await page.locator('input:indeterminate').count()).toBe(1);
    expect(await frames.isChecked()).toBe(false);
    await page.getByText('1 of 4').waitFor();
    await page.getByText('1 category chosen').waitFor();
    await page
      .getByText('Changes what this group shows to 0 customers; no price changes.')
      .waitFor();
    await saved(page);
    expect(await accessOf(group)).toEqual({ type: 'specific', categories: ['21'] });
    await frames.check();
    await page.getByText('4 of 4').waitFor();
    await page.getByLabel('Only what lies in Frames itself').uncheck();
    expect(await frames.isChecked()).toBe(false);
    await saved(page);
    expect((await accessOf(group))?.categories?.toSorted()).toEqual(['21', '22', '23']);
    await page.getByLabel('Nothing', { exact: true }).check();
    await saved(page);
    expect(await accessOf(group)).toEqual({ type: 'none' });
    await page.getByLabel('Not set here, inherited').check();
    await saved(page);
    expect(await accessOf(group)).toBeNull();
  });

  it('keeps what is chosen while it is saved', async () => {
    const group = await shopOf(demo).makeGroup();
    const page = await openPart(browser, demo, { group, part: 'access' });
    await page.getByLabel('Nothing', { exact: true }).check();
    const { sent, letGo } = await holdSaves(page, `**/groups/${group}`);
    await page.getByRole('button', { name: 'Save changes' }).click();
    await sent;
    await page.getByLabel('Chosen categories').check();
    await page.getByLabel('Frames', { exact: true }).check();
    letGo();
    await page.getByText('“Club” was saved.').waitFor();
    expect(await accessOf(group)).toEqual({ type: 'none' });
    await saved(page);
    expect((await accessOf(group))?.categories).toContain('20');
  });

  it('searches, and shows only what is chosen, as the address says', async () => {
    const categoryAccess = { type: 'specific', categories: ['11', '31'] };
    const group = await shopOf(demo).makeGroup({ categoryAccess });
    const page = await openPart(browser, demo, { group, part: 'access' });
    const shown = () => page.getByRole('main').getByRole('checkbox').count();
    await page.getByLabel('Only what is chosen').check();
    await page.getByLabel('Daily lenses').waitFor();
    expect(page.url()).toContain('chosen=true');
    // The two, what they lie in, and the switch itself.
    expect(await shown()).toBe(5);
    await page.getByLabel('Search by name or id').fill('SPORT');
    await page.getByLabel('Daily lenses').waitFor({ state: 'detached' });
    expect(page.url()).toContain('search=SPORT');
    await page.getByLabel('Sport sunglasses').uncheck();
    await page.getByText('1 category chosen').waitFor();
    await page.getByLabel('Search by name or id').fill('nothing like it');
    await page.getByText('No category matches').waitFor();
    await page.getByLabel('Search by name or id').fill('SPORT');
    // Nothing was asked about leaving, and the change is still there.
    await page.getByLabel('Sport sunglasses').waitFor();
    expect(await page.getByLabel('Sport sunglasses').isChecked()).toBe(false);
    await page.getByRole('button', { name: 'Discard changes' }).click();
    await page.reload();
    await page.getByLabel('Sport sunglasses').waitFor();
    expect(await page.getByLabel('Search by name or id').inputValue()).toBe('SPORT');
  });

  it('keeps categories that the catalog does not know until they are removed', async () => {
    const categoryAccess = { type: 'specific', categories: ['gone', '20', 'later'] };
    const group = await shopOf(demo).makeGroup({ categoryAccess });
    const page = await openPart(browser, demo, { group, part: 'access' });
    await page.getByText('The catalog does not know 2 of the chosen categories').waitFor();
    await page.getByRole('checkbox', { name: 'Lens care' }).check();
    await saved(page);
    expect((await accessOf(group))?.categories).toEqual(['gone', '20', 'later', '40', '42', '41']);
    await page.getByRole('button', { name: 'Remove gone' }).click();
    await page.getByText('The catalog does not know one of the chosen categories').waitFor();
    await saved(page);
    expect((await accessOf(group))?.categories).toEqual(['20', 'later', '40', '42', '41']);
  });

  it('offers to overwrite or to load what somebody else has saved meanwhile', async () => {
    const shop = shopOf(demo);
    const group = await shop.makeGroup();
    const page = await openPart(browser, demo, { group, part: 'access' });
    await page.getByLabel('Nothing', { exact: true }).check();
    await page.getByText('Changes what this group shows').waitFor();
    await shop.ask('PATCH', `/groups/${group}`, { categoryAccess: { type: 'all' } });
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('Somebody else has changed this meanwhile').waitFor();
    await page.getByRole('button', { name: 'Load the newest version' }).click();
    await page.getByRole('region', { name: 'Unsaved changes' }).waitFor({ state: 'detached' });
    expect(await page.getByLabel('Everything').isChecked()).toBe(true);
    await page.getByLabel('Nothing', { exact: true }).check();
    await page.getByText('Changes what this group shows').waitFor();
    await shop.ask('PATCH', `/groups/${group}`, { description: 'Changed' });
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByRole('button', { name: 'Overwrite it with mine' }).click();
    await page.getByText(/was saved\.$/).waitFor();
    expect(await accessOf(group)).toEqual({ type: 'none' });
  });

  it('shows thousands of categories', async () => {
    const { id: store } = await makeStore(demo.service.origin);
    const shop = shopOf(demo, store);
    const all = Array.from({ length: 6_000 }, (_, index) => ({
      id: `k${index}`,
      name: `Category ${index}`,
      // A thousand at the top, each with five below it.
      ...(index >= 1_000 && { parentId: `k${index % 1_000}` }),
    }));
    for (let from = 0; from < all.length; from += 1_000) {
      await shop.ask('PUT', '/categories', { categories: all.slice(from, from + 1_000) });
    }
    const categoryAccess = { type: 'specific', categories: ['k1', 'k5999'] };
    const group = await shop.makeGroup({ categoryAccess });
    const page = await openPart(browser, demo, { group, part: 'access', store });
    await page.getByLabel('Category 1', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Show more (800 left)' }).waitFor();
    await page.getByLabel('Search by name or id').fill('k5999');
    await page.getByLabel('Category 5999').waitFor();
    expect(await page.getByLabel('Category 5999').isChecked()).toBe(true);
    await page.getByLabel('Search by name or id').fill('');
    await page.getByRole('button', { name: 'Choose all' }).click();
    await page.getByText('6,000 categories chosen').waitFor();
    await saved(page);
    const { categoryAccess: after } = (await shop.ask('GET', `/groups/${group}`)) as Group;
    expect(after?.categories).toHaveLength(6_000);
  });

  it('is whole and accessible', async () => {
    const shop = shopOf(demo);
    const parentId = await shop.makeGroup({ name: 'Trade', categoryAccess: { type: 'none' } });
    const unset = await shop.makeGroup({ name: 'Opticians', parentId });
    const categoryAccess = { type: 'specific', categories: ['20', '21', '22', '23', '31', 'gone'] };
    const chosen = await shop.makeGroup({ name: 'Chosen', parentId, categoryAccess });
    const first = await openPart(browser, demo, { group: unset, part: 'access' });
    await first.getByText('Now nothing, from “Trade”.').waitFor();
    await lookAround(first, 'group-access-unset');
    const page = await openPart(browser, demo, { group: chosen, part: 'access' });
    await page.getByRole('button', { name: 'Show what is below Contact lenses' }).click();
    await page.getByLabel('Two-weekly and monthly lenses').check();
    await page.getByText('Changes what this group shows').waitFor();
    await lookAround(page, 'group-access');
  });

  it('works by keyboard alone', async () => {
    const group = await shopOf(demo).makeGroup();
    const page = await openPart(browser, demo, { group, part: 'access' });
    await page.getByLabel('Not set here, inherited').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.getByLabel('Search by name or id').waitFor();
    await page.getByRole('button', { name: 'Show what is below Lens care' }).focus();
    await page.keyboard.press('Enter');
    for (let step = 0; step < 3; step++) await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.getByText('1 of 3').waitFor();
    await page.getByRole('button', { name: 'Save changes' }).press('Enter');
    await page.getByText(/was saved\.$/).waitFor();
    expect((await accessOf(group))?.categories).toHaveLength(1);
  });
});
