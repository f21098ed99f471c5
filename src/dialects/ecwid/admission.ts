import type { FastifyRequest } from 'fastify';
import { type Caller, grants, type Scope } from '../../core/actor.js';
import { keyActor } from '../../core/credentials.js';
import type { StoredKey } from '../../core/database.js';
import { forbidden, unauthenticated } from '../../core/errors.js';
import type { Channel } from '../../core/store.js';
import { HttpFault } from '../../http/fault.js';
import { hasBody } from '../../http/has-body.js';
import type { Query } from '../../http/query.js';
import type { Service } from '../../http/service.js';
import { secretOf } from './credentials.js';
import { planInsufficient, storeUnknown } from './errors.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks. */
    ecwid: Caller;
  }
}

/**
 * What stands in front of every route, in this order: the token (403) and its limit (429), the
 * store (403, 404), its plan (402), the method (405), the scope (403), the content type (415).
 * The body is read only after it.
 */
export const admission =
  (service: Service) =>
  async (request: FastifyRequest): Promise<void> => {
    const { storeId } = request.params as { storeId: string };
    const key = await keyOf(request, service);
    await countRequest(key, service);
    const { settings } = await channelOf(key, storeId, service);
    if (settings.customerGroupsEnabled === false) throw planInsufficient();
    const { takes } = request.routeOptions.config;
    if (takes) {
      throw new HttpFault('method_not_allowed', 'This path has other methods.', { allow: takes });
    }
    const scope = scopeOf(request.method);
    if (!grants(key.scopes, scope)) throw forbidden(`This needs the scope '${scope}'.`);
    requireJson(request);
    request.ecwid = {
      actor: keyActor(key, 'ecwid'),
      storeId: key.storeId,
      requestId: request.id,
    };
  };

async function keyOf(
  { query, headers, ip }: FastifyRequest,
  { credentials, rateLimits }: Service,
): Promise<StoredKey> {
  const secret = secretOf(query as Query, headers);
  const key = secret === undefined ? undefined : await credentials.key(secret);
  if (key) return key;
  if (secret !== undefined) await rateLimits.failedCredential(ip);
  throw unauthenticated();
}

async function countRequest(key: StoredKey, { rateLimits }: Service): Promise<void> {
  const { exceeded, resetMs } = await rateLimits.take('ecwid', key.id, key.rateLimit);
  if (exceeded) {
    throw new HttpFault('too_many_requests', 'The limit is used up.', { retryAfterMs: resetMs });
  }
}

/** As an address is written; it also keeps out what no engine takes. */
const STORE_ID = /^[1-9]\d{0,15}$/;

/** @throws unauthenticated for a store that is not the token's, `storeUnknown` for none at all */
async function channelOf(
  { storeId }: StoredKey,
  address: string,
  { directory }: Service,
): Promise<Channel> {
  const channel = (await directory.store(storeId))?.channels.ecwid;
  if (channel?.address === address) return channel;
  const other = STORE_ID.test(address) && (await directory.storeByChannel('ecwid', address));
  throw other ? unauthenticated() : storeUnknown();
}

/** `read_customers`, and `create_customers` with `update_customers`. */
const scopeOf = (method: string): Scope =>
  method === 'GET' || method === 'HEAD' ? 'groups:read' : 'groups:write';

/** "expected `application/json` or `text/json`" (HTTP codes), with any charset. */
const JSON_TYPES = /^(application|text)\/json\s*(;|$)/i;

function requireJson({ method, headers }: FastifyRequest): void {
  const { 'content-type': type } = headers;
  if (method === 'POST' || method === 'PUT') {
    if ((type !== undefined || hasBody(headers)) && !JSON_TYPES.test(type ?? '')) {
      throw new HttpFault('media_type', 'Send the body as JSON.');
    }
  } else if (!hasBody(headers)) {
    // The document's samples send a type without a body, and the framework might refuse to read it.
    delete headers['content-type'];
  }
}
