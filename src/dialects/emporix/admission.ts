import type { FastifyRequest } from 'fastify';
import { type Caller, grants } from '../../core/actor.js';
import { keyActor } from '../../core/credentials.js';
import { forbidden, unauthenticated } from '../../core/errors.js';
import type { Store } from '../../core/store.js';
import { hasBody } from '../../http/has-body.js';
import type { Service } from '../../http/service.js';
import type { AccessTokens, Grant } from './access-tokens.js';
import { bearerOf } from './credentials.js';
import { invalidFields } from './errors.js';
import { scopesOfBearer } from './scopes.js';

/** Who asks, and the number of the store, which is part of public ids. */
export interface Admitted {
  caller: Caller;
  storeNumber: number;
}

declare module 'fastify' {
  interface FastifyRequest {
    emporix: Admitted;
  }
}

interface Address {
  tenant: string;
  site: string;
}

/**
 * What stands in front of every route of the Shipping Service, in this order: the token (401), the
 * form of the tenant (400), whose tenant and site they are (403), the scope (403). The body is
 * read only after it.
 */
export const admission =
  (service: Service, tokens: AccessTokens) =>
  async (request: FastifyRequest): Promise<void> => {
    const { grant, key } = await bearer(request, service, tokens);
    const address = request.params as Address;
    requireTenant(address.tenant);
    const store = await service.directory.store(key.storeId);
    if (!store || !isReachedBy(store, address, grant)) throw forbidden('This store is not theirs.');
    const scopes = scopesOfBearer(grant.scopes, key.scopes);
    if (!isRead(request.method) && !grants(scopes, 'groups:write')) {
      throw forbidden('This needs shipping.shipping_manage.');
    }
    if (!hasBody(request.headers)) {
      // Clients send a type without a body, and the framework would refuse one that it cannot read.
      delete request.headers['content-type'];
    }
    request.emporix = {
      caller: {
        actor: { ...keyActor(key, 'emporix'), scopes },
        storeId: key.storeId,
        requestId: request.id,
      },
      storeNumber: store.number,
    };
  };

async function bearer(
  { headers, ip }: FastifyRequest,
  { credentials, rateLimits }: Service,
  tokens: AccessTokens,
) {
  const token = bearerOf(headers.authorization);
  const grant = token === undefined ? undefined : await tokens.read(token);
  // A token is not stored, so that the key behind it is asked for each time.
  const key = grant && (await credentials.keyById(grant.keyId));
  if (grant && key) return { grant, key };
  if (headers.authorization) await rateLimits.failedCredential(ip);
  throw unauthenticated();
}

const TENANT = /^[a-z][a-z0-9]{2,15}$/;

/** The document's pattern of the parameter `tenant`, and its lengths. */
function requireTenant(tenant: string): void {
  if (TENANT.test(tenant)) return;
  const message = 'must have 3 to 16 characters, small letters and digits, and begin with a letter';
  throw invalidFields([{ field: 'tenant', type: 'invalid_field', message }]);
}

/** The key names the store; the token and the path must name that store, too. */
function isReachedBy({ channels }: Store, { tenant, site }: Address, grant: Grant): boolean {
  const settings = channels.emporix?.settings;
  return settings?.tenant === tenant && settings.site === site && grant.tenant === tenant;
}

const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD';
