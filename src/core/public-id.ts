import Sqids from 'sqids';

/**
 * The public id of a group, `cgrp_…`: an encoding of (store's number, group id) that decodes
 * without a look-up. Alphabet, length and blocklist are pinned: they are part of every id that
 * was ever handed out.
 */
const sqids = new Sqids({
  alphabet: 'k3G7QAe51FCsPW92uEOyq4Bg6Sp8YzVTmnU0liwDdHXLajZrfxNhobJIRcMvKt',
  minLength: 12,
  blocklist: new Set(),
});
const PREFIX = 'cgrp_';

/** Encoding costs as much as reading a row, and a shop shows the same groups again and again. */
const CACHE_SIZE = 20_000;
const cache = new Map<number, Map<number, string>>();
let cached = 0;

export function publicId(storeNumber: number, groupId: number): string {
  let ofStore = cache.get(storeNumber);
  const known = ofStore?.get(groupId);
  if (known) return known;
  if (cached >= CACHE_SIZE) {
    cache.clear();
    cached = 0;
    ofStore = undefined;
  }
  if (!ofStore) {
    ofStore = new Map();
    cache.set(storeNumber, ofStore);
  }
  const id = PREFIX + sqids.encode([storeNumber, groupId]);
  ofStore.set(groupId, id);
  cached++;
  return id;
}

/** Whether a text can be a public id alone: no other id of a group begins so. */
export const isPublicId = (text: string): boolean => text.startsWith(PREFIX);

/** Undefined for a text that is no public id, also for one that does not encode back to itself. */
export function parsePublicId(text: string): { storeNumber: number; groupId: number } | undefined {
  if (!isPublicId(text) || text.length > 64) return undefined;
  const [storeNumber, groupId, ...rest] = sqids.decode(text.slice(PREFIX.length));
  if (storeNumber === undefined || groupId === undefined || rest.length > 0) return undefined;
  // Some texts decode to numbers that cannot be encoded.
  if (!Number.isSafeInteger(storeNumber) || !Number.isSafeInteger(groupId)) return undefined;
  if (PREFIX + sqids.encode([storeNumber, groupId]) !== text) return undefined;
  return { storeNumber, groupId };
}
