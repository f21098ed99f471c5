import type { Dialect } from '../dialect.js';
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
    const baseUrl = `${origin}/api/v3/${channels.ecwid?.address ?? '{storeId}'}`;
    return { baseUrl, curl: `curl '${baseUrl}/customer_groups?token=${secret}'` };
  },
};
