import { type TSchema, Type } from 'typebox';
import { MAX_NAME } from '../../../core/limits.js';
import { STORE_ID_PATTERN } from '../../../core/store.js';
import type { Dialect } from '../../dialect.js';
import { Closed, Created, Nullable, Updated, Version } from './common.js';

const Name = Type.String({ minLength: 1, maxLength: MAX_NAME, description: 'For people.' });
const Currency = Type.String({
  pattern: '^[A-Z]{3}$',
  default: 'USD',
  description: 'The currency of the catalog’s prices, as in ISO 4217.',
});

const clearable = ({ properties }: ReturnType<typeof Type.Object>): TSchema =>
  Closed(
    Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [name, Type.Optional(Nullable(schema))]),
    ),
  );

/** The schemas of stores, whose `channels` have a field for each dialect that knows an address. */
export function storeSchemas(dialects: readonly Dialect[]) {
  const fields = dialects.flatMap(({ name, title, channel }) =>
    channel ? [{ name, title, schema: channel.schema }] : [],
  );
  const channels = (wrap: (schema: TSchema) => TSchema) =>
    Closed(
      Object.fromEntries(fields.map(({ name, schema }) => [name, Type.Optional(wrap(schema))])),
      { description: 'Under which address each vendor’s API reaches the store.' },
    );
  return {
    NewStore: Closed({
      id: Type.String({
        pattern: STORE_ID_PATTERN,
        description: 'The slug that names the store in paths: small letters, digits and hyphens.',
      }),
      name: Name,
      currency: Type.Optional(Currency),
      channels: Type.Optional(channels((schema) => schema)),
    }),
    StorePatch: Closed({
      name: Type.Optional(Name),
      currency: Type.Optional(Currency),
      channels: Type.Optional(
        channels((schema) =>
          // A merge patch may name some fields of a channel that is there, and clear others.
          Nullable(clearable(schema as ReturnType<typeof Type.Object>)),
        ),
      ),
    }),
    Store: Type.Object({
      id: Type.String(),
      name: Type.String(),
      currency: Type.String(),
      channels: channels((schema) => schema),
      version: Version,
      createdAt: Created,
      updatedAt: Updated,
    }),
  };
}
