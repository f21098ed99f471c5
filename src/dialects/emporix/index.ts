import type { Dialect } from '../dialect.js';
import { channel } from './channel.js';
import { refuse } from './errors.js';
import { register } from './routes.js';

/** The customer groups of Emporix's Shipping Service, with its token endpoint. */
export const emporix: Dialect = {
  name: 'emporix',
  title: 'Emporix',
  owns: (path) => /^\/(shipping|oauth)(\/|$)/.test(path),
  channel,
  register,
  refuse,
  introduce: ({ channels }, { secret }, origin) => {
    const [tenant, site] = (channels.emporix?.address ?? '{tenant}/{site}').split('/');
    const baseUrl = `${origin}/shipping/${tenant}/${encodeURIComponent(site ?? '')}`;
    const token =
      `curl -s -d grant_type=client_credentials -d client_id=demo -d 'client_secret=${secret}' ` +
      `'${origin}/oauth/token' | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/'`;
    return {
      baseUrl,
      curl: `curl -H "Authorization: Bearer $(${token})" '${baseUrl}/groups'`,
    };
  },
};
