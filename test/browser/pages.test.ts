import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  accessibilityFaults,
  describeBrowser,
  overflow,
  shoot,
  testBrowser,
} from '../helpers/browser.js';
import { type Demo, signIn, startDemo } from '../helpers/demo.js';

/** Every page with what it shows when all of it is there. */
const PAGES: readonly { name: string; path: string; shows: RegExp; isOpen?: true }[] = [
  { name: 'sign-in', path: '/sign-in', shows: /Key or token/, isOpen: true },
  { name: 'overview', path: '/stores/demo', shows: /Customers without a group/ },
  { name: 'overview-year', path: '/stores/demo?days=365', shows: /in 365 days/ },
  { name: 'groups', path: '/stores/demo/groups', shows: /Opticians \(trade\)/ },
  { name: 'groups-tree', path: '/stores/demo/groups?view=tree', shows: /Opticians \(trade\)/ },
  { name: 'groups-nothing', path: '/stores/demo/groups?search=nobody', shows: /No group matches/ },
  { name: 'group-create', path: '/stores/demo/groups?create=true', shows: /Parent group/ },
  { name: 'group', path: '/stores/demo/groups/2', shows: /At a glance/ },
  { name: 'group-gone', path: '/stores/demo/groups/999', shows: /There is nothing here/ },
  { name: 'nowhere', path: '/stores/nowhere', shows: /This did not work/ },
];

describeBrowser('every page of the console', () => {
  const browser = testBrowser();
  let demo: Demo;
  beforeAll(async () => {
    demo = await startDemo();
  });
  afterAll(() => demo?.service.close());

  for (const width of [1280, 380] as const) {
    for (const scheme of ['light', 'dark'] as const) {
      it.each(PAGES)(
        `is whole and accessible at ${width} px, ${scheme}: $name`,
        async ({ name, path, shows, isOpen }) => {
          const page = await browser.open({ width, scheme });
          if (!isOpen) await signIn(page, demo);
          await page.goto(demo.service.origin + path);
          await page.getByText(shows).first().waitFor();
          await page.waitForLoadState('networkidle');
          await shoot(page, `${name}-${width}-${scheme}`);
          expect(await accessibilityFaults(page)).toEqual([]);
          expect(await overflow(page)).toBe(0);
        },
      );
    }
  }
});
