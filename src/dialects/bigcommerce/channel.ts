import { Type } from 'typebox';
import type { ChannelDefinition } from '../dialect.js';

export const channel: ChannelDefinition = {
  schema: Type.Object(
    {
      storeHash: Type.String({
        pattern: '^[A-Za-z0-9]+$',
        minLength: 1,
        maxLength: 64,
        description: 'The store hash in the paths of BigCommerce’s API.',
      }),
      unpagedLists: Type.Optional(
        Type.Boolean({
          default: false,
          description:
            'Whether a list without `page` and `limit` is the whole collection, as in the first ' +
            'edition of the vendor’s document, or its first 50 entries, as in the second.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  address: ({ storeHash }) => String(storeHash),
};
