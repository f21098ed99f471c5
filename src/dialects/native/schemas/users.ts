import { Type } from 'typebox';
import { Closed, Created, Scopes, Updated, Version } from './common.js';

const active = Type.Boolean({ description: 'Whether the user’s tokens open this store.' });

export const UserFields = Closed({ active, scopes: Scopes });

export const User = Type.Object({
  id: Type.String({ description: 'The `sub` of the user’s tokens.' }),
  active,
  scopes: Scopes,
  version: Version,
  createdAt: Created,
  updatedAt: Updated,
});
