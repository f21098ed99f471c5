import { Type } from 'typebox';
import { MAX_LISTED_CHANGES } from '../../../core/limits.js';
import { Change } from './changes.js';

export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: 'What is wrong, in a sentence.' }),
    code: Type.String({ description: 'What is wrong, for programs.' }),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          pointer: Type.Optional(
            Type.String({ description: 'The place in the body, as a JSON Pointer.' }),
          ),
          parameter: Type.Optional(
            Type.String({ description: 'The parameter of path, query or header.' }),
          ),
          message: Type.String(),
        }),
        { description: 'One entry for each fault, at most 100.' },
      ),
    ),
    changes: Type.Optional(
      Type.Array(Change, {
        maxItems: MAX_LISTED_CHANGES,
        description: 'The changes that it is about, the newest first, where it is about changes.',
      }),
    ),
    total: Type.Optional(
      Type.Integer({ description: 'The number of these changes, also of those not listed.' }),
    ),
  },
  { description: 'A problem as in RFC 9457.' },
);
