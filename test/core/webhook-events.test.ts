import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { CHANGE_ENTITIES } from '../../src/core/change.js';
import { OPERATIONS, wants } from '../../src/core/webhook-events.js';

const source = fileURLToPath(new URL('../../src/', import.meta.url));
const LIST = 'webhook-events.ts';

/** Every text of the program that looks like an operation of the change log. */
function operationsInSource(): string[] {
  const pattern = new RegExp(`['"](${CHANGE_ENTITIES.join('|')})\\.([a-z]+)['"]`, 'g');
  const files = ['core', 'database/repositories'].flatMap((folder) =>
    readdirSync(source + folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && name !== LIST)
      .map((name) => `${source}${folder}/${name}`),
  );
  const found = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(pattern)].map(
      ([, entity, verb]) => `${entity}.${verb}`,
    ),
  );
  return [...new Set(found)].sort();
}

it('knows exactly the operations that the program logs', () => {
  expect([...OPERATIONS].sort()).toEqual(operationsInSource());
});

it.each([
  [null, 'group.created', true],
  [['group.created'], 'group.created', true],
  [['group.created'], 'group.updated', false],
  [['group.*'], 'group.updated', true],
  [['price.*'], 'price-list.updated', false],
  [['price.*'], 'prices.removed', false],
  [['member.*'], 'members.added', false],
] as const)('%j wants %s: %s', (events, operation, wanted) => {
  expect(wants(events, operation)).toBe(wanted);
});
