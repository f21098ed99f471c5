import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePublicId, publicId } from '../../src/core/public-id.js';

const storeNumber = fc.integer({ min: 1, max: 2 ** 40 - 1 });
const groupId = fc.oneof(fc.integer({ min: 1, max: 1_000 }), fc.maxSafeInteger().map(Math.abs));

describe('a public id', () => {
  // Every id that was ever handed out depends on these.
  it.each([
    [1, 1, 'cgrp_zAg8DBn0Mgl5'],
    [1, 2, 'cgrp_tFdQbyXGJBU9'],
    [123_456_789, 42, 'cgrp_50YYogc5ejdV'],
    [2 ** 40 - 1, Number.MAX_SAFE_INTEGER, 'cgrp_2OBf7uKjehQ5WBwgwk'],
  ])('of store %i and group %i never changes', (store, group, expected) => {
    expect(publicId(store, group)).toBe(expected);
  });

  it('decodes to what it was made from', () => {
    fc.assert(
      fc.property(storeNumber, groupId, (store, group) => {
        expect(parsePublicId(publicId(store, group))).toEqual({
          storeNumber: store,
          groupId: group,
        });
      }),
    );
  });

  it('differs for every store and group', () => {
    const pairs = fc.uniqueArray(fc.tuple(storeNumber, groupId), { selector: String });
    fc.assert(
      fc.property(pairs, (list) => {
        const ids = list.map(([store, group]) => publicId(store, group));
        return new Set(ids).size === list.length;
      }),
    );
  });

  it('is unknown when it does not encode back to itself', () => {
    const change = fc.tuple(storeNumber, groupId, fc.nat(30), fc.stringMatching(/^[A-Za-z0-9]$/));
    fc.assert(
      fc.property(change, ([store, group, at, letter]) => {
        const id = publicId(store, group);
        const place = 5 + (at % (id.length - 5));
        const changed = id.slice(0, place) + letter + id.slice(place + 1);
        const read = parsePublicId(changed);
        expect(read === undefined || publicId(read.storeNumber, read.groupId) === changed).toBe(
          true,
        );
      }),
    );
  });

  it('is read from no other text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const given of [text, `cgrp_${text}`]) {
          const read = parsePublicId(given);
          if (read && publicId(read.storeNumber, read.groupId) !== given) return false;
        }
        return true;
      }),
    );
  });

  it.each(['', 'cgrp_', 'CGRP_abc', 'cgrp_!', `cgrp_${'a'.repeat(1_000_000)}`, 'abc', '1'])(
    'is not read from %.20j',
    (text) => {
      expect(parsePublicId(text)).toBeUndefined();
    },
  );
});
