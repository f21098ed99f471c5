import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { dialects } from '../../src/dialects/index.js';
import { adapters } from '../helpers/adapters.js';
import { compatibilityPage, VENDORS } from '../helpers/compatibility.js';
import { allParts, listed, routesListed, routesServed, vendors } from '../helpers/coverage.js';
import { type InProcess, startInProcess } from '../helpers/in-process.js';
import { titlesIn } from '../helpers/test-titles.js';

const ROOT = new URL('../../', import.meta.url);

describe('the coverage lists', () => {
  let service: InProcess;
  beforeAll(async () => {
    service = await startInProcess('sqlite');
  });
  afterAll(() => service.close());

  it('belong to dialects that there are', () => {
    const names: string[] = vendors.map(({ dialect }) => dialect.name);
    expect(listed.filter((name) => !names.includes(name))).toEqual([]);
  });

  describe.each(vendors.map((vendor) => [vendor.dialect.name, vendor] as const))(
    'of %s',
    (_, { dialect, coverage }) => {
      const list = () => coverage ?? expect.fail(`src/dialects/${dialect.name} has no coverage.ts`);

      it('has exactly the routes that are served', () => {
        expect(routesListed(list())).toEqual(routesServed(dialect, service.app.routes));
      });

      it('names tests that there are', () => {
        const items = allParts(list()).flatMap((part) => part.items);
        expect(items.filter(({ test }) => !isTest(test))).toEqual([]);
      });

      it('says everything once', () => {
        for (const { place, items } of allParts(list())) {
          const names = items.map(({ name }) => name);
          expect(
            names.filter((name, index) => names.indexOf(name) !== index),
            place,
          ).toEqual([]);
        }
      });

      it('leaves nothing empty', () => {
        const { documents, routes } = list();
        expect(textsIn(list()).filter((text) => text.trim() === '')).toEqual([]);
        expect(documents).not.toEqual([]);
        expect(routes.filter(({ answers }) => answers.length === 0)).toEqual([]);
      });
    },
  );

  /** After a change: `npx vitest run test/dialects/coverage.test.ts -u`. */
  it('are what docs/compatibility.md says', async () => {
    const entries = vendors.flatMap(({ dialect, coverage }) =>
      coverage ? [{ dialect, coverage }] : [],
    );
    const clients = entries.flatMap(({ dialect }) => VENDORS[dialect.name].clients);
    const page = compatibilityPage(entries, versionsOf(clients));
    await expect(page).toMatchFileSnapshot(pathOf('docs/compatibility.md'));
  });
});

test('every dialect has its part in the suite of one truth', () => {
  expect(Object.keys(adapters).sort()).toEqual(dialects.map(({ name }) => name).sort());
});

test('a title is what the source says, and a skipped test has none', () => {
  const source = String.raw`
    describe('a suite', () => {
      it('an \'escape\' and a \u0022', () => {});
      it.each([[1, f('inner')], [2]])("with %s", async (): Promise<void> => {});
      test.each<[a: number]>(ROWS)('typed', ({ a }) => {});
      it.concurrent('a > b', { timeout: 1 }, () => {});
      it.skip('skipped', () => {});
      it.skip.each([1])('skipped %s', () => {});
      it.todo('to come');
      init('no test', () => {});
    });`;
  expect([...titlesIn(source)]).toEqual([`an 'escape' and a "`, 'with %s', 'typed', 'a > b']);
});

const pathOf = (file: string): string => fileURLToPath(new URL(file, ROOT));

const titles = new Map<string, ReadonlySet<string>>();

/** Whether `file > title` is a test below test/. */
function isTest(test: string): boolean {
  const [file = '', ...title] = test.split(' > ');
  const path = pathOf(`test/${file}`);
  if (!file.endsWith('.test.ts') || !existsSync(path)) return false;
  const known = titles.get(path) ?? titlesIn(readFileSync(path, 'utf8'));
  titles.set(path, known);
  return known.has(title.join(' > '));
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Of clients as they are installed; one that no suite puts to work proves nothing. */
function versionsOf(clients: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    clients.map((name) => {
      expect(existsSync(pathOf(`test/clients/${name}.test.ts`)), name).toBe(true);
      const manifest = readFileSync(pathOf(`node_modules/${name}/package.json`), 'utf8');
      return [name, String(JSON.parse(manifest).version)];
    }),
  );
}
