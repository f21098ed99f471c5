import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { call } from './api.js';
import type { TestBrowser } from './browser.js';
import { beSignedIn, type Demo } from './demo.js';
import { ROOT_KEY } from './service.js';

export interface Shop {
  /** Below `/v1/stores/demo`, or another store, as root; refuses an answer that is none. */
  ask(method: string, path: string, body?: unknown): Promise<never>;
  /** @returns its id */
  makeGroup(fields?: object): Promise<number>;
}

/** What a test prepares and looks up through the API. */
export function shopOf(demo: Demo, store = 'demo'): Shop {
  const ask = async (method: string, path: string, body?: unknown) => {
    const options = { key: ROOT_KEY, ...(body !== undefined && { body }) };
    const reply = await call(demo.service.origin, method, `/v1/stores/${store}${path}`, options);
    expect(reply.status, reply.text).toBeLessThan(300);
    return reply.json as never;
  };
  return {
    ask,
    makeGroup: async (fields = {}) => {
      const made = await ask('POST', '/groups', { name: 'Club', ...fields });
      return (made as { id: number }).id;
    },
  };
}

export interface Visit {
  group: number;
  part: 'access' | 'rules' | 'history';
  store?: string;
  credential?: string;
  query?: string;
}

/** A part of a group's page, signed in. */
export async function openPart(browser: TestBrowser, demo: Demo, visit: Visit): Promise<Page> {
  const { group, part, store = 'demo', credential, query = '' } = visit;
  const page = await browser.open();
  await beSignedIn(page, demo, credential ?? (store === 'demo' ? undefined : ROOT_KEY));
  await page.goto(`${demo.service.origin}/stores/${store}/groups/${group}/${part}${query}`);
  await page.getByRole('heading', { level: 2 }).first().waitFor();
  return page;
}

/** Waits until the page says that it has saved. */
export const saved = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Save changes' }).click();
  await page
    .getByText(/was saved\.$/)
    .first()
    .waitFor();
  await page.getByRole('region', { name: 'Unsaved changes' }).waitFor({ state: 'detached' });
};
