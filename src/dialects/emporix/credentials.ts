import type { StoredKey } from '../../core/database.js';
import type { Service } from '../../http/service.js';
import { oauthError } from './errors.js';

/** How an OAuth client shows who it is; undefined is what it leaves out. */
export interface ClientCredentials {
  id: string | undefined;
  secret: string | undefined;
}

const BEARER = /^Bearer +(\S+) *$/i;

/** The access token of a request; undefined when there is none. */
export const bearerOf = (authorization: string | undefined): string | undefined =>
  BEARER.exec(authorization ?? '')?.[1];

const BASIC = /^Basic(?: +([A-Za-z0-9+/_=-]*))? *$/i;

/**
 * The client of a token request, by the form's fields or by HTTP Basic (RFC 6749, section 2.3.1).
 * @throws EmporixError invalid_request when it shows itself in both ways (section 2.3)
 */
export function clientOf(
  authorization: string | undefined,
  form: ClientCredentials,
): ClientCredentials {
  const basic = BASIC.exec(authorization ?? '');
  if (!basic) return form;
  const [id = '', ...rest] = Buffer.from(basic[1] ?? '', 'base64')
    .toString()
    .split(':');
  const client = { id: formDecoded(id), secret: formDecoded(rest.join(':')) };
  if (form.secret !== undefined || (form.id !== undefined && form.id !== client.id)) {
    throw oauthError('invalid_request');
  }
  return client;
}

/** Either half is form-encoded before it becomes Basic; undefined when it is not well-formed. */
function formDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

/** The valid key that a client shows; it names the key by its id, or by its name. */
export async function keyOf(
  { id, secret }: ClientCredentials,
  { credentials }: Pick<Service, 'credentials'>,
): Promise<StoredKey | undefined> {
  if (id === undefined || secret === undefined) return undefined;
  const key = await credentials.key(secret);
  return key && (id === key.id || id === key.name) ? key : undefined;
}
