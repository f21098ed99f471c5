import type { Page, Request } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { call, makeStore } from '../helpers/api.js';
import { describeBrowser, testBrowser } from '../helpers/browser.js';
import { type Demo, signIn, startDemo } from '../helpers/demo.js';
import { ROOT_KEY } from '../helpers/service.js';

describeBrowser('signing in', () => {
  const browser = testBrowser();
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo();
  });
  afterAll(() => demo?.service.close());

  const kept = (page: Page) =>
    page.evaluate<string | null>("sessionStorage.getItem('clientele.token')");
  const pathOf = (page: Page) => new URL(page.url()).pathname;

  it('works once with the link of a demo, which leaves no code behind', async () => {
    const page = await browser.open();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(demo.link);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    const code = demo.link.split('code=')[1] ?? '';
    expect(code).toHaveLength(43);
    expect(page.url()).toBe(`${demo.service.origin}/stores/demo`);
    expect(requests.filter((url) => url.includes(code))).toEqual([]);
    await page.goBack();
    expect(page.url()).not.toContain(code);

    const other = await browser.open();
    await other.goto(demo.link);
    await other.getByText('This link has been used already').waitFor();
    expect(other.url()).not.toContain(code);
  });

  it('says what is wrong with what is no credential', async () => {
    const page = await browser.open();
    await page.goto(demo.service.origin);
    const field = page.getByLabel('Key or token');
    const submit = page.getByRole('button', { name: 'Sign in' });
    await submit.click();
    await page.getByText('Enter a key or a token.').waitFor();
    for (const wrong of ['ck_wrong', 'a.b.c', 'Schlüssel', 'two words']) {
      await field.fill(wrong);
      await submit.click();
      await page.getByText('The service does not know this key or token').waitFor();
      expect(await field.inputValue()).toBe(wrong);
    }
    expect(await kept(page)).toBeNull();
    expect(pathOf(page)).toBe('/sign-in');
  });

  it('goes on to where a link led', async () => {
    const page = await browser.open();
    await page.goto(`${demo.service.origin}/stores/demo/groups?search=club`);
    await page.getByLabel('Key or token').fill(demo.key);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Frame club' }).waitFor();
    expect(page.url()).toBe(`${demo.service.origin}/stores/demo/groups?search=club`);
    expect(await kept(page)).toBe(demo.key);
    expect(await page.evaluate<number>('localStorage.length + document.cookie.length')).toBe(0);
    // Where it led nowhere, there is a way out.
    await page.goto(`${demo.service.origin}/stores/demo/nowhere`);
    await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
    await page.getByRole('link', { name: 'Go to the start' }).click();
    await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
  });

  it('keeps the credential in the tab alone, and sends it in a header', async () => {
    const page = await browser.open();
    const requests: Request[] = [];
    page.on('request', (request) => requests.push(request));
    await signIn(page, demo);
    await page.waitForLoadState('networkidle');
    expect(await page.context().cookies()).toEqual([]);
    const asked = requests.filter((request) => new URL(request.url()).pathname.startsWith('/v1/'));
    const credentials = asked.map((request) => request.headers().authorization);
    expect(new Set(credentials)).toEqual(new Set([`Bearer ${demo.key}`]));
    expect(requests.filter((request) => request.url().includes(demo.key))).toEqual([]);
    const tab = await page.context().newPage();
    await tab.goto(`${demo.service.origin}/stores/demo`);
    await tab.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('lets root choose a store, and change it', async () => {
    const store = await makeStore(demo.service.origin, { name: 'Second shop' });
    const page = await browser.open();
    await signIn(page, demo, ROOT_KEY);
    await page.getByRole('link', { name: 'Second shop' }).click();
    await page.getByText('There is no group yet').first().waitFor();
    expect(pathOf(page)).toBe(`/stores/${store.id}`);
    await page.getByRole('button', { name: 'Who am I' }).click();
    await page.getByText('Signed in as the root key').waitFor();
    await page.getByRole('menuitem', { name: 'Switch store' }).click();
    await page.getByRole('link', { name: 'Lumen Optics (demo)' }).click();
    await page.getByText('341').first().waitFor();
  });

  it('ends with signing out, and nothing is left', async () => {
    const page = await browser.open();
    await signIn(page, demo);
    await page.getByRole('button', { name: 'Who am I' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await kept(page)).toBeNull();
    await page.goto(`${demo.service.origin}/stores/demo`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('does not end when somebody stays for unsaved changes', async () => {
    const page = await browser.open();
    await signIn(page, demo);
    await page.goto(`${demo.service.origin}/stores/demo/groups/2`);
    const name = page.getByRole('textbox', { name: 'Name' });
    await name.fill('Typed long');
    page.once('dialog', (dialog) => dialog.dismiss());
    await page.getByRole('button', { name: 'Who am I' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    expect(await name.inputValue()).toBe('Typed long');
    expect(await kept(page)).toBe(demo.key);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('“Typed long” was saved.').waitFor();
  });

  it('ends when the key is revoked, and says so', async () => {
    const store = await makeStore(demo.service.origin, { name: 'Third shop' });
    const page = await browser.open();
    await signIn(page, demo, store.key);
    // A page that asks for nothing more: it would end the session by itself.
    await page.getByRole('link', { name: 'Price lists' }).click();
    await page.getByText('There is no price list yet').waitFor();
    const path = `/v1/stores/${store.id}/keys/${store.keyId}`;
    expect((await call(demo.service.origin, 'DELETE', path)).status).toBe(204);
    await page.getByRole('link', { name: 'Groups' }).click();
    await page.getByText('Your session has ended').waitFor();
    expect(await kept(page)).toBeNull();
    expect(new URL(page.url()).searchParams.get('to')).toBe(`/stores/${store.id}/groups`);
  });

  it('shows whoever may little only what is theirs', async () => {
    const store = await makeStore(demo.service.origin, { name: 'Fourth shop' });
    await store.call('POST', '/groups', { body: { name: 'Readers' } });
    const { json } = await store.call('POST', '/keys', {
      body: { name: 'reader', scopes: ['groups:read'] },
    });
    const page = await browser.open();
    await signIn(page, demo, json.secret);
    await page.getByText('need a credential with the scope store:admin').waitFor();
    await page.getByRole('link', { name: 'Groups' }).click();
    await page.getByRole('link', { name: 'Readers' }).waitFor();
    expect(await page.getByRole('button', { name: 'New group' }).count()).toBe(0);
    expect(await page.getByRole('checkbox').count()).toBe(0);
    await page.getByRole('link', { name: 'Readers' }).click();
    await page.getByRole('heading', { name: 'Readers', level: 1 }).waitFor();
    expect(await page.getByLabel('Name').isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Delete group' }).count()).toBe(0);
  });
});
