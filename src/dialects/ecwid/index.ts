import type { Dialect } from '../dialect.js';
import { scriptText, shellWord } from '../quoted.js';
import { channel } from './channel.js';
import { refuse } from './errors.js';
import { register } from './routes.js';

/** The customer groups of Ecwid's API v3. */
export const ecwid: Dialect = {
  name: 'ecwid',
  title: 'Ecwid v3',
  owns: (path) => /^\/api\/v3(\/|$)/.test(path),
  channel,
  register,
  refuse,
  introduce: ({ channels }, { secret }, origin) => {
    const storeId = channels.ecwid?.address ?? '{storeId}';
    const baseUrl = `${origin}/api/v3/${storeId}`;
    return {
      baseUrl,
      curl: `curl ${shellWord(`${baseUrl}/customer_groups?token=${secret}`)}`,
      javascript: {
        packages: ['ecwid-api-client'],
        code: `import { Ecwid } from 'ecwid-api-client';

const client = new Ecwid({
  apiStoreId: ${storeId},
  // This client takes no token that does not begin with "secret_".
  apiToken: ${scriptText(`secret_${secret}`)},
  apiCustomBaseUrl: ${scriptText(`${baseUrl}/`)},
});

console.log(await client.api.getRequest('customer_groups'));
`,
      },
    };
  },
};
