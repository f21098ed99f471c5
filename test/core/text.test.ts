import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isId, isIdBefore, isStorable, nameKey } from '../../src/core/text.js';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
);

describe('a text', () => {
  it.each(['', 'a', 'Ünï', '😀', '👩‍👩‍👧', '\n', '\u0001', '\ufffd', '\ufeff'])(
    '%j can be stored',
    (text) => {
      expect(isStorable(text)).toBe(true);
    },
  );

  it.each(['\0', 'a\0b', '\ud800', '\udc00', '\udc00\ud800', '😀'.slice(0, 1), 'x\ud83d'])(
    '%j cannot be stored',
    (text) => {
      expect(isStorable(text)).toBe(false);
    },
  );

  it('can be stored when UTF-8 gives it back, without NUL', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const same = Buffer.from(text, 'utf8').toString('utf8') === text;
        return isStorable(text) === (same && !text.includes('\0'));
      }),
      { numRuns: 500 },
    );
  });
});

describe('an id of the caller’s', () => {
  it.each(['a', '1', 'c 1/ü', '😀'.repeat(64), 'x'.repeat(64), '__proto__', '.', '..', ' '])(
    'may be %j',
    (id) => {
      expect(isId(id)).toBe(true);
    },
  );

  it.each([
    '',
    'x'.repeat(65),
    '😀'.repeat(65),
    'a\nb',
    '\t',
    '\0',
    '\u007f',
    '\u0085',
    '\ud800',
    'x'.repeat(1_000_000),
  ])('may not be %.20j', (id) => {
    expect(isId(id)).toBe(false);
  });

  it('can always be stored', () => {
    fc.assert(fc.property(anyText, (text) => !isId(text) || isStorable(text)));
  });
});

describe('the key of a name', () => {
  it.each([
    ['Wholesale', 'wholesale'],
    ['STRASSE', 'strasse'],
    ['Straße', 'straße'],
    // Composed and decomposed are one name.
    ['A\u030a', '\u00e5'],
    ['\u212b', '\u00e5'],
    ['ÉCOLE', 'école'],
    // Kept apart: compatibility forms are different names.
    ['ﬁ', 'ﬁ'],
    ['', ''],
  ])('of %j is %j', (name, key) => {
    expect(nameKey(name)).toBe(key);
  });

  it('is the same for a name in any case of ASCII', () => {
    fc.assert(
      fc.property(
        fc.string(),
        (name) => nameKey(name.toUpperCase()) === nameKey(name.toLowerCase()),
      ),
    );
  });

  it('is the same however a name is composed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(nameKey(name.normalize('NFD'))).toBe(nameKey(name.normalize('NFC')));
      }),
    );
  });

  it('can be stored when the name can', () => {
    fc.assert(fc.property(anyText.filter(isStorable), (name) => isStorable(nameKey(name))));
  });
});

describe('the order of ids', () => {
  it('is that of their bytes in UTF-8', () => {
    const letter = fc.constantFrom(
      'a',
      'b',
      '\u00e9',
      '\ud7ff',
      '\ue000',
      '\uffee',
      '\u{10000}',
      '\u{1f600}',
    );
    const id = fc.oneof(fc.string({ unit: letter }), fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(id, id, (one, other) => {
        const bytes = Buffer.compare(Buffer.from(one), Buffer.from(other));
        return isIdBefore(one, other) === bytes < 0;
      }),
    );
  });
});
