import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import type { Service } from '../../http/service.js';
import { type AccessTokens, TOKEN_SECONDS } from './access-tokens.js';
import { clientOf, keyOf } from './credentials.js';
import { JSON_TYPE, NOT_STORED, oauthError, TOKEN_PATH } from './errors.js';
import { grantedScopes, scopeText, shippingScopes } from './scopes.js';

const FORM = 'application/x-www-form-urlencoded';
/** Far more than any client has to say. */
const FORM_LIMIT = 16 * 1024;

/** `POST /oauth/token`: the client credentials grant of RFC 6749, section 4.4. */
export function tokenEndpoint(app: FastifyInstance, service: Service, tokens: AccessTokens): void {
  app.addContentTypeParser(FORM, { parseAs: 'buffer' }, (_request, body, done) => {
    const bytes = body as Buffer;
    if (isUtf8(bytes)) done(null, new URLSearchParams(bytes.toString()));
    else done(oauthError('invalid_request'));
  });
  app.post(TOKEN_PATH, { bodyLimit: FORM_LIMIT }, async ({ body, headers, ip }, reply) => {
    // RFC 6749, section 3.2: parameters are sent as a form, and as nothing else.
    if (!(body instanceof URLSearchParams)) throw oauthError('invalid_request');
    const { grant_type: grant, client_id, client_secret, scope = '' } = parametersOf(body);
    const client = clientOf(headers.authorization, { id: client_id, secret: client_secret });
    if (grant === undefined) throw oauthError('invalid_request');
    const key = await keyOf(client, service);
    if (!key) {
      if (client.secret !== undefined) await service.rateLimits.failedCredential(ip);
      throw oauthError('invalid_client');
    }
    const tenant = (await service.directory.store(key.storeId))?.channels.emporix?.settings.tenant;
    if (typeof tenant !== 'string') throw oauthError('unauthorized_client');
    if (grant !== 'client_credentials') throw oauthError('unsupported_grant_type');
    const scopes = grantedScopes(scope, { tenant, scopes: shippingScopes(key.scopes) });
    if (!scopes) throw oauthError('invalid_scope');
    reply.headers({ 'content-type': JSON_TYPE, ...NOT_STORED });
    return JSON.stringify({
      token_type: 'Bearer',
      access_token: await tokens.issue({ keyId: key.id, tenant, scopes }),
      expires_in: TOKEN_SECONDS,
      scope: scopeText(tenant, scopes),
      refresh_token: '',
      refresh_token_expires_in: 0,
      session_idle_time: 120,
    });
  });
}

const PARAMETERS = ['grant_type', 'client_id', 'client_secret', 'scope'] as const;

/**
 * "Parameters sent without a value MUST be treated as if they were omitted"; none "MUST be included
 * more than once" (RFC 6749, section 3.2).
 */
function parametersOf(form: URLSearchParams): Partial<Record<(typeof PARAMETERS)[number], string>> {
  const parameters: ReturnType<typeof parametersOf> = {};
  for (const name of PARAMETERS) {
    const [value = '', ...more] = form.getAll(name);
    if (more.length > 0) throw oauthError('invalid_request');
    if (value !== '') parameters[name] = value;
  }
  return parameters;
}
