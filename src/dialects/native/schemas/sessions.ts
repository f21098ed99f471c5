import { Type } from 'typebox';
import { MAX_SESSION_STORES } from '../../../core/session-service.js';
import { Closed, Nullable, OneOf, Scopes, Time } from './common.js';

export const Session = Type.Object({
  kind: OneOf(['root', 'key', 'user'], { description: 'What kind of credential it is.' }),
  name: Nullable(Type.String({ description: 'A key’s name, a user’s id; null for the root key.' })),
  stores: Nullable(
    Type.Array(
      Type.Object({
        id: Type.String(),
        name: Type.String(),
        currency: Type.String(),
        scopes: Scopes,
      }),
      {
        description:
          `Where it may do something, by id, at most ${MAX_SESSION_STORES}; null for the root key, ` +
          'for which `GET /v1/stores` lists them.',
      },
    ),
  ),
});

export const NewSession = Closed({
  code: Type.String({
    minLength: 1,
    maxLength: 255,
    description: 'From a sign-in link: it works once, for ten minutes.',
  }),
});

export const OpenedSession = Type.Object({
  token: Type.String({ description: 'A user’s token, to be sent as `Authorization: Bearer …`.' }),
  expiresAt: Time('Until when the token is valid.'),
  store: Type.String({ description: 'The store that the link is for.' }),
});
