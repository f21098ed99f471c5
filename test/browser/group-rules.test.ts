import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeStore } from '../helpers/api.js';
import { comeBack, describeBrowser, holdSaves, testBrowser } from '../helpers/browser.js';
import { type Demo, startDemo } from '../helpers/demo.js';
import { saved, shopOf } from '../helpers/group-page.js';
import { all, frames, openRules, product, rows, rulesOf } from '../helpers/rules-page.js';

describeBrowser('discount rules of a group', () => {
  const browser = testBrowser();
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo();
  });
  afterAll(() => demo?.service.close());
  const open = (group: number, more: object = {}) => openRules(browser, demo, { group, ...more });
  const focused = (page: Page) => page.evaluate<string>('document.activeElement.ariaLabel');
  const addRule = async (
    page: Page,
    fill: (dialog: ReturnType<Page['getByRole']>) => Promise<void>,
  ) => {
    await page.getByRole('button', { name: 'Add rule' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add rule' });
    await fill(dialog);
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
  };

  it('adds rules with a live example and tells first what they change', async () => {
    const shop = shopOf(demo);
    const group = await shop.makeGroup();
    await shop.ask('POST', `/groups/${group}/members`, { add: ['c1001', 'c1002'] });
    const page = await open(group);
    await page.getByText('There is no rule yet').waitFor();
    await addRule(page, async (dialog) => {
      // As many people write it.
      await dialog.getByLabel('Percentage').fill('12,5');
      await dialog.getByText('US$100.00 becomes US$87.50').waitFor();
      await dialog.getByLabel('What it does').click();
      await page.getByRole('option', { name: 'Takes an amount off' }).click();
      await dialog.getByText('US$100.00 becomes US$87.50').waitFor();
      await dialog.getByLabel('Amount off').fill('5');
      await dialog.getByText('US$100.00 becomes US$95.00').waitFor();
    });
    await page.getByText(/^Changes the price of 120 products for 2 customers\.$/).waitFor();
    await addRule(page, async (dialog) => {
      await dialog.getByText('Category', { exact: true }).click();
      await dialog.getByRole('combobox', { name: 'Category' }).fill('dail');
      await page.getByRole('option', { name: 'Contact lenses › Daily lenses' }).click();
      await dialog.getByLabel('Percentage').fill('10');
    });
    await addRule(page, async (dialog) => {
      await dialog.getByText('Product', { exact: true }).click();
      await dialog.getByRole('combobox', { name: 'Product' }).fill('wayfarer');
      await page.getByRole('option', { name: /Wayfarer, tortoise/ }).click();
      await dialog.getByLabel('Percentage').fill('50');
    });
    expect(await rows(page).count()).toBe(3);
    await saved(page);
    expect(await rulesOf(demo, group)).toEqual([
      { type: 'all', method: 'price', amount: '5.0000' },
      { type: 'category', categoryId: '31', method: 'percent', amount: '10.0000' },
      { type: 'product', productId: expect.any(String), method: 'percent', amount: '50.0000' },
    ]);
  });

  it('checks amounts and targets as the service does', async () => {
    const group = await shopOf(demo).makeGroup({ discountRules: [all, frames] });
    const page = await open(group);
    await page.getByRole('button', { name: 'Add rule' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Rule 1 is for the same already: edit that one.').waitFor();
    await dialog.getByText('Category', { exact: true }).click();
    for (const [amount, fault] of [
      ['100.0001', 'A percentage is at most 100.'],
      ['1.00001', 'Enter an amount such as 12.50, with at most four decimals.'],
      ['1,000', 'Enter an amount such as 12.50, with at most four decimals.'],
      ['-1', 'Enter an amount such as 12.50, with at most four decimals.'],
      ['123456789012', 'Enter an amount such as 12.50, with at most four decimals.'],
    ] as const) {
      await dialog.getByLabel('Percentage').fill(amount);
      await dialog.getByText(fault).waitFor();
    }
    await dialog.getByLabel('Percentage').fill('0');
    await dialog.getByText('This takes nothing off.').waitFor();
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await dialog.getByText('Choose what the rule is for, or enter its id.').waitFor();
    await dialog.getByRole('combobox', { name: 'Category' }).fill('nowhere');
    await page.getByRole('option', { name: 'Use the id “nowhere”' }).click();
    await dialog.getByText('The catalog does not know this category').waitFor();
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await rows(page).nth(2).getByText('The catalog does not know this category').waitFor();
    await saved(page);
    expect(await rulesOf(demo, group)).toHaveLength(3);
  });

  it('reckons as the quotes of the service do, to the last digit', async () => {
    const amounts = ['33.3333', '0.0001', '99.9999', '12.5', '100', '66.6667'];
    const offs = ['0.005', '0.0049', '1000000', '0.3333', '9.9950'];
    for (const currency of ['USD', 'JPY', 'BHD']) {
      const { id: store } = await makeStore(demo.service.origin, { currency });
      const shop = shopOf(demo, store);
      const terms = [
        ...amounts.map((amount) => ({ method: 'percent', amount })),
        ...offs.flatMap((amount) => [
          { method: 'price', amount },
          { method: 'fixed', amount },
        ]),
      ];
      const discountRules = terms.map((rule, index) => ({
        type: 'product',
        productId: `p${index}`,
        ...rule,
      }));
      const group = await shop.makeGroup({ discountRules });
      const page = await open(group, { store });
      for (const price of ['10', '0.0050', '99999999999.9999', '19.9950']) {
        const items = terms.map((_, index) => ({ productId: `p${index}`, unitPrice: price }));
        const quoted = (await shop.ask('POST', '/quotes', { groupIds: [group], items })) as {
          items: { unitPrice: string }[];
        };
        await page.getByLabel('Example price').fill(price);
        const format = new Intl.NumberFormat('en-GB', {
          style: 'currency',
          currency,
          maximumFractionDigits: 4,
        });
        const expected = quoted.items.map(({ unitPrice }) =>
          format.format(unitPrice as `${number}`),
        );
        const examples = rows(page).locator('strong');
        await expect.poll(() => examples.allInnerTexts()).toEqual(expected);
      }
    }
  });

  it('moves rules by button and by key, and keeps their order', async () => {
    const group = await shopOf(demo).makeGroup({ discountRules: [all, frames, product] });
    const page = await open(group);
    await page.getByRole('button', { name: 'Move the rule for Frames up' }).click();
    await page.getByText('Moved to place 1 of 3.').waitFor();
    expect(await rows(page).first().innerText()).toContain('Frames');
    expect(await focused(page)).toBe('Move the rule for Frames up');
    await page.keyboard.press('Alt+End');
    await page.getByText('Moved to place 3 of 3.').waitFor();
    await page.keyboard.press('Alt+ArrowUp');
    await page.getByText('Moved to place 2 of 3.').waitFor();
    await page.keyboard.press('Alt+Home');
    await page.keyboard.press('Alt+ArrowDown');
    await page.getByText('Moved to place 2 of 3.').waitFor();
    expect(await focused(page)).toBe('Move the rule for Frames up');
    await page.keyboard.press('Alt+ArrowDown');
    await page.getByText('Changes no price').waitFor();
    await saved(page);
    expect((await rulesOf(demo, group)).map(({ type }) => type)).toEqual([
      'all',
      'product',
      'category',
    ]);
  });

  it('edits and removes, and forgets it all when that is asked for', async () => {
    const group = await shopOf(demo).makeGroup({ discountRules: [all, frames, product] });
    const page = await open(group);
    await page.getByRole('button', { name: 'Remove the rule for Frames' }).click();
    await page.getByRole('button', { name: 'Edit the rule for Everything' }).click();
    const dialog = page.getByRole('dialog', { name: 'Edit rule' });
    expect(await dialog.getByLabel('Percentage').inputValue()).toBe('5');
    await dialog.getByLabel('Percentage').fill('7');
    await dialog.getByLabel('Percentage').press('Enter');
    await page.getByText('US$100.00 becomes US$93.00').waitFor();
    await page.getByRole('button', { name: 'Discard changes' }).click();
    expect(await rows(page).count()).toBe(3);
    await page.getByText('US$100.00 becomes US$95.00').waitFor();
    await page.getByRole('button', { name: 'Remove the rule for Everything' }).click();
    await saved(page);
    expect((await rulesOf(demo, group)).map(({ type }) => type)).toEqual(['category', 'product']);
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByText('It is as it was before.').waitFor();
    await rows(page).nth(2).waitFor();
    expect(await rulesOf(demo, group)).toHaveLength(3);
  });

  it('keeps what is edited when somebody else changes the group meanwhile', async () => {
    const shop = shopOf(demo);
    const group = await shop.makeGroup({ discountRules: [all, frames] });
    const page = await open(group);
    await page.getByRole('button', { name: 'Edit the rule for Everything' }).click();
    const dialog = page.getByRole('dialog', { name: 'Edit rule' });
    await dialog.getByLabel('Percentage').fill('7');
    await shop.ask('PATCH', `/groups/${group}`, { name: 'Theirs' });
    await comeBack(page);
    await page.locator('h1').getByText('Theirs').waitFor();
    await dialog.getByLabel('Percentage').press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('US$100.00 becomes US$93.00').waitFor();
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByRole('button', { name: 'Overwrite it with mine' }).click();
    await page.getByText('“Theirs” was saved.').waitFor();
    expect((await rulesOf(demo, group)).map(({ amount }) => amount)).toEqual(['7.0000', '10.0000']);
  });

  it('keeps what is edited while it is saved', async () => {
    const group = await shopOf(demo).makeGroup({ discountRules: [all, frames] });
    const page = await open(group);
    const dialog = page.getByRole('dialog', { name: 'Edit rule' });
    const begin = async (amount: string) => {
      await page.getByRole('button', { name: 'Edit the rule for Everything' }).click();
      await dialog.getByLabel('Percentage').fill(amount);
    };
    const apply = async () => {
      await dialog.getByLabel('Percentage').press('Enter');
      await dialog.waitFor({ state: 'detached' });
    };
    await begin('6');
    await apply();
    const { sent, letGo } = await holdSaves(page, `**/groups/${group}`);
    await page.getByRole('button', { name: 'Save changes' }).click();
    await sent;
    await begin('7');
    await apply();
    await begin('8');
    letGo();
    await page.getByText('“Club” was saved.').waitFor();
    await apply();
    await page.getByText('US$100.00 becomes US$92.00').waitFor();
    expect((await rulesOf(demo, group)).map(({ amount }) => amount)).toEqual(['6.0000', '10.0000']);
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByRole('button', { name: 'Save changes' }).waitFor({ state: 'detached' });
    expect((await rulesOf(demo, group)).map(({ amount }) => amount)).toEqual(['8.0000', '10.0000']);
  });

  it('keeps a rule that is opened while it is saved', async () => {
    const group = await shopOf(demo).makeGroup({ discountRules: [all, frames] });
    const page = await open(group);
    await page.getByRole('button', { name: 'Remove the rule for Frames' }).click();
    const { sent, letGo } = await holdSaves(page, `**/groups/${group}`);
    await page.getByRole('button', { name: 'Save changes' }).click();
    await sent;
    await page.getByRole('button', { name: 'Edit the rule for Everything' }).click();
    const dialog = page.getByRole('dialog', { name: 'Edit rule' });
    await dialog.getByLabel('Percentage').fill('7');
    letGo();
    await page.getByText('“Club” was saved.').waitFor();
    await dialog.getByLabel('Percentage').press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('US$100.00 becomes US$93.00').waitFor();
    expect(await rows(page).count()).toBe(1);
  });

  it('shows what the service refuses at its rule, and loses nothing', async () => {
    const group = await shopOf(demo).makeGroup({ discountRules: [all, frames] });
    const page = await open(group);
    const errors = [{ pointer: '/discountRules/1/amount', message: 'must not be so' }];
    const problem = { title: 'Bad Request', status: 400, detail: 'Wrong', code: 'invalid', errors };
    await page.route('**/groups/*?dryRun=true', (route) =>
      route.fulfill({ status: 400, contentType: 'application/problem+json', json: problem }),
    );
    await page.getByRole('button', { name: 'Move the rule for Frames up' }).click();
    await rows(page).nth(1).getByText('must not be so').waitFor();
    await page.unroute('**/groups/*?dryRun=true');
    await page.route('**/groups/*', (route) => route.abort());
    await page.getByRole('button', { name: 'Edit the rule for Everything' }).click();
    await page.getByLabel('Percentage').fill('6');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('The service cannot be reached').waitFor();
    await page.unroute('**/groups/*');
    await saved(page);
    expect(await rulesOf(demo, group)).toMatchObject([{ type: 'category' }, { amount: '6.0000' }]);
  });
});
