import { type Static, type TSchema, Type } from 'typebox';
import { Format } from 'typebox/format';
import { SCOPES } from '../../../core/actor.js';
import { parseInstant } from '../../../core/instant.js';
import { MAX_ID } from '../../../core/limits.js';
import { ID_PATTERN } from '../../../core/text.js';

Format.Set('date-time', (text) => parseInstant(text) !== undefined);

/** A schema that also takes null, in the spelling of JSON Schema: `"type": ["string", "null"]`. */
export const Nullable = <Schema extends TSchema>(schema: Schema) =>
  Type.Unsafe<Static<Schema> | null>({
    ...schema,
    type: [(schema as unknown as { type: string }).type, 'null'],
    ...('enum' in schema && { enum: [...(schema.enum as unknown[]), null] }),
  });

/** An object that names each of its fields: what it does not know is a fault. */
export const Closed = <Fields extends Record<string, TSchema>>(
  fields: Fields,
  options: { description?: string } = {},
) => Type.Object(fields, { ...options, additionalProperties: false });

export const OneOf = <const Values extends readonly string[]>(
  values: Values,
  options: { description?: string; default?: Values[number] } = {},
) => Type.Unsafe<Values[number]>({ type: 'string', enum: values, ...options });

export const Time = (description: string) => Type.String({ format: 'date-time', description });

/** The caller's id of a customer, product, category or price list. */
export const Id = (description: string) =>
  Type.String({ minLength: 1, maxLength: MAX_ID, pattern: ID_PATTERN, description });

export const GroupId = (description: string) =>
  Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description });

export const Version = Type.Integer({
  description: 'Goes up with each change; the ETag is made from it.',
});

export const Scopes = Type.Array(OneOf(SCOPES), {
  maxItems: 100,
  description:
    'What may be done: `…:write` implies `…:read`, and `store:admin` everything in the store.',
});

export const Created = Time('When it was made.');
export const Updated = Time('When it last changed.');

export const pageFields = {
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 200, default: 50, description: 'Entries on a page.' }),
  ),
  cursor: Type.Optional(
    Type.String({ maxLength: 2048, description: 'The `nextCursor` of the page before.' }),
  ),
};

export const PageQuery = Closed(pageFields);

export const PageOf = <Item extends TSchema>(item: Item, description: string) =>
  Type.Object(
    {
      data: Type.Array(item),
      nextCursor: Nullable(
        Type.String({ description: 'Where the next page begins; null on the last one.' }),
      ),
    },
    { description },
  );

export const BulkCounts = Type.Object({
  created: Type.Integer(),
  updated: Type.Integer(),
  unchanged: Type.Integer({ description: 'Entries that were so already.' }),
});
