import type { IncomingHttpHeaders } from 'node:http';
import type { StoredKey } from '../../core/database.js';
import type { Service } from '../../http/service.js';

/** What a request shows: a token, or a name with it (Basic). */
export interface Credential {
  secret: string;
  user?: string;
}

const BASIC = /^Basic +([A-Za-z0-9+/_=-]+) *$/i;

/** The credential in a request's headers; `X-Auth-Token` wins. Undefined when there is none. */
export function credentialOf(headers: IncomingHttpHeaders): Credential | undefined {
  const token = headers['x-auth-token'];
  if (token) return { secret: String(token) };
  const [, encoded] = BASIC.exec(headers.authorization ?? '') ?? [];
  if (!encoded) return undefined;
  const pair = Buffer.from(encoded, 'base64').toString();
  // A name may have a colon, a secret has none.
  const colon = pair.lastIndexOf(':');
  return { user: pair.slice(0, Math.max(0, colon)), secret: pair.slice(colon + 1) };
}

/** The valid key that a credential shows; the user of Basic is its name or id. */
export async function keyOf(
  { secret, user }: Credential,
  { credentials }: Pick<Service, 'credentials'>,
): Promise<StoredKey | undefined> {
  const key = await credentials.key(secret);
  return user === undefined || user === key?.name || user === key?.id ? key : undefined;
}
