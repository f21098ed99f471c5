import type { FastifyInstance } from 'fastify';
import type { Service } from '../../http/service.js';
import type { Dialect } from '../dialect.js';
import { callerOf } from './credentials.js';
import { documentation } from './documentation.js';
import { Endpoints, requireJson } from './endpoint.js';
import { apiRoutes } from './routes/apis.js';
import { categoryRoutes } from './routes/categories.js';
import { changeRoutes } from './routes/changes.js';
import { customerRoutes } from './routes/customers.js';
import { groupRoutes } from './routes/groups.js';
import { keyRoutes } from './routes/keys.js';
import { memberRoutes } from './routes/members.js';
import { priceListRoutes } from './routes/price-lists.js';
import { priceRoutes } from './routes/prices.js';
import { productRoutes } from './routes/products.js';
import { quoteRoutes } from './routes/quotes.js';
import { reportRoutes } from './routes/reports.js';
import { sessionRoutes } from './routes/sessions.js';
import { storeRoutes } from './routes/stores.js';
import { userRoutes } from './routes/users.js';
import { webhookRoutes } from './routes/webhooks.js';
import { validatorCompiler } from './validation.js';

/** `/v1`, and the document and page that describe it. */
export async function register(
  app: FastifyInstance,
  service: Service,
  dialects: readonly Dialect[],
): Promise<void> {
  await documentation(app);
  await app.register(
    async (v1) => {
      v1.setValidatorCompiler(validatorCompiler);
      v1.decorateRequest('caller');
      v1.decorateRequest('storeNumber', 0);
      v1.decorateRequest('currency', '');
      // Before the body is read: whoever is nobody learns nothing of what a body should be.
      v1.addHook('onRequest', async (request) => {
        if (!request.routeOptions.config.open) {
          const { caller, store } = await callerOf(request, service);
          request.caller = caller;
          request.storeNumber = store?.number ?? 0;
          request.currency = store?.currency ?? '';
        }
        requireJson(request);
      });
      const endpoints = new Endpoints(v1, service);
      sessionRoutes(endpoints);
      storeRoutes(endpoints, dialects);
      apiRoutes(endpoints, dialects);
      keyRoutes(endpoints);
      userRoutes(endpoints);
      groupRoutes(endpoints);
      memberRoutes(endpoints);
      customerRoutes(endpoints);
      priceListRoutes(endpoints);
      priceRoutes(endpoints);
      categoryRoutes(endpoints);
      productRoutes(endpoints);
      quoteRoutes(endpoints);
      reportRoutes(endpoints);
      changeRoutes(endpoints);
      webhookRoutes(endpoints, service.webhooks);
    },
    { prefix: '/v1' },
  );
}
