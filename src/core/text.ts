import { MAX_ID } from './limits.js';

/** NUL and lone surrogates: neither engine stores them faithfully, so no text may have them. */
const UNSTORABLE = /[\0\p{Cs}]/u;

export const isStorable = (text: string): boolean => !UNSTORABLE.test(text);

/** The pattern of an id that a caller chooses, for schemas: no control characters, no lone surrogates. */
export const ID_PATTERN = '^[^\\p{Cc}\\p{Cs}]+$';
const ID = new RegExp(ID_PATTERN, 'u');

export const isId = (text: string): boolean =>
  text.length <= MAX_ID * 2 && [...text].length <= MAX_ID && ID.test(text);

/**
 * The form in which names are compared, searched and sorted, in byte order, on both engines,
 * so that neither engine's collation or case rules show.
 */
export const nameKey = (text: string): string =>
  // The small sigma at the end of a word is a form of its own, which a part of a name may not have.
  text.normalize('NFC').toLowerCase().replaceAll('ς', 'σ');

/**
 * Whether the first id sorts before the second as in the database: by code point, as UTF-8 does.
 * `<` compares halves of surrogate pairs, which stand for more than any single unit does.
 */
export function isIdBefore(one: string, other: string): boolean {
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index++) {
    const [a, b] = [one.charCodeAt(index), other.charCodeAt(index)];
    if (a !== b) return rank(a) < rank(b);
  }
  return one.length < other.length;
}

const rank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x1_0000 : unit);
