import type { FastifyInstance, RouteOptions } from 'fastify';
import { pathOf } from './path.js';

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route that is registered, of all dialects. */
    routes: readonly RouteOptions[];
  }
  interface FastifyContextConfig {
    /**
     * Of a route that answers for the methods that its path has not: those that it has. It is not
     * counted among the routes.
     */
    takes?: readonly string[];
  }
}

/** Collects the routes as they are registered. @returns the methods that the path of a URL has */
export function allowedMethods(app: FastifyInstance): (url: string) => string[] {
  const routes = new Map<string, { pattern: RegExp; methods: Set<string> }>();
  const registered: RouteOptions[] = [];
  app.decorate('routes', registered);
  app.addHook('onRoute', (options) => {
    const { url, method, config } = options;
    if (config?.takes) return;
    registered.push(options);
    let route = routes.get(url);
    if (!route) {
      const pattern = url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+');
      route = { pattern: new RegExp(`^${pattern}$`), methods: new Set() };
      routes.set(url, route);
    }
    for (const name of [method].flat()) route.methods.add(name);
  });
  return (url) => {
    const path = pathOf(url);
    const methods = [...routes.values()]
      .filter(({ pattern }) => pattern.test(path))
      .flatMap((route) => [...route.methods]);
    return [...new Set(methods)].sort();
  };
}
