import { Type } from 'typebox';
import type { ChannelDefinition } from '../dialect.js';

const PATTERN = '^[\\x21-\\x7e]+$';
const MAX_LENGTH = 64;

export const channel: ChannelDefinition = {
  schema: Type.Object(
    {
      storeId: Type.String({
        pattern: PATTERN,
        minLength: 1,
        maxLength: MAX_LENGTH,
        description: 'The value of the header x-store-id.',
      }),
    },
    { additionalProperties: false },
  ),
  address: ({ storeId }) => String(storeId),
};

const VISIBLE = new RegExp(PATTERN);

/** Whether a store can have this id at all. */
export const isStoreId = (text: string): boolean => text.length <= MAX_LENGTH && VISIBLE.test(text);
