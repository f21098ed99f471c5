import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject } from 'vitest';

/** Screenshots to look at: kept by CI, not committed. */
const SHOTS = fileURLToPath(new URL('../../test-results/screenshots/', import.meta.url));

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A suite that needs the system's Chromium; visibly skipped where the machine has none. */
export function describeBrowser(title: string, suite: () => void): void {
  const missing = inject('chromium') === '';
  describe.skipIf(missing)(`${title}${missing ? ' skipped: no Chromium' : ''}`, suite);
}

const WIDTHS = [1280, 380] as const;
const HEIGHT = 800;

export type Width = (typeof WIDTHS)[number];

/** A browser for as long as a suite runs, whose pages must show no error of their own. */
export interface TestBrowser {
  /** A page of the suite's profile: the session is the page's own, the cache and the colours are not. */
  open(options?: { width?: Width }): Promise<Page>;
  /** What the pages of this test have complained of, such as a breach of the page's policy. */
  readonly complaints: string[];
}

export function testBrowser(): TestBrowser {
  let profile: BrowserContext | undefined;
  const opened: Page[] = [];
  const complaints: string[] = [];
  beforeAll(async () => {
    // One on disk keeps what V8 has compiled: a page is there in two thirds of the time.
    profile = await chromium.launchPersistentContext('', {
      executablePath: inject('chromium'),
      args: [
        ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
        ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
      ],
      colorScheme: 'light',
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
      reducedMotion: 'reduce',
    });
  });
  afterAll(() => profile?.close());
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((page) => page.close()));
    await profile?.clearPermissions();
    expect(complaints.splice(0)).toEqual([]);
  });
  return {
    complaints,
    async open({ width = 1280 } = {}) {
      if (!profile) throw new Error('The browser does not run yet.');
      const page = await profile.newPage();
      opened.push(page);
      await page.setViewportSize({ width, height: HEIGHT });
      page.setDefaultTimeout(10_000);
      page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
      page.on('console', (message) => {
        // The browser notes each answer of 400 and more; that is for the test to say.
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
          complaints.push(`console: ${message.text()}`);
        }
      });
      return page;
    },
  };
}

/** What axe finds of serious and critical faults, each with its place. */
async function accessibilityFaults(page: Page, rules: readonly string[]): Promise<string[]> {
  // Not a script of the page: its policy would refuse it.
  if (!(await page.evaluate<boolean>("'axe' in globalThis"))) await page.evaluate(AXE);
  return page.evaluate(async (runOnly) => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(options: object): Promise<{
          violations: { id: string; impact: string; help: string; nodes: { html: string }[] }[];
        }>;
      };
    };
    const { violations } = await axe.run({
      resultTypes: ['violations'],
      ...(runOnly.length > 0 && { runOnly }),
    });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`);
  }, rules);
}

/**
 * Watches whether the page goes on.
 * @returns for how many milliseconds it did not answer at the longest, since it was last asked
 */
export async function watchPauses(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(`{
    globalThis.longestPause = 0;
    let last = performance.now();
    setInterval(() => {
      const now = performance.now();
      globalThis.longestPause = Math.max(globalThis.longestPause, now - last - 20);
      last = now;
    }, 20);
  }`);
  return () => page.evaluate<number>('[globalThis.longestPause, globalThis.longestPause = 0][0]');
}

/** Nothing may be wider than the screen. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );

/** Waits until nothing on the page is still being fetched. */
export const settled = (page: Page): Promise<void> =>
  page.locator('.mantine-Loader-root, [aria-busy="true"]').first().waitFor({ state: 'detached' });

/** Holds the answers to what a page saves at an address back until they are let go. */
export async function holdSaves(
  page: Page,
  url: string,
  method = 'PATCH',
): Promise<{ sent: Promise<unknown>; letGo: () => void }> {
  let letGo = () => {};
  const free = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route(url, async (route) => {
    if (route.request().method() !== method) return route.fallback();
    const response = await route.fetch();
    await free;
    await route.fulfill({ response });
  });
  return { sent: page.waitForRequest((request) => request.url().endsWith(url.slice(2))), letGo };
}

/** What a page that is looked at again asks anew, as if it had been left for a while. */
export async function comeBack(page: Page): Promise<void> {
  await page.clock.setFixedTime(Date.now() + 120_000);
  await page.evaluate("window.dispatchEvent(new Event('visibilitychange'))");
}

/** Waits until no colour is on its way to another, and nothing else to its place. */
const still = (page: Page) =>
  page.evaluate(
    `Promise.allSettled(
      document.getAnimations()
        .filter(({ effect }) => effect.getComputedTiming().endTime < Infinity)
        .map(({ finished }) => finished),
    )`,
  );

/** As whoever sets this in their system sees the page. */
async function useColorScheme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
}

/**
 * Takes a picture of the whole page for people, and holds it against what anybody can ask of it.
 * @param rules of axe; all of them unless told
 */
export async function look(page: Page, name: string, rules: readonly string[] = []): Promise<void> {
  mkdirSync(SHOTS, { recursive: true });
  await settled(page);
  const { width } = page.viewportSize() ?? { width: WIDTHS[0] };
  const height = await page.evaluate<number>('document.documentElement.scrollHeight');
  // What sticks to the edge of the screen would else stand in the midst of the picture.
  await page.setViewportSize({ width, height: Math.max(height, HEIGHT) });
  await page.screenshot({
    path: join(SHOTS, `${name}.png`),
    fullPage: true,
    animations: 'disabled',
  });
  await page.setViewportSize({ width, height: HEIGHT });
  await still(page);
  expect(await accessibilityFaults(page, rules), name).toEqual([]);
  expect(await overflow(page), name).toBe(0);
}

/** The same at both widths, in light and dark. */
export async function lookAround(page: Page, name: string): Promise<void> {
  const before = page.viewportSize();
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: HEIGHT });
    await look(page, `${name}-${width}-light`);
    await useColorScheme(page, 'dark');
    // Nothing but the colours is another.
    await look(page, `${name}-${width}-dark`, ['color-contrast']);
    await useColorScheme(page, 'light');
  }
  if (before) await page.setViewportSize(before);
}
