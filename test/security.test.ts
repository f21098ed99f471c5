import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { titlesIn } from './helpers/test-titles.js';

const page = readFileSync(new URL('../docs/security.md', import.meta.url), 'utf8');

/** The rows of the table, below its head: threat, what is done, tests. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(2)
  .map((line) => line.split(' | '));

const testsOf = (cell = '') => [...cell.matchAll(/`([^`]+?) > ([^`]+)`/g)];

it('names a test for every threat that docs/security.md has', () => {
  expect(rows.length).toBeGreaterThan(8);
  const bare = rows.filter(([, , tests]) => testsOf(tests).length === 0);
  expect(bare.map(([threat]) => threat)).toEqual([]);
});

it('names tests that there are', () => {
  const missing = rows
    .flatMap(([, , tests]) => testsOf(tests))
    .filter(([, file = '', title = '']) => {
      const path = fileURLToPath(new URL(file, import.meta.url));
      return !existsSync(path) || !titlesIn(readFileSync(path, 'utf8')).has(title);
    });
  expect(missing.map(([name]) => name)).toEqual([]);
});
