import type { Dialect } from '../dialect.js';
import { scriptText, shellWord } from '../quoted.js';
import { channel } from './channel.js';
import { refuse } from './errors.js';
import { register } from './routes.js';

/** The customer groups of BigCommerce's V2 API, in both editions of its document. */
export const bigcommerce: Dialect = {
  name: 'bigcommerce',
  title: 'BigCommerce V2',
  owns: (path) => /^(\/stores\/|\/api\/v2(\/|$))/.test(path),
  channel,
  exposes: [
    'X-Rate-Limit-Requests-Quota',
    'X-Rate-Limit-Requests-Left',
    'X-Rate-Limit-Time-Window-Ms',
    'X-Rate-Limit-Time-Reset-Ms',
    'X-Retry-After',
  ],
  register,
  refuse,
  introduce: ({ channels }, { secret }, origin) => {
    const hash = channels.bigcommerce?.address ?? '{store_hash}';
    const baseUrl = `${origin}/stores/${hash}/v2`;
    return {
      baseUrl,
      curl: `curl -H ${shellWord(`X-Auth-Token: ${secret}`)} ${shellWord(`${baseUrl}/customer_groups`)}`,
      javascript: {
        packages: ['bigcommerce-api-client'],
        code: `import { BigCommerceApiClient } from 'bigcommerce-api-client';

const client = new BigCommerceApiClient({
  storeHash: ${scriptText(hash)},
  accessToken: ${scriptText(secret)},
});
client.apiClient.axiosInstance.defaults.baseURL = ${scriptText(`${origin}/stores/${hash}`)};

console.log(await client.customersV2.customerGroups.getAllCustomerGroups());
`,
      },
    };
  },
};
