import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeBrowser, lookAround, testBrowser } from '../helpers/browser.js';
import { type Demo, startDemo } from '../helpers/demo.js';
import { openPart, shopOf } from '../helpers/group-page.js';

describeBrowser('history of a group', () => {
  const browser = testBrowser();
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo();
  });
  afterAll(() => demo?.service.close());
  const open = (group: number, more: object = {}) =>
    openPart(browser, demo, { group, part: 'history', ...more });

  /** A group with a change of each kind. */
  const makeHistory = async () => {
    const shop = shopOf(demo);
    const rule = { type: 'all', method: 'percent', amount: '5' };
    const group = await shop.makeGroup({ name: 'Club', discountRules: [rule] });
    await shop.ask('PATCH', `/groups/${group}`, {
      name: 'Circle',
      isActive: false,
      description: 'Of friends.',
      categoryAccess: { type: 'specific', categories: ['20', '30'] },
      discountRules: [rule, { type: 'category', categoryId: '20', method: 'fixed', amount: '9' }],
    });
    await shop.ask('POST', `/groups/${group}/members`, { add: ['c1001', 'c1002'] });
    await shop.ask('PUT', `/groups/${group}/members/c1001`, { endsAt: '2090-01-01T00:00:00Z' });
    return group;
  };

  const entry = (page: Page, words: string) =>
    page.getByRole('main').getByRole('button', { name: words, exact: true });

  it('shows who changed what of the group and of its members, the newest first', async () => {
    const page = await open(await makeHistory());
    const list = page.getByRole('main').locator('li');
    await list.nth(3).waitFor();
    expect(await list.getByRole('button').allInnerTexts()).toEqual([
      'Membership of c1001 in “Circle” changed',
      '2 members added to “Circle”',
      'Group “Circle” changed',
      'Group “Club” created',
    ]);
    expect(await list.first().innerText()).toMatch(/by the root key through Clientele’s API/i);
    await entry(page, 'Group “Circle” changed').click();
    await page.getByRole('cell', { name: 'Of friends.' }).waitFor();
    await entry(page, '2 members added to “Circle”').click();
    await page.getByRole('cell', { name: 'c1001, c1002' }).waitFor();
  });

  it('takes back an operation once that is confirmed, and the page follows', async () => {
    const group = await makeHistory();
    const nameOf = async () =>
      ((await shopOf(demo).ask('GET', `/groups/${group}`)) as { name: string }).name;
    const page = await open(group);
    await entry(page, 'Group “Circle” changed').click();
    await page.getByRole('button', { name: 'Undo: Group “Circle” changed' }).click();
    const dialog = page.getByRole('dialog', { name: 'Take this back?' });
    await dialog.getByText('Group “Circle” changed').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(await nameOf()).toBe('Circle');
    await page.getByRole('button', { name: 'Undo: Group “Circle” changed' }).click();
    await dialog.getByRole('button', { name: 'Take it back' }).click();
    await page.getByRole('heading', { level: 1, name: 'Club' }).waitFor();
    expect(await nameOf()).toBe('Club');
    await page.getByText('takes something back').waitFor();
  });

  it('comes in pages, as the address says', async () => {
    const shop = shopOf(demo);
    const group = await shop.makeGroup({ name: 'Often' });
    for (let version = 1; version <= 30; version++) {
      await shop.ask('PATCH', `/groups/${group}`, { description: `Version ${version}` });
    }
    const page = await open(group);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('Group “Often” created').waitFor();
    expect(page.url()).toContain('cursor=');
    await page.reload();
    await page.getByText('Group “Often” created').waitFor();
    await entry(page, 'Group “Often” created').click();
    await page.getByRole('cell', { name: 'Often' }).waitFor();
  });

  it('says which scope it needs', async () => {
    const group = await shopOf(demo).makeGroup();
    const made = await shopOf(demo).ask('POST', '/keys', { name: 'w', scopes: ['groups:write'] });
    const page = await open(group, { credential: (made as { secret: string }).secret });
    await page.getByText('The history needs a credential with the scope store:admin.').waitFor();
  });

  it('is whole and accessible', async () => {
    const group = await makeHistory();
    await shopOf(demo).ask('PATCH', `/groups/${group}`, { name: 'Ring' });
    const page = await open(group);
    await page.getByText('Group “Ring” changed').waitFor();
    await lookAround(page, 'group-history');
    await entry(page, 'Group “Circle” changed').click();
    await page.getByRole('cell', { name: 'Of friends.' }).waitFor();
    await lookAround(page, 'group-change');
  });
});
