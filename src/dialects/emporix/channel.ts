import { Type } from 'typebox';
import type { ChannelDefinition } from '../dialect.js';

export const channel: ChannelDefinition = {
  schema: Type.Object(
    {
      tenant: Type.String({
        pattern: '^[a-z][a-z0-9]+$',
        minLength: 3,
        maxLength: 16,
        description: 'The tenant in the paths of Emporix’s API.',
      }),
      site: Type.String({
        pattern: '^[^/\\p{Cc}\\p{Cs}]+$',
        minLength: 1,
        maxLength: 64,
        description: 'The site in the paths; `main` for a tenant with one shop.',
      }),
    },
    { additionalProperties: false },
  ),
  address: ({ tenant, site }) => `${tenant}/${site}`,
};
