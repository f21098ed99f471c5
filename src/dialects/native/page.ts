import type { Page } from '../../core/database.js';
import { isStorable } from '../../core/text.js';
import { InvalidParameters } from './validation.js';

const DEFAULT_LIMIT = 50;

export interface PageQueryValues {
  limit?: number;
  cursor?: string;
}

/** What a client gets as `nextCursor`: a position in the collection, opaque to it. */
const encode = (position: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

/** @throws InvalidParameters for a cursor that is none of this collection and order */
export function decodeCursor<Position>(
  cursor: string | undefined,
  read: (parts: readonly unknown[]) => Position | undefined,
): Position | undefined {
  if (cursor === undefined) return undefined;
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    parts = undefined;
  }
  const position = Array.isArray(parts) ? read(parts) : undefined;
  if (position === undefined) {
    const message = 'is not a cursor of this collection and order';
    throw new InvalidParameters([{ path: ['cursor'], message }]);
  }
  return position;
}

/** Of a collection in the order of its ids. One entry more is read, to know whether more follow. */
export function pageById({ limit = DEFAULT_LIMIT, cursor }: PageQueryValues): Page<string> {
  const after = decodeCursor(cursor, ([id, ...rest]) =>
    typeof id === 'string' && isStorable(id) && rest.length === 0 ? id : undefined,
  );
  return { limit: limit + 1, after };
}

/** The body of a list: at most `limit` entries, and where the next page begins. */
export function pageOf<Entry>(
  entries: readonly Entry[],
  { limit = DEFAULT_LIMIT }: PageQueryValues,
  present: (entry: Entry) => object,
  position: (entry: Entry) => readonly (string | number)[],
): object {
  const shown = entries.slice(0, limit);
  const last = shown.at(-1);
  return {
    data: shown.map(present),
    nextCursor: entries.length > limit && last !== undefined ? encode(position(last)) : null,
  };
}
