import { Type } from 'typebox';
import { MAX_NAME } from '../../../core/limits.js';
import { Closed, Created, Nullable, Scopes, Time } from './common.js';

const expiresAt = Nullable(Time('From when on the key is refused; null: never.'));

export const NewKey = Closed({
  name: Type.String({ minLength: 1, maxLength: MAX_NAME, description: 'For people.' }),
  scopes: Scopes,
  expiresAt: Type.Optional(expiresAt),
});

const fields = {
  id: Type.String(),
  name: Type.String(),
  scopes: Scopes,
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
