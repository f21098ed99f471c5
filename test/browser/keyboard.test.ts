import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeStore } from '../helpers/api.js';
import { describeBrowser, testBrowser } from '../helpers/browser.js';
import { type Demo, startDemo } from '../helpers/demo.js';

/** The element that has the focus: what it is called, and whether one sees that it has it. */
const FOCUS = `(() => {
  const { activeElement: it } = document;
  const { outlineStyle, borderColor } = getComputedStyle(it);
  const label = it.labels?.[0]?.textContent ?? '';
  return { name: it.ariaLabel || label || it.textContent, outlineStyle, borderColor };
})()`;

describeBrowser('the keyboard alone', () => {
  const browser = testBrowser();
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo();
  });
  afterAll(() => demo?.service.close());

  const focus = (page: Page) => page.evaluate<{ name: string; outlineStyle: string }>(FOCUS);

  /** Goes on by Tab until something of this name has the focus. */
  async function tabTo(page: Page, name: RegExp): Promise<void> {
    const met: string[] = [];
    for (let step = 0; step < 40; step++) {
      await page.keyboard.press('Tab');
      const found = await focus(page);
      met.push(found.name);
      if (name.test(found.name)) return;
    }
    throw new Error(`Nothing is called ${name}: ${met.join(' | ')}`);
  }

  it('signs in, makes a group, adds a member, changes the group and deletes it', async () => {
    const store = await makeStore(demo.service.origin, { name: 'Keyboard shop' });
    await store.call('POST', '/customers', { body: { id: 'ada', name: 'Ada Lovelace' } });
    const page = await browser.open();
    await page.goto(demo.service.origin);
    await page.getByLabel('Key or token').waitFor();
    await tabTo(page, /^Key or token$/);
    await page.keyboard.type(store.key);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();

    await tabTo(page, /^Groups$/);
    expect((await focus(page)).outlineStyle).toBe('solid');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Groups', level: 1 }).waitFor();
    await tabTo(page, /^New group$/);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'New group' });
    await dialog.waitFor();
    await expect.poll(async () => (await focus(page)).name).toMatch(/^Name/);
    await page.keyboard.type('By hand');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'By hand', level: 1 }).waitFor();

    await tabTo(page, /^Members$/);
    await page.keyboard.press('Enter');
    await page.getByText('This group has no member yet').waitFor();
    await tabTo(page, /^Add member$/);
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await focus(page)).name).toMatch(/^Customer/);
    await page.keyboard.type('love');
    await page.getByRole('option', { name: 'Ada Lovelace' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await tabTo(page, /^Add$/);
    await page.keyboard.press('Enter');
    await page.getByText('Ada Lovelace is now in “By hand”.').waitFor();
    const { json: members } = await store.call('GET', '/groups/1/members');
    expect(members.data).toMatchObject([{ customerId: 'ada' }]);
    await tabTo(page, /^Settings$/);
    await page.keyboard.press('Enter');

    await tabTo(page, /^Description$/);
    await page.keyboard.type('Made without a mouse');
    await tabTo(page, /^Active/);
    await page.keyboard.press('Space');
    await tabTo(page, /^Save changes$/);
    await page.keyboard.press('Enter');
    await page.getByText('“By hand” was saved.').waitFor();
    const { json } = await store.call('GET', '/groups/1');
    expect(json).toMatchObject({ description: 'Made without a mouse', isActive: false });

    await page.reload();
    await page.getByRole('heading', { name: 'By hand', level: 1 }).waitFor();
    await tabTo(page, /^Delete group$/);
    await page.keyboard.press('Enter');
    const question = page.getByRole('dialog', { name: 'Delete “By hand”?' });
    await question.locator('tbody tr').first().waitFor();
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    await expect.poll(async () => (await focus(page)).name).toBe('Delete group');
    await page.keyboard.press('Enter');
    await question.locator('tbody tr').first().waitFor();
    await tabTo(page, /^Delete group$/);
    await page.keyboard.press('Enter');
    await page.getByText('“By hand” was deleted.').waitFor();
    expect((await store.call('GET', '/groups')).json.data).toEqual([]);
  });

  it('opens the navigation of a narrow screen, skips it, and changes the colours', async () => {
    const page = await browser.open({ width: 380 });
    await page.goto(demo.service.origin);
    await page.getByLabel('Key or token').fill(demo.key);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    expect(await page.getByRole('link', { name: 'Groups', exact: true }).count()).toBe(0);
    await tabTo(page, /^Skip to the content$/);
    await tabTo(page, /^Open the navigation$/);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Groups', exact: true }).waitFor();
    await tabTo(page, /^Colours$/);
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Dark' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const scheme = () =>
      page.evaluate<string>('document.documentElement.dataset.mantineColorScheme');
    await expect.poll(scheme).toBe('dark');
    await page.reload();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    expect(await scheme()).toBe('dark');
  });
});
