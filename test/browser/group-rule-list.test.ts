import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeBrowser, lookAround, testBrowser } from '../helpers/browser.js';
import { type Demo, startDemo } from '../helpers/demo.js';
import { saved, shopOf } from '../helpers/group-page.js';
import { all, frames, openRules, product, rows, rulesOf } from '../helpers/rules-page.js';

describeBrowser('the list of a group’s discount rules', () => {
  const browser = testBrowser();
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo();
  });
  afterAll(() => demo?.service.close());
  const open = (group: number, more: object = {}) => openRules(browser, demo, { group, ...more });

  it('warns of rules that never matter, with the reason', async () => {
    const shop = shopOf(demo);
    const categories = [
      { id: 'bare', name: 'Bare' },
      { id: 'few', name: 'Few' },
    ];
    await shop.ask('PUT', '/categories', { categories });
    await shop.ask('PUT', '/products', {
      products: [{ id: 'only', price: '9', categoryIds: ['few'] }],
    });
    const percent = { method: 'percent', amount: '5' };
    const group = await shop.makeGroup({
      discountRules: [
        { type: 'category', categoryId: 'few', ...percent },
        { type: 'product', productId: 'only', ...percent },
        { type: 'category', categoryId: 'bare', ...percent },
        { type: 'product', productId: 'gone', ...percent },
      ],
      isActive: false,
    });
    const page = await open(group);
    const row = (place: number) => rows(page).nth(place);
    await row(0).getByText('every product of this category has a rule of its own').waitFor();
    await row(2).getByText('neither this category nor one below it has any product').waitFor();
    await row(3).getByText('The catalog does not know this product').waitFor();
    expect(await row(1).locator('ul').count()).toBe(0);
    await page.getByText('The group is not active.').waitFor();
    await page.getByText('The group has no members').waitFor();
    // Without the product's rule the category's one matters.
    await page.getByRole('button', { name: 'Remove the rule for only' }).click();
    await row(0).getByText('every product').waitFor({ state: 'detached' });
  });

  it('shows what is inherited, and that a price list goes before', async () => {
    const shop = shopOf(demo);
    const parentId = await shop.makeGroup({ name: 'Trade', discountRules: [all, frames] });
    const group = await shop.makeGroup({ parentId, defaultPriceListId: '1' });
    const page = await open(group);
    await page.getByText('2 rules hold here, too, from').waitFor();
    await page.getByText('This group has a price list.').waitFor();
    await page.getByRole('link', { name: 'Trade' }).click();
    await page.getByRole('heading', { name: 'Trade' }).waitFor();
    expect(page.url()).toContain(`/groups/${parentId}/rules`);
  });

  it('shows a thousand rules in pages', async () => {
    const shop = shopOf(demo);
    const discountRules = Array.from({ length: 1_000 }, (_, index) => ({
      ...product,
      productId: `r${index}`,
    }));
    const group = await shop.makeGroup({ discountRules });
    const page = await open(group);
    await rows(page).nth(24).waitFor();
    expect(await page.getByRole('button', { name: 'Add rule' }).isDisabled()).toBe(true);
    await page.goto(`${page.url()}?page=40`);
    await page.getByText('Page 40 of 40').waitFor();
    await page.getByRole('button', { name: 'Edit the rule for r999' }).focus();
    await page.keyboard.press('Alt+Home');
    await page.getByText('Page 1 of 40').waitFor();
    expect(await rows(page).first().innerText()).toContain('r999');
    await saved(page);
    expect((await rulesOf(demo, group))[0]?.productId).toBe('r999');
  });

  it('lets whoever may not write only look', async () => {
    const group = await shopOf(demo).makeGroup({ discountRules: [all] });
    const made = await shopOf(demo).ask('POST', '/keys', {
      name: 'reader',
      scopes: ['groups:read'],
    });
    const page = await open(group, { credential: (made as { secret: string }).secret });
    await rows(page).first().waitFor();
    expect(await page.getByRole('button', { name: 'Add rule' }).count()).toBe(0);
    expect(await rows(page).getByRole('button').count()).toBe(0);
  });

  it('is whole and accessible', async () => {
    const shop = shopOf(demo);
    const parentId = await shop.makeGroup({ name: 'Trade', discountRules: [all] });
    const gone = { ...product, productId: 'A-4711-discontinued', method: 'price', amount: '0' };
    const discountRules = [all, frames, product, gone];
    const fields = {
      name: 'Rules',
      parentId,
      discountRules,
      defaultPriceListId: '1',
      isActive: false,
    };
    const group = await shop.makeGroup(fields);
    const page = await open(group);
    await rows(page).nth(3).getByText('The catalog does not know this product').waitFor();
    await page.getByText('The group is not active.').waitFor();
    await page.getByRole('button', { name: 'Move the rule for Frames up' }).click();
    await page.getByText('Changes no price').waitFor();
    await lookAround(page, 'group-rules');
    await page.getByRole('button', { name: 'Edit the rule for A-4711-discontinued' }).click();
    await page.getByRole('dialog').getByText('The catalog does not know').waitFor();
    await page.getByLabel('Amount off').fill('1.23456');
    await lookAround(page, 'group-rule-edit');
    await page.keyboard.press('Escape');
    const empty = await open(await shop.makeGroup());
    await empty.getByText('There is no rule yet').waitFor();
    await lookAround(empty, 'group-rules-none');
  });
});
