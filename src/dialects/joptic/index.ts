import type { Dialect } from '../dialect.js';
import { scriptText, shellWord } from '../quoted.js';
import { channel } from './channel.js';
import { refuse } from './errors.js';
import { register } from './routes.js';

/** JOptic's Customer Group API. */
export const joptic: Dialect = {
  name: 'joptic',
  title: 'JOptic',
  owns: (path) => /^\/customer-group(\/|$)/.test(path),
  channel,
  exposes: ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'],
  register,
  refuse,
  introduce: ({ channels }, { token }, origin) => {
    const storeId = channels.joptic?.address ?? '{store_id}';
    const bearer = token ?? '{token of your issuer}';
    return {
      baseUrl: origin,
      curl: `curl -H ${shellWord(`x-store-id: ${storeId}`)} -H ${shellWord(`Authorization: Bearer ${bearer}`)} ${shellWord(`${origin}/customer-group`)}`,
      javascript: {
        packages: [],
        code: `const answer = await fetch(${scriptText(`${origin}/customer-group`)}, {
  headers: {
    'x-store-id': ${scriptText(storeId)},
    Authorization: ${scriptText(`Bearer ${bearer}`)},
  },
});
console.log(await answer.json());
`,
      },
    };
  },
};
