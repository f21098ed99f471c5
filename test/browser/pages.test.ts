import { afterAll, beforeAll, it } from 'vitest';
import { describeBrowser, lookAround, testBrowser } from '../helpers/browser.js';
import { beSignedIn, type Demo, startDemo } from '../helpers/demo.js';
import { ROOT_KEY } from '../helpers/service.js';

/** Every page with what it shows when all of it is there. */
const PAGES: readonly { name: string; path: string; shows: RegExp; credential?: string }[] = [
  { name: 'sign-in', path: '/sign-in', shows: /Key or token/, credential: '' },
  { name: 'stores', path: '/stores', shows: /Lumen Optics/, credential: ROOT_KEY },
  { name: 'overview', path: '/stores/demo', shows: /Customers without a group/ },
  { name: 'overview-year', path: '/stores/demo?days=365', shows: /in 365 days/ },
  { name: 'groups', path: '/stores/demo/groups', shows: /Opticians \(trade\)/ },
  { name: 'groups-tree', path: '/stores/demo/groups?view=tree', shows: /Opticians \(trade\)/ },
  { name: 'groups-nothing', path: '/stores/demo/groups?search=nobody', shows: /No group matches/ },
  { name: 'group-create', path: '/stores/demo/groups?create=true', shows: /Parent group/ },
  { name: 'group', path: '/stores/demo/groups/2', shows: /At a glance/ },
  { name: 'group-gone', path: '/stores/demo/groups/999', shows: /There is nothing here/ },
  { name: 'nowhere', path: '/stores/nowhere', shows: /There is no store 'nowhere'/ },
];

describeBrowser('every page of the console', () => {
  const browser = testBrowser();
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo();
  });
  afterAll(() => demo?.service.close());

  it.each(PAGES)('is whole and accessible: $name', async (given) => {
    const page = await browser.open();
    if (given.credential !== '') await beSignedIn(page, demo, given.credential);
    await page.goto(demo.service.origin + given.path);
    await page.getByText(given.shows).first().waitFor();
    await lookAround(page, given.name);
  });
});
