import type { Precondition } from '../core/precondition.js';

export const etag = (tag: string): string => `"${tag}"`;

/** The tags of an `If-Match` or `If-None-Match` header; `*` stands for any. */
function tagsOf(header: string): readonly string[] {
  return header.split(',').map((part) => part.trim());
}

/** `If-Match`: strong comparison, so a weak tag never matches. A resource that is not there has no tag. */
export function ifMatch(header: string | undefined): Precondition {
  if (header === undefined) return undefined;
  const tags = tagsOf(header);
  return (tag) => tag !== '' && (tags.includes('*') || tags.includes(etag(tag)));
}

/** `If-None-Match` of a read: weak comparison. */
export function isNotModified(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  return tagsOf(header).some((part) => part === '*' || part.replace(/^W\//, '') === etag(tag));
}
