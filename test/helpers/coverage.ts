import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { RouteOptions } from 'fastify';
import type { Coverage, CoveredRoute, Item } from '../../src/dialects/coverage.js';
import type { Dialect } from '../../src/dialects/dialect.js';
import { dialects } from '../../src/dialects/index.js';

const FOLDER = new URL('../../src/dialects/', import.meta.url);

/** The names of the folders that have a coverage list, of a dialect or not. */
export const listed = readdirSync(FOLDER).filter((name) => existsSync(fileOf(name)));

function fileOf(name: string): string {
  return fileURLToPath(new URL(`${name}/coverage.ts`, FOLDER));
}

export type VendorName = Exclude<Dialect['name'], 'native'>;

/** A dialect that follows a vendor's document. */
export type VendorDialect = Dialect & { name: VendorName };

const isVendor = (dialect: Dialect): dialect is VendorDialect => dialect.name !== 'native';

/** Every one of them, with its list; undefined where it has none yet. */
export const vendors = await Promise.all(
  dialects
    .filter(isVendor)
    .map(async (dialect) => ({ dialect, coverage: await coverageOf(dialect.name) })),
);

async function coverageOf(name: string): Promise<Coverage | undefined> {
  if (!listed.includes(name)) return undefined;
  const module: { coverage: Coverage } = await import(/* @vite-ignore */ fileOf(name));
  return module.coverage;
}

/** What is listed in one place, such as the errors of a route. */
export interface Part {
  place: string;
  items: readonly Item[];
}

export const partsOf = ({ parameters, answers, errors }: CoveredRoute): readonly Part[] => [
  { place: 'parameters', items: parameters },
  { place: 'answers', items: answers },
  { place: 'errors', items: errors },
];

/** Everything that a list has, in its order. */
export const allParts = ({ everywhere, routes }: Coverage): readonly Part[] => [
  { place: 'everywhere', items: everywhere },
  ...routes.flatMap((route) =>
    partsOf(route).map(({ place, items }) => ({
      place: `${place} of ${route.method} ${route.path}`,
      items,
    })),
  ),
];

/** What a list says is served. */
export const routesListed = ({ routes }: Coverage): string[] =>
  routes
    .flatMap(({ method, path, aliases = [] }) => [path, ...aliases].map((at) => `${method} ${at}`))
    .sort();

/**
 * What is served under a dialect's paths. A HEAD beside its GET is the framework's doing and shows
 * nothing of its own.
 */
export function routesServed(dialect: Dialect, registered: readonly RouteOptions[]): string[] {
  const routes = registered
    .filter(({ url }) => dialect.owns(url))
    .flatMap(({ method, url }) => [method].flat().map((name) => [name, url] as const));
  const served = new Set(routes.map(([method, url]) => `${method} ${url}`));
  return [...served]
    .filter((route) => !(route.startsWith('HEAD ') && served.has(route.replace('HEAD', 'GET'))))
    .sort();
}
