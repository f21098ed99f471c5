import type { FastifyRequest } from 'fastify';
import { type Actor, type Caller, requireStore } from '../../core/actor.js';
import { notFound, unauthenticated } from '../../core/errors.js';
import type { Store } from '../../core/store.js';
import type { Service } from '../../http/service.js';
import { looksLikeToken } from '../../http/tokens.js';

const BEARER = /^Bearer +([^\s]+)$/i;

/**
 * Who asks, about which store: the root key, a key of the store, or a user's token.
 * @throws unauthenticated without a valid credential
 * @throws not_found for a store that is not the credential's, whether it exists or not
 */
export async function callerOf(
  request: FastifyRequest,
  service: Service,
): Promise<{ caller: Caller; store: Store | undefined }> {
  const { store: storeId = '' } = request.params as { store?: string };
  const [, secret] = BEARER.exec(request.headers.authorization ?? '') ?? [];
  if (!secret) {
    throw unauthenticated('Send a key or a token: "Authorization: Bearer <secret>".');
  }
  const actor = looksLikeToken(secret)
    ? await userActor(secret, storeId, request, service)
    : await service.credentials.actor(secret, 'native');
  if (!actor) {
    await service.rateLimits.failedCredential(request.ip);
    throw unauthenticated('The key is unknown, expired or revoked.');
  }
  const caller = { actor, storeId, requestId: request.id };
  if (storeId === '') return { caller, store: undefined };
  requireStore(actor, storeId);
  const store = await service.directory.store(storeId);
  if (!store) throw notFound('store', storeId);
  return { caller, store };
}

async function userActor(
  token: string,
  store: string,
  { ip }: FastifyRequest,
  service: Service,
): Promise<Actor> {
  const id = await service.tokens.userOf(token);
  if (id === undefined) {
    await service.rateLimits.failedCredential(ip);
    throw unauthenticated('The token is not valid.');
  }
  // Below no store there is what anybody may ask, and what the root key alone may.
  if (store === '') return { kind: 'user', id, storeId: null, scopes: [], via: 'native' };
  const user = await service.directory.activeUser(store, id);
  if (!user) throw notFound('store', store);
  return { kind: 'user', id, storeId: user.storeId, scopes: user.scopes, via: 'native' };
}
