import type { Dialect } from '../dialect.js';
import { refuse } from './errors.js';
import { register } from './routes.js';

/** Clientele's own API: everything that the core can do. */
export const native: Dialect = {
  name: 'native',
  title: 'Clientele',
  owns: (path) => path.startsWith('/v1'),
  exposes: ['ETag', 'Location', 'Idempotent-Replayed'],
  register,
  refuse,
  introduce: ({ id }, { secret }, origin) => ({
    baseUrl: `${origin}/v1`,
    curl: `curl -H 'Authorization: Bearer ${secret}' '${origin}/v1/stores/${id}/groups'`,
  }),
};
