import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Fields, parseFields, select } from '../../../src/dialects/ecwid/response-fields.js';

const whole = (...names: string[]) => new Map(names.map((name) => [name, 'whole' as const]));

test.each<[string, Fields]>([
  ['a', whole('a')],
  ['a,b', whole('a', 'b')],
  [' a , b ', whole('a', 'b')],
  ['a(b)', new Map([['a', whole('b')]])],
  ['a(b,c),d', new Map<string, Fields | 'whole'>([['a', whole('b', 'c')], ...whole('d')])],
  ['a(b(c(d)))', new Map([['a', new Map([['b', new Map([['c', whole('d')]])]])]])],
  ['a(b),a(c)', new Map([['a', whole('b', 'c')]])],
  ['a,a(c)', whole('a')],
  ['a(c),a', whole('a')],
  ['__proto__', whole('__proto__')],
])('reads %j', (text, fields) => {
  expect(parseFields(text)).toEqual(fields);
});

test.each([
  ...['', ' ', ',', '(', ')', '()', 'a,', ',a', 'a,,b', 'a b', 'a()', 'a(', 'a(b', 'a)', 'a(b))'],
  ...[
    '(a)',
    'a((b))',
    'a(b)(c)',
    'a(b)c',
    'a(,)',
    'a(b,)',
    `${'a('.repeat(200)}b${')'.repeat(200)}`,
  ],
])('does not read %j', (text) => {
  expect(parseFields(text)).toBeUndefined();
});

test('reads what is written of any fields', () => {
  const name = fc.stringMatching(/^[A-Za-z_][\w.-]{0,5}$/);
  const { list } = fc.letrec<{ list: [string, Fields | 'whole'][] }>((tie) => ({
    list: fc.uniqueArray(
      fc.tuple(
        name,
        fc.oneof(
          { depthSize: 'small' },
          fc.constant<'whole'>('whole'),
          tie('list').map((inner) => new Map(inner)),
        ),
      ),
      { minLength: 1, maxLength: 4, selector: ([key]) => key },
    ),
  }));
  const written = (fields: Fields): string =>
    [...fields]
      .map(([key, inner]) => (inner === 'whole' ? key : `${key}(${written(inner)})`))
      .join();
  fc.assert(
    fc.property(list, (entries) => {
      const fields: Fields = new Map(entries);
      expect(parseFields(written(fields))).toEqual(fields);
    }),
  );
});

test('reads or refuses any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', 'b', ',', '(', ')', ' ') }), (text) => {
      const fields = parseFields(text);
      expect(fields === undefined || fields.size > 0).toBe(true);
    }),
  );
});

const value = { total: 2, items: [{ id: 1, name: 'A' }, { id: 2 }], none: null };

test.each<[string, unknown]>([
  ['total', { total: 2 }],
  ['none,total', { total: 2, none: null }],
  ['items(name)', { items: [{ name: 'A' }, {}] }],
  ['total(x),none(x)', { total: 2, none: null }],
  ['__proto__,constructor,toString', {}],
])('chooses %j', (text, chosen) => {
  expect(select(value, parseFields(text) ?? 'whole')).toEqual(chosen);
});

test('chooses everything when nothing is named', () => {
  expect(select(value, 'whole')).toBe(value);
});
