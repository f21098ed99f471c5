import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemEnvironment } from '../../src/core/environment.js';
import { nameKey } from '../../src/core/text.js';
import type { Engine } from '../../src/database/engine.js';
import { migrate } from '../../src/database/migrate.js';
import type { Migration } from '../../src/database/migration.js';
import { migrations } from '../../src/database/migrations/index.js';
import { containing, matching } from '../../src/database/patterns.js';
import { statement } from '../../src/database/statement.js';
import { openEngine } from '../helpers/database.js';
import { describeEngines, makePlace, type Place } from '../helpers/engines.js';

/** A table with a column of each kind; their names tell the engines what they hold. */
const kinds: Migration = {
  number: migrations.length + 1,
  name: 'kinds',
  statements: (t) => [
    `CREATE TABLE kinds (
      id ${t.integer} NOT NULL PRIMARY KEY,
      number ${t.integer},
      text ${t.text},
      active ${t.flag},
      settings ${t.json},
      at ${t.time}
    )${t.table}`,
  ],
};

interface Kinds {
  id: number;
  number: number | null;
  text: string | null;
  active: boolean | null;
  settings: unknown;
  at: string | null;
}

const insert = statement<Kinds>()(
  (_, p) => sql`insert into kinds (id, number, text, active, settings, at)
    values (${p.id}, ${p.number}, ${p.text}, ${p.active}, ${p.settings}, ${p.at})`,
);
const insertSet = statement<{ rows: readonly Kinds[] }>()(
  ({ rows }, p) => sql`insert into kinds (id, number, text, active, settings, at)
    select r.id, r.number, r.text, r.active, r.settings, r.at from ${rows<Kinds>(p.rows, {
      id: 'bigint',
      number: 'bigint',
      text: 'text',
      active: 'boolean',
      settings: 'json',
      at: 'timestamptz',
    })} as r`,
);
const selectAll = statement<object>()(() => sql<Kinds>`select * from kinds order by id`);
const sortedTexts = statement<object>()(
  () => sql<{ text: string }>`select text from kinds order by text, id`,
);
const clear = statement<object>()(() => sql`delete from kinds`);
const like = statement<{ pattern: string }>()(
  (_, p) => sql<{ id: number }>`select id from kinds where ${matching('text', sql`${p.pattern}`)}`,
);

const storable = fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', ''));
const text = fc.oneof(
  storable,
  fc.constantFrom(
    '',
    ' ',
    'Ünï',
    '👩‍👩‍👧‍👦',
    '\ufeff',
    '\u202e',
    "'; --",
    '\\',
    '$1',
    '{}',
    '\r\n\t',
  ),
);
const instant = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());
const settings = fc.oneof(
  fc.dictionary(text, fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null))),
  fc.array(text),
);
const row = fc.record({
  number: fc.option(fc.maxSafeInteger()),
  text: fc.option(text),
  active: fc.option(fc.boolean()),
  settings: fc.option(settings),
  at: fc.option(instant),
});
const rows = fc
  .array(row, { minLength: 1, maxLength: 5 })
  .map((list): Kinds[] => list.map((values, index) => ({ id: index, ...values })));

describeEngines('what is stored', (name) => {
  let place: Place;
  let engine: Engine;
  beforeAll(async () => {
    place = await makePlace(name);
    engine = openEngine(place);
    await migrate(engine, systemEnvironment, [...migrations, kinds]);
  });
  afterAll(async () => {
    await engine.close();
    await place.remove();
  });

  const roundTrip = (given: readonly Kinds[], asSet: boolean) =>
    engine.write(async (transaction) => {
      transaction.send(clear, {});
      if (asSet) transaction.send(insertSet, { rows: given });
      else for (const each of given) transaction.send(insert, each);
      return transaction.run(selectAll, {});
    });

  /** `__proto__` is a key like any other, and equality must see it. */
  const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

  it.each([
    ['one by one', false],
    ['as a set', true],
  ])('comes back as it was, %s', async (_, asSet) => {
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        const back = await roundTrip(given, asSet);
        expect(plain(back)).toEqual(plain(given));
        expect(plain(await engine.read(selectAll, {}))).toEqual(plain(given));
      }),
      { numRuns: 100 },
    );
  });

  it.each<Partial<Kinds>>([
    { number: Number.MAX_SAFE_INTEGER },
    { number: Number.MIN_SAFE_INTEGER },
    { number: 0 },
    { text: '' },
    { text: 'null' },
    { text: '2026-01-01' },
    { text: '😀'.repeat(100) },
    { active: false },
    { settings: { z: 1, a: [{ y: null, b: '"' }] } },
    { settings: [] },
    { settings: JSON.parse('{"__proto__":{"a":1},"constructor":2}') },
    { at: '2026-01-31T09:00:00.000Z' },
    { at: '2026-01-31T09:00:00.120Z' },
    { at: '2026-01-31T09:00:00.007Z' },
    { at: '0001-01-01T00:00:00.000Z' },
    { at: '9999-12-31T23:59:59.999Z' },
    { at: '1883-11-18T12:00:00.000Z' },
  ])('keeps the extreme value %j', async (values) => {
    const given = { id: 1, number: null, text: null, active: null, settings: null, at: null };
    const [back] = await roundTrip([{ ...given, ...values }], true);
    expect(JSON.stringify(back)).toBe(JSON.stringify({ ...given, ...values }));
  });

  it('sorts texts by their bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 2, maxLength: 8 }), async (texts) => {
        const given = texts.map((each, id) => ({
          id,
          number: null,
          text: each,
          active: null,
          settings: null,
          at: null,
        }));
        await roundTrip(given, true);
        const sorted = await engine.read(sortedTexts, {});
        const bytes = texts.map((each) => Buffer.from(each)).sort(Buffer.compare);
        expect(sorted.map((each) => each.text)).toEqual(bytes.map(String));
      }),
      { numRuns: 50 },
    );
  });

  it('is found by any part of its key, taken literally', async () => {
    const part = fc.oneof(text, fc.constantFrom('%', '_', '\\', 'a%', 'ß', 'İ', 'Å', 'ﬁ'));
    await fc.assert(
      fc.asyncProperty(part, part, part, async (before, middle, after) => {
        const whole = nameKey(before + middle + after);
        const given = { id: 1, number: null, text: whole, active: null, settings: null, at: null };
        await roundTrip([given], false);
        const found = await engine.read(like, { pattern: containing(middle) });
        expect(found.length === 1).toBe(whole.includes(nameKey(middle)));
      }),
      { numRuns: 100 },
    );
  });
});
