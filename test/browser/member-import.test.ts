import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeStore, type TestStore } from '../helpers/api.js';
import { describeBrowser, look, testBrowser, type Width, watchPauses } from '../helpers/browser.js';
import { makeCustomers } from '../helpers/customers.js';
import { beSignedIn, type Demo, startDemo } from '../helpers/demo.js';

const PEOPLE = [
  { id: 'c1', name: 'Ann Ek', email: 'ann@shop.example' },
  { id: 'c2', name: 'Bo Ek', email: 'bo@shop.example' },
  { id: 'c3', name: null, email: 'both@shop.example' },
  { id: 'c4', name: null, email: 'both@shop.example' },
];

const COUNT = 100_000;
const PER_CALL = 10_000;

describeBrowser('a list of members', () => {
  const browser = testBrowser();
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo();
  });
  afterAll(() => demo?.service.close());

  async function furnish(): Promise<TestStore> {
    const store = await makeStore(demo.service.origin);
    await store.call('POST', '/groups', { body: { name: 'Trade' } });
    for (const body of PEOPLE) await store.call('POST', '/customers', { body });
    return store;
  }

  async function open(store: TestStore, width: Width = 1280): Promise<Page> {
    const page = await browser.open({ width });
    await beSignedIn(page, demo, store.key);
    await page.goto(`${demo.service.origin}/stores/${store.id}/groups/1/members`);
    await page.getByRole('button', { name: 'Add many' }).click();
    await page.getByRole('dialog', { name: 'Add many to “Trade”' }).waitFor();
    return page;
  }

  const press = (page: Page, name: string) =>
    page.getByRole('dialog').getByRole('button', { name, exact: true }).last().click();
  async function paste(page: Page, text: string): Promise<void> {
    await page.getByLabel('Ids or e-mails of customers').fill(text);
    await press(page, 'Look at it');
    await page.getByText(/^[\d,]+ lines?$/).waitFor();
  }
  const drop = (page: Page, name: string, text: string) =>
    page.getByLabel('Ids or e-mails of customers').evaluate(
      (field, file) => {
        const { DataTransfer, File, DragEvent } = globalThis as never as {
          DataTransfer: new () => { items: { add(file: unknown): void } };
          File: new (parts: string[], name: string) => unknown;
          DragEvent: new (type: string, init: object) => never;
        };
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([file.text], file.name));
        const target = field as { dispatchEvent(event: never): void };
        for (const type of ['dragover', 'drop']) {
          target.dispatchEvent(
            new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }),
          );
        }
      },
      { name, text },
    );
  const header = (page: Page) =>
    page.getByRole('checkbox', { name: 'The first line names the columns' });
  /** New, already in, unknown, twice. */
  async function counts(page: Page): Promise<string[]> {
    await page.getByText('will be added').waitFor();
    return page.locator('dialog dl, [role=dialog] dl').locator('dd:nth-of-type(1)').allInnerTexts();
  }
  const idsIn = async (store: TestStore): Promise<string[]> =>
    (await store.call('GET', '/groups/1/members?limit=200')).json.data.map(
      ({ customerId }: { customerId: string }) => customerId,
    );

  it('is compared with the group before anybody is added', async () => {
    const store = await furnish();
    await store.call('POST', '/groups/1/members', { body: { add: ['c2'] } });
    const page = await open(store);
    await look(page, 'import-source');
    const csv =
      '\uFEFFName;"E-Mail";"Customer ID"\r\n"Ek; Ann";a;"c1"\r\n;;c2\r\n;;"c""9"\r\n;;c1\r\n;; \r\n';
    await drop(page, 'people.csv', csv);
    await page.getByText('people.csv: 5 lines').waitFor();
    const column = page.getByRole('combobox', { name: 'Column' });
    expect(await column.inputValue()).toBe('3: Customer ID');
    expect(await page.getByRole('radio', { name: 'Ids' }).isChecked()).toBe(true);
    expect(await header(page).isChecked()).toBe(true);
    await look(page, 'import-understood');
    await press(page, 'Compare');
    expect(await counts(page)).toEqual(['1', '1', '1', '1']);
    await page.getByText('Show: Unknown').click();
    await page.getByText('c"9', { exact: true }).waitFor();
    await look(page, 'import-preview');
    expect(await idsIn(store)).toEqual(['c2']);

    const download = page.waitForEvent('download');
    await press(page, 'Download the unknown ones');
    expect(readFileSync((await (await download).path()) ?? '', 'utf8')).toBe('c"9\n');
    await press(page, 'Add 1 member');
    await page.getByText('1 member added.').first().waitFor();
    await page.getByText('1 name of the list is unknown here.').waitFor();
    await look(page, 'import-done');
    expect(await idsIn(store)).toEqual(['c1', 'c2']);
    await press(page, 'Close');
    await page.locator('tbody tr').filter({ hasText: 'Ann Ek' }).waitFor();
    const undo = page.getByRole('button', { name: 'Undo' });
    await undo.click();
    await expect.poll(() => idsIn(store)).toEqual(['c2']);
  });

  it('may hold e-mails, of which one may stand for several', async () => {
    const store = await furnish();
    const page = await open(store);
    await paste(
      page,
      'email\nBOTH@shop.example\nann@shop.example\nAnn@shop.example\nno@shop.example',
    );
    expect(await page.getByRole('radio', { name: 'E-mails' }).isChecked()).toBe(true);
    await press(page, 'Compare');
    expect(await counts(page)).toEqual(['3', '0', '1', '1']);
    await page.getByText('1 e-mail belongs to several customers').waitFor();
    await press(page, 'Add 3 members');
    await page.getByText('3 members added.').first().waitFor();
    expect(await idsIn(store)).toEqual(['c1', 'c3', 'c4']);
  });

  it.each([
    ['lines of ids and e-mails', 'c1\nbo@shop.example\n\n  c3  ', ['3', '0', '0', '0']],
    ['one line with commas', 'c1, c2, c2, nobody', ['2', '0', '1', '1']],
    ['tabs, as from a spreadsheet', 'id\tname\nc1\tAnn\nc2\tBo', ['2', '0', '0', '0']],
    ['one id', 'c1', ['1', '0', '0', '0']],
    ['the same person twice', 'c1\nann@shop.example', ['1', '0', '0', '1']],
    ['what no id can be', `${'x'.repeat(65)}\nc1`, ['1', '0', '1', '0']],
  ])('is understood as %s', async (_, text, expected) => {
    const page = await open(await furnish());
    await paste(page, text);
    await press(page, 'Compare');
    expect(await counts(page)).toEqual(expected);
  });

  it('can be understood in another way by who knows better', async () => {
    const store = await furnish();
    await store.call('POST', '/customers', { body: { id: 'who@shop.example' } });
    const page = await open(store);
    await paste(page, 'person,what\nx,who@shop.example\ny,c1');
    await page.getByRole('combobox', { name: 'Column' }).click();
    await page.getByRole('option', { name: '2: what' }).click();
    await press(page, 'Compare');
    expect(await counts(page)).toEqual(['1', '0', '2', '0']);
    await press(page, 'Back');
    await header(page).check();
    await page.getByText('Ids', { exact: true }).click();
    await press(page, 'Compare');
    expect(await counts(page)).toEqual(['2', '0', '0', '0']);
    await press(page, 'Back');
    await press(page, 'Another list');
    expect(await page.getByLabel('Ids or e-mails of customers').inputValue()).toContain('person');
  });

  it('says that it is empty, and that nobody is new', async () => {
    const store = await furnish();
    await store.call('POST', '/groups/1/members', { body: { add: ['c1'] } });
    const page = await open(store, 380);
    await drop(page, 'empty.csv', '\n\n');
    await page.getByText('There is no id and no e-mail in it.').waitFor();
    await press(page, 'Another list');
    await drop(page, 'customers.xlsx', 'PK\u0003\u0004\0\0id\nc2\n');
    await page.getByText('This file is no text. Save the spreadsheet as CSV').waitFor();
    await press(page, 'Another list');
    await look(page, 'import-source-380');
    await paste(page, 'c1\nnobody');
    await look(page, 'import-understood-380');
    await press(page, 'Compare');
    await page.getByText('Nobody of them is new').waitFor();
    await look(page, 'import-preview-380');
    await press(page, 'Close');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('is the one that was given last', async () => {
    const page = await open(await furnish());
    const ids = Array.from({ length: 300_000 }, (_, index) => `x${index}`);
    const field = page.getByLabel('Ids or e-mails of customers');
    await drop(page, 'large.csv', `group,customerId\n${ids.map((id) => `g,${id}`).join('\n')}\n`);
    await field.fill('c1');
    await press(page, 'Look at it');
    await page.getByText('1 line', { exact: true }).waitFor();
    await press(page, 'Compare');
    expect(await counts(page)).toEqual(['1', '0', '0', '0']);
  });

  it('loses nothing when the comparison or a part of the adding fails', async () => {
    const store = await furnish();
    const page = await open(store);
    await paste(page, 'c1\nc2\nc3');
    await page.route('**/check-members', (route) => route.abort());
    await press(page, 'Compare');
    await page.getByText('The service cannot be reached').waitFor();
    await page.unroute('**/check-members');
    await press(page, 'Compare');
    await page.getByText('will be added').waitFor();
    // The answer is lost after the members were added.
    await page.route('**/members', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await press(page, 'Add 3 members');
    await page.getByText('0 of 3 customers added, then something went wrong:').waitFor();
    await look(page, 'import-failed');
    await page.unroute('**/members');
    await press(page, 'Try again');
    await page.getByText('3 customers had been added meanwhile.').waitFor();
    expect(await idsIn(store)).toEqual(['c1', 'c2', 'c3']);
  });

  it('says what is wrong with a list that has changed meanwhile, and compares it again', async () => {
    const store = await furnish();
    const page = await open(store);
    await paste(page, 'c1\nc2');
    await press(page, 'Compare');
    await page.getByText('will be added').waitFor();
    await store.call('DELETE', '/customers/c2');
    await press(page, 'Add 2 members');
    await page.getByText('there is no customer').waitFor();
    expect(await idsIn(store)).toEqual([]);
    await press(page, 'Compare again');
    expect(await counts(page)).toEqual(['1', '0', '1', '0']);
    await press(page, 'Add 1 member');
    await expect.poll(() => idsIn(store)).toEqual(['c1']);
  });

  it('of a hundred thousand lines leaves the page free, can be stopped, and goes on', async () => {
    const ids = Array.from({ length: COUNT }, (_, index) => `p${String(index).padStart(6, '0')}`);
    const store = await makeStore(demo.service.origin);
    await store.call('POST', '/groups', { body: { name: 'Trade' } });
    await makeCustomers(demo.service.place, store.id, ids);
    const page = await open(store);
    const pause = await watchPauses(page);
    await drop(page, 'many.csv', `customerId\n${ids.join('\n')}\nnobody\n${ids[0]}\n`);
    await page.getByText('many.csv: 100,003 lines').waitFor();
    await press(page, 'Compare');
    await expect.poll(() => counts(page), { timeout: 30_000 }).toEqual(['100,000', '0', '1', '1']);
    const writes: number[] = [];
    page.on('request', (request) => {
      if (request.method() !== 'POST' || !request.url().endsWith('/members')) return;
      writes.push(request.postDataJSON().add.length);
    });
    // Stopped for certain while it runs: the third part waits for it.
    await page.route('**/members', async (route) => {
      if (route.request().method() === 'POST' && writes.length === 3) await stopped;
      await route.continue();
    });
    let release = () => {};
    const stopped = new Promise<void>((resolve) => {
      release = resolve;
    });
    await press(page, 'Add 100,000 members');
    await page.getByText('20,000 of 100,000').waitFor({ timeout: 30_000 });
    // It is stopped, and not closed by chance.
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').getByRole('button', { name: 'Close' }).count()).toBe(0);
    expect(await pause()).toBeLessThan(500);
    await look(page, 'import-adding');
    // To look takes its time, too.
    await pause();
    await press(page, 'Stop');
    await page.getByText('Stopping when this part is done').waitFor();
    release();
    await page.getByText('Stopped: 30,000 of 100,000 customers added.').waitFor();
    expect((await store.call('GET', '/groups/1')).json.memberCount).toBe(30_000);
    await press(page, 'Go on');
    await page.getByText('100,000 members added.').first().waitFor({ timeout: 60_000 });
    expect(writes).toEqual(Array.from({ length: COUNT / PER_CALL }, () => PER_CALL));
    expect((await store.call('GET', '/groups/1')).json.memberCount).toBe(COUNT);
    expect(await pause()).toBeLessThan(500);
  }, 180_000);
});
