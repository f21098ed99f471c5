import { Type } from 'typebox';
import type { ChannelDefinition } from '../dialect.js';

export const channel: ChannelDefinition = {
  schema: Type.Object(
    {
      storeId: Type.String({
        pattern: '^[\\x21-\\x7e]+$',
        minLength: 1,
        maxLength: 64,
        description: 'The value of the header x-store-id.',
      }),
    },
    { additionalProperties: false },
  ),
  address: ({ storeId }) => String(storeId),
};
