import type { FastifyInstance } from 'fastify';

/** Collects the routes as they are registered. @returns the methods that the path of a URL has */
export function allowedMethods(app: FastifyInstance): (url: string) => string[] {
  const routes = new Map<string, { pattern: RegExp; methods: Set<string> }>();
  app.addHook('onRoute', ({ url, method }) => {
    let route = routes.get(url);
    if (!route) {
      const pattern = url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+');
      route = { pattern: new RegExp(`^${pattern}$`), methods: new Set() };
      routes.set(url, route);
    }
    for (const name of [method].flat()) route.methods.add(name);
  });
  return (url) => {
    const [path = ''] = url.split('?', 1);
    const methods = [...routes.values()]
      .filter(({ pattern }) => pattern.test(path))
      .flatMap((route) => [...route.methods]);
    return [...new Set(methods)].sort();
  };
}
