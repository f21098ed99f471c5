import { Type } from 'typebox';
import type { ChannelDefinition } from '../dialect.js';

export const channel: ChannelDefinition = {
  schema: Type.Object(
    {
      storeId: Type.Integer({
        minimum: 1,
        maximum: Number.MAX_SAFE_INTEGER,
        description: 'The number of the store in the paths of Ecwid’s API.',
      }),
      customerGroupsEnabled: Type.Optional(
        Type.Boolean({
          default: true,
          description:
            'Whether the store’s plan has customer groups; without them every call is a 402.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  address: ({ storeId }) => String(storeId),
};
