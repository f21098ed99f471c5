import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { call, makeStore, type TestStore } from '../helpers/api.js';
import { comeBack, describeBrowser, look, lookAround, testBrowser } from '../helpers/browser.js';
import { beSignedIn, type Demo, signIn, startDemo } from '../helpers/demo.js';
import { ROOT_KEY } from '../helpers/service.js';

const run = promisify(execFile);

/** Below the packages of the repository, so that what is pasted finds the vendors' clients. */
const PASTED = fileURLToPath(new URL('../../test-results/pasted/', import.meta.url));

const APIS = ['Clientele', 'BigCommerce V2', 'Ecwid v3', 'Emporix', 'JOptic'] as const;

describeBrowser('the page Connect', () => {
  const browser = testBrowser();
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo();
  });
  afterAll(() => demo?.service.close());

  interface Opened {
    credential?: string;
    store?: string;
  }

  async function open(
    path: string,
    { credential = demo.key, store = 'demo' }: Opened = {},
  ): Promise<Page> {
    const page = await browser.open();
    const { origin } = demo.service;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
    await beSignedIn(page, demo, credential);
    await page.goto(`${origin}/stores/${store}/connect${path}`);
    return page;
  }

  const clipboard = (page: Page) => page.evaluate<string>('navigator.clipboard.readText()');
  const apiOf = (page: Page, title: string) =>
    page
      .locator('section')
      .filter({ has: page.getByRole('heading', { name: title, exact: true }) });

  async function copied(page: Page, title: string, what: string): Promise<string> {
    const api = apiOf(page, title);
    const show = api.getByRole('button', { name: `How to use ${title}` });
    if ((await show.getAttribute('aria-expanded')) === 'false') await show.click();
    await api.getByRole('button', { name: `Copy: ${what}` }).click();
    await api.getByRole('button', { name: 'Copied' }).first().waitFor();
    return clipboard(page);
  }

  /** What somebody sees who pastes it. */
  async function paste(page: Page, title: string): Promise<[string, string]> {
    const line = await run('sh', ['-c', await copied(page, title, 'On the command line')]);
    mkdirSync(PASTED, { recursive: true });
    const file = join(PASTED, `${title.replaceAll(' ', '-')}.mjs`);
    writeFileSync(file, await copied(page, title, 'In JavaScript'));
    const program = await run(process.execPath, [file]);
    return [line.stdout, program.stdout];
  }

  it('has samples of each API that work as pasted', async () => {
    const page = await browser.open();
    const { origin } = demo.service;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
    // The link signs in as a user, whose token JOptic's API takes.
    await page.goto(demo.link);
    await page.getByRole('link', { name: 'Connect' }).click();
    await page.getByRole('button', { name: 'Use what I signed in with' }).click();
    await page.getByText('JOptic samples are filled in with a token of demo-user').waitFor();
    await page.getByLabel('Key or token').fill(demo.key);
    await page.getByRole('button', { name: 'Fill in' }).click();
    await page.getByText('The samples are filled in with the key “demo”.').waitFor();
    for (const title of APIS) {
      const seen = await paste(page, title);
      const shown = title === 'Emporix' ? 'Members of the loyalty programme' : 'Frame club';
      expect(seen, title).toEqual([expect.stringContaining(shown), expect.stringContaining(shown)]);
    }
    expect(await copied(page, 'Ecwid v3', 'Base URL')).toBe(`${origin}/api/v3/4870020`);
    await look(page, 'connect-filled');
    await page.getByRole('button', { name: 'Take it out again' }).click();
    expect(await copied(page, 'Clientele', 'On the command line')).toContain('YOUR_KEY');
  }, 120_000);

  it('opens a card where it stands', async () => {
    const page = await open('');
    const show = page.getByRole('button', { name: 'How to use Emporix' });
    await page.setViewportSize({ width: 380, height: 400 });
    await show.scrollIntoViewIfNeeded();
    const top = async () => (await show.boundingBox())?.y;
    const before = await top();
    await show.click();
    await page.waitForURL(/api=emporix/);
    await page.getByRole('button', { name: 'Copy: Base URL' }).waitFor();
    expect(await page.evaluate('scrollY')).toBeGreaterThan(0);
    expect(await top()).toBeLessThanOrEqual(before ?? 0);
  });

  it('takes no credential that would not work', async () => {
    const other = await makeStore(demo.service.origin);
    const page = await open('');
    for (const [credential, words] of [
      ['ck_nobody', 'The service does not know this key'],
      [ROOT_KEY, 'The root key is for the operator alone'],
      [other.key, 'opens another store'],
      ['with space', 'The service does not know this key'],
    ] as const) {
      await page.getByLabel('Key or token').fill(credential);
      await page.getByRole('button', { name: 'Fill in' }).click();
      await page.getByText(words).waitFor();
    }
    expect(await copied(page, 'Clientele', 'On the command line')).toContain('YOUR_KEY');
    // A credential that is only tried signs nobody out.
    await page.reload();
    await page.getByRole('heading', { name: 'Connect', level: 1 }).waitFor();
  });

  it('is whole and accessible in all its parts', async () => {
    const store = await makeStore(demo.service.origin);
    await store.call('PUT', '/users/anna', { body: { active: true, scopes: ['groups:read'] } });
    await store.call('PUT', '/users/bo', { body: { active: false, scopes: ['store:admin'] } });
    for (const [name, path, shows] of [
      ['apis', '', 'On the command line'],
      ['keys', '/keys', 'each API’s'],
      ['key-create', '/keys?create=true', 'What it is for'],
      ['users', '/users', 'anna'],
      ['user-create', '/users?create=true', 'Everything in this store'],
    ] as const) {
      const page = await open(path, { credential: store.key, store: store.id });
      await page.getByText(shows).first().waitFor();
      await lookAround(page, `connect-${name}`);
    }
  });

  it('shows a key that reads groups nothing but the APIs', async () => {
    const store = await makeStore(demo.service.origin);
    const body = { name: 'reader', scopes: ['groups:read'] };
    const { json } = await store.call('POST', '/keys', { body });
    const page = await open('', { credential: json.secret, store: store.id });
    await page.getByText('On the command line').waitFor();
    expect(await page.getByRole('link', { name: 'Keys' }).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Changes' }).count()).toBe(0);
    await page.getByText('Whoever runs the service can give it one').first().waitFor();
  });

  const channelsOf = async ({ id }: TestStore) =>
    (await call(demo.service.origin, 'GET', `/v1/stores/${id}`)).json.channels;
  const dialogOf = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name });

  it('gives a store channels, changes and removes them', async () => {
    const store = await makeStore(demo.service.origin);
    const page = await open('', { credential: ROOT_KEY, store: store.id });
    const api = apiOf(page, 'Ecwid v3');
    await api.getByText('No channel').waitFor();
    await look(page, 'connect-channels');
    await api.getByRole('button', { name: 'Add a channel' }).click();
    const dialog = dialogOf(page, 'Channel of Ecwid v3');
    await dialog.getByLabel('Store id').fill('4870020');
    await look(page, 'connect-channel');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('This address belongs to another store.').waitFor();
    await dialog.getByLabel('Store id').fill('77');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The channel of Ecwid v3 was saved.').waitFor();
    await api.getByText('Reachable').waitFor();
    expect(await channelsOf(store)).toEqual({
      ecwid: { storeId: 77, customerGroupsEnabled: true },
    });

    await api.getByRole('button', { name: 'Channel', exact: true }).click();
    await dialog.getByLabel('The plan has customer groups').uncheck();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await channelsOf(store)).toEqual({
      ecwid: { storeId: 77, customerGroupsEnabled: false },
    });

    await api.getByRole('button', { name: 'Channel', exact: true }).click();
    await dialog.getByRole('button', { name: 'Remove the channel' }).click();
    const question = dialogOf(page, 'Remove the channel of Ecwid v3?');
    await look(page, 'connect-channel-remove');
    await question.getByRole('button', { name: 'Remove the channel' }).click();
    await api.getByText('No channel').waitFor();
    expect(await channelsOf(store)).toEqual({});
  });

  it('says at the field what is wrong with a channel, and keeps what was typed', async () => {
    const store = await makeStore(demo.service.origin);
    const page = await open('', { credential: ROOT_KEY, store: store.id });
    await apiOf(page, 'Emporix').getByRole('button', { name: 'Add a channel' }).click();
    const dialog = dialogOf(page, 'Channel of Emporix');
    await dialog.getByLabel('Tenant').fill('NO');
    await dialog.getByRole('button', { name: 'Save' }).click();
    const tenant = dialog.getByLabel('Tenant');
    await expect.poll(() => tenant.getAttribute('aria-invalid')).toBe('true');
    expect(await dialog.getByLabel('Site').inputValue()).toBe('main');
    // Somebody else is faster: nothing is lost, and theirs is not taken back by chance.
    await tenant.fill('mine');
    const { origin } = demo.service;
    await call(origin, 'PATCH', `/v1/stores/${store.id}`, {
      body: { channels: { emporix: { tenant: 'theirs', site: 'main' } } },
    });
    // Nor when the page has asked for the newest state by itself.
    const newest = page.waitForResponse(`**/v1/stores/${store.id}`);
    await comeBack(page);
    await newest;
    await apiOf(page, 'Emporix').getByText('Reachable').waitFor();
    expect(await tenant.inputValue()).toBe('mine');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Somebody else has changed this meanwhile').waitFor();
    expect(await tenant.inputValue()).toBe('mine');
    const reload = dialog.getByRole('button', { name: 'Load the newest version' });
    const address = `**/v1/stores/${store.id}`;
    await page.route(address, (route) => route.abort());
    await reload.click();
    await page.getByText('The service cannot be reached').waitFor();
    await page.unroute(address);
    await reload.click();
    await expect.poll(() => tenant.inputValue()).toBe('theirs');
    await tenant.fill('mine');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The channel of Emporix was saved.').waitFor();
    expect(await channelsOf(store)).toEqual({ emporix: { tenant: 'mine', site: 'main' } });
  });

  it('creates a key, shows its secret once, and fills it into the samples', async () => {
    const store = await makeStore(demo.service.origin);
    const page = await open('/keys', { credential: store.key, store: store.id });
    await page.getByRole('button', { name: 'New key' }).click();
    const dialog = dialogOf(page, 'New key');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await dialog.getByText('A key needs a name.').waitFor();
    await dialog.getByLabel('Name').fill('Web shop');
    const groups = dialog.getByRole('radiogroup', { name: 'Groups' });
    await groups.getByText('Change').click();
    await dialog.getByRole('radiogroup', { name: 'Customers' }).getByText('See').click();
    await dialog.getByRole('combobox', { name: 'Ends' }).click();
    await page.getByRole('option', { name: 'On a day' }).click();
    await dialog.getByLabel('Last day').fill('2020-01-01');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await dialog.getByText('Choose a day that is not over.').waitFor();
    await dialog.getByLabel('Last day').fill('2099-12-31');
    await dialog.getByLabel('Own limit').fill('1000');
    await look(page, 'connect-key-filled');
    // Nobody who waits for the list of keys, or closes the dialog by chance, loses the secret.
    await page.route('**/keys*', async (route) => {
      if (route.request().method() === 'GET') return;
      await page.keyboard.press('Escape');
      await route.continue();
    });
    await dialog.getByRole('button', { name: 'Create' }).click();

    const shown = dialogOf(page, 'The key “Web shop”');
    await shown.getByText('This is the only time that it is shown').waitFor();
    await page.unrouteAll();
    await look(page, 'connect-key-secret');
    await shown.getByRole('button', { name: 'Copy: Secret' }).click();
    await shown.getByRole('button', { name: 'Copied' }).waitFor();
    const secret = await clipboard(page);
    const { origin } = demo.service;
    const session = await call(origin, 'GET', '/v1/session', { key: secret });
    expect(session.json).toMatchObject({ kind: 'key', name: 'Web shop' });
    // The day is one of Berlin, and the last one.
    const { data } = (await store.call('GET', '/keys')).json;
    expect(data[1]).toMatchObject({
      scopes: ['groups:write', 'customers:read'],
      rateLimit: 1000,
      expiresAt: '2099-12-31T23:00:00.000Z',
    });

    await shown.getByRole('link', { name: 'Show samples with it' }).click();
    await page.getByText('The samples are filled in with the key “Web shop”.').waitFor();
    await page.getByText('Those of JOptic take a user’s token alone').waitFor();
    expect(await copied(page, 'Clientele', 'On the command line')).toContain(secret);
    await page.getByRole('link', { name: 'Keys' }).click();
    await page.getByText('change groups, see customers').waitFor();
    expect(await page.getByText(secret).count()).toBe(0);
  });

  it('revokes a key after a question, and says that it is final', async () => {
    const store = await makeStore(demo.service.origin);
    const body = { name: 'Old shop', scopes: ['groups:read'] };
    const { json } = await store.call('POST', '/keys', { body });
    const page = await open('/keys', { credential: store.key, store: store.id });
    await page.getByRole('button', { name: 'Revoke Old shop' }).click();
    const question = dialogOf(page, 'Revoke “Old shop”?');
    await question.getByText('This cannot be undone. It has never been used.').waitFor();
    await look(page, 'connect-key-revoke');
    await question.getByRole('button', { name: 'Cancel' }).click();
    await question.waitFor({ state: 'detached' });
    expect((await store.call('GET', '/keys')).json.data).toHaveLength(2);
    await page.getByRole('button', { name: 'Revoke Old shop' }).click();
    await question.getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('“Old shop” was revoked.').waitFor();
    await expect.poll(() => page.getByText('Old shop', { exact: true }).count()).toBe(0);
    const used = await call(demo.service.origin, 'GET', '/v1/session', { key: json.secret });
    expect(used.status).toBe(401);
  });

  it('pages keys, and the address says where', async () => {
    const store = await makeStore(demo.service.origin);
    for (let count = 1; count <= 30; count += 1) {
      await store.call('POST', '/keys', { body: { name: `Key ${count}`, scopes: [] } });
    }
    const page = await open('/keys', { credential: store.key, store: store.id });
    await page.getByText('Key 24', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('Key 30', { exact: true }).waitFor();
    await page.reload();
    await page.getByText('Key 30', { exact: true }).waitFor();
    expect(await page.getByText('Key 24', { exact: true }).count()).toBe(0);
  });

  it('adds, changes and removes a user', async () => {
    const store = await makeStore(demo.service.origin);
    const page = await open('/users', { credential: store.key, store: store.id });
    await page.getByText('There is no user yet').waitFor();
    await page.getByRole('button', { name: 'Add a user' }).click();
    const dialog = dialogOf(page, 'Add a user');
    await dialog.getByLabel('Id').fill('anna@shop.example');
    await dialog.getByLabel('Everything in this store').check();
    await dialog.getByRole('button', { name: 'Add a user' }).click();
    await page.getByText('anna@shop.example was saved.').waitFor();
    const userOf = async () => (await store.call('GET', '/users/anna@shop.example')).json;
    expect(await userOf()).toMatchObject({ active: true, scopes: ['store:admin'] });

    await page.getByRole('button', { name: 'Change anna@shop.example' }).click();
    const change = dialogOf(page, 'What anna@shop.example may do');
    await change.getByLabel('Everything in this store').uncheck();
    await change.getByRole('button', { name: 'Save changes' }).click();
    await change.getByText('Choose at least one thing that it may do.').waitFor();
    await change.getByRole('radiogroup', { name: 'Prices' }).getByText('See').click();
    await change.getByRole('switch', { name: 'Active' }).uncheck();
    await change.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('see prices').waitFor();
    expect(await userOf()).toMatchObject({ active: false, scopes: ['pricing:read'] });

    await page.getByRole('button', { name: 'Remove anna@shop.example' }).click();
    const question = dialogOf(page, 'Remove anna@shop.example?');
    await look(page, 'connect-user-remove');
    await question.getByRole('button', { name: 'Remove' }).click();
    await page.getByText('There is no user yet').waitFor();
  });

  it('changes no user who is there already by adding one', async () => {
    const store = await makeStore(demo.service.origin);
    await store.call('PUT', '/users/anna', { body: { active: true, scopes: ['store:admin'] } });
    const page = await open('/users?create=true', { credential: store.key, store: store.id });
    const dialog = dialogOf(page, 'Add a user');
    await dialog.getByLabel('Id').fill('anna');
    await dialog.getByRole('button', { name: 'Add a user' }).click();
    await dialog.getByText('There is a user with this id already.').waitFor();
    expect((await store.call('GET', '/users/anna')).json.scopes).toEqual(['store:admin']);
  });

  it('shows what there is to whoever changes what they may do themselves', async () => {
    const store = await makeStore(demo.service.origin);
    await store.call('PUT', '/users/anna', { body: { active: true, scopes: ['groups:read'] } });
    const page = await open('/users', { credential: store.key, store: store.id });
    await page.getByRole('button', { name: 'Change anna' }).click();
    // As the service answers whoever may do less from now on.
    await page.route('**/v1/session', async (route) => {
      const response = await route.fetch();
      const session = await response.json();
      const scopes = ['groups:read'];
      const stores = [{ ...session.stores[0], scopes }];
      await route.fulfill({ response, json: { ...session, stores } });
    });
    const link = page.locator('nav').getByText('Price lists');
    await link.waitFor();
    await dialogOf(page, 'What anna may do').getByRole('button', { name: 'Save changes' }).click();
    await link.waitFor({ state: 'detached' });
    await page.locator('nav').getByText('Groups').waitFor();
  });

  it('loses nothing when somebody else changes the same user', async () => {
    const store = await makeStore(demo.service.origin);
    const put = (scopes: string[]) =>
      store.call('PUT', '/users/anna', { body: { active: true, scopes } });
    await put(['groups:read']);
    const page = await open('/users', { credential: store.key, store: store.id });
    await page.getByRole('button', { name: 'Change anna' }).click();
    await put(['pricing:write']);
    const dialog = dialogOf(page, 'What anna may do');
    await dialog.getByRole('switch', { name: 'Active' }).uncheck();
    await dialog.getByRole('button', { name: 'Save changes' }).click();
    await dialog.getByText('Somebody else has changed this meanwhile').waitFor();
    expect(await dialog.getByRole('switch', { name: 'Active' }).isChecked()).toBe(false);
    await look(page, 'connect-user-stale');
    const reload = dialog.getByRole('button', { name: 'Load the newest version' });
    await page.route('**/users/anna', (route) => route.abort());
    await reload.click();
    await page.getByText('The service cannot be reached').waitFor();
    await page.unroute('**/users/anna');
    await reload.click();
    const prices = dialog.getByRole('radiogroup', { name: 'Prices' });
    await expect.poll(() => prices.getByLabel('Change').isChecked()).toBe(true);
    await dialog.getByRole('switch', { name: 'Active' }).uncheck();
    await dialog.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('anna was saved.').waitFor();
    expect((await store.call('GET', '/users/anna')).json).toMatchObject({
      active: false,
      scopes: ['pricing:write'],
    });
  });

  it('works by keyboard alone: a key is created and its secret copied', async () => {
    const store = await makeStore(demo.service.origin);
    const page = await open('/keys', { credential: store.key, store: store.id });
    await page.getByRole('button', { name: 'New key' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('INPUT');
    await page.keyboard.type('By keyboard');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    const shown = dialogOf(page, 'The key “By keyboard”');
    await shown.getByRole('button', { name: 'Copy: Secret' }).focus();
    await page.keyboard.press('Enter');
    await shown.getByRole('button', { name: 'Copied' }).waitFor();
    await page.keyboard.press('Escape');
    expect(await shown.isVisible()).toBe(true);
    const { data } = (await store.call('GET', '/keys')).json;
    expect(data[1]).toMatchObject({ name: 'By keyboard', scopes: ['store:admin'] });
  });

  it('signs out whoever revokes the very key that they use', async () => {
    const store = await makeStore(demo.service.origin);
    const page = await browser.open();
    await signIn(page, demo, store.key);
    await page.goto(`${demo.service.origin}/stores/${store.id}/connect/keys`);
    await page.getByRole('button', { name: 'Revoke all' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('Your session has ended. Sign in again.').waitFor();
  });
});
