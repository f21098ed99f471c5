import { Type } from 'typebox';
import { MAX_NAME, MAX_RATE_LIMIT } from '../../../core/limits.js';
import { Closed, Created, Nullable, Scopes, Time } from './common.js';

const expiresAt = Nullable(Time('From when on the key is refused; null: never.'));

const rateLimit = Nullable(
  Type.Integer({
    minimum: 1,
    maximum: MAX_RATE_LIMIT,
    description:
      'Requests that the key may make in the window of an API’s limit (BigCommerce: 30 seconds, Ecwid: a minute), instead of that limit; null: the limit of each API.',
  }),
);

export const NewKey = Closed({
  name: Type.String({ minLength: 1, maxLength: MAX_NAME, description: 'For people.' }),
  scopes: Scopes,
  rateLimit: Type.Optional(rateLimit),
  expiresAt: Type.Optional(expiresAt),
});

const fields = {
  id: Type.String(),
  name: Type.String(),
  scopes: Scopes,
  rateLimit,
  expiresAt,
  createdAt: Created,
};

export const Key = Type.Object({
  ...fields,
  lastUsedAt: Nullable(Time('To the minute; null: never used.')),
});

export const CreatedKey = Type.Object({
  ...fields,
  secret: Type.String({ description: 'Shown this once; only a hash of it is kept.' }),
});
