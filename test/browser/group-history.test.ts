import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeBrowser, testBrowser } from '../helpers/browser.js';
import { type Demo, startDemo } from '../helpers/demo.js';
import { bestTime, inspect, openPart, shopOf, VIEWS } from '../helpers/group-page.js';

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

  it('shows who changed what, before and after, the newest first', async () => {
    const page = await open(await makeHistory());
    const operations = page.getByRole('main').locator('ol > li');
    await operations.nth(3).waitFor();
    const texts = await operations.allInnerTexts();
    expect(texts).toHaveLength(4);
    expect(texts[0]).toMatch(/Member “c1001” changed[\s\S]*Until[\s\S]*None[\s\S]*1 Jan 2090/);
    expect(texts[1]).toMatch(/2 members added to “Circle”[\s\S]*Customers: c1001, c1002/);
    expect(texts[2]).toMatch(/Name\s+Club\s+Circle/);
    expect(texts[2]).toMatch(/Active\s+Yes\s+No/);
    expect(texts[2]).toMatch(/Description\s+None\s+Of friends\./);
    expect(texts[2]).toMatch(/Discounts\s+None\s+Fixed at US\$9\.00: category 20\s+1 unchanged/);
    expect(texts[2]).toMatch(/Category access\s+None\s+Chosen categories\s+category 20/);
    expect(texts[2]).not.toContain('version');
    expect(texts[3]).toContain('Group “Club” created');
    expect(texts[0]).toMatch(/by the root key through Clientele’s API/);
  });

  it('takes back an operation once that is confirmed, and takes back that, too', async () => {
    const group = await makeHistory();
    const nameOf = async () =>
      ((await shopOf(demo).ask('GET', `/groups/${group}`)) as { name: string }).name;
    const page = await open(group);
    await page.getByRole('button', { name: 'Undo: Group “Circle” changed' }).click();
    const dialog = page.getByRole('dialog', { name: 'Take this back?' });
    await dialog.getByText('Group “Circle” changed').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(await nameOf()).toBe('Circle');
    await page.getByRole('button', { name: 'Undo: Group “Circle” changed' }).click();
    await dialog.getByRole('button', { name: 'Take back' }).click();
    await page.getByText('It is as it was before.').waitFor();
    await page.getByRole('heading', { level: 1, name: 'Club' }).waitFor();
    expect(await nameOf()).toBe('Club');
    await page.getByText('takes back an earlier change').waitFor();
    await page.getByRole('button', { name: 'Undo: Group “Club” changed' }).click();
    await dialog.getByRole('button', { name: 'Take back' }).click();
    await page.getByRole('heading', { level: 1, name: 'Circle' }).waitFor();
    expect(await nameOf()).toBe('Circle');
  });

  it('lists what stands in the way', async () => {
    const shop = shopOf(demo);
    const group = await shop.makeGroup({ name: 'One' });
    await shop.ask('PATCH', `/groups/${group}`, { name: 'Two' });
    await shop.ask('PATCH', `/groups/${group}`, { name: 'Three' });
    const page = await open(group);
    await page.getByRole('button', { name: 'Undo: Group “Two” changed' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Take back' }).click();
    const refusal = dialog.getByRole('alert');
    await refusal.getByText('A later change stands in the way').waitFor();
    await refusal.getByText('Group “Three” changed').waitFor();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Three');
  });

  it('tells of customers of whom nothing came back', async () => {
    const shop = shopOf(demo);
    const group = await shop.makeGroup();
    for (const id of ['gone-1', 'gone-2', 'stays']) {
      await shop.ask('POST', '/customers', { id, groupIds: [] });
    }
    const set = ['gone-1', 'gone-2', 'stays'];
    await shop.ask('POST', `/groups/${group}/members`, { add: set });
    await shop.ask('POST', `/groups/${group}/members`, { remove: set });
    await shop.ask('DELETE', '/customers/gone-1');
    await shop.ask('DELETE', '/customers/gone-2');
    const page = await open(group);
    await page
      .getByRole('button', { name: /^Undo: / })
      .first()
      .click();
    await page.getByRole('button', { name: 'Take back' }).click();
    await page.getByText(/2 customers were deleted since.*gone-1, gone-2\./).waitFor();
    const { data } = (await shop.ask('GET', `/groups/${group}/members`)) as {
      data: { customerId: string }[];
    };
    expect(data.map(({ customerId }) => customerId)).toEqual(['stays']);
  });

  it('comes in pages, as the address says, and quickly', async () => {
    const shop = shopOf(demo);
    const group = await shop.makeGroup({ name: 'Often' });
    for (let version = 1; version <= 30; version++) {
      await shop.ask('PATCH', `/groups/${group}`, { description: `Version ${version}` });
    }
    const page = await open(group);
    const took = await bestTime(async () => {
      await page.getByRole('link', { name: 'Settings' }).click();
      await page.getByText('At a glance').waitFor();
      const before = performance.now();
      await page.getByRole('link', { name: 'History' }).click();
      await page.getByText('Version 30').first().waitFor();
      return performance.now() - before;
    });
    expect(took).toBeLessThan(1_000);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('Group “Often” created').waitFor();
    expect(page.url()).toContain('cursor=');
    await page.reload();
    await page.getByText('Group “Often” created').waitFor();
    await page.getByText('Show all fields').click();
    await page.getByRole('cell', { name: 'Often' }).waitFor();
  });

  it('says which scope it needs', async () => {
    const group = await shopOf(demo).makeGroup();
    const made = await shopOf(demo).ask('POST', '/keys', { name: 'w', scopes: ['groups:write'] });
    const page = await open(group, { credential: (made as { secret: string }).secret });
    await page.getByText('The history needs a credential with the scope store:admin.').waitFor();
  });

  it.each(VIEWS)('is whole and accessible at $width px, $scheme', async ({ width, scheme }) => {
    const group = await makeHistory();
    await shopOf(demo).ask('PATCH', `/groups/${group}`, { name: 'Ring' });
    const page = await open(group, { width, scheme });
    await page.getByText('Group “Ring” changed').waitFor();
    await inspect(page, `group-history-${width}-${scheme}`);
    await page.getByRole('button', { name: 'Undo: Group “Circle” changed' }).click();
    await page.getByRole('button', { name: 'Take back' }).click();
    await page.getByText('A later change stands in the way').waitFor();
    await inspect(page, `group-undo-${width}-${scheme}`);
  });
});
