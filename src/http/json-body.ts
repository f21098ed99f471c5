import { isUtf8 } from 'node:buffer';
import { isStorable } from '../core/text.js';
import { HttpFault } from './fault.js';

/** 1 MiB; a larger body is a 413. */
export const BODY_LIMIT = 1024 * 1024;

/** Escapes of NUL and of surrogates: only a body that has one needs to be searched. */
const SUSPICIOUS = /\\u(?:0000|[dD][89a-fA-F])/;

/**
 * Reads a JSON body; an empty one is no body. It may hold text that cannot be stored.
 * @throws HttpFault `malformed_body`
 */
export function parseAnyJsonBody(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  if (!isUtf8(bytes)) throw new HttpFault('malformed_body', 'The body is not valid UTF-8.');
  try {
    return JSON.parse(bytes.toString());
  } catch (cause) {
    throw new HttpFault('malformed_body', 'The body is not valid JSON.', { cause });
  }
}

/**
 * Reads a JSON body whose texts can all be stored.
 * @throws HttpFault `malformed_body`, for text that cannot be stored with its place
 */
export function parseJsonBody(bytes: Buffer): unknown {
  const value = parseAnyJsonBody(bytes);
  if (SUSPICIOUS.test(bytes.toString('latin1'))) {
    const path = unstorablePath(value);
    if (path) {
      throw new HttpFault('malformed_body', 'must not contain NUL or half of a surrogate pair', {
        path,
      });
    }
  }
  return value;
}

/** Where a value lies: a link to what holds it, since a copied path grows with the depth. */
interface Place {
  value: unknown;
  step: string | number;
  within: Place | undefined;
}

/** Without recursion: a body may be nested as deep as it is long. */
function unstorablePath(root: unknown): (string | number)[] | undefined {
  const pending: Place[] = [{ value: root, step: '', within: undefined }];
  for (let place = pending.pop(); place; place = pending.pop()) {
    const { value } = place;
    if (typeof value === 'string' && !isStorable(value)) return pathOf(place);
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, member] of Object.entries(value)) {
      const step = Array.isArray(value) ? Number(key) : key;
      const inner = { value: member, step, within: place };
      if (!isStorable(key)) return pathOf(inner);
      if (typeof member === 'string' || typeof member === 'object') pending.push(inner);
    }
  }
  return undefined;
}

function pathOf(place: Place): (string | number)[] {
  const path: (string | number)[] = [];
  for (let at = place; at.within; at = at.within) path.push(at.step);
  return path.reverse();
}
