import type { Dialect } from '../dialect.js';
import { scriptText, shellWord } from '../quoted.js';
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
    curl: `curl -H ${shellWord(`Authorization: Bearer ${secret}`)} ${shellWord(`${origin}/v1/stores/${id}/groups`)}`,
    javascript: {
      packages: [],
      code: `const answer = await fetch(${scriptText(`${origin}/v1/stores/${id}/groups`)}, {
  headers: { Authorization: ${scriptText(`Bearer ${secret}`)} },
});
console.log(await answer.json());
`,
    },
  }),
};
