import type { IncomingHttpHeaders } from 'node:http';
import { lastValues, type Query } from '../../http/query.js';

const BEARER = /^Bearer +(\S+) *$/i;

/** Ecwid's private tokens begin with this, and its clients refuse to send any other. */
const PREFIX = /^secret_/;

/**
 * The secret of the token that a request shows, with or without `secret_` before it; `?token=`
 * wins. Undefined when there is none.
 */
export function secretOf(query: Query, { authorization }: IncomingHttpHeaders): string | undefined {
  const token = lastValues(query).get('token')?.value || BEARER.exec(authorization ?? '')?.[1];
  return token?.replace(PREFIX, '');
}
