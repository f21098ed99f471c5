import { type Expression, type RawBuilder, sql } from 'kysely';
import { nameKey } from '../core/text.js';

const escaped = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

/** The LIKE pattern of keys that contain a text. */
export const containing = (text: string): string => `%${escaped(nameKey(text))}%`;

/** The LIKE pattern of keys that are like a text in which `%` stands for anything, and `_` for itself. */
export const resembling = (text: string): string => nameKey(text).replace(/[\\_]/g, '\\$&');

/** A column of keys against a LIKE pattern in which `\` escapes. */
export const matching = (
  column: string,
  pattern: Expression<string> | string,
): RawBuilder<boolean> => sql<boolean>`${sql.ref(column)} like ${pattern} escape '\\'`;
