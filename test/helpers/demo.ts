import type { Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import { makePlace } from './engines.js';
import { type RunningService, type ServiceOptions, startService } from './service.js';

/** The built program with the demo store, as a newcomer starts it. */
export interface Demo {
  service: RunningService;
  /** Of the demo store's key. */
  key: string;
  /** The link that signs in once. */
  link: string;
}

export async function startDemo(environment: ServiceOptions['environment'] = {}): Promise<Demo> {
  const place = await makePlace('sqlite');
  const service = await startService('sqlite', { place, arguments: ['--demo'], environment });
  await vi.waitFor(() => expect(service.log()).toContain('"msg":"ready"'), { timeout: 10_000 });
  const [, key = ''] = /^ +Key +(ck_\S+)$/m.exec(service.output()) ?? [];
  const [, link = ''] = /^ +Sign in +(\S+)/m.exec(service.output()) ?? [];
  return { service, key, link };
}

/** Signs in as a person does, with the demo store's key or another credential. */
export async function signIn(page: Page, { service, key }: Demo, credential = key): Promise<void> {
  await page.goto(`${service.origin}/sign-in`);
  await page.getByLabel('Key or token').fill(credential);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Who am I' }).waitFor();
}

/** The same without the page for it, for tests of something else: as after a reload. */
export const beSignedIn = (page: Page, { key }: Demo, credential = key): Promise<unknown> =>
  page.addInitScript(`sessionStorage.setItem('clientele.token', ${JSON.stringify(credential)})`);
