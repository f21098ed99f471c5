import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CoreError } from '../../src/core/errors.js';
import { assertCurrent } from '../../src/core/precondition.js';
import { etag, ifMatch, isNotModified } from '../../src/http/etag.js';

/** Whether a write goes on, given what `If-Match` says and the tag of what is there; '' is nothing. */
function goesOn(header: string | undefined, tag: string): boolean {
  try {
    assertCurrent(ifMatch(header), 'group', tag);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(CoreError);
    expect(error).toMatchObject({ code: 'stale', entity: 'group' });
    return false;
  }
}

describe('If-Match', () => {
  it.each<[string | undefined, string, boolean]>([
    [undefined, '3', true],
    [undefined, '', true],
    ['"3"', '3', true],
    ['"2"', '3', false],
    ['"2", "3"', '3', true],
    ['"2","3"', '3', true],
    ['*', '3', true],
    // What is not there matches nothing, not even anything.
    ['*', '', false],
    ['"3"', '', false],
    ['""', '', false],
    // A weak tag promises nothing about the bytes.
    ['W/"3"', '3', false],
    ['3', '3', false],
    ['', '3', false],
    ['"33"', '3', false],
    ['"3', '3', false],
    ['"3-abc"', '3-abc', true],
  ])('of %j lets a write of %j go on: %s', (header, tag, expected) => {
    expect(goesOn(header, tag)).toBe(expected);
  });

  it('of any text lets only the very tag through', () => {
    const tag = fc.stringMatching(/^[\w-]{1,20}$/);
    fc.assert(
      fc.property(tag, tag, fc.string(), (present, seen, noise) => {
        expect(goesOn(etag(present), present)).toBe(true);
        expect(goesOn(etag(seen), present)).toBe(seen === present);
        const parts = noise.split(',').map((part) => part.trim());
        expect(goesOn(noise, present)).toBe(parts.includes('*') || parts.includes(etag(present)));
      }),
    );
  });
});

describe('If-None-Match', () => {
  it.each<[string | undefined, boolean]>([
    [undefined, false],
    ['"3"', true],
    ['W/"3"', true],
    ['"2", W/"3"', true],
    ['*', true],
    ['"2"', false],
    ['3', false],
    ['', false],
  ])('of %j says that version 3 is known: %s', (header, expected) => {
    expect(isNotModified(header, '3')).toBe(expected);
  });
});
