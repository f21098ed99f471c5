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
export const nameKey = (text: string): string => text.normalize('NFC').toLowerCase();
