import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Caller, grants, type Scope } from '../../core/actor.js';
import { keyActor } from '../../core/credentials.js';
import type { StoredKey } from '../../core/database.js';
import { forbidden, unauthenticated } from '../../core/errors.js';
import type { Channel } from '../../core/store.js';
import { HttpFault } from '../../http/fault.js';
import { hasBody } from '../../http/has-body.js';
import { networkOf } from '../../http/rate-limit.js';
import type { Service } from '../../http/service.js';
import { credentialOf, keyOf } from './credentials.js';
import { credentialsMissing, storeNotTheirs, tokenMissing } from './errors.js';

/** Who asks, and what the store's channel says. */
export interface Admitted {
  caller: Caller;
  unpagedLists: boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    bigcommerce: Admitted;
  }
}

/**
 * What stands in front of every route, in this order: the limit (429), whether there is such a
 * route (404), the credential (401), the store and the scope (403), the content type (415). The
 * body is read only after it.
 */
export const admission =
  (service: Service) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { storeHash } = request.params as { storeHash?: string };
    const credential = credentialOf(request.headers);
    const key = credential && (await keyOf(credential, service));
    await countRequest(request, reply, key, service);
    if (request.routeOptions.config.takes) {
      throw new HttpFault('route_unknown', 'There is nothing at this path.');
    }
    if (!credential) throw storeHash === undefined ? credentialsMissing() : tokenMissing();
    if (!key) {
      await service.rateLimits.failedCredential(request.ip);
      throw unauthenticated();
    }
    const { settings } = await channelOf(key, storeHash, service);
    const scope = scopeOf(request.method);
    if (!grants(key.scopes, scope)) throw forbidden(`This needs the scope '${scope}'.`);
    requireJson(request);
    request.bigcommerce = {
      caller: {
        actor: keyActor(key, 'bigcommerce'),
        storeId: key.storeId,
        requestId: request.id,
      },
      unpagedLists: settings.unpagedLists === true,
    };
  };

async function countRequest(
  { ip }: FastifyRequest,
  reply: FastifyReply,
  key: StoredKey | undefined,
  { rateLimits }: Service,
): Promise<void> {
  const usage = await rateLimits.take('bigcommerce', key?.id ?? networkOf(ip), key?.rateLimit);
  reply.headers({
    'x-rate-limit-requests-quota': usage.limit,
    'x-rate-limit-requests-left': usage.remaining,
    'x-rate-limit-time-window-ms': usage.windowMs,
    'x-rate-limit-time-reset-ms': usage.resetMs,
  });
  if (usage.exceeded) {
    throw new HttpFault('too_many_requests', 'The limit is used up.', {
      retryAfterMs: usage.resetMs,
    });
  }
}

/** The key names the store; a hash in the path must be that store's. */
async function channelOf(
  { storeId }: StoredKey,
  storeHash: string | undefined,
  { directory }: Service,
): Promise<Channel> {
  const channel = (await directory.store(storeId))?.channels.bigcommerce;
  if (!channel || (storeHash !== undefined && storeHash !== channel.address)) {
    throw storeNotTheirs();
  }
  return channel;
}

/** `store_v2_customers_read_only` and `store_v2_customers`. */
const scopeOf = (method: string): Scope =>
  method === 'GET' || method === 'HEAD' ? 'groups:read' : 'groups:write';

const JSON_TYPE = /^application\/json\s*(;|$)/i;

function requireJson({ method, headers }: FastifyRequest): void {
  const { 'content-type': type } = headers;
  if (method === 'POST' || method === 'PUT') {
    if ((type !== undefined || hasBody(headers)) && !JSON_TYPE.test(type ?? '')) {
      throw new HttpFault('media_type', 'Send the body as application/json.');
    }
  } else if (!hasBody(headers)) {
    // Clients send a type without a body, and the framework would refuse one that it cannot read.
    delete headers['content-type'];
  }
}
