import type { FastifyReply, FastifyRequest } from 'fastify';
import { authorize, type Caller } from '../../core/actor.js';
import { unauthenticated } from '../../core/errors.js';
import { HttpFault } from '../../http/fault.js';
import { type LimitName, networkOf } from '../../http/rate-limit.js';
import type { Service } from '../../http/service.js';
import { isStoreId } from './channel.js';
import { bearerOf } from './credentials.js';
import { noAccess, storeIdMissing } from './errors.js';
import { relationTo } from './relation.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The user whose token the request bears. */
    jopticUser: string;
    /** Who asks about the store of the header; only on routes that need it. */
    joptic: { caller: Caller; storeNumber: number };
  }
}

/** What stands in front of every route: the limit (429), then the token (401). The body is read after it. */
export const admission =
  (service: Service) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const token = bearerOf(request.headers.authorization);
    const user = token === undefined ? undefined : await service.tokens.userOf(token);
    await countRequest(request, reply, user, service);
    if (user === undefined) {
      if (token !== undefined) await service.rateLimits.failedCredential(request.ip);
      throw unauthenticated();
    }
    request.jopticUser = user;
    // Whatever a client says it sends, it is read as JSON: there is no 415 in the document.
    delete request.headers['content-type'];
  };

/** On routes in the context of a store: its header (400), then the user's relation to it and its scopes (403). */
export const storeAdmission =
  (service: Service) =>
  async (request: FastifyRequest): Promise<void> => {
    const storeId = request.headers['x-store-id'];
    if (!storeId) throw storeIdMissing();
    const address = String(storeId);
    const store = isStoreId(address)
      ? await service.directory.storeByChannel('joptic', address)
      : undefined;
    const caller = store && (await relationTo(store.id, request, service));
    if (!store || !caller) throw noAccess();
    authorize(caller, request.method === 'POST' ? 'groups:write' : 'groups:read');
    request.joptic = { caller, storeNumber: store.number };
  };

/** "GET endpoints: 60 requests per minute", "POST endpoints: 10", "DELETE endpoints: 3". */
const LIMITS: Readonly<Record<string, LimitName>> = {
  GET: 'jopticGet',
  HEAD: 'jopticGet',
  POST: 'jopticPost',
  DELETE: 'jopticDelete',
};

async function countRequest(
  { method, ip, routeOptions: { url } }: FastifyRequest,
  reply: FastifyReply,
  user: string | undefined,
  { rateLimits }: Service,
): Promise<void> {
  const subject = user === undefined ? `address ${networkOf(ip)}` : `user ${user}`;
  const usage = await rateLimits.take(LIMITS[method] ?? 'jopticGet', `${url} ${subject}`);
  reply.headers({
    'x-ratelimit-limit': usage.limit,
    'x-ratelimit-remaining': usage.remaining,
    'x-ratelimit-reset': Math.ceil(usage.resetMs / 1000),
  });
  if (usage.exceeded) {
    throw new HttpFault('too_many_requests', 'The limit is used up.', {
      retryAfterMs: usage.resetMs,
    });
  }
}
