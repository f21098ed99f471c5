import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';

const BUILT = fileURLToPath(new URL('../../dist/console/', import.meta.url));
/** Of JavaScript, compressed, before a page shows. */
const BUDGET = 350 * 1024;

interface Chunk {
  file: string;
  isEntry?: boolean;
  imports?: string[];
  dynamicImports?: string[];
}

const manifest: Record<string, Chunk> = JSON.parse(
  readFileSync(`${BUILT}.vite/manifest.json`, 'utf8'),
);

/** A chunk, and all that must be there before it runs. */
function needed(name: string, found = new Set<string>()): Set<string> {
  if (found.has(name)) return found;
  found.add(name);
  for (const other of manifest[name]?.imports ?? []) needed(other, found);
  return found;
}

const sizeOf = (names: Iterable<string>): number =>
  [...names]
    .map((name) => manifest[name]?.file ?? '')
    .filter((file) => file.endsWith('.js'))
    .reduce((sum, file) => sum + gzipSync(readFileSync(BUILT + file)).length, 0);

const [entry = ''] = Object.keys(manifest).filter((name) => manifest[name]?.isEntry);
const pages = Object.keys(manifest).filter((name) => name.startsWith('src/pages/'));

it('has pages that are loaded when they are opened', () => {
  expect(pages.length).toBeGreaterThan(3);
  const first = needed(entry);
  expect(pages.filter((page) => first.has(page))).toEqual([]);
});

it.each(pages)('shows %s within 350 kB of JavaScript, without its charts', (page) => {
  const chunks = needed(page, needed(entry));
  expect(sizeOf(chunks)).toBeGreaterThan(50 * 1024);
  expect(sizeOf(chunks)).toBeLessThanOrEqual(BUDGET);
});

it('keeps the library of charts in a chunk that no page waits for', () => {
  const charts = Object.keys(manifest).filter((name) => name.endsWith('components/charts.tsx'));
  expect(charts).toHaveLength(1);
  const [chart = ''] = charts;
  expect(pages.filter((page) => needed(page).has(chart))).toEqual([]);
  expect(readFileSync(BUILT + manifest[chart]?.file, 'utf8')).toContain('recharts');
});

it('says nothing of the machine that built it', () => {
  const files = readdirSync(BUILT, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => /\.(js|css|html|json)$/.test(name))) {
    expect(readFileSync(BUILT + file, 'utf8')).not.toContain(process.cwd());
  }
});
