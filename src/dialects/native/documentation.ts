import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { PAGE_POLICY } from '../../http/security-headers.js';

/** Of a style that Swagger UI puts into its page. */
const STYLE_HASH = "'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='";

/** `GET /openapi.json`, made from the schemas that validate, and `GET /docs`, a page of it. */
export async function documentation(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Clientele',
        version: '1',
        description:
          'Customer groups: who belongs to which group, and what that means for what they see and ' +
          'pay.\n\nSend a key or a user’s token as `Authorization: Bearer …`. Money is a decimal ' +
          'string, times are ISO 8601 in UTC. Lists come in pages: pass `nextCursor` as `cursor`. ' +
          'Single resources have an `ETag`, which `If-Match` takes on PUT, PATCH and DELETE. A POST ' +
          'with an `Idempotency-Key` is carried out once and can be repeated for 24 hours.',
      },
      components: {
        securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      },
      security: [{ bearer: [] }],
    },
    hideUntagged: true,
    transformObject: (document) => {
      const { openapiObject } = document as { openapiObject: OpenApi };
      for (const operation of Object.values(openapiObject.paths).flatMap(Object.values)) {
        markOptional(operation.requestBody);
      }
      return openapiObject as never;
    },
  });
  let text: string | undefined;
  app.get('/openapi.json', { schema: { hide: true } }, async (_, reply) => {
    text ??= JSON.stringify(app.swagger());
    return reply.type('application/json; charset=utf-8').send(text);
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    uiConfig: { docExpansion: 'list', persistAuthorization: false, validatorUrl: null },
    staticCSP: { ...PAGE_POLICY, 'style-src': [...PAGE_POLICY['style-src'], STYLE_HASH] },
    theme: { title: 'Clientele API' },
  });
}

interface RequestBody {
  required: boolean;
  content: Record<string, { schema: { type?: unknown } }>;
}

interface OpenApi {
  paths: Record<string, Record<string, { requestBody?: RequestBody }>>;
}

/** The generator takes every body for required; one that may be null may also be left out. */
function markOptional(body: RequestBody | undefined): void {
  if (!body) return;
  const schemas = Object.values(body.content).map(({ schema }) => schema);
  body.required = !schemas.some(({ type }) => Array.isArray(type) && type.includes('null'));
}
