import type { Locator, Page } from 'playwright-core';
import type { TestBrowser } from './browser.js';
import type { Demo } from './demo.js';
import { openPart, shopOf, type Visit } from './group-page.js';

export interface Rule {
  type: string;
  productId?: string;
  categoryId?: string;
  method: string;
  amount: string;
}

export const all = { type: 'all', method: 'percent', amount: '5' };
export const frames = { type: 'category', categoryId: '20', method: 'price', amount: '10' };
export const product = { type: 'product', productId: '101', method: 'fixed', amount: '90' };

export const rulesOf = async (demo: Demo, group: number): Promise<Rule[]> => {
  const found = await shopOf(demo).ask('GET', `/groups/${group}`);
  return (found as { discountRules: Rule[] }).discountRules;
};

/** The page of a group's rules. */
export const openRules = (
  browser: TestBrowser,
  demo: Demo,
  visit: Omit<Visit, 'part'>,
): Promise<Page> => openPart(browser, demo, { ...visit, part: 'rules' });

export const rows = (page: Page): Locator =>
  page.getByRole('list', { name: 'Discounts' }).locator('> li');
