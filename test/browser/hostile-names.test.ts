import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeStore, type TestStore } from '../helpers/api.js';
import { describeBrowser, testBrowser } from '../helpers/browser.js';
import { beSignedIn, type Demo, startDemo } from '../helpers/demo.js';

const HOSTILE = '<img class="hostile" src="x" onerror="alert(1)">';

describeBrowser('names that look like markup', () => {
  const browser = testBrowser();
  let demo: Demo;
  let store: TestStore;
  beforeAll(async () => {
    demo = await startDemo();
    store = await makeStore(demo.service.origin, { name: HOSTILE });
    const name = HOSTILE;
    const writes = [
      ['POST', '/groups', { name, description: name }],
      ['POST', '/customers', { id: 'c1', name, email: name, groupIds: [1] }],
      ['POST', '/price-lists', { id: 'l1', name }],
      ['PUT', '/products', { products: [{ id: 'p1', name }] }],
      ['PUT', '/price-lists/l1/prices', { prices: [{ productId: 'p1', amount: '1' }] }],
      ['PUT', '/categories', { categories: [{ id: '7', name }] }],
    ] as const;
    for (const [method, path, body] of writes) {
      const { status, text } = await store.call(method, path, { body });
      expect(status, text).toBeLessThan(300);
    }
  });
  afterAll(() => demo?.service.close());

  it('are text on every page that shows them', { timeout: 60_000 }, async () => {
    const page = await browser.open();
    await beSignedIn(page, demo, store.key);
    const paths = [
      ...['', '/groups', '/groups/1', '/groups/1/members', '/groups/1/access', '/groups/1/history'],
      ...['/customers', '/customers/c1', '/price-lists', '/price-lists/l1', '/changes'],
    ];
    for (const path of paths) {
      await page.goto(`${demo.service.origin}/stores/${store.id}${path}`);
      const shown = page.getByText(HOSTILE).or(page.locator(`input[value*='class="hostile"']`));
      await shown.first().waitFor();
      expect(await page.locator('img.hostile').count(), path).toBe(0);
    }
  });
});
