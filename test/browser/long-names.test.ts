import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeStore, type TestStore } from '../helpers/api.js';
import { describeBrowser, testBrowser } from '../helpers/browser.js';
import { beSignedIn, type Demo, startDemo } from '../helpers/demo.js';
import { done } from '../helpers/shop.js';

/** As long as a name may be, without a place to break at. */
const LONG = `Unbroken${'A'.repeat(247)}`;
const CATEGORY = 'k'.repeat(64);

/** How far something in what is shown of the page reaches beyond its right edge, or that of its table. */
const beyond = (page: Page) =>
  page.evaluate<number>(`(() => {
    const tables = [...document.querySelectorAll('table')].map((table) => table.parentElement);
    return Math.max(
      ...[document.documentElement, ...tables].map((all) => all.scrollWidth - all.clientWidth),
    );
  })()`);

describeBrowser('names as long as they may be', () => {
  const browser = testBrowser();
  let demo: Demo;
  let store: TestStore;
  beforeAll(async () => {
    demo = await startDemo();
    store = await makeStore(demo.service.origin);
    const categoryAccess = { type: 'specific', categories: [CATEGORY] };
    const body = { name: LONG, description: LONG, categoryAccess };
    await done(store, ['POST', '/groups', body]);
    await done(store, ['POST', '/groups', { name: 'Below', parentId: 1 }]);
    await done(store, ['POST', '/customers', { id: 'c1', name: LONG, groupIds: [1] }]);
    await done(store, ['POST', '/keys', { name: LONG.slice(0, 200), scopes: ['groups:read'] }]);
  });
  afterAll(() => demo?.service.close());

  async function show(page: Page, path: string): Promise<void> {
    await page.goto(`${demo.service.origin}/stores/${store.id}${path}`);
    await page.locator('main').getByText('UnbrokenAAAA').first().waitFor();
  }

  it.each([1280, 380] as const)('make nothing wider than the screen of %d px', async (width) => {
    const page = await browser.open({ width });
    await beSignedIn(page, demo, store.key);
    for (const path of [
      ...['/groups', '/groups?view=tree', '/groups/1/members', '/customers', '/customers/c1'],
      ...['/connect/keys', '/changes'],
    ]) {
      await show(page, path);
      expect(await beyond(page), path).toBe(0);
    }
  });

  it('leave what else a row says to be read on a narrow screen', async () => {
    const page = await browser.open({ width: 380 });
    await beSignedIn(page, demo, store.key);
    await show(page, '/customers');
    const label = `parseFloat(getComputedStyle(document.querySelector('td[data-label=Groups]'), '::before').width)`;
    expect(await page.evaluate<number>(label)).toBeGreaterThan(40);

    await show(page, '/groups/1/access');
    const warning = page.getByRole('alert').filter({ hasText: 'The catalog does not know' });
    const remove = await warning.getByRole('button', { name: `Remove ${CATEGORY}` }).boundingBox();
    const around = await warning.boundingBox();
    if (!remove || !around) throw new Error('It is not shown.');
    expect(remove.x + remove.width).toBeLessThanOrEqual(around.x + around.width);

    await page.goto(`${demo.service.origin}/stores/${store.id}`);
    const name = page.locator('svg').getByText('UnbrokenAAAA');
    const card = page.locator('section').filter({ has: name });
    const [text, whole] = [await name.boundingBox(), await card.boundingBox()];
    if (!text || !whole) throw new Error('There is no chart.');
    expect(text.x).toBeGreaterThanOrEqual(whole.x);
  });
});
