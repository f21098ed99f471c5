import { Type } from 'typebox';
import type { Dialect } from '../../dialect.js';
import { OneOf } from './common.js';

/** What stands for a secret in a sample. */
export const YOUR = {
  keyId: 'YOUR_KEY_ID',
  secret: 'YOUR_KEY',
  token: 'YOUR_TOKEN',
} as const;

const introduction = {
  baseUrl: Type.String(),
  curl: Type.String({ description: 'A command line that works as pasted.' }),
  javascript: Type.Object(
    {
      packages: Type.Array(Type.String(), { description: 'What it imports, from npm.' }),
      code: Type.String(),
    },
    { description: 'A program for Node that works as pasted.' },
  ),
};

/** With a name for each dialect that there is. */
export const apiSchema = (dialects: readonly Dialect[]) => {
  const Api = Type.Object({
    name: OneOf(
      dialects.map(({ name }) => name),
      { description: 'As in the store’s `channels`.' },
    ),
    title: Type.String({ description: 'For people.' }),
    introduction: Type.Union([Type.Object(introduction), Type.Null()], {
      description:
        'How to begin; null while the store has no channel of this name. In it ' +
        `\`${YOUR.secret}\` stands for a key’s secret, \`${YOUR.keyId}\` for its id, and ` +
        `\`${YOUR.token}\` for a user’s token.`,
    }),
  });
  return Type.Object({
    origin: Type.String({
      description:
        'Under which URL clients reach the service: `CLIENTELE_PUBLIC_URL`, or that of this request.',
    }),
    data: Type.Array(Api),
  });
};
