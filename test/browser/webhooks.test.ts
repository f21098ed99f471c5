import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EVENTS } from '../../console/src/webhook-events.js';
import { OPERATIONS } from '../../src/core/webhook-events.js';
import { makeStore, type TestStore } from '../helpers/api.js';
import { describeBrowser, holdSaves, look, lookAround, testBrowser } from '../helpers/browser.js';
import { beSignedIn, type Demo, startDemo } from '../helpers/demo.js';
import { type Receiver, startReceiver, verified } from '../helpers/receiver.js';

it('offers every event that there is', () => {
  const offered = Object.entries(EVENTS).flatMap(([entity, verbs]) =>
    verbs.map((verb) => `${entity}.${verb}`),
  );
  expect(offered.sort()).toEqual([...OPERATIONS].sort());
});

describeBrowser('webhooks', () => {
  const browser = testBrowser();
  let demo: Demo;
  let receiver: Receiver;
  beforeAll(async () => {
    demo = await startDemo({ CLIENTELE_WEBHOOKS_PRIVATE: 'on' });
    receiver = await startReceiver();
  });
  afterAll(async () => {
    await receiver?.close();
    await demo?.service.close();
  });

  async function open(store: TestStore, path = ''): Promise<Page> {
    const page = await browser.open();
    const { origin } = demo.service;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
    await beSignedIn(page, demo, store.key);
    await page.goto(`${origin}/stores/${store.id}/connect/webhooks${path}`);
    return page;
  }

  const make = async (store: TestStore, body: object = {}) =>
    (await store.call('POST', '/webhooks', { body: { url: receiver.url, ...body } })).json;
  const dialogOf = (page: Page, name: string) => page.getByRole('dialog', { name });

  async function copiedSecret(page: Page, title: string): Promise<string> {
    const shown = dialogOf(page, title);
    await shown.getByRole('button', { name: 'Copy: Secret' }).click();
    await shown.getByRole('button', { name: 'Copied' }).waitFor();
    const secret = await page.evaluate<string>('navigator.clipboard.readText()');
    await shown.getByRole('button', { name: 'I have kept it' }).click();
    return secret;
  }

  it('are made with a secret that signs what they are told', async () => {
    const store = await makeStore(demo.service.origin);
    const page = await open(store);
    await page.getByText('There is no webhook yet').waitFor();
    await look(page, 'webhooks-none');
    await page.getByRole('button', { name: 'New webhook' }).click();
    const dialog = dialogOf(page, 'New webhook');
    await dialog.getByLabel('URL').fill('no url');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await dialog.getByText('Enter a URL that begins with https://.').waitFor();
    await dialog.getByLabel('URL').fill('ftp://shop.example/hook');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await dialog.getByText('must begin with https://').waitFor();
    await dialog.getByLabel('URL').fill(receiver.url);
    await dialog.getByLabel('Description').fill('The web shop');
    await dialog.getByRole('combobox', { name: 'Events' }).click();
    await page.getByRole('option', { name: 'Group: everything' }).click();
    await page.getByRole('option', { name: 'Members added', exact: true }).click();
    await dialog.getByLabel('Description').click();
    await page.getByRole('option').first().waitFor({ state: 'hidden' });
    await look(page, 'webhook-create');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await page.getByText('This is the only time that it is shown').waitFor();
    await look(page, 'webhook-secret');
    const secret = await copiedSecret(page, 'The secret of the webhook');

    await page.getByRole('heading', { name: 'Deliveries' }).waitFor();
    await page.getByText('Nothing has been sent yet').waitFor();
    const [webhook] = (await store.call('GET', '/webhooks')).json.data;
    expect(webhook).toMatchObject({
      events: ['group.*', 'members.added'],
      description: 'The web shop',
    });
    await store.call('POST', '/groups', { body: { name: 'Told of' } });
    const [message] = await receiver.reaches(1, ({ text }) => text.includes('Told of'));
    expect(message && verified(secret, message)).toMatchObject({ type: 'group.created' });
    await page.reload();
    const row = page.getByRole('row').filter({ hasText: 'Group created' });
    await row.getByText('delivered').waitFor();
    await row.getByText('answered 200').waitFor();
    expect(await page.getByText(secret).count()).toBe(0);
    await page.getByRole('link', { name: 'All webhooks' }).click();
    await page.getByText('Group: everything, Members added').waitFor();
  });

  it('are changed, and lose nothing when somebody else is faster', async () => {
    const store = await makeStore(demo.service.origin);
    const { id } = await make(store, { events: ['key.*'] });
    const page = await open(store, `/${id}`);
    await page.getByLabel('Description').fill('Mine');
    await store.call('PATCH', `/webhooks/${id}`, { body: { description: 'Theirs' } });
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('Somebody else has changed this meanwhile').waitFor();
    expect(await page.getByLabel('Description').inputValue()).toBe('Mine');
    await look(page, 'webhook-stale');
    await page.getByRole('button', { name: 'Overwrite it with mine' }).click();
    await page.getByText('The webhook was saved.').waitFor();
    expect((await store.call('GET', `/webhooks/${id}`)).json.description).toBe('Mine');
    await page.getByRole('button', { name: 'Save changes' }).waitFor({ state: 'detached' });
    await page.getByLabel('URL').fill('ftp://shop.example');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('must begin with https://').waitFor();
    page.on('dialog', (question) => void question.dismiss());
    await page.getByRole('link', { name: 'All webhooks' }).click();
    expect(await page.getByLabel('URL').inputValue()).toBe('ftp://shop.example');
  });

  it('keep what is typed while they are saved', async () => {
    const store = await makeStore(demo.service.origin);
    const { id, url } = await make(store);
    const page = await open(store, `/${id}`);
    await page.getByLabel('Description').fill('First');
    const { sent, letGo } = await holdSaves(page, `**/webhooks/${id}`);
    await page.getByRole('button', { name: 'Save changes' }).click();
    await sent;
    await page.getByLabel('URL').fill(`${url}?later`);
    letGo();
    await page.getByText('The webhook was saved.').waitFor();
    expect(await page.getByLabel('URL').inputValue()).toBe(`${url}?later`);
    const webhookOf = async () => (await store.call('GET', `/webhooks/${id}`)).json;
    expect(await webhookOf()).toMatchObject({ description: 'First', url });
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByRole('button', { name: 'Save changes' }).waitFor({ state: 'detached' });
    expect(await webhookOf()).toMatchObject({ description: 'First', url: `${url}?later` });
  });

  it('say so when the newest version cannot be loaded', async () => {
    const store = await makeStore(demo.service.origin);
    const { id } = await make(store);
    const page = await open(store, `/${id}`);
    await page.getByLabel('Description').fill('Mine');
    await store.call('PATCH', `/webhooks/${id}`, { body: { description: 'Theirs' } });
    await page.getByRole('button', { name: 'Save changes' }).click();
    const reload = page.getByRole('button', { name: 'Load the newest version' });
    await reload.waitFor();
    await page.route(`**/webhooks/${id}`, (route) => route.abort());
    await reload.click();
    await page.getByText('The service cannot be reached').waitFor();
    expect(await page.getByLabel('Description').inputValue()).toBe('Mine');
  });

  it('are switched off and on, and say why', async () => {
    const store = await makeStore(demo.service.origin);
    const { id } = await make(store, { events: ['group.*'] });
    const page = await open(store, `/${id}`);
    await page.getByRole('button', { name: 'Switch off' }).click();
    await page.getByText('What changes meanwhile waits').waitFor();
    await look(page, 'webhook-off');
    expect((await store.call('GET', `/webhooks/${id}`)).json.active).toBe(false);
    await store.call('POST', '/groups', { body: { name: 'While it was off' } });
    await page.getByRole('button', { name: 'Switch on' }).click();
    await page.getByText('The webhook is on.').waitFor();
    await receiver.reaches(1, ({ text }) => text.includes('While it was off'));
  });

  it('say why the service has switched them off', async () => {
    const store = await makeStore(demo.service.origin);
    const { id } = await make(store, { events: ['group.*'] });
    const reason = 'The receiver answered 410 Gone.';
    const page = await open(store, '');
    await page.getByText('Group: everything').waitFor();
    receiver.answers(410);
    await store.call('POST', '/groups', { body: { name: 'Gone' } });
    const webhook = async () => (await store.call('GET', `/webhooks/${id}`)).json;
    try {
      await expect.poll(async () => (await webhook()).active, { timeout: 15_000 }).toBe(false);
    } finally {
      receiver.answers(200);
    }
    const said = (await webhook()).disabledReason;
    expect(said, reason).toMatch(/\S/);
    await page.goto(`${demo.service.origin}/stores/${store.id}/connect/webhooks/${id}`);
    await page.getByText(`Why: ${said}`).waitFor();
    const log = `${demo.service.origin}/stores/${store.id}/changes`;
    await page.goto(log);
    await page.getByText('by the service itself').waitFor();
    await page.getByText(`Webhook “${receiver.url}” switched off`).waitFor();
  });

  it('get a new secret while the former one signs, too', async () => {
    const store = await makeStore(demo.service.origin);
    const { id, secret: former } = await make(store, { events: ['group.created'] });
    const page = await open(store, `/${id}`);
    await page.getByRole('button', { name: 'New secret' }).click();
    const dialog = dialogOf(page, 'Give the webhook a new secret?');
    await dialog.getByRole('combobox', { name: 'Both sign for' }).click();
    await page.getByRole('option', { name: '72 hours' }).click();
    await look(page, 'webhook-rotate');
    await dialog.getByRole('button', { name: 'New secret' }).click();
    const secret = await copiedSecret(page, 'The new secret');
    expect(secret).not.toBe(former);
    await page.getByText(/The secret from before signs, too, until/).waitFor();
    const { previousSecretExpiresAt } = (await store.call('GET', `/webhooks/${id}`)).json;
    expect(Date.parse(previousSecretExpiresAt) - Date.now()).toBeGreaterThan(71 * 3_600_000);
    await store.call('POST', '/groups', { body: { name: 'Signed twice' } });
    const [message] = await receiver.reaches(1, ({ text }) => text.includes('Signed twice'));
    for (const one of [secret, former]) {
      expect(message && verified(one, message)).toMatchObject({ type: 'group.created' });
    }
  });

  it('show what they were told by state, in pages, and send it again', async () => {
    const store = await makeStore(demo.service.origin);
    const { id } = await make(store, { events: ['group.created'] });
    for (let count = 1; count <= 30; count += 1) {
      await store.call('POST', '/groups', { body: { name: `Many ${count}` } });
    }
    await receiver.reaches(30, ({ text }) => /Many \d/.test(text));
    const waiting = async () =>
      (await store.call('GET', `/webhooks/${id}/deliveries?state=waiting`)).json.data.length;
    await expect.poll(waiting).toBe(0);
    const page = await open(store, `/${id}`);
    await page.getByText('delivered', { exact: true }).first().waitFor();
    const rows = page.locator('tbody tr');
    expect(await rows.count()).toBe(25);
    await look(page, 'webhook-deliveries');
    await page.getByRole('button', { name: 'Next' }).click();
    await expect.poll(() => rows.count()).toBe(5);
    await page.reload();
    await expect.poll(() => rows.count()).toBe(5);
    await page.goto(`${demo.service.origin}/stores/${store.id}/connect/webhooks/${id}`);
    await page.getByRole('combobox', { name: 'State' }).click();
    await page.getByRole('option', { name: 'failed' }).click();
    await page.getByText('No delivery is in this state').waitFor();
    expect(new URL(page.url()).searchParams.get('state')).toBe('failed');
    await page.goBack();
    const before = receiver.received.length;
    await page
      .getByRole('button', { name: /^Send again: change/ })
      .first()
      .click();
    await page.getByText('It is being sent again.').waitFor();
    await receiver.reaches(before + 1);
    expect(receiver.received.at(-1)?.json.data ?? receiver.received.at(-1)?.json).toBeDefined();
  });

  it('tell in words why a message did not arrive', async () => {
    const store = await makeStore(demo.service.origin);
    receiver.answers(500);
    try {
      const { id } = await make(store, { events: ['group.created'] });
      await store.call('POST', '/groups', { body: { name: 'Refused' } });
      await receiver.reaches(1, ({ text }) => text.includes('Refused'));
      const page = await open(store, `/${id}`);
      const row = page.getByRole('row').filter({ hasText: 'Group created' });
      await row.getByText(/answered 500/).waitFor();
      await row.getByText('waiting').waitFor();
      await row.getByText(/next attempt/).waitFor();
    } finally {
      receiver.answers(200);
    }
  });

  it('are deleted after a question', async () => {
    const store = await makeStore(demo.service.origin);
    const { id } = await make(store);
    const page = await open(store, `/${id}`);
    await page.getByRole('button', { name: 'Delete webhook' }).click();
    const dialog = dialogOf(page, 'Delete this webhook?');
    await look(page, 'webhook-delete');
    await dialog.getByRole('button', { name: 'Delete webhook' }).click();
    await page.getByText('There is no webhook yet').waitFor();
    await page.goto(`${demo.service.origin}/stores/${store.id}/connect/webhooks/${id}`);
    await page.getByText('There is nothing here').waitFor();
  });

  it('are whole and accessible', async () => {
    const store = await makeStore(demo.service.origin);
    const { id } = await make(store, { events: ['group.created', 'price.*'] });
    await store.call('POST', '/groups', { body: { name: 'Seen' } });
    await receiver.reaches(1, ({ text }) => text.includes('Seen'));
    const page = await browser.open();
    await beSignedIn(page, demo, store.key);
    const base = `${demo.service.origin}/stores/${store.id}/connect/webhooks`;
    for (const [name, path, shows] of [
      ['webhooks', '', receiver.url],
      ['webhook', `/${id}`, 'answered 200'],
      ['webhook-new', '?create=true', 'Leave it empty to be told of everything.'],
    ] as const) {
      await page.goto(base + path);
      await page.getByText(shows).first().waitFor();
      await lookAround(page, name);
    }
  });
});
