import type { Dialect } from '../dialect.js';
import { scriptText, shellWord } from '../quoted.js';
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
  introduce: ({ channels }, { keyId, secret }, origin) => {
    const [tenant, site] = (channels.emporix?.address ?? '{tenant}/{site}').split('/');
    const baseUrl = `${origin}/shipping/${tenant}/${encodeURIComponent(site ?? '')}`;
    const token =
      `curl -s -d grant_type=client_credentials -d ${shellWord(`client_id=${keyId}`)} -d ${shellWord(`client_secret=${secret}`)} ` +
      `${shellWord(`${origin}/oauth/token`)} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/'`;
    return {
      baseUrl,
      curl: `curl -H "Authorization: Bearer $(${token})" ${shellWord(`${baseUrl}/groups`)}`,
      javascript: {
        packages: [],
        code: `const credentials = new URLSearchParams({
  grant_type: 'client_credentials',
  client_id: ${scriptText(keyId)},
  client_secret: ${scriptText(secret)},
});
const granted = await fetch(${scriptText(`${origin}/oauth/token`)}, {
  method: 'POST',
  body: credentials,
});
const { access_token: token } = await granted.json();

const answer = await fetch(${scriptText(`${baseUrl}/groups`)}, {
  headers: { Authorization: \`Bearer \${token}\` },
});
console.log(await answer.json());
`,
      },
    };
  },
};
