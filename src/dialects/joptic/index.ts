import type { Dialect } from '../dialect.js';
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
      curl: `curl -H 'x-store-id: ${storeId}' -H 'Authorization: Bearer ${bearer}' '${origin}/customer-group'`,
    };
  },
};
